import {
  apply,
  ChainruleError,
  type Dim,
  functionSymbol,
  gradient,
  gradientOrigin,
  Node,
  nameText,
  type Operation,
  sizeText,
  sum,
  topologicalOrder,
} from "@chainrule/graph";
import { type Functions, mathjsName } from "@chainrule/graph/mathjs";

/** Further names for a claim: a node, or the name of a node that the truth mentions. */
export type Aliases = Readonly<Record<string, Node | string>>;

/** The nodes that a claim's names may mean. */
export interface Vocabulary {
  /** The node of a name, however it is spelled; undefined if there is none. @throws ChainruleError NAME if there are two */
  readonly find: (typed: string) => Node | undefined;
  /** What a node is called in a typed formula. */
  readonly spelled: (node: Node) => string;
  /** What a node is called in the graph, or by whoever gave it a name. */
  readonly written: (node: Node) => string;
  readonly nodes: readonly Node[];
  /** The symbolic sizes of the graphs, by name. */
  readonly sizes: ReadonlyMap<string, Dim>;
  /** What the truth is the gradient of. */
  readonly loss: Node | undefined;
  /** The quantities that aliases name. */
  readonly aliased: Readonly<Record<string, Node>>;
  /** The abstract functions of the truth and those that users declared, and their derivatives: f, f', f''. */
  readonly functions: Functions;
  /** The functions that users declared. */
  readonly declared: readonly Declared[];
}

/**
 * The named nodes of the truth, of the graph that it is the gradient of, and of whatever is given. A definition and a symbol
 * can be spelled in any way that leaves the letters and digits: `w5`, `w_5`, `out_o1`, `θ_1` for theta_1.
 */
export function vocabulary(
  truth: Node,
  symbols: Readonly<Record<string, Node>>,
  aliases: Aliases,
): Vocabulary {
  const origin = gradientOrigin(truth);
  const roots = origin === undefined ? [truth] : [truth, origin.of, origin.by];
  const named = [...topologicalOrder(roots), ...topologicalOrder(Object.values(symbols))].filter(
    ({ attrs }) => attrs.name?.kind === "symbol",
  );
  const nodes = [...new Set(named)];
  const given = new Map(Object.entries(symbols));
  const bySpelling = [exact, loose, (text: string) => loose(text).toLowerCase()].map((spelling) =>
    grouped(nodes, spelling),
  );
  const find = (typed: string): Node | undefined => {
    const own = given.get(typed);
    if (own !== undefined) return own;
    const alias = Object.hasOwn(aliases, typed) ? aliases[typed] : undefined;
    if (alias instanceof Node) return alias;
    return lookedUp(alias ?? typed, bySpelling);
  };
  const givenName = (node: Node): string | undefined => [...given].find(([, each]) => each === node)?.[0];
  const spelled = (node: Node): string => {
    const own = givenName(node);
    if (own !== undefined || node.attrs.name === undefined) return own ?? "";
    const name = mathjsName(node);
    const short = loose(textOf(node));
    return name.includes("$") && isOnly(short, node, bySpelling) ? short : name;
  };
  const written = (node: Node): string => givenName(node) ?? textOf(node);
  const everything = topologicalOrder([...roots, ...given.values()]);
  return {
    find,
    spelled,
    written,
    nodes: [...new Set([...nodes, ...given.values()])],
    sizes: sizesIn([...roots, ...given.values()]),
    loss: origin?.of,
    aliased: Object.fromEntries(
      Object.keys(aliases).flatMap((alias) => {
        const node = find(alias);
        return node === undefined ? [] : [[alias, node]];
      }),
    ),
    functions: functionsIn(everything),
    declared: declaredIn(everything),
  };
}

function sizesIn(roots: readonly Node[]): ReadonlyMap<string, Dim> {
  const found = new Map<string, Dim>();
  for (const { attrs, shape } of topologicalOrder(roots)) {
    for (const size of [...shape, ...(attrs.dim === undefined ? [] : [attrs.dim])])
      if (typeof size !== "number") found.set(sizeText(size), size);
  }
  return found;
}

/** Derivatives up to this order may be written. */
const HIGHEST_ORDER = 3;

