import {
  fused,
  gradient,
  jacobian,
  type MultipliedOut,
  type Name,
  type Node,
  never,
  partialName,
  type Shape,
  type Size,
  topologicalOrder,
} from "@chainrule/graph";
import { FreshNames } from "../abbreviation";
import { bodyOf, dependents, nameOf } from "../definitions";
import { lengthOf } from "../length";
import { localName, reason, withNames } from "../local";
import type { Reason } from "../statement";
import { total, type Writer } from "../writer";

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

/** What statements about one derivative have in common. */
interface Title {
  readonly symbol: Name;
  readonly stands?: Name;
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
    return variables.map((variable) => {
      const adjoint = settled.get(variable);
      return adjoint === undefined ? this.#independent(variable) : this.#ownName(variable, adjoint);
    });
  }

  /** dE/dv of a variable under its own name: where it has another, that is said. */
  #ownName(variable: Node, adjoint: Node): Node {
    const { loss } = this.#writer.definitions;
    const symbol = partialName(nameOf(loss), nameOf(variable));
    if (this.#writer.settled(symbol) !== undefined) return adjoint;
    const from = [this.#writer.settled(nameOf(adjoint))];
    this.#writer.write({
      symbol,
      expression: adjoint,
      role: "closed",
      because: { kind: "substituted" },
      from,
    });
    return this.#writer.named(adjoint, symbol);
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
      const id = this.#writeLocal(local, loss);
      return this.#writer.named(this.#withFacts(symbol, local.simplified, id), symbol);
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
    const named = total(
      users.map((user, k) => this.#step(user, node, (locals[k] as LocalJacobian).simplified, true)),
    );
    const closed = shortest(this.#writer, this.#writer.simplified(named));
    const from = [planned, ...settled, ...users.map((user) => this.#settledAdjoint(user))];
    const inserted = this.#inserted(users, node, locals);
    const short = inserted && this.#writer.shorter(inserted, closed);
    if (inserted !== undefined && short !== undefined)
      return this.#writer.named(this.#cancelled({ symbol: title, ...stands }, inserted, short, from), title);
    const collapses = locals.some((local) => addends(local.simplified).some(({ term }) => hasDelta(term)));
    const id = this.#writer.write({
      symbol: title,
      ...stands,
      expression: closed,
      role: "closed",
      because: collapses ? { kind: "collapsed" } : { kind: "substituted" },
      from,
    });
    return this.#writer.named(this.#withFacts(title, closed, id, stands), title);
  }

  /** The chain rule with all factors written out, those above as well; undefined where entries are moved about. */
  #inserted(users: readonly Node[], node: Node, locals: readonly LocalJacobian[]): Node | undefined {
    if (locals.some(({ simplified }) => movesEntries(simplified, this.#writer.held))) return undefined;
    return total(
      users.map((user, k) => {
        const above = this.#adjoints.get(user);
        const { simplified } = locals[k] as LocalJacobian;
        if (above === undefined) return simplified; // the loss itself
        return product(bodyOf(above), simplified, user.shape, node.shape, false);
      }),
    );
  }

  /** States what is left when factors of the partials cancel, each step a line; the last one is the closed form. */
  #cancelled(
    title: Title,
    inserted: Node,
    short: MultipliedOut,
    from: readonly (number | undefined)[],
  ): Node {
    const lines: { readonly expression: Node; readonly because: Reason }[] = [
      { expression: inserted, because: { kind: "substituted" } },
      { expression: short.products, because: { kind: "multiplied out" } },
      { expression: this.#writer.simplified(short.collapsed), because: { kind: "delta" } },
    ];
    if (short.facts.length > 0) {
      const because: Reason = { kind: "known sums", of: short.facts };
      lines.push({ expression: this.#writer.simplified(short.known), because });
    }
    let id: number | undefined;
    for (const [k, { expression, because }] of lines.entries()) {
      const role = k === lines.length - 1 ? "closed" : "step";
      id = this.#writer.write({ ...title, expression, role, because, from: id === undefined ? from : [id] });
    }
    return (lines[lines.length - 1] as { readonly expression: Node }).expression; // there are three or four
  }

  /** States what known sums make of an expression, if they make it shorter. */
  #withFacts(symbol: Name, expression: Node, id: number, stands: { readonly stands?: Name } = {}): Node {
    const short = this.#writer.shorter(expression);
    if (short === undefined || short.facts.length === 0) return expression;
    const known = this.#writer.simplified(short.known);
    const because: Reason = { kind: "known sums", of: short.facts };
    this.#writer.write({ symbol, ...stands, expression: known, role: "closed", because, from: [id] });
    return known;
  }

  /** dE/du times du/dv, summed over the indices of u. */
  #step(user: Node, node: Node, partial: Node, collapse: boolean): Node {
    const above = this.#adjoints.get(user);
    if (above === undefined) return partial; // the loss itself
    if (!collapse) return product(above, partial, user.shape, node.shape, false);
    if (movesEntries(partial, this.#writer.held)) return this.#pulledBack(user, node, above);
    return addends(partial).reduce<Node | undefined>((sum, { term, negative }) => {
      const whole = term.broadcastTo(partial.shape); // a number may stand for the same in every entry
      const part = product(above, whole, user.shape, node.shape, true);
      if (sum === undefined) return negative ? part.neg() : part;
      return negative ? sum.sub(part) : sum.add(part);
    }, undefined) as Node; // a partial has at least one addend
  }

  /** dE/du times du/dv where u moves entries of v about: they are moved back, which no sum over a delta can say. */
  #pulledBack(user: Node, node: Node, above: Node): Node {
    const body = bodyOf(user);
    const held = [...this.#writer.definitions.uses(user), above];
    const weighted = product(above, body, user.shape, [], false);
    return withNames(gradient(weighted, node, { holding: held }), body, user, held);
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
    const collapses = sumsIn(simplified, this.#writer.held) < sumsIn(raw, this.#writer.held);
    const reduced: Reason = { kind: collapses ? "delta" : "simplified" };
    return this.#writer.write({
      symbol,
      expression: simplified,
      role: "local",
      because: reduced,
      from: [id],
    });
  }
}

/** The expression, or the same multiplied out where that is shorter. */
function shortest(writer: Writer, expression: Node): Node {
  const short = writer.shorter(expression);
  if (short === undefined) return expression;
  const collapsed = writer.simplified(short.collapsed);
  return lengthOf(collapsed, writer.held) < lengthOf(expression, writer.held) ? collapsed : expression;
}

export function localJacobian(writer: Writer, definition: Node, input: Node): LocalJacobian {
  const body = bodyOf(definition);
  const held = writer.definitions.uses(definition);
  const raw = withNames(jacobian(body, input, { holding: held, merge: false }), body, definition, held);
  const isPulledBack = definition.shape.length === 0 && movesEntries(raw, writer.held);
  const direct = isPulledBack
    ? withNames(gradient(body, input, { holding: held }), body, definition, held)
    : raw;
  const simplified = shortest(writer, writer.simplified(direct));
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
/** Whether concatenation, slices and the like stand in an expression. */
const movesEntries = (expression: Node, held: ReadonlySet<Node>): boolean =>
  topologicalOrder([expression], held).some(({ op }) => op.kind === "layout");

/** How many indices an expression sums over. */
const sumsIn = (expression: Node, held: ReadonlySet<Node>): number =>
  topologicalOrder([expression], held).reduce(
    (count, { attrs: { map, name } }) =>
      map === undefined || name !== undefined ? count : count + map.sizes.length - new Set(map.output).size,
    0,
  );

/** Whether a Jacobian has an index twice among those of its output. */
export const hasDelta = ({ attrs }: Node): boolean =>
  attrs.map !== undefined && new Set(attrs.map.output).size < attrs.map.output.length;
