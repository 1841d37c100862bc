import { gradient } from "@chainrule/graph";
import type { Member } from "../document/passage";
import type { Finding } from "../findings/finding";
import { areEqual, dependsOn } from "../model/compare-graphs";
import type { Model } from "../model/model";
import type { UpdateRule } from "../model/updates";
import { keyOf } from "../names/names";
import { type Chain, finding } from "./chain";

const SENSITIVITIES = /^(delta|g|e|varepsilon|epsilon)$/;

/** What a document calls delta. */
export class Sensitivities {
  readonly #model: Model;
  readonly #rule: UpdateRule;
  /** By their letters: a derivative of the loss by this kind of quantity, or its negative. */
  readonly found = new Map<string, { readonly by: string; readonly sign: 1 | -1 }>();

  constructor(model: Model, rule: UpdateRule) {
    this.#model = model;
    this.#rule = rule;
  }

  /**
   * A definition of a delta, where the document has others: all of them are the derivative of the loss by a net input, or its
   * negative. Undefined where this is the first, or not of that kind.
   */
  judged({ subject }: Chain, member: Member): Finding | undefined {
    const quantity = this.#model.quantities.get(subject.key ?? "");
    const { loss } = this.#rule;
    if (quantity === undefined || loss === undefined || !SENSITIVITIES.test(quantity.name.base))
      return undefined;
    const { base, sub, sup } = quantity.name;
    const others = [...this.#model.quantities.values()].filter(
      ({ kind, letters, name, node }) =>
        kind === "defined" &&
        name.sup === sup &&
        name.base !== base &&
        (letters.length > 0 ? letters.length === quantity.letters.length : name.sub === sub) &&
        dependsOn(loss.node, node) &&
        node !== loss.node,
    );
    for (const { name, node } of others) {
      const adjoint = gradient(loss.node, node);
      if (adjoint.shape.length !== quantity.node.shape.length) continue;
      for (const sign of [1, -1] as const) {
        if (!areEqual(quantity.node, sign === 1 ? adjoint : adjoint.neg())) continue;
        this.found.set(base, { by: name.base, sign });
        return finding(member, "proved", {
          kind: sign === 1 ? "derivative of the loss" : "minus the derivative of the loss",
          loss: keyOf(loss.name),
          by: keyOf(name),
        });
      }
    }
    const known = this.found.get(base);
    const by = known === undefined ? undefined : others.find(({ name }) => name.base === known.by);
    return by === undefined
      ? undefined
      : finding(member, "wrong", {
          kind: "not that derivative",
          loss: keyOf(loss.name),
          by: keyOf(by.name),
          name: base,
        });
  }
}
