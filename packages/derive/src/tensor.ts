import {
  fused,
  jacobian,
  type Name,
  type Node,
  never,
  partialName,
  type Shape,
  type Size,
  topologicalOrder,
} from "@chainrule/graph";
import { FreshNames } from "./abbreviation";
import { bodyOf, dependents, nameOf } from "./definitions";
import { localName, reason, withNames } from "./local";
import type { Reason } from "./statement";
import { total, type Writer } from "./writer";

/*
 * The same derivation over tensors. A local partial is a Jacobian, of the shape of the definition followed by that of the
 * quantity; what depends one to one stands in it as a Kronecker delta. The chain rule sums over the indices of what lies
 * between, and a delta in a sum collapses it.
 */

/** The Jacobian of one definition by one quantity in its body. */
export interface LocalJacobian {
  readonly name: Name;
  readonly raw: Node;
  readonly simplified: Node;
  readonly node: Node;
  readonly because: Reason;
}

export class TensorForm {
  readonly #writer: Writer;
  readonly #fresh: FreshNames;
  /** Whether recurring adjoints are named delta. */
  readonly #namesDeltas: boolean;
  /** dE/dv, or what the author calls it. */
  readonly #adjoints = new Map<Node, Node>();

  constructor(writer: Writer, namesDeltas: boolean) {
    this.#writer = writer;
    this.#fresh = new FreshNames(writer.definitions, writer.abbreviations.values());
    this.#namesDeltas = namesDeltas;
  }

