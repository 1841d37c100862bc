import { bare, mapTree, type NameTree, type Tree, walk } from "@chainrule/graph/read";
import type { Passage, Statement } from "../document/passage";
import { isEquality } from "../names/definition";
import { namesIn } from "../names/letters";
import { isLossName, keyOf, namedBy, type Plain, plainTree, UPDATED } from "../names/names";
import { nameTree } from "../names/trees";
import { averagedOver } from "./example-gradients";

/*
 * Gradients named as in code: dz, d_z, dL_dz, grad_z and \nabla_z L for the derivative of the loss by z, where the document has z.
 */

/** Whether a derivative is typed as one name, dz, and not as a quotient or with ∇. */
export const isNamedGradient = (part: Tree, { text }: Passage): boolean =>
  part.kind === "derivative" &&
  !/[/∂∇]|\\[dtc]?frac|\\nabla|\\partial/.test(text.slice(part.start, part.end));

/** The formula with each name of a gradient as the derivative that it stands for. */
export function withGradients(statements: readonly Statement[], told: readonly Plain[]): Statement[] {
  const typed = statements.flatMap(({ members }) =>
    members.flatMap(({ tree }) => namesIn(withoutNabla(tree))),
  );
  const declared = new Set(told.map(keyOf));
  const names = new Set([...typed, ...told].map(keyOf));
  const loss = lossNameIn(statements) ?? lossFromAbove(statements);
  const isQuantity = statements.some(({ members }) => members.some(({ tree }) => hasOtherD(tree)));
  const hasGradients = loss !== undefined && !isOfDifferentials(statements, loss);
  const averaged = hasGradients ? averagedOver(statements, (name) => quantityIn(name, loss)) : undefined;
  const change = (part: Tree): Tree | undefined => {
    const plain = ofNabla(part, names, change);
    if (plain !== undefined || !hasGradients) return plain;
    if (part.kind === "product" && !isQuantity) return withDifferentials(part, names, loss, change);
    const name = part.kind === "name" ? namedBy(part) : undefined;
    const isOwn = name?.base === "d" && declared.has(keyOf(name)); // d_n of a table of shapes is a quantity beside d
    const of = name && !isOwn ? quantityIn(name, loss) : undefined;
    const meant = of && meantBy(of, names);
    if (part.kind !== "name" || meant === undefined) return undefined;
    const slope = derivativeOf(loss, meant, part);
    return averaged?.isOfExamples(meant) ? timesCount(averaged.count, slope) : slope;
  };
  return statements.map((statement) => ({
    ...statement,
    ...(averaged !== undefined && { isAveraged: true as const }),
    members: statement.members.map((member) => ({ ...member, tree: mapTree(member.tree, change) })),
  }));
}

/** m ∂J/∂Z, at the place of dZ. */
function timesCount(count: Plain, slope: Tree): Tree {
  const { end, start } = slope;
  const factors = [plainTree(count, nameTree({ base: "m", primes: 0 }, slope)), slope];
  const body: Tree = {
    kind: "product",
    factors: factors.map((tree) => ({ sign: "" as const, tree })),
    start,
    end,
  };
  return { kind: "group", bracket: "", body, start, end };
}

/** The a of \nabla_a C may be short for another name. */
const withoutNabla = (tree: Tree): Tree =>
  mapTree(tree, (part) => (part.kind === "derivative" && part.symbol === "nabla" ? part.of : undefined));

type Change = (part: Tree) => Tree | undefined;

/** ∇_w L is ∂L/∂w. */
function ofNabla(part: Tree, names: ReadonlySet<string>, change: Change): Tree | undefined {
  if (part.kind !== "derivative" || part.symbol !== "nabla" || part.by.length !== 1) return undefined;
  const [by] = part.by as readonly [Tree];
  const name = namedBy(by);
  const meant = name && meantBy(name, names);
  const isOther = meant !== undefined && meant !== name && by.kind === "name";
  return {
    ...part,
    symbol: "partial",
    of: mapTree(part.of, change),
    by: [isOther ? plainTree(meant, by) : by],
  };
}