/** Abstract functions and their derivatives by name, with and without the underscore of an index. */
function functionsIn(nodes: readonly Node[]): Functions {
  const found = Object.create(null) as Record<string, (...x: Node[]) => Node>; // an object without names
  for (const op of declaredIn(nodes)) addDeclared(found, op);
  for (const { op } of nodes) {
    if (op.kind !== "pointwise" || op.symbol === undefined) continue;
    const name = nameText(op.symbol.name);
    const f = functionSymbol(name);
    for (let order = 0; order <= HIGHEST_ORDER; order++) {
      const derivative = (x: Node): Node => derivativeAt(f(x), x, order);
      for (const text of new Set([name, loose(name)])) found[`${text}${"'".repeat(order)}`] ??= derivative;
    }
  }
  return found;
}

type Declared = Extract<Operation, { readonly kind: "pointwise" }>;

const declaredIn = (nodes: readonly Node[]): Declared[] => [
  ...new Set(nodes.flatMap(({ op }) => (op.kind === "pointwise" && op.forward !== undefined ? [op] : []))),
];

/** A function that a user declared, and the derivatives of one of a single operand. */
function addDeclared(found: Record<string, (...x: Node[]) => Node>, op: Declared): void {
  const call = (...x: Node[]): Node => apply(op, x);
  found[op.name] ??= Object.defineProperty(call, "length", { value: op.arity });
  for (let order = 1; order <= HIGHEST_ORDER && op.arity === 1; order++) {
    found[`${op.name}${"'".repeat(order)}`] ??= (x) => derivativeOf(call(x as Node), x as Node, order);
  }
}

function derivativeOf(y: Node, x: Node, order: number): Node {
  let result = y;
  const axes = x.shape.map((_, axis) => axis);
  // entry by entry, so the gradient of the sum of all entries is the derivative of each
  for (let k = 0; k < order; k++) result = gradient(sum(result, axes), x, { holding: [x] });
  return result;
}

function derivativeAt(y: Node, x: Node, order: number): Node {
  let result = y;
  for (let k = 0; k < order; k++) {
    const rule = result.op.kind === "pointwise" ? result.op.partials[0] : undefined;
    if (rule !== undefined && rule !== "flat") result = rule([x], result);
  }
  return result;
}

const exact = (text: string): string => text;

const GREEK =
  "α:alpha β:beta γ:gamma δ:delta ε:epsilon ζ:zeta η:eta θ:theta κ:kappa λ:lambda μ:mu ν:nu ξ:xi π:pi ρ:rho σ:sigma τ:tau φ:phi χ:chi ψ:psi ω:omega";
const LETTERS = new Map(GREEK.split(" ").map((pair) => pair.split(":") as [string, string]));

/** The letters and digits of a name alone. */
function loose(text: string): string {
  return text
    .replace(/[α-ω]/g, (letter) => LETTERS.get(letter) ?? letter)
    .replace(/[₀-₉]/g, (digit) => String(digit.charCodeAt(0) - 0x2080))
    .replace(/[^\p{L}\p{N}']/gu, "");
}

type Grouped = {
  readonly spelling: (text: string) => string;
  readonly nodes: ReadonlyMap<string, readonly Node[]>;
};

function grouped(nodes: readonly Node[], spelling: (text: string) => string): Grouped {
  const found = new Map<string, Node[]>();
  for (const node of nodes) {
    for (const text of new Set([spelling(textOf(node)), spelling(mathjsName(node))])) {
      const known = found.get(text);
      if (known === undefined) found.set(text, [node]);
      else known.push(node);
    }
  }
  return { spelling, nodes: found };
}

const textOf = (node: Node): string => (node.attrs.name === undefined ? "" : nameText(node.attrs.name));

/** Whether a spelling means this node and no other. */
function isOnly(typed: string, node: Node, spellings: readonly Grouped[]): boolean {
  const first = spellings
    .map(({ nodes, spelling }) => nodes.get(spelling(typed)))
    .find((found) => found !== undefined);
  return first?.length === 1 && first[0] === node && /^[\p{L}_]/u.test(typed);
}

function lookedUp(typed: string, spellings: readonly Grouped[]): Node | undefined {
  for (const { nodes, spelling } of spellings) {
    const found = nodes.get(spelling(typed));
    if (found === undefined) continue;
    if (found.length === 1) return found[0];
    throw new ChainruleError("NAME", "this name could mean several quantities", {
      where: "check",
      got: typed,
      expected: found.map(textOf).join(", "),
      mend: "Spell it as the graph does, or pass the one that is meant as symbols",
    });
  }
  return undefined;
}