  /** States dE/dv for every variable and everything on the way, and returns them as named nodes. */
  derive(variables: readonly Node[]): Node[] {
    const { downwards, loss } = this.#writer.definitions;
    const above = dependents(this.#writer.definitions, variables);
    const settled = new Map<Node, Node>();
    for (const node of downwards) {
      if (!above.has(node) || node === loss) continue;
      const adjoint = this.#settle(node);
      settled.set(node, adjoint);
      this.#adjoints.set(node, this.#writer.abbreviated(node, adjoint));
    }
    return variables.map((variable) => settled.get(variable) ?? this.#independent(variable));
  }

  #independent(variable: Node): Node {
    const { loss } = this.#writer.definitions;
    const symbol = partialName(nameOf(loss), nameOf(variable));
    const expression = jacobian(loss, variable);
    this.#writer.write({ symbol, expression, role: "closed", because: { kind: "independent" }, from: [] });
    return this.#writer.named(expression, symbol);
  }

  #settle(node: Node): Node {
    const { consumers, loss, uses } = this.#writer.definitions;
    const users = consumers(node);
    if (users.length === 0) return this.#independent(node);
    const symbol = partialName(nameOf(loss), nameOf(node));
    const [only] = users;
    if (users.length === 1 && only === loss) {
      const local = localJacobian(this.#writer, loss, node);
      this.#writeLocal(local, loss);
      return this.#writer.named(local.simplified, symbol);
    }
    const isGiven = this.#writer.abbreviations.has(node);
    const isDelta = this.#namesDeltas && !isGiven && uses(node).length > 1 && hasProduct(node);
    const title: Name = isDelta ? this.#fresh.delta(node) : symbol;
    const stands = isDelta ? { stands: symbol } : {};
    const locals = users.map((user) => localJacobian(this.#writer, user, node));
    const chained = total(
      users.map((user, k) => this.#step(user, node, (locals[k] as LocalJacobian).node, false)),
    );
    const planned = this.#writer.write({
      symbol: title,
      ...stands,
      expression: chained,
      role: isDelta ? "abbreviation" : "chain",
      because: users.length > 1 ? { kind: "paths", count: users.length } : { kind: "chain rule" },
      from: users.map((user) => this.#writer.settled(nameOf(user))),
    });
    const settled = locals.map((local, k) => this.#writeLocal(local, users[k] as Node));
    const closed = this.#writer.simplified(
      total(users.map((user, k) => this.#step(user, node, (locals[k] as LocalJacobian).simplified, true))),
    );
    const collapses = locals.some((local) => addends(local.simplified).some(({ term }) => hasDelta(term)));
    this.#writer.write({
      symbol: title,
      ...stands,
      expression: closed,
      role: "closed",
      because: collapses ? { kind: "collapsed" } : { kind: "substituted" },
      from: [planned, ...settled, ...users.map((user) => this.#settledAdjoint(user))],
    });
    return this.#writer.named(closed, title);
  }

  /** dE/du times du/dv, summed over the indices of u. */
  #step(user: Node, node: Node, partial: Node, collapse: boolean): Node {
    const above = this.#adjoints.get(user);
    if (above === undefined) return partial; // the loss itself
    if (!collapse) return product(above, partial, user.shape, node.shape, false);
    return addends(partial).reduce<Node | undefined>((sum, { term, negative }) => {
      const part = product(above, term, user.shape, node.shape, true);
      if (sum === undefined) return negative ? part.neg() : part;
      return negative ? sum.sub(part) : sum.add(part);
    }, undefined) as Node; // a partial has at least one addend
  }

  #settledAdjoint(user: Node): number | undefined {
    const adjoint = this.#adjoints.get(user);
    if (this.#writer.abbreviations.has(user)) return this.#writer.settledAdjoint(user);
    return adjoint === undefined ? undefined : this.#writer.settled(nameOf(adjoint));
  }

  #writeLocal(local: LocalJacobian, definition: Node): number {
    const known = this.#writer.settled(local.name);
    if (known !== undefined) return known;
    const { name: symbol, raw, simplified, because } = local;
    const from = [this.#writer.settled(nameOf(definition))];
    const id = this.#writer.write({ symbol, expression: raw, role: "local", because, from });
    if (raw === simplified) return id;
    return this.#writer.write({
      symbol,
      expression: simplified,
      role: "local",
      because: { kind: "simplified" },
      from: [id],
    });
  }
}

export function localJacobian(writer: Writer, definition: Node, input: Node): LocalJacobian {
  const body = bodyOf(definition);
  const held = writer.definitions.uses(definition);
  const raw = withNames(jacobian(body, input, { holding: held, merge: false }), body, definition, held);
  const simplified = writer.simplified(raw);
  const name = localName(writer.definitions, definition, input);
  const mentioned = topologicalOrder([simplified], new Set([...held, definition]));
  const isLinear = !mentioned.includes(input) && !mentioned.includes(definition);
  const because: Reason = isLinear ? { kind: "coefficient" } : reason(body, input, held, simplified);
  return { name, raw, simplified, node: writer.named(simplified, name), because };
}

/** The addends of a sum that has no name, with their signs: each of them may collapse a sum by itself. */
export function addends(partial: Node): { readonly term: Node; readonly negative: boolean }[] {
  const found: { readonly term: Node; readonly negative: boolean }[] = [];
  const pending = [{ term: partial, negative: false }];
  while (pending.length > 0) {
    const { term, negative } = pending.pop() as { term: Node; negative: boolean };
    const [a, b] = term.attrs.name === undefined ? term.inputs : [];
    if (term.op.name === "add" && a && b) pending.push({ term: b, negative }, { term: a, negative });
    else if (term.op.name === "sub" && a && b)
      pending.push({ term: b, negative: !negative }, { term: a, negative });
    else if (term.op.name === "neg" && a) pending.push({ term: a, negative: !negative });
    else found.push({ term, negative });
  }
  return found;
}

/** Sums an adjoint of shape [...u] times a Jacobian of shape [...u, ...v] over the indices of u. */
function product(adjoint: Node, partial: Node, u: Shape, v: Shape, collapse: boolean): Node {
  const summed = u.map((_, axis) => axis);
  const kept = v.map((_, axis) => u.length + axis);
  const map = {
    inputs: [summed, [...summed, ...kept]],
    output: kept,
    sizes: [...u, ...v] as readonly Size[],
  };
  return fused([adjoint, partial], map, collapse ? {} : { open: never });
}

/** A product in its body makes a definition a net input: its derivative stands in those of all its factors. */
function hasProduct(definition: Node): boolean {
  const pending = [bodyOf(definition)];
  const met = new Set<Node>();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (met.has(node) || node.attrs.name !== undefined) continue;
    met.add(node);
    const factors = node.inputs.filter(({ attrs }) => attrs.value === undefined);
    if ((node.op.name === "contraction" || node.op.name === "mul") && factors.length > 1) return true;
    pending.push(...node.inputs);
  }
  return false;
}

/** Whether a Jacobian has an index twice among those of its output. */
export const hasDelta = ({ attrs }: Node): boolean =>
  attrs.map !== undefined && new Set(attrs.map.output).size < attrs.map.output.length;
