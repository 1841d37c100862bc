import { bare, partsOf, type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { namesIn } from "../names/letters";
import { keyOf, namedBy, type Plain, STEP, UPDATED } from "../names/names";
import { isNumeric, printedIn } from "../names/trees";
import { COMPARISONS, casesIn } from "./value";

/** A formula that a document gives for a name or, of one argument, for a function; from this statement on. */
export interface Meaning {
  readonly statement: number;
  readonly tree: Tree;
  readonly argument?: string;
}

/** What a document's threshold units are made of, as far as it can be told before anything is evaluated. */
export interface Vocabulary {
  readonly meanings: ReadonlyMap<string, readonly Meaning[]>;
  readonly functions: ReadonlyMap<string, readonly Meaning[]>;
  /** Names whose value is chosen by a condition: outputs of threshold units. */
  readonly units: ReadonlySet<string>;
  /** Units, and all that they are made of. */
  readonly domain: ReadonlySet<string>;
  /** Names without a definition that take other values in each row, in order. */
  readonly inputs: readonly string[];
}

/** Letters of weights and thresholds: given once, not row by row. */
const PARAMETER = /^(?:theta|vartheta|w|W|v|V|b|T|gamma|bias|threshold|omega|beta)$/;
/** Steps that need no definition. */
const STEPS: ReadonlySet<string> = new Set(["step", "sgn", "sign"]);

const isInequality = (sign: string | undefined): boolean =>
  sign !== undefined && Object.hasOwn(COMPARISONS, sign) && sign !== "=";

export const hasInequality = ({ members }: Statement): boolean =>
  members.some(({ sign }) => isInequality(sign));

/** Whether derivatives or updates occur: those are no business of conditions. */
export const isOfGradients = ({ members, updates }: Statement): boolean =>
  updates !== undefined ||
  members.some(({ sign }) => sign === "←" || sign === "∝") ||
  members.some(({ tree }) =>
    [...walk(tree)].some(
      (part) =>
        part.kind === "derivative" ||
        part.kind === "differential" ||
        (part.kind === "name" && isUpdate(namedBy(part))),
    ),
  );

const isUpdate = (name: Plain | undefined): boolean =>
  name !== undefined && (name.sup === UPDATED || name.base.startsWith(STEP));

export const keysIn = (tree: Tree): string[] => namesIn(tree).map(keyOf);

/** Whether conditions choose between numbers. */
export const isThreshold = (tree: Tree): boolean => {
  const cases = casesIn(tree);
  return (
    cases?.rows.some(({ condition }) => condition !== undefined) === true &&
    cases.rows.every(({ value }) => printedIn(value) !== undefined)
  );
};

/** Whether a formula has steps, and names in what steps are of only: sign(a) max(|a| - λ, 0) is any number. */
function isOfSteps(tree: Tree, steps: ReadonlySet<string>): boolean {
  const pending = [tree];
  let has = false;
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (part.kind === "applied" && steps.has(part.head.name.base)) has = true;
    else if (part.kind === "name" && namedBy(part) !== undefined) return false;
    else pending.push(...partsOf(part));
  }
  return has;
}

/** @param columns heads of the columns of tables whose rows are cases, with how many different values stand below */
export function vocabularyOf(
  statements: readonly Statement[],
  columns: ReadonlyMap<string, number>,
  isElsewhere: (a: number, b: number) => boolean,
): Vocabulary {
  const { functions, meanings } = meaningsIn(statements, isElsewhere);
  const steps = new Set([
    ...STEPS,
    ...[...functions].flatMap(([name, all]) => (all.some(({ tree }) => isThreshold(tree)) ? [name] : [])),
  ]);
  const units = new Set(
    [...meanings].flatMap(([key, all]) =>
      all.some(({ tree }) => isThreshold(tree) || isOfSteps(tree, steps)) ? [key] : [],
    ),
  );
  const domain = domainOf(units, meanings, statements);
  const inputs = [...domain].filter((key) => {
    if (meanings.has(key)) return false;
    const base = /^[^_^]*/.exec(key)?.[0] ?? key;
    return !PARAMETER.test(base) || (columns.get(key) ?? 0) > 1;
  });
  const heads = [...columns.keys()];
  const place = (key: string): number => (heads.includes(key) ? heads.indexOf(key) : heads.length);
  inputs.sort((a, b) => place(a) - place(b) || Number(a > b) - Number(a < b));
  return { meanings, functions, units, domain, inputs };
}

function meaningsIn(
  statements: readonly Statement[],
  isElsewhere: (a: number, b: number) => boolean,
): Pick<Vocabulary, "meanings" | "functions"> {
  const meanings = new Map<string, Meaning[]>();
  const functions = new Map<string, Meaning[]>();
  for (const [statement, each] of statements.entries()) {
    const [left, right] = each.members;
    if (left === undefined || right === undefined || isOfGradients(each)) continue;
    if (right.sign !== "=" && right.sign !== ":=" && right.sign !== "≡") continue;
    const { tree } = right;
    const call = bare(left.tree);
    if (call.kind === "applied" && call.head.name.primes > 0) continue; // f' is another function than f
    if (call.kind === "applied" && call.arguments.length === 1) {
      const argument = namedBy(call.arguments[0] as Tree);
      if (argument === undefined || !keysIn(tree).includes(keyOf(argument))) continue;
      const own = functions.get(call.head.name.base) ?? [];
      functions.set(call.head.name.base, [...own, { statement, tree, argument: keyOf(argument) }]);
      continue;
    }
    const name = namedBy(left.tree);
    if (name === undefined || isNumeric(tree) || keysIn(tree).includes(keyOf(name))) continue;
    if (namedBy(tree) !== undefined && each.members.length > 2) continue; // W_1 = W_2 = 1
    const own = meanings.get(keyOf(name)) ?? [];
    const last = own.at(-1);
    const isAnother =
      last === undefined ||
      casesIn(tree) !== undefined ||
      (each.members.length === 2 && isElsewhere((statements[last.statement] as Statement).start, each.start));
    if (isAnother) meanings.set(keyOf(name), [...own, { statement, tree }]);
  }
  return { meanings, functions };
}

/** Units and, again and again, what their definitions name and what is defined by such names only. */
function domainOf(
  units: ReadonlySet<string>,
  meanings: Vocabulary["meanings"],
  statements: readonly Statement[],
): Set<string> {
  const domain = new Set(units);
  for (const statement of statements) {
    if (!hasInequality(statement) || isOfGradients(statement)) continue;
    const keys = statement.members.flatMap(({ tree }) => keysIn(tree));
    if (new Set(keys).size > 1) for (const key of keys) domain.add(key);
  }
  for (let before = -1; before !== domain.size; ) {
    before = domain.size;
    for (const [key, all] of meanings) {
      const keys = all.flatMap(({ tree }) => keysIn(tree));
      if (domain.has(key)) for (const each of keys) domain.add(each);
      else if (keys.length > 0 && keys.every((each) => domain.has(each))) domain.add(key);
    }
  }
  return domain;
}
