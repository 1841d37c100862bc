import {
  type Name,
  type Node,
  nameText,
  type Operation,
  quantitiesIn,
  type Size,
  topologicalOrder,
} from "@chainrule/graph";
import { nameOf } from "../definitions";
import { rebuilt } from "../sizes/axes";
import type { Derivation, Statement } from "../statement";
import type { Families } from "./families";
import type { Generic } from "./generic";
import { relabelled } from "./labels";

/** General statements put back into layers of the derivation that they came from. */
export class Instances {
  readonly statements: Statement[] = [];
  readonly #families: Families;
  readonly #generic: Generic;
  /** The abstract functions of the derivation and their derivatives, by name and order. */
  readonly #functions: ReadonlyMap<string, Operation>;
  /** Every quantity of the derivation, by name. */
  readonly #quantities: ReadonlyMap<string, Node>;

  constructor({ loss, statements }: Derivation, families: Families) {
    this.#families = families;
    this.#generic = families.generic;
    const all = topologicalOrder([loss, ...statements.map(({ expression }) => expression)]);
    this.#functions = new Map(
      all.flatMap(({ op }) =>
        op.kind === "pointwise" && op.symbol !== undefined
          ? [[`${nameText(op.symbol.name)} ${op.symbol.order}`, op]]
          : [],
      ),
    );
    this.#quantities = new Map(
      all.flatMap((node) => (node.attrs.name === undefined ? [] : [[nameText(node.attrs.name), node]])),
    );
  }

  /** Puts a statement into the lowest, a middle and the highest layer that it holds for. */
  add({ id, expression, layers, ...rest }: Statement, source: Statement, base: number): void {
    const leaves = quantitiesIn(expression);
    const chosen =
      layers === undefined ? [base] : [layers[0], layers[layers.length >> 1], layers[layers.length - 1]];
    for (const layer of new Set(chosen)) {
      if (layer === undefined) continue;
      const there = (name: Name, from: number): Name =>
        relabelled(name, (each) => `${each - from + layer}`, this.#families.labelling);
      const concrete = new Map<Node, Node>();
      for (const leaf of leaves) {
        const origin = this.#generic.origin(leaf);
        concrete.set(leaf, this.quantity(there(origin.name, origin.base)) as Node); // layers that are alike have the same
      }
      const [instance] = rebuilt([expression], {
        replace: (node) => concrete.get(node),
        operation: ({ op }) => this.#functionAt(op, there),
        size: (node, axis) => this.#generic.sizeAt(node.shape[axis] as Size, layer),
      }) as [Node];
      this.statements.push({
        ...rest,
        id,
        symbol: this.#own(there(source.symbol, base)),
        ...(source.stands === undefined ? {} : { stands: this.#own(there(source.stands, base)) }),
        expression: instance,
      });
    }
  }

  #functionAt(op: Operation, there: (name: Name, base: number) => Name): Operation {
    const origin = this.#generic.functionOrigin(op);
    if (origin === undefined || op.kind !== "pointwise") return op;
    return this.#functions.get(`${nameText(there(origin.name, origin.base))} ${op.symbol?.order}`) ?? op;
  }

  /** A quantity of the derivation by its name, or by the one it has as what enters the first layer. */
  quantity(name: Name): Node | undefined {
    return this.#quantities.get(nameText(this.#own(name)));
  }

  /** The name with x in place of a^(0). */
  #own(name: Name): Name {
    if (name.kind === "partial") return { ...name, of: this.#own(name.of), by: this.#own(name.by) };
    const { entry } = this.#families;
    return entry !== undefined && nameText(name) === nameText(entry.symbol) ? nameOf(entry.given) : name;
  }
}
