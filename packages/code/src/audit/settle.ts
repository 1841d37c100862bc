import type { Node } from "@chainrule/graph";
import type { FunctionStatement, Module, Statement } from "../python/syntax";
import { Interpreter } from "../read/interpreter";
import { problemText } from "../read/problem";
import { Quantities } from "../read/quantities";
import { type Said, saidIn } from "../read/said";
import { Setting } from "../read/setting";
import { type Claim, claimsOf, truthsBy } from "./claims";
import { type Compared, compared } from "./compare";
import { Draws } from "./draws";
import type { Layer, Ran } from "./layer";
import { ranLayer } from "./reading";

/** A claim with what numbers say of it. */
export interface Judged {
  readonly claim: Claim;
  readonly truth: Node | undefined;
  readonly found: Compared;
}

/** A layer read under what was supposed of its shapes. */
export interface Settled {
  readonly ran: Ran;
  readonly quantities: Quantities;
  readonly setting: Setting;
  readonly draws: Draws;
  readonly judged: readonly Judged[];
  readonly missing: ReturnType<typeof claimsOf>["missing"];
  /** Why the forward pass gives nothing to compare with. */
  readonly stopped?: string;
}

const MOST_LEARNT = 30;
const MOST_CHOICES = 36;

/**
 * Reads a layer. Shapes that the code does not say are learnt from its forward pass; where several would do, the first under
 * which the backward pass holds, or under which least of it is wrong.
 */
export function settled(module: Module, layer: Layer): Settled {
  const said = saidOf(module, layer);
  const first = settledWith(module, layer, said, new Map());
  if (isFine(first) || !isOfShapes(first)) return first;
  let best = first;
  for (const choice of choicesOf(first.quantities, module.text)) {
    const next = settledWith(module, layer, said, choice);
    if (isFine(next)) return next;
    if (wrongness(next) < wrongness(best)) best = next;
  }
  return best;
}

/** Whether other shapes may be what was meant: numbers that differ under one choice are wrong. */
const isOfShapes = ({ judged, stopped }: Settled): boolean =>
  stopped !== undefined ||
  judged.every(({ claim }) => !claim.isOutput) ||
  judged.some(
    ({ claim, found }) =>
      claim.isOutput && (found.kind === "shape" || found.kind === "misfit" || found.kind === "unknown"),
  );

const NOTHING = 1000;

const isFine = (settled: Settled): boolean => wrongness(settled) === 0;

/** How much speaks against what was supposed: that nothing can be compared, what is wrong, what is not known. */
function wrongness({ judged, missing, stopped }: Settled): number {
  const outputs = judged.filter(({ claim }) => claim.isOutput);
  if (stopped !== undefined || outputs.length === 0) return NOTHING;
  const weight = ({ found }: Judged): number =>
    found.kind === "equal"
      ? 0
      : found.kind === "unknown" || found.kind === "nowhere defined"
        ? 3
        : found.kind === "different"
          ? 4
          : 6;
  return outputs.reduce((total, each) => total + weight(each), missing.length);
}

/** All choices among the open shapes, those that differ least from the likeliest first. */
function choicesOf({ isPlausible, open }: Quantities, text: string): ReadonlyMap<string, number>[] {
  let choices: Map<string, number>[] = [new Map()];
  for (const [name, count] of open) {
    if (count < 2) continue;
    choices = choices.flatMap((choice) =>
      Array.from({ length: count }, (_, k) => new Map([...choice, [name, k] as const])),
    );
    if (choices.length > 2000) break;
  }
  const distance = (choice: ReadonlyMap<string, number>): number =>
    [...choice.values()].reduce((total, k) => total + k, 0);
  return choices
    .filter((choice) => isPlausible(choice, text))
    .sort((a, b) => distance(a) - distance(b))
    .slice(1, MOST_CHOICES + 1);
}

/** Statements whose shapes are spoken of. */
function saidOf(module: Module, layer: Layer): Said {
  const statements: readonly Statement[] =
    layer.kind === "autograd" || layer.kind === "class"
      ? [...layer.methods.values()]
      : layer.kind === "custom_vjp"
        ? [layer.primal, layer.forward, layer.backward]
        : layer.kind === "functions"
          ? [layer.forward, layer.backward]
          : layer.kind === "one function"
            ? [layer.whole]
            : layer.statements;
  const parts = layer.kind === "functions" ? [layer.forward, layer.backward] : [layer];
  return saidIn(module, statements as readonly (Statement | FunctionStatement)[], parts);
}

function settledWith(module: Module, layer: Layer, said: Said, choice: ReadonlyMap<string, number>): Settled {
  const setting = new Setting();
  const quantities = new Quantities(setting, said, choice);
  for (let learnt = 0; ; learnt++) {
    const { ran, reader } = read(module, layer, quantities, setting);
    const forward =
      layer.kind === "one function" || layer.kind === "script"
        ? reader.problems
        : reader.problems.slice(0, ran.backwardFrom);
    const isNew = forward.some(({ problem }) => learnt < MOST_LEARNT && quantities.learn(problem));
    if (!isNew) return judgedOf(ran, forward, quantities, setting);
  }
}

/** Reads a layer once. */
export function read(
  module: Module,
  layer: Layer,
  quantities: Quantities,
  setting: Setting,
): { readonly ran: Ran; readonly reader: Interpreter } {
  const free = layer.kind === "script" ? (name: string) => quantities.value(name) : undefined;
  const reader = new Interpreter(module, setting, free);
  return { ran: ranLayer(layer, { reader, quantities }), reader };
}

function judgedOf(
  ran: Ran,
  forward: Interpreter["problems"],
  quantities: Quantities,
  setting: Setting,
): Settled {
  const draws = new Draws();
  const misfit = forward.find(({ problem }) => problem.kind === "misfit");
  const { claims, missing } = claimsOf(ran);
  const whole = { ran, quantities, setting, draws, missing };
  const problem = ran.outputs.length === 0 ? (forward[0] ?? undefined) : undefined;
  const stopped =
    ran.stopped ??
    (ran.outputs.length === 0
      ? problem === undefined
        ? "no output was found"
        : problemText(problem.problem)
      : undefined);
  if (stopped !== undefined || (misfit !== undefined && ran.outputs.length === 0))
    return {
      ...whole,
      judged: claims.map((claim) => ({ claim, truth: undefined, found: unknown(stopped ?? "", claim) })),
      stopped: stopped ?? "",
    };
  const nodes = [...new Set(claims.flatMap((claim) => claim.nodes))];
  const truths = truthsBy(ran, nodes);
  const truthOf = new Map(nodes.map((node, k) => [node, truths[k] as Node])); // as many
  const judged = claims.map((claim): Judged => {
    const found = claim.nodes.map((node): Judged => {
      const truth = truthOf.get(node) as Node; // each node has one
      return { claim, truth, found: compared(claim.value, truth, draws) };
    });
    return found.find((each) => each.found.kind === "equal") ?? (found.at(-1) as Judged); // one at least
  });
  return { ...whole, judged };
}

const unknown = (why: string, { at }: Claim): Compared => ({ kind: "unknown", why, at });