/** The quantity that a name of a gradient is of: z of dz, d_z, dL_dz, grad_z, z_grad. */
function quantityIn({ base, sub, sup }: Plain, loss: Plain): Plain | undefined {
  const joined = /^d(\p{L}[\p{L}']*)$/u.exec(base)?.[1];
  if (joined !== undefined && !(joined === loss.base && sub.startsWith("d")))
    return { base: joined, sub, sup };
  const isOfLoss = base === `d${loss.base}` && sub.startsWith("d");
  const below = isOfLoss ? sub.slice(1) : /^(?:d|grad)$/.test(base) ? sub.replace(/^d(?=\p{L})/u, "") : "";
  const [, letters, index = ""] = /^_?(\p{L}+)[_,]?(\d*)$/u.exec(below) ?? [];
  if (letters !== undefined) return { base: letters, sub: index, sup };
  return /_?grad$/.test(sub) ? { base, sub: sub.replace(/_?grad$/, ""), sup } : undefined;
}

/** What the document calls so; da is by the last layer's a^L. */
const meantBy = (of: Plain, names: ReadonlySet<string>): Plain | undefined =>
  [of, { ...of, sup: "L" }, { ...of, sup: "(L)" }, inLowerCase(of)].find((each) => names.has(keyOf(each)));

/** Words count in lower case, also behind a d: dWhy is the gradient of Why. */
const inLowerCase = ({ base, ...rest }: Plain): Plain => ({
  ...rest,
  base: /^[A-Z][A-Za-z]+$/.test(base) ? base.toLowerCase() : base,
});

function derivativeOf(loss: Plain, by: Plain, { end, start }: Tree): Tree {
  const at: NameTree = { kind: "name", name: { base: "x", primes: 0 }, start, end };
  return {
    kind: "derivative",
    symbol: "partial",
    of: plainTree(loss, at),
    by: [plainTree(by, at)],
    start,
    end,
  };
}

/** x d z: a d before a name is that name's gradient. */
function withDifferentials(
  part: Tree & { readonly kind: "product" },
  names: ReadonlySet<string>,
  loss: Plain,
  change: Change,
): Tree | undefined {
  const at = part.factors.findIndex((_, k) => isDifferential(part, k));
  const [d, of] = [part.factors[at], part.factors[at + 1]];
  const name = of && namedBy(of.tree);
  const meant = name && meantBy(name, names);
  if (d === undefined || of === undefined || meant === undefined) return undefined;
  const gradient = derivativeOf(loss, meant, { ...of.tree, start: d.tree.start });
  const factors = [...part.factors.slice(0, at), { ...d, tree: gradient }, ...part.factors.slice(at + 2)];
  if (factors.length === 1) return gradient;
  return mapTree({ ...part, factors }, change);
}

const isD = (tree: Tree): boolean =>
  tree.kind === "name" &&
  tree.name.base === "d" &&
  tree.name.sub === undefined &&
  tree.name.sup === undefined;

/** Whether a factor is a d before a name. */
function isDifferential({ factors }: Tree & { readonly kind: "product" }, k: number): boolean {
  const [own, next] = [factors[k], factors[k + 1]];
  return (
    own !== undefined && isD(own.tree) && own.sign !== "/" && next?.sign === "" && next.tree.kind === "name"
  );
}

/** Whether a d stands where it takes no differential: it is a quantity then. */
function hasOtherD(tree: Tree): boolean {
  const differentials = new Set<Tree>();
  for (const part of walk(tree)) {
    if (part.kind === "product")
      for (const [k, { tree: factor }] of part.factors.entries())
        if (isDifferential(part, k)) differentials.add(factor);
    if (isD(part) && !differentials.has(part)) return true;
  }
  return false;
}

/** Whether the document takes differentials, df = tr(A dX): then dX is none of its gradients. */
const isOfDifferentials = (statements: readonly Statement[], loss: Plain): boolean =>
  statements.some(({ members: [left] }) => {
    const tree = left && bare(left.tree);
    const name = tree && namedBy(tree);
    const isNamed = name?.base === `d${loss.base}` && name.sub === loss.sub;
    return isNamed || (tree?.kind === "product" && isDifferentialOf(tree, loss));
  });

const isDifferentialOf = ({ factors }: Tree & { readonly kind: "product" }, loss: Plain): boolean => {
  const [d, of, ...rest] = factors.map(({ tree }) => namedBy(tree));
  return d?.base === "d" && of !== undefined && keyOf(of) === keyOf(loss) && rest.length === 0;
};

/**
 * The loss of a program that is given its gradient by what it computes, dout beside out: nothing else is said of it. Undefined where no
 * output has such a gradient.
 */
function lossFromAbove(statements: readonly Statement[]): Plain | undefined {
  const [assigned, used] = [new Set<string>(), new Map<string, Plain>()];
  for (const { members } of statements) {
    const [left, ...right] = members;
    const name = left && namedBy(left.tree);
    if (name !== undefined && right.length > 0) assigned.add(keyOf(name));
    for (const { passage, tree } of right)
      for (const each of passage.isProgram ? namesIn(tree) : []) used.set(keyOf(each), each);
  }
  const loss = ["L", "loss", "J"]
    .map((base) => ({ base, sub: "", sup: "" }))
    .find((each) => !used.has(keyOf(each)));
  const isFromAbove = (name: Plain): boolean => {
    const output = loss && !assigned.has(keyOf(name)) ? quantityIn(name, loss) : undefined;
    return output !== undefined && assigned.has(keyOf(output)) && !used.has(keyOf(output));
  };
  return [...used.values()].some(isFromAbove) ? loss : undefined;
}

/**
 * What the document differentiates: what derivatives are of, if nothing else uses it; else the only quantity with the name of a loss,
 * or the only one that no other one uses. Undefined where there is none, or several.
 */
function lossNameIn(statements: readonly Statement[]): Plain | undefined {
  const used = new Set<string>();
  const defined = new Map<string, Plain>();
  const differentiated = new Map<string, Plain>();
  for (const { isCondition, members } of statements) {
    const [left, first] = members;
    const name = left && namedBy(left.tree);
    const isNew = name !== undefined && name.sup !== UPDATED && !defined.has(keyOf(name)) && !isCondition;
    const isDefinition = isNew && first !== undefined && isEquality(first.sign);
    const own = isDefinition ? keyOf(name) : undefined;
    if (isDefinition && namesIn(first.tree).length > 0) defined.set(keyOf(name), name);
    for (const { tree } of members) {
      const tops = new Set<Tree>();
      for (const part of walk(tree)) {
        if (part.kind !== "derivative") continue;
        const top = bare(part.of);
        tops.add(top);
        const of = namedBy(top);
        if (of !== undefined) differentiated.set(keyOf(of), of);
        for (const by of part.by) for (const each of namesIn(by)) used.add(keyOf(each));
      }
      for (const part of walk(tree)) {
        const each = part.kind === "name" && !tops.has(part) ? namedBy(part) : undefined;
        if (each !== undefined && keyOf(each) !== own) used.add(keyOf(each));
      }
    }
  }
  const unused = (found: Map<string, Plain>): Plain[] =>
    [...found].flatMap(([key, name]) => (used.has(key) ? [] : [name]));
  const named = [...defined.values()].filter(
    ({ base, sub, sup }) => isLossName(base) && sub === "" && sup === "",
  );
  const errors = [...defined.values()].filter(({ base, sub }) => /^(?:error|err)$/.test(base) && sub === "");
  const candidates = [unused(differentiated), named, errors, [...differentiated.values()], unused(defined)];
  return candidates.find((each) => each.length === 1)?.[0];
}
