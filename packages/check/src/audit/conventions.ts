import { nameText } from "@chainrule/graph";
import { bare, type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "./document/passage";
import type { Convention } from "./findings/result";
import type { Quantity } from "./model/model";
import { namesIn } from "./names/letters";
import { keyOf, namedBy, type Plain } from "./names/names";
import { isNamedGradient } from "./notation/gradient-names";
import type { Judged } from "./reading";

const OFFSETS = /^(b|bias|c)$/;
const THRESHOLDS = /^(theta|gamma|vartheta|T)$/;
const TARGETS = /^(t|target|y|d)$/;

/** What the formulas of a document tell about its conventions. */
export function conventionsOf(
  { chains, conditions, isNumerator, means, model, rule, sensitivities, taken }: Judged,
  typed: readonly Statement[],
): Convention[] {
  const found: Convention[] = [];
  const quantities = [...model.quantities.values()];
  if (rule.loss?.tree !== undefined) found.push(...ofLoss(rule.loss, quantities));
  for (const quantity of quantities)
    if (quantity.tree !== undefined) found.push(...ofOffsets(quantity.tree), ...ofIndices(quantity));
  found.push(...ofDelta(typed));
  found.push(...conditions.conventions);
  for (const { as, kind, name } of model.implied) found.push({ kind, of: keyOf(name), to: as });
  for (const [letter, name] of means) found.push({ kind: "length of an axis", of: keyOf(name), to: letter });
  found.push(...ofGradients(typed));
  for (const { as, function: of } of taken) found.push({ kind: "function taken as", of, to: as });
  const rate = rule.rate?.attrs;
  const isUpdated = chains.some(({ members }) =>
    members.some(({ tree }) => namesIn(tree).some(({ sup }) => sup === "+")),
  );
  if (rate?.name !== undefined && isUpdated) found.push({ kind: "rate", of: nameText(rate.name) });
  else if (typeof rate?.value === "number") found.push({ kind: "rate", of: String(rate.value) });
  for (const [base, { by, sign }] of sensitivities)
    found.push({ kind: sign === 1 ? "sensitivity" : "negative sensitivity", of: base, to: by });
  if (isNumerator)
    found.push({ kind: "numerator layout", of: rule.loss === undefined ? "" : keyOf(rule.loss.name) });
  const met = new Set<string>();
  return found.filter(({ kind, of, to }) => {
    const key = `${kind} ${of} ${to}`;
    return !met.has(key) && met.add(key) !== undefined;
  });
}

function ofLoss(loss: Quantity, quantities: readonly Quantity[]): Convention[] {
  const { tree } = loss;
  if (tree === undefined) return [];
  const summands = namesIn(tree).flatMap(
    (name) =>
      quantities.find((each) => keyOf(each.name) === keyOf(name) && each.name.base === loss.name.base)
        ?.tree ?? [],
  );
  const trees = [tree, ...summands];
  const parts = trees.flatMap((each) => [...walk(each)]);
  // 2, not n of two samples; and 2n
  const isTwo = (each: Tree): boolean =>
    (each.kind === "number" && each.value === 2 && /^\d/.test(each.text)) ||
    (each.kind === "group" && isTwo(each.body)) ||
    (each.kind === "product" && each.factors.some((factor) => factor.sign !== "/" && isTwo(factor.tree)));
  const isHalf = (part: Tree): boolean =>
    (part.kind === "number" && part.value === 0.5) ||
    (part.kind === "fraction" && isTwo(part.below)) ||
    (part.kind === "product" && part.factors.some((factor) => factor.sign === "/" && isTwo(factor.tree)));
  const squares = parts.some(
    (part) => part.kind === "power" && part.exponent.kind === "number" && part.exponent.value === 2,
  );
  const found: Convention[] = squares
    ? [{ kind: parts.some(isHalf) ? "half in the loss" : "no half in the loss", of: keyOf(loss.name) }]
    : [];
  for (const part of parts) {
    if (part.kind !== "sum" || part.terms.length !== 2 || part.terms[1]?.sign !== "-") continue;
    const [first, second] = part.terms.map(({ tree: each }) =>
      bare(each).kind === "number" ? "target" : roleOf(namedBy(each), quantities),
    );
    if (first === "target" && second === "output")
      found.push({ kind: "target minus output", of: keyOf(loss.name) });
    if (first === "output" && second === "target")
      found.push({ kind: "output minus target", of: keyOf(loss.name) });
  }
  return found;
}

function roleOf(name: Plain | undefined, quantities: readonly Quantity[]): "target" | "output" | undefined {
  if (name === undefined) return undefined;
  const known = quantities.find(
    (each) =>
      each.name.base === name.base &&
      each.name.sup === name.sup &&
      (each.letters.length > 0 || each.name.sub === name.sub),
  );
  if (known?.kind === "defined") return "output";
  return TARGETS.test(name.base) ? "target" : undefined;
}

/** Whether what is added to a net input is a bias, or a threshold is subtracted. */
function ofOffsets(tree: Tree): Convention[] {
  const found: Convention[] = [];
  for (const part of walk(tree)) {
    if (part.kind !== "sum" || part.terms.length < 2) continue;
    for (const { sign, tree: term } of part.terms) {
      const name = namedBy(term);
      if (name === undefined) continue;
      if (sign === "+" && OFFSETS.test(name.base)) found.push({ kind: "bias added", of: name.base });
      if (sign === "-" && (OFFSETS.test(name.base) || THRESHOLDS.test(name.base)))
        found.push({ kind: "threshold subtracted", of: name.base });
    }
  }
  return found;
}

/** X_j = \sum_k w_{jk} a_k: the index of where a weight leads comes first, or last. */
function ofIndices({ letters, tree }: Quantity): Convention[] {
  const [own] = letters;
  if (tree === undefined || own === undefined || letters.length !== 1) return [];
  return [...walk(tree)].flatMap((part): Convention[] => {
    if (part.kind !== "over" || part.letters.length !== 1) return [];
    const [bound] = part.letters as readonly [string];
    return namesIn(part.body).flatMap(({ base, sub }): Convention[] => {
      if (sub === `${own}${bound}`) return [{ kind: "index to from", of: base }];
      return sub === `${bound}${own}` ? [{ kind: "index from to", of: base }] : [];
    });
  });
}

/** Gradients by names like dz: what is typed as one name, and stands for a derivative. */
function ofGradients(statements: readonly Statement[]): Convention[] {
  return statements.flatMap(({ members }) =>
    members.flatMap(({ passage, tree }) =>
      [...walk(tree)].flatMap((part): Convention[] => {
        const typed = passage.text.slice(part.start, part.end).trim();
        const [of, by] =
          part.kind === "derivative" ? [namedBy(part.of), part.by[0] && namedBy(part.by[0])] : [];
        if (!isNamedGradient(part, passage) || of === undefined || by === undefined) return [];
        return [{ kind: "gradient by name", of: typed, to: `∂${keyOf(of)}/∂${keyOf(by)}` }];
      }),
    ),
  );
}

function ofDelta(statements: readonly Statement[]): Convention[] {
  const parts = statements.flatMap(({ members }) => members.flatMap(({ tree }) => [...walk(tree)]));
  const found: Convention[] = [];
  if (parts.some((part) => part.kind === "derivative" && part.symbol === "Delta"))
    found.push({ kind: "Delta is partial", of: "Delta" });
  if (
    parts.some(
      (part) => part.kind === "name" && part.name.base.startsWith("step") && part.name.base.length > 4,
    )
  )
    found.push({ kind: "Delta is step", of: "Delta" });
  return found;
}
