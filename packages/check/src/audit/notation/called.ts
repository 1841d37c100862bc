import { bare, mapTree, type NameTree, type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { isFunction, isLossName, keyOf, namedBy, type Plain } from "../names/names";
import { mapStatements } from "../statements/statements";

type Applied = Tree & { readonly kind: "applied" };

/** What the calls of one name in a document look like. */
interface Uses {
  readonly calls: Applied[];
  /** The arguments of the calls of its derivatives, L'(w). */
  readonly primed: string[];
  /** The arguments of the calls on left sides. */
  readonly defined: string[];
  /** The name stands somewhere without brackets after it. */
  isAlone: boolean;
  /** It does so elsewhere than as what is differentiated. */
  isOperand: boolean;
}

/** Letters that are functions when brackets follow and nothing says otherwise. */
const USUAL_FUNCTIONS: ReadonlySet<string> = new Set(
  "f g h F G H phi varphi Phi psi Psi sigma p P q Q u v N Pr E".split(" "),
);

/** Greek letters that stand for rates and strengths: factors before a bracket, and no functions. */
const SCALARS = /^(?:alpha|beta|gamma|epsilon|varepsilon|eta|kappa|lambda|mu|nu|rho|tau|omega)$/;

/**
 * What a name before brackets is in this document, where its use tells. A name that has one list of names after it wherever it has
 * brackets, and is defined so, is the quantity: L(w) = ..., and L. A letter of no usual function that is never defined as one, and
 * has a sum in its brackets, is a factor: b (w - r).
 */
export function withCalls(statements: readonly Statement[], told: readonly Plain[]): Statement[] {
  const uses = usesIn(statements);
  const declared = new Set(told.map(keyOf));
  const units = unitsIn(statements);
  const defined = new Set(
    statements.flatMap(({ members: [left, first] }) => {
      const name = left && first && namedBy(left.tree);
      return name === undefined ? [] : [keyOf(name)];
    }),
  );
  const change = (part: Tree): Tree | undefined => {
    if (part.kind === "derivative") return ofQuantity(part);
    if (part.kind === "name") return partial(part);
    if (part.kind === "power" || part.kind === "transpose") return spread(part);
    if (part.kind === "at") return atTuple(part);
    if (part.kind !== "applied") return undefined;
    if (part.head.name.primes > 0) return primed(part);
    const slope = partial(part.head); // f_y(1, 0)
    if (slope?.kind === "derivative") {
      const of = namedBy(slope.of);
      const variables = (of && uses.get(keyOf(of))?.defined[0]?.split(",")) ?? [];
      if (argumentsOf(part) === variables.join()) return { ...slope, end: part.end };
      return atValues(slope, variables, part.arguments, part);
    }
    const name = namedBy(part.head);
    const own = name && uses.get(keyOf(name));
    const isDeclared = name !== undefined && declared.has(keyOf(name)) && part.arguments.length === 1;
    const isProduct = areOnes(part) || isDeclared;
    if (!isProduct && (name === undefined || own === undefined)) return undefined;
    if (!isProduct && name && own && isQuantity(name, own, units)) {
      const head = { ...part.head, end: part.end };
      const [first = ""] = own.defined;
      return argumentsOf(part) === first ? head : atValues(head, first.split(","), part.arguments, part);
    }
    if (!isProduct && !(own && isFactor(part, own))) return undefined;
    const [body] = part.arguments as readonly [Tree];
    const { bracket, end, head, start } = part;
    const group: Tree = { kind: "group", bracket, body: mapTree(body, change), start: head.end, end };
    return {
      kind: "product",
      factors: [
        { sign: "", tree: head },
        { sign: "", tree: group },
      ],
      start,
      end,
    };
  };
  /** b (w - r)^2 where b is a factor: the power is that of the brackets alone. */
  const spread = (part: Tree & { readonly kind: "power" | "transpose" }): Tree | undefined => {
    const base = part.base.kind === "applied" ? change(part.base) : undefined;
    if (base?.kind !== "product") return undefined;
    const [head, group] = base.factors.map(({ tree }) => tree) as [Tree, Tree]; // as made above
    const raised: Tree = { ...part, base: group, start: group.start };
    const whole = part.kind === "power" ? { ...raised, exponent: mapTree(part.exponent, change) } : raised;
    return {
      ...base,
      factors: [head, whole as Tree].map((tree) => ({ sign: "" as const, tree })),
      end: part.end,
    };
  };
  const isOwn = (name: Plain): boolean => {
    const own = uses.get(keyOf(name));
    return own !== undefined && isQuantity(name, own, units);
  };
  /** u_{xt}, where u(x, t) is a quantity: its derivative by x and t. */
  const partial = (typed: NameTree): Tree | undefined => {
    const { sub, ...name } = typed.name;
    const of: NameTree = { ...typed, name };
    const plain = sub === undefined ? undefined : namedBy(of);
    const own = plain && uses.get(keyOf(plain));
    const variables = own?.defined[0]?.split(",") ?? [];
    const by = sub?.text.split("") ?? [];
    const isPartial = variables.length > 1 && by.every((letter) => variables.includes(letter));
    if (plain === undefined || own === undefined || !isPartial || !isQuantity(plain, own, units))
      return undefined;
    const { end, start } = typed;
    const at = by.map((letter): Tree => ({ kind: "name", name: { base: letter, primes: 0 }, start, end }));
    return { kind: "derivative", symbol: "partial", of, by: at, start, end };
  };
  /** ∂f/∂x|_{(1, 2)}, where f(x, y) is a quantity: the values of its variables in their order. */
  const atTuple = (part: Tree & { readonly kind: "at" }): Tree | undefined => {
    const [tuple] = part.point;
    const body = mapTree(part.body, change);
    const inner = bare(body);
    const of = inner.kind === "derivative" ? namedBy(inner.of) : namedBy(inner);
    const own = of && uses.get(keyOf(of));
    if (tuple?.kind !== "array" || of === undefined || own === undefined) return undefined;
    return atValues(body, own.defined[0]?.split(",") ?? [], tuple.items, part);
  };
  /** L'(a), where L(a) is a quantity: its derivative by a; L'(2) is that where a is 2. */
  const primed = (call: Applied): Tree | undefined => {
    const { end, head, start } = call;
    const of: NameTree = { ...head, name: { ...head.name, primes: 0 } };
    const name = namedBy(of);
    const own = name && uses.get(keyOf(name));
    const [given, ...others] = call.arguments;
    if (name === undefined || own === undefined || !isQuantity(name, own, units)) return undefined;
    const [by, ...more] = own.calls.find((each) => argumentsOf(each) === own.defined[0])?.arguments ?? [];
    if (given === undefined || others.length > 0 || by === undefined || more.length > 0) return undefined;
    const variables = Array.from({ length: head.name.primes }, () => by);
    const body: Tree = { kind: "derivative", symbol: "d", of, by: variables, start, end };
    if (argumentsOf(call) === own.defined[0]) return body;
    const there: Tree = {
      kind: "relation",
      sides: [by, given],
      signs: ["="],
      start: given.start,
      end: given.end,
    };
    return { kind: "at", body, point: [there], start, end };
  };
  /** B(C) of a function that nothing defines and that stands without brackets only where it is differentiated. */
  const callOf = (of: NameTree): Applied | undefined => {
    const name = namedBy(of);
    const own = name && uses.get(keyOf(name));
    const [call] = own?.calls ?? [];
    if (own === undefined || call === undefined || own.defined.length > 0 || own.isOperand) return undefined;
    const isSame = own.calls.every((each) => argumentsOf(each) === argumentsOf(call));
    return isSame && call.arguments.length === 1 && !SCALARS.test(name?.base ?? "") ? call : undefined;
  };
  /** θ of a quantity that is defined as L(θ). */
  const argumentsOfQuantity = (of: NameTree): readonly Tree[] => {
    const name = namedBy(of);
    const own = name && uses.get(keyOf(name));
    if (name === undefined || own === undefined || !isQuantity(name, own, units)) return [];
    const found = own.calls.find((call) => argumentsOf(call) === own.defined[0])?.arguments ?? [];
    return found.length === 1 ? found : [];
  };
  /** ∇_θ L(θ), where L is defined without brackets. */
  const ofQuantity = (part: Tree & { readonly kind: "derivative" }): Tree | undefined => {
    const of = bare(part.of);
    const call = of.kind === "name" ? callOf(of) : undefined; // dB/dC of B(C)
    if (call !== undefined && part.by.some((by) => argumentsOf(call) === keyOfName(by)))
      return { ...part, of: call };
    const alone = of.kind === "name" && part.by.length === 0 ? argumentsOfQuantity(of) : [];
    if (alone.length > 0) {
      const { order = 1, ...rest } = part; // ∇L of L(θ)
      return { ...rest, by: Array.from({ length: order }, () => alone).flat() };
    }
    const name = of.kind === "applied" ? namedBy(of.head) : undefined;
    const isNamed = name !== undefined && of.kind === "applied" && argumentsOf(of) !== "";
    const isQuantityOf = isNamed && (defined.has(keyOf(name)) || isOwn(name));
    if (!isQuantityOf || of.kind !== "applied") return undefined;
    if (part.symbol !== "nabla" || part.by.length > 0) return { ...part, of: of.head };
    const { order = 1, ...rest } = part; // ∇L(θ) is by θ
    return { ...rest, of: of.head, by: Array.from({ length: order }, () => of.arguments).flat() };
  };
  return mapStatements(statements, change);
}

/** A formula where variables have some values; undefined where these are not as many. */
function atValues(
  body: Tree,
  variables: readonly string[],
  values: readonly Tree[],
  { end, start }: Tree,
): Tree | undefined {
  if (variables.length !== values.length) return undefined;
  const point = values.map((value, k): Tree => {
    const at = { start: value.start, end: value.end };
    const name: Tree = { kind: "name", name: { base: variables[k] as string, primes: 0 }, ...at }; // as many
    return { kind: "relation", sides: [name, value], signs: ["="], ...at };
  });
  return { kind: "at", body, point, start, end };
}

function usesIn(statements: readonly Statement[]): ReadonlyMap<string, Uses> {
  const found = new Map<string, Uses>();
  const usesOf = (head: Tree): Uses | undefined => {
    const name = namedBy(head);
    if (name === undefined || isFunction(name.base)) return undefined;
    const key = keyOf(name);
    const uses = found.get(key) ?? { calls: [], primed: [], defined: [], isAlone: false, isOperand: false };
    found.set(key, uses);
    return uses;
  };
  for (const { members } of statements) {
    const [left, first] = members;
    const call = left && bare(left.tree);
    if (call?.kind === "applied" && first !== undefined) usesOf(call.head)?.defined.push(argumentsOf(call));
    for (const { tree } of members) {
      const heads = new Set<Tree>();
      const tops = new Set<Tree>();
      for (const part of walk(tree)) {
        if (part.kind === "derivative") tops.add(bare(part.of));
        if (part.kind === "applied") {
          heads.add(part.head);
          usesOf(part.head)?.calls.push(part);
          const { name } = part.head;
          if (name.primes > 0)
            usesOf({ ...part.head, name: { ...name, primes: 0 } })?.primed.push(argumentsOf(part));
        } else if (part.kind === "name" && !heads.has(part)) {
          const uses = usesOf(part);
          if (uses !== undefined) {
            uses.isAlone = true;
            uses.isOperand ||= !tops.has(part);
          }
        }
      }
    }
  }
  return found;
}

const keyOfName = (tree: Tree): string | undefined => {
  const name = namedBy(tree);
  return name && keyOf(name);
};

/** The names in brackets, as far as they are names alone; "" otherwise. */
function argumentsOf({ arguments: list }: Applied): string {
  const names = list.map((each) => namedBy(each));
  return names.every((name) => name !== undefined) ? names.map((name) => name && keyOf(name)).join() : "";
}

/** Units that several quantities have by their names in words: h of NET(h) and OUT(h), and so of E(h). */
function unitsIn(statements: readonly Statement[]): ReadonlySet<string> {
  const found = new Map<string, Set<string>>();
  for (const { members } of statements)
    for (const { tree } of members)
      for (const part of walk(tree)) {
        const name = part.kind === "name" ? namedBy(part) : undefined;
        if (name === undefined || name.base.length < 2 || !/^[a-z]$/.test(name.sub)) continue;
        found.set(name.sub, (found.get(name.sub) ?? new Set()).add(name.base));
      }
  return new Set([...found].flatMap(([unit, words]) => (words.size > 1 ? [unit] : [])));
}

function isQuantity({ base, sub }: Plain, own: Uses, units: ReadonlySet<string>): boolean {
  const { calls, defined, isAlone, primed } = own;
  const [first] = defined;
  if (first === undefined || first === "") return false;
  const isPrimed = calls.some(({ head }) => head.name.primes > 0);
  const isLoss = isLossName(base) && primed.every((list) => list === first);
  const count = first.split(",").length;
  const isSame = calls.every(
    (call) => argumentsOf(call) === first || (count > 1 && call.arguments.length === count),
  );
  const isOfParameters = /^[^\d]/.test(sub) && primed.every((list) => list === first); // f_\theta(x)
  const isKnown = isAlone || first.includes(",") || units.has(first) || isLoss || isOfParameters;
  return isSame && !isPrimed && isKnown;
}

function isFactor(call: Applied, { calls, defined }: Uses): boolean {
  const { name } = call.head;
  const isLetter = /^(?:[A-Za-z]|[a-z]{4,})$/.test(name.base) && !USUAL_FUNCTIONS.has(name.base);
  const isDefined = defined.length > 0 || calls.some(({ head }) => head.name.primes > 0);
  return (
    isLetter &&
    !isDefined &&
    calls.every(
      ({ arguments: [body, ...others] }) =>
        others.length === 0 && (isSum(body) || (SCALARS.test(name.base) && body !== undefined)),
    )
  );
}

/** \mathbf{1} (b)^T: ones before brackets that hold no condition. */
const areOnes = ({ arguments: [body, ...others], head: { name } }: Applied): boolean =>
  name.base === "1" &&
  name.upright === true &&
  name.sub === undefined &&
  body !== undefined &&
  others.length === 0 &&
  bare(body).kind !== "relation";

const isSum = (tree: Tree | undefined): boolean => tree?.kind === "sum" && tree.terms.length > 1;
