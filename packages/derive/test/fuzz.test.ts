import { type Derivation, derive, type Form, type Statement } from "@chainrule/derive";
import {
  compile,
  evaluate,
  gradient,
  type Name,
  type Node,
  nameText,
  type PartialName,
  simplify,
  symbolsOf,
  topologicalOrder,
} from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { randomDefinitions, seeded } from "./random-definitions";

const FORMS: readonly Form[] = ["chain", "delta", "factors"];
const GRAPHS = sampled(400, 80);

const nameOf = (node: Node): Name => node.attrs.name as Name; // only named nodes are asked
const bodyOf = (node: Node): Node => (node.op.kind === "naming" ? (node.inputs[0] as Node) : node);

/** What a derivation is compared with, found without it. */
class Truth {
  readonly #loss: Node;
  readonly #quantities: ReadonlyMap<string, Node>;

  constructor(loss: Node, variables: readonly Node[]) {
    this.#loss = loss;
    const named = topologicalOrder([loss, ...variables]).filter(({ attrs }) => attrs.name !== undefined);
    this.#quantities = new Map(named.map((node) => [nameText(nameOf(node)), node]));
  }

  quantity(name: Name): Node {
    return this.#quantities.get(nameText(name)) as Node;
  }

  /** The derivative that a name means: of the loss, or of a term where `isTotal`, along all paths; else of a body alone. */
  partial({ of, by }: PartialName, isTotal: boolean): number {
    const variable = this.quantity(by);
    const isDirect = of.kind === "symbol" && of.sup.endsWith("direct");
    const isLoss = nameText(of) === nameText(nameOf(this.#loss));
    if (isLoss || (isTotal && !isDirect)) {
      return evaluate(gradient(isLoss ? this.#loss : this.quantity(of), variable)) as number;
    }
    const body = bodyOf(isDirect ? this.#loss : this.quantity(of));
    const named = topologicalOrder([body]).filter(({ attrs }) => attrs.name !== undefined);
    return evaluate(gradient(body, variable, { holding: named })) as number;
  }
}

const isClose = (found: number, expected: number): boolean =>
  Math.abs(found - expected) <= 1e-10 * (1 + Math.abs(expected));

function expectSound(derivation: Derivation, variables: readonly Node[]): void {
  const { statements, loss } = derivation;
  const truth = new Truth(loss, variables);
  const values = evaluate(statements.map(({ expression }) => expression)) as number[];
  const settled = new Map<string, number>();
  const rules = new Set<string>();
  for (const statement of statements) {
    const { id, symbol, stands, expression, role, because, from } = statement;
    const where = `${derivation.form}, statement ${id}: ${nameText(symbol)}`;
    const value = values[id] as number;
    expect(statements[id], where).toBe(statement);
    expect(from.every((source) => source < id) && new Set(from).size === from.length, where).toBe(true);
    const name = stands ?? symbol;
    if (role !== "update" && name.kind === "partial") {
      const isTotal = role === "chain" || (role === "closed" && stands === undefined);
      const expected = truth.partial(name, isTotal);
      if (!isClose(value, expected)) expect(value, where).toBe(expected);
    }
    if (role === "definition" || role === "loss" || role === "given") {
      expect(value, where).toBe(evaluate(truth.quantity(symbol)));
    }
    const known = settled.get(nameText(symbol)) ?? value;
    if (!isClose(value, known)) expect(value, `${where} has two values`).toBe(known);
    if (role === "local" && because.kind !== "simplified") {
      expect(rules.has(nameText(symbol)), `${where} twice`).toBe(false);
      rules.add(nameText(symbol));
    }
    expectReason(statement, where);
    if (role === "closed") expectKnown(expression, settled, where);
    settled.set(nameText(symbol), value);
  }
  for (const variable of derivation.wrt) {
    const symbol = `d${nameText(nameOf(loss))}/d${nameText(nameOf(variable))}`;
    const last = statements.filter((statement) => nameText(statement.symbol) === symbol).at(-1);
    expect(last, symbol).toBeDefined();
    expect(last?.role, symbol).not.toBe("chain");
  }
}

const namedIn = (expression: Node): ReadonlySet<Node> =>
  new Set(topologicalOrder([expression]).filter(({ attrs }) => attrs.name !== undefined));

/** What is put in has been settled before. */
function expectKnown(expression: Node, settled: ReadonlyMap<string, number>, where: string): void {
  const named = namedIn(expression);
  for (const node of topologicalOrder([expression], named)) {
    if (named.has(node))
      expect(settled.has(nameText(nameOf(node))), `${where} has ${nameText(nameOf(node))}`).toBe(true);
  }
}

function expectReason({ because, from, expression, role }: Statement, where: string): void {
  switch (because.kind) {
    case "given":
      expect(role, where).toBe("given");
      break;
    case "paths":
      expect(because.count, where).toBeGreaterThan(1);
      break;
    case "terms":
      expect(because.dependent.length, where).toBeGreaterThan(0);
      expect(because.dependent.length + because.independent.length, where).toBeGreaterThan(1);
      break;
    case "rules":
      expect(because.operations.length, where).toBeGreaterThan(0);
      break;
    case "coefficient": {
      const settled = simplify(expression, { holding: namedIn(expression) });
      expect(settled.attrs.name !== undefined || settled.inputs.length === 0, where).toBe(true);
      break;
    }
    case "independent":
      expect(expression.value, where).toBe(0);
      break;
    case "simplified":
    case "substituted":
    case "same":
    case "gradient descent":
      expect(from.length, where).toBeGreaterThan(0);
      break;
    default:
  }
}

describe.each(FORMS)("form %s on random definitions", (form) => {
  test(`${GRAPHS} graphs, by every quantity`, () => {
    for (let seed = 0; seed < GRAPHS; seed++) {
      const { loss, variables } = randomDefinitions(seed);
      const derivation = derive(loss, { wrt: variables, form, rate: 0.1 });
      expectSound(derivation, variables);
    }
  });

  test(`${GRAPHS / 2} graphs, by a few quantities in any order`, () => {
    for (let seed = 1000; seed < 1000 + GRAPHS / 2; seed++) {
      const { loss, variables } = randomDefinitions(seed);
      const random = seeded(seed);
      const wrt = variables.filter(() => random() < 0.3).sort(() => random() - 0.5);
      if (wrt.length === 0) continue;
      const derivation = derive(loss, { wrt, form });
      expect(derivation.wrt).toEqual(wrt);
      expectSound(derivation, variables);
    }
  });

  test("gradients agree with central differences", () => {
    for (let seed = 0; seed < sampled(60, 20); seed++) {
      const { loss, variables } = randomDefinitions(seed);
      const symbols = symbolsOf([loss]);
      const { statements, loss: top } = derive(loss, { wrt: symbols, form });
      const program = compile(loss, symbols);
      const at = symbols.map((symbol) => symbol.value as number);
      symbols.forEach((symbol, k) => {
        const h = 1e-5;
        const moved = (step: number): number => program(at.map((x, j) => (j === k ? x + step : x)));
        const name = `d${nameText(nameOf(top))}/d${nameText(nameOf(symbol))}`;
        const last = statements.filter((statement) => nameText(statement.symbol) === name).at(-1);
        const slope = (moved(h) - moved(-h)) / (2 * h);
        expect(Math.abs((last?.expression.value as number) - slope) / (1 + Math.abs(slope))).toBeLessThan(
          1e-7,
        );
      });
      expect(variables.length).toBeGreaterThan(symbols.length);
    }
  });
});

test("the random losses are of every kind", () => {
  const kinds = new Set<string>();
  for (let seed = 0; seed < GRAPHS; seed++) {
    const { loss, variables } = randomDefinitions(seed);
    const { statements } = derive(loss, { wrt: variables, form: "chain" });
    for (const { because, symbol, role } of statements) {
      kinds.add(`${role} ${because.kind}`);
      if (symbol.kind === "partial" && symbol.of.kind === "symbol" && symbol.of.sup === "direct")
        kinds.add("direct");
    }
  }
  const all = [
    "chain terms",
    "chain paths",
    "chain chain rule",
    "local terms",
    "local same",
    "closed independent",
    "direct",
  ];
  expect(all.filter((kind) => !kinds.has(kind))).toEqual([]);
});
