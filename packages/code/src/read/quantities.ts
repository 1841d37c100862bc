import { constant, entryCount } from "@chainrule/graph";
import type { Parameter } from "../python/syntax";
import type { Problem } from "./problem";
import type { Said } from "./said";
import type { Setting } from "./setting";
import { type Axis, axisNamed, Sizes } from "./sizes";
import { NONE, numberValue, Tensor, truth, type Value } from "./value";

/** What a quantity that comes from outside is taken for. */
type Sort =
  | { readonly kind: "tensor"; readonly axes: readonly Axis[] }
  | { readonly kind: "indices"; readonly axes: readonly Axis[]; readonly below: number }
  | { readonly kind: "number" }
  | { readonly kind: "truth" };

/** Names of weights, of what is added, and of plain numbers, as layers have them. */
const WEIGHT = /^(self\.)?(w\d*|weights?\d*|[wuv]_?\w{1,2}|kernel|theta|emb\w*|table)$/i;
const BIAS = /^(self\.)?(b\d*|bias(es)?\d*|b_\w{1,3}|beta|gamma|g|gain|shift)$/;
const PLAIN =
  /^(self\.)?(eps\w*|epsilon|alpha|slope|negative_slope|lam|lmbda|lambda_?|lamb|reg|margin|delta|temperature|tau|temp|keep_prob|drop\w*|momentum|lr|learning_rate|smooth|scale|beta1|beta2|sigma)$/;
const LABELS = /^(self\.)?(labels?|idx|index|indices|ids|tokens?)$/;
/** Names of what goes through a layer. */
const SIZE =
  /^(n|d|h|m)_?(in|out|hidden|input|output)\w*$|^(in|out)_?(features|channels|dim|size)$|\w*(_dim|_size|_features|_units|_channels)$|^(dim|size|units|features|channels|hidden|vocab|heads|num_\w+|n_\w+)$/;

/** Labels are below this, so that they are positions along any axis. */
const FEW_LABELS = 3;

/** Whether code transposes something, or names its second axis. */
const hasTwoAxes = (name: string, text: string): boolean =>
  new RegExp(
    `\\b${name.replace(".", "\\.").replace(/\[.*$/, "")}(\\.T\\b|\\.t\\(|\\.mT\\b|\\.transpose\\(|\\.shape\\[1\\])`,
  ).test(text);

const axesOf = (name: string, rank: number): Axis[] =>
  Array.from({ length: rank }, (_, k) => axisNamed(`${name}.${k}`));

/** The numbers of axes that a name without a said shape may have, the likeliest first. */
function ranksOf(name: string): readonly (readonly Axis[])[] {
  const ranks = (list: readonly number[]): readonly (readonly Axis[])[] =>
    list.map((rank) => axesOf(name, rank));
  if (PLAIN.test(name)) return name === "scale" ? ranks([0, 1, 2]) : ranks([0]);
  if (BIAS.test(name))
    return [...ranks([1]), [1, axisNamed(`${name}.0`)], [axisNamed(`${name}.0`), 1], ...ranks([0])];
  if (WEIGHT.test(name)) return ranks([2, 1, 3, 4]);
  if (LABELS.test(name)) return ranks([1, 2]);
  return ranks([2, 1, 3, 4, 0]);
}

/**
 * The quantities that come from outside into one reading of code: parameters of functions, and what a layer keeps. Each is given
 * the shape that the code says, or one that its name suggests; what the code then needs is learnt from where it stops.
 */
export class Quantities {
  readonly sizes: Sizes;
  readonly #said: Said;
  readonly #setting: Setting;
  readonly #choice: ReadonlyMap<string, number>;
  readonly #sorts = new Map<string, Sort>();
  /** Quantities without a said shape, with how many there are to choose from. */
  readonly open = new Map<string, number>();

  constructor(setting: Setting, said: Said, choice: ReadonlyMap<string, number>) {
    this.#setting = setting;
    this.#said = said;
    this.#choice = choice;
    this.sizes = new Sizes([...said.values()].flat().filter((axis) => typeof axis === "number"));
  }

