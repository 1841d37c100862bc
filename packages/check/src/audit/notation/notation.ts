import { ChainruleError } from "@chainrule/graph";
import { bare, mapTree, type Tree, walk } from "@chainrule/graph/read";
import { parseLatex } from "@chainrule/latex";
import type { Statement } from "../document/passage";
import { namesIn } from "../names/letters";
import { keyOf, namedBy, type Plain, plainNames, plainTree } from "../names/names";
import { nameTree } from "../names/trees";
import { mapStatements } from "../statements/statements";

/* Notation of documents about matrices, in the words that the reader knows. */

const isOne = (tree: Tree): boolean =>
  tree.kind === "name" && tree.name.base === "1" && tree.name.upright === true && tree.name.sup === undefined;

/** The condition of \mathbf{1}[Z > 0] and of \mathbf{1}_{Z > 0}: what is 1 where it holds is the condition itself. */
export function withIndicators(statements: readonly Statement[]): Statement[] {
  return mapStatements(statements, (part) => {
    if (part.kind === "applied" && isOne(part.head) && part.head.name.sub === undefined) {
      const [condition] = part.arguments;
      return part.arguments.length === 1 && condition !== undefined && isCondition(condition)
        ? bracketed(condition, part)
        : undefined;
    }
    if (part.kind === "name" && isOne(part) && part.name.sub !== undefined) {
      const condition = parsed(part.name.sub.text);
      return condition !== undefined && isCondition(condition) ? bracketed(condition, part) : undefined;
    }
    if (part.kind !== "product") return undefined;
    const at = part.factors.findIndex(
      ({ tree }, k) => isOne(tree) && isCondition(part.factors[k + 1]?.tree ?? tree),
    );
    if (at === -1) return undefined;
    const factors = part.factors.filter((_, k) => k !== at);
    const [only] = factors;
    return factors.length === 1 && only !== undefined ? only.tree : { ...part, factors };
  });
}

const isCondition = (tree: Tree): boolean => bare(tree).kind === "relation";

const bracketed = (condition: Tree, { end, start }: Tree): Tree => ({
  kind: "group",
  bracket: "(",
  body: bare(condition),
  start,
  end,
});

function parsed(text: string): Tree | undefined {
  try {
    const tree = parseLatex(`(${text})`).lines[0]?.left;
    return tree && plainNames(tree);
  } catch (error) {
    if (error instanceof ChainruleError) return undefined;
    throw error;
  }
}

/** \|x\|^2 as the sum of squares that it is: a polynomial, where a norm is a root. */
export function withSquaredNorms(statements: readonly Statement[]): Statement[] {
  return mapStatements(statements, (part) => {
    if (part.kind !== "power" || part.exponent.kind !== "number" || part.exponent.value !== 2)
      return undefined;
    const norm = bare(part.base);
    const isWhole = norm.kind === "norm" && (norm.sub === undefined || /^[F2]$/.test(norm.sub.text));
    if (norm.kind !== "norm" || !isWhole) return undefined;
    const { end, start } = part;
    const { body } = norm;
    const base: Tree = { kind: "group", bracket: "(", body, start: body.start, end: body.end };
    const head = nameTree({ base: "sum", primes: 0, upright: true }, { start, end: start });
    const squares: Tree = { ...part, base, start: body.start, end: body.end };
    return { kind: "applied", head, bracket: "(", arguments: [squares], start, end };
  });
}

const BOLD_VECTOR = /^\\(?:mathbf|boldsymbol|bm|pmb|vec)\s*\{?\s*\\?[a-z]+\s*\}?(?:_\{?\w+\}?)?$/;

