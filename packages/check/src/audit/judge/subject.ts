import { ChainruleError, constant, scalar } from "@chainrule/graph";
import { bare, type Reading, type Tree, walk } from "@chainrule/graph/read";
import type { Member, Statement } from "../document/passage";
import { dependsOn } from "../model/compare-graphs";
import { hasPartial, isDirect, readHeld } from "../model/held";
import type { Runs } from "../model/iterate";
import type { Model, Quantity } from "../model/model";
import { type UpdateRule, updated, updatedIn } from "../model/updates";
import { functionNamed, isPowerOfName, keyNamed, keyOf, namedBy, type Plain, UPDATED } from "../names/names";
import { printedIn } from "../names/trees";
import { derivativeKey, type Subject } from "./chain";
import { plainProcedure } from "./variants";

/** Finds what chains are about, and what all their members should be. */
export class Subjects {
  readonly #model: Model;
  readonly #rule: UpdateRule;
  readonly #runs: Runs | undefined;

  constructor(model: Model, rule: UpdateRule, runs: Runs | undefined) {
    this.#model = model;
    this.#rule = rule;
    this.#runs = runs;
  }

  /** @throws ChainruleError where the left side cannot be read */
  of(statement: Statement, left: Member): Subject {
    const tree = bare(left.tree);
    const update = updatedIn(statement, this.#model);
    if (update !== undefined) {
      const parameter = this.#model.quantity(update.parameter);
      const { loss, rate } = this.#rule;
      if (parameter?.kind === "defined")
        return this.#iterate(parameter, 1, `${keyOf(update.parameter)}^${UPDATED}`);
      const key = `${keyOf(update.parameter)}^${UPDATED}`;
      if (
        parameter === undefined ||
        loss === undefined ||
        rate === undefined ||
        !dependsOn(loss.node, parameter.node)
      )
        return this.#withOwnRule(statement, key);
      const like = this.#model.read(this.#parameterTree(tree, update.parameter.base), left.passage.text);
      return {
        kind: "update",
        key,
        truth: { ...like, node: updated(parameter.node, loss.node, rate, update.isStep) },
        ...(update.isStep ? {} : { sought: { kind: "after updates", node: parameter.node, updates: 1 } }),
      };
    }
    const isOfFormula =
      tree.kind === "derivative" && (namedBy(tree.of) === undefined || isPowerOfName(tree.of));
    if (tree.kind === "derivative" && this.#isOfAbstract(tree, statement))
      return { kind: "expression", key: undefined, truth: undefined }; // ∇f(w), of an f that nothing defines
    if (isOfFormula) return { kind: "expression", key: undefined, truth: this.#readable(left) };
    if (tree.kind === "derivative" && tree.by[0] !== undefined) {
      const [of, by] = [this.#model.named(tree.of), this.#model.named(tree.by[0])];
      const key = derivativeKey(tree);
      if (isDirect(tree) && hasPartial(tree, this.#model)) {
        const truth = readHeld(tree, left.passage.text, undefined, this.#model, () => false);
        return { kind: "derivative", key, truth };
      }
      const isKnown =
        of !== undefined && by !== undefined && of.kind === "defined" && dependsOn(of.node, by.node);
      const isOfLoss = isKnown && of === this.#rule.loss;
      return {
        kind: "derivative",
        key,
        truth: isKnown ? this.#model.read(left.tree, left.passage.text) : undefined,
        ...(isOfLoss && { sought: { kind: "derivative", by: by.node } }),
      };
    }
    const argument =
      tree.kind === "applied" && tree.arguments.length === 1 ? namedBy(tree.arguments[0] as Tree) : undefined;
    if (tree.kind === "applied" && tree.head.name.primes === 0 && this.#isAbstract(tree))
      return { kind: "expression", key: undefined, truth: undefined, isDefinition: true };
    if (tree.kind === "applied" && argument !== undefined && tree.head.name.sub === undefined) {
      // a law of the function, for any number: f'(x) = f(x)(1 - f(x))
      const names = { ...this.#model.names(), [keyOf(argument)]: scalar(argument.base) };
      const reader = this.#model.readerOver(names);
      return {
        kind: "expression",
        key: undefined,
        truth: this.#model.read(left.tree, left.passage.text, undefined, reader),
        reader,
      };
    }
    const marked = tree.kind === "name" ? this.#afterUpdates(tree) : undefined;
    if (marked !== undefined)
      return this.#iterate(marked.quantity, marked.updates, keyOf(namedBy(tree) as Plain));
    const quantity = this.#model.named(tree);
    if (
      quantity !== undefined &&
      statement.updates !== undefined &&
      quantity.kind !== "free" &&
      printedIn(statement.members[1]?.tree ?? tree) !== undefined
    )
      return this.#iterate(quantity, statement.updates, `${keyOf(quantity.name)}^${statement.updates}`);
    if (quantity !== undefined) {
      const truth = quantity.kind === "free" ? undefined : this.#model.read(left.tree, left.passage.text);
      return { kind: "quantity", key: keyOf(quantity.name), truth };
    }
    return { kind: "expression", key: undefined, truth: this.#readable(left) };
  }

  /** An update by a rule of its own, w = w - 0.5 = 2.5: what follows is what the rule comes to. */
  #withOwnRule({ members: [, first, ...others] }: Statement, key: string): Subject {
    const truth = first === undefined || others.length === 0 ? undefined : this.#readable(first);
    return { kind: "update", key, truth, ...(truth !== undefined && { isDefinition: true as const }) };
  }

  /** f(w) by w, where nothing says what f is, and no member has it. */
  #isOfAbstract({ by, of }: Tree & { readonly kind: "derivative" }, { members }: Statement): boolean {
    const call = bare(of);
    if (call.kind !== "applied" || !this.#isAbstract(call)) return false;
    const { base } = call.head.name;
    if (this.#model.told.has(base)) return false;
    const parts = members.slice(1).flatMap(({ tree }) => [...walk(tree)]);
    if (parts.some((part) => part.kind === "applied" && part.head.name.base === base)) return false;
    const given = new Set(call.arguments.flatMap((each) => keyNamed(each) ?? []));
    return by.length === 0 || by.every((each) => given.has(keyNamed(each) ?? ""));
  }

  /** y of y(t) = ...: a function that the document does not define otherwise. */
  #isAbstract(tree: Tree & { readonly kind: "applied" }): boolean {
    const called = functionNamed(tree);
    return called !== undefined && this.#model.abstract.includes(called);
  }

  /** A quantity after so many updates: a number, by running the document's own procedure. */
  #iterate({ node }: Quantity, updates: number, key: string): Subject {
    const value = this.#runs?.value(node, updates, plainProcedure(this.#runs));
    const sought = { kind: "after updates", node, updates } as const;
    if (value === undefined) return { kind: "update", key, truth: undefined };
    return {
      kind: "update",
      key,
      truth: { node: constant(value), indices: [], sizes: {}, isRow: false },
      sought,
    };
  }

  /** E^{(100)}: a quantity after 100 updates, where the document knows E and no E^{(100)}. */
  #afterUpdates(tree: Tree): { readonly quantity: Quantity; readonly updates: number } | undefined {
    const name = namedBy(tree);
    const updates = /^\((\d{1,6})\)$/.exec(name?.sup ?? "")?.[1];
    if (name === undefined || updates === undefined || this.#model.quantity(name)?.kind === "defined")
      return undefined;
    const quantity = this.#model.quantity({ ...name, sup: "" });
    return quantity === undefined || quantity.kind === "free"
      ? undefined
      : { quantity, updates: Number(updates) };
  }

  #parameterTree(tree: Tree, base: string): Tree {
    if (tree.kind !== "name") return tree;
    const { sup: _mark, ...name } = tree.name;
    return { ...tree, name: { ...name, base } };
  }

  #readable(member: Member): Reading | undefined {
    try {
      return this.#model.read(member.tree, member.passage.text);
    } catch (error) {
      if (error instanceof ChainruleError) return undefined;
      throw error;
    }
  }
}