  /** What a parameter is given. Initial values that choose among ways stay; numbers become symbols, so that the result is general. */
  ofParameter(parameter: Parameter, sort?: "whole" | "number" | "truth"): Value {
    const { initial, name } = parameter;
    const known = this.#sorts.get(name);
    if (known?.kind === "truth") return initial?.kind === "truth" ? truth(initial.value) : truth(true);
    if (known?.kind === "number")
      return numberValue(initial?.kind === "number" ? initial.value : this.sizes.number(name));
    if (sort === "truth" || initial?.kind === "truth")
      return truth(initial?.kind === "truth" ? initial.value : true);
    if (initial?.kind === "text") return { kind: "text", value: initial.value };
    if (initial?.kind === "unary") return numberValue(-1);
    if (initial?.kind === "number" && initial.isWhole && !PLAIN.test(name)) return numberValue(initial.value);
    if (initial?.kind === "none" && !BIAS.test(name) && !WEIGHT.test(name)) return NONE;
    if (sort === "whole" || (SIZE.test(name) && !this.#said.has(name)))
      return numberValue(this.sizes.number(name));
    const isNumber = sort === "number" || initial?.kind === "number";
    if (isNumber) return new Tensor(this.#setting.symbol(name, []));
    return this.value(name);
  }

  /** The value of a quantity: a symbol of its shape, or numbers where it is used as positions. */
  value(name: string): Value {
    const sort = this.#sortOf(name);
    if (sort.kind === "number") return numberValue(this.sizes.number(name));
    if (sort.kind === "truth") return truth(true);
    const shape = sort.axes.map((axis) => this.sizes.of(axis));
    if (sort.kind === "tensor") return new Tensor(this.#setting.symbol(name, shape));
    const data = Float64Array.from(
      { length: entryCount(shape) },
      (_, k) => (2 * k + 1) % Math.min(sort.below, FEW_LABELS),
    );
    return new Tensor(shape.length === 0 ? constant(data[0] as number) : constant({ shape, data }));
  }

  #sortOf(name: string): Sort {
    const known = this.#sorts.get(name);
    if (known !== undefined) return known;
    const said = this.#said.get(name.replace(/^self\./, ""));
    const isSecond = name === "b" && this.#sorts.has("a"); // of two operands, and no bias
    const options = said === undefined ? ranksOf(isSecond ? "x2" : name) : [said];
    if (said === undefined) this.open.set(name, options.length);
    const axes = options[this.#choice.get(name) ?? 0] ?? axesOf(name, 2);
    const sort: Sort = { kind: "tensor", axes };
    this.#sorts.set(name, sort);
    return sort;
  }

  /** Takes account of what stopped a reading. Whether there is something new to try. */
  learn(problem: Problem): boolean {
    if (problem.kind === "misfit") return problem.sizes !== undefined && this.sizes.unite(problem.sizes);
    if (problem.kind === "divisor") return this.sizes.divisible(problem.size, problem.by);
    if (problem.kind === "unread") return false;
    const name = this.#setting.nameOf(problem.of);
    const before = this.#sorts.get(name);
    if (problem.kind === "rank") {
      if (this.#said.has(name) || before?.kind !== "tensor") return false;
      this.#sorts.set(name, { kind: "tensor", axes: axesOf(name, problem.rank) });
      return true;
    }
    if (problem.sort === "indices") {
      if (before?.kind !== "tensor") return false;
      const isOpen = !this.#said.has(name);
      const axes = isOpen && before.axes.length !== 1 ? axesOf(name, 1) : before.axes;
      this.#sorts.set(name, { kind: "indices", axes, below: problem.below ?? 2 });
      return true;
    }
    this.#sorts.set(name, { kind: problem.sort });
    return true;
  }

  /** A bias without axes goes with a vector of weights; what is transposed, or has a second axis, is no vector. */
  readonly isPlausible = (choice: ReadonlyMap<string, number>, text: string): boolean => {
    const chosen = [...choice].map(([name, k]) => ({ name, rank: ranksOf(name)[k]?.length ?? 2 }));
    const isVector = chosen.some(({ name, rank }) => WEIGHT.test(name) && rank === 1);
    return chosen.every(({ name, rank }) => {
      if (BIAS.test(name)) return rank > 0 || isVector;
      return rank > 1 || !hasTwoAxes(name, text);
    });
  };

  /** The shapes that were supposed, as text: "x [3, 4]". */
  shapes(): string[] {
    return [...this.open.keys()].flatMap((name) => {
      const sort = this.#sorts.get(name);
      return sort === undefined || !("axes" in sort)
        ? []
        : [`${name} [${sort.axes.map((axis) => this.sizes.of(axis)).join(", ")}]`];
    });
  }
}