/** The names that a document gives as columns of numbers, (1, 0), and what it defines as sums of these. */
function columnsIn(statements: readonly Statement[]): ReadonlySet<string> {
  const found = new Set<string>();
  const isColumn = (tree: Tree): boolean => {
    const inner = bare(tree);
    if (inner.kind === "matrix") return inner.rows.length > 1 && inner.rows.every((row) => row.length === 1);
    if (inner.kind === "sum") return inner.terms.some(({ tree: term }) => isColumn(term));
    if (inner.kind === "product")
      return inner.factors.filter(({ tree: factor }) => isColumn(factor)).length === 1;
    const name = namedBy(inner);
    return name !== undefined && found.has(keyOf(name));
  };
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const { members } of statements) {
      const name = members[0] && namedBy(members[0].tree);
      if (name !== undefined && members.slice(1).some(({ tree }) => isColumn(tree))) found.add(keyOf(name));
    }
  }
  return found;
}

/** \mathbf{w} \cdot \mathbf{x}: a dot between bold letters, and between columns of numbers, is the inner product. */
export function withInnerProducts(statements: readonly Statement[]): Statement[] {
  const columns = columnsIn(statements);
  const isGiven = (tree: Tree): boolean => {
    const name = namedBy(tree);
    return name !== undefined && columns.has(keyOf(name));
  };
  return statements.map((statement) => ({
    ...statement,
    members: statement.members.map((member) => {
      const { text } = member.passage;
      const isVector = (tree: Tree): boolean =>
        tree.kind === "name" && (BOLD_VECTOR.test(text.slice(tree.start, tree.end)) || isGiven(tree));
      const change = (part: Tree): Tree | undefined => {
        if (part.kind !== "product") return undefined;
        const at = part.factors.findIndex(({ tree }, k) => {
          const before = part.factors[k - 1]?.tree;
          const isDot =
            before !== undefined && /^\s*(?:\\cdot\b|⋅|·)\s*$/.test(text.slice(before.end, tree.start));
          return isDot && isVector(before) && isVector(tree);
        });
        const [left, right] = [part.factors[at - 1], part.factors[at]];
        if (left === undefined || right === undefined || part.factors.length > 2) return undefined;
        return { kind: "inner", factors: [left.tree, right.tree], start: part.start, end: part.end };
      };
      return { ...member, tree: mapTree(member.tree, change) };
    }),
  }));
}

/** Entries of a matrix by its letter in lower case: w_{jk} for those of W. */
export function withEntries(statements: readonly Statement[], told: readonly Plain[]): Statement[] {
  const names = statements.flatMap(({ members }) => members.flatMap(({ tree }) => namesIn(tree)));
  const keys = new Set(names.map(keyOf));
  return mapStatements(statements, (part) => {
    const name = part.kind === "name" ? namedBy(part) : undefined;
    if (part.kind !== "name" || name === undefined || !/^[a-z]{2}$/.test(name.sub)) return undefined;
    const base = name.base.toUpperCase();
    const isEntry =
      !told.some((each) => each.base === name.base) &&
      /^[a-z]$/.test(name.base) &&
      !keys.has(keyOf({ ...name, sub: "" })) &&
      keys.has(keyOf({ ...name, base, sub: "" }));
    return isEntry ? plainTree({ ...name, base }, part) : undefined;
  });
}

/** What no scalar stands for: under a transpose or a norm, in a product entry by entry. */
function wholesIn(part: Tree): readonly Tree[] {
  switch (part.kind) {
    case "transpose":
      return [part.base];
    case "norm":
      return [part.body];
    case "entrywise":
    case "inner":
      return part.factors;
    case "applied": // a squared norm
      return part.head.name.base === "sum" && part.arguments[0]?.kind === "power" ? part.arguments : [];
    default:
      return [];
  }
}

/** Whether a document is about vectors and matrices as wholes: it transposes, multiplies entry by entry, or takes norms. */
export function isAboutMatrices(statements: readonly Statement[]): boolean {
  return statements.some(({ members }) =>
    members.some(({ tree }) =>
      [...walk(tree)].some((part) => {
        return wholesIn(part).some((each) => namesIn(each).some(({ sub }) => !/^[a-z]{1,3}$/.test(sub)));
      }),
    ),
  );
}
