import {
  ChainruleError,
  fused,
  type Node,
  never,
  type Size,
  shapeText,
  sizeText,
  transpose,
} from "@chainrule/graph";
import { bare, type Reading, type Tree, walk } from "@chainrule/graph/read";
import type { Member, Statement } from "../document/passage";
import type { Finding } from "../findings/finding";
import { isEqualInFields } from "../model/compare-graphs";
import type { Model } from "../model/model";
import { namesIn } from "../names/letters";
import { keyOf } from "../names/names";
import { IDENTITY, identity } from "../shapes/identity";
import { type Chain, finding } from "./chain";

/* How gradients are laid out: in the shape of what is below, or transposed. */

/** A reading in the shape of another, where they differ by axes of size 1: a row or column that is a matrix. */
export function fitted(reading: Reading, like: Reading | undefined): Reading {
  if (like === undefined || reading.indices.length > 0) return reading;
  const { shape } = like.node;
  const isSame = shapeText(shape) === shapeText(reading.node.shape);
  const isFitting = shapeText(proper(shape)) === shapeText(proper(reading.node.shape));
  return isSame || !isFitting ? reading : { ...reading, node: inShape(reading.node, shape) };
}

/** The identity in the size of what it is compared with, where the document says of no other one: A A^{-1} = I. */
export function sizedIdentity(reading: Reading, like: Reading | undefined, model: Model): Reading {
  const [rows, columns] = like?.node.shape ?? [];
  const isIdentity =
    model.shapes?.hasIdentity === true && reading.node === model.quantities.get(IDENTITY)?.node;
  const isSquare = rows !== undefined && columns !== undefined && sizeText(rows) === sizeText(columns);
  return isIdentity && isSquare && like?.node.shape.length === 2
    ? { ...reading, node: identity(rows) }
    : reading;
}

/** The size of the identity where nothing tells how large it is; undefined where something has that size. */
function unsizedIdentity({ quantities, shapes }: Model): Size | undefined {
  const [own] = (shapes?.hasIdentity && quantities.get(IDENTITY)?.node.shape) || [];
  const isOwn = (size: Size): boolean => own !== undefined && sizeText(size) === sizeText(own);
  const isShared = [...quantities].some(([key, { node }]) => key !== IDENTITY && node.shape.some(isOwn));
  return isShared ? undefined : own;
}

/** Whether a formula has the identity, and nothing tells how large it is. */
export const hasUnsizedIdentity = ({ tree }: Member, model: Model): boolean =>
  unsizedIdentity(model) !== undefined && namesIn(tree).some((name) => keyOf(name) === IDENTITY);

/** Whether a formula has the size of such an identity, and what it is compared with has not. */
export function isOfOtherIdentity({ node }: Reading, like: Reading, model: Model): boolean {
  const own = unsizedIdentity(model);
  const has = (shape: readonly Size[]): boolean =>
    own !== undefined && shape.some((size) => sizeText(size) === sizeText(own));
  return has(node.shape) && !has(like.node.shape);
}

/** The same entries along axes of which some of size 1 are left out, or added. */
function inShape(node: Node, shape: readonly Size[]): Node {
  const sizes = [...shape];
  const kept = shape.flatMap((size, axis) => (size === 1 ? [] : [axis]));
  let at = 0;
  const inputs = [node.shape.map((size) => (size === 1 ? null : (kept[at++] as number)))]; // as many on both sides
  return fused([node], { inputs, output: shape.map((_, axis) => axis), sizes }, { open: never });
}

const proper = (shape: readonly Size[]): Size[] => shape.filter((size) => size !== 1);

/** Whether a formula has the derivative of a vector by a vector, for which there are two layouts. */
function hasJacobian(tree: Tree, model: Model): boolean {
  if (model.isInDenominatorLayout) return false;
  const isWhole = (part: Tree | undefined): boolean => part !== undefined && (rankOf(part, model) ?? 1) > 0;
  return [...walk(tree)].some(
    (part) => part.kind === "derivative" && isWhole(part.of) && isWhole(part.by[0]),
  );
}

function rankOf(part: Tree, model: Model): number | undefined {
  try {
    return model.read(part, "").node.shape.length;
  } catch (error) {
    if (error instanceof ChainruleError) return undefined;
    throw error;
  }
}

/** What was found wrong with a formula of matrices: by its layout, if it is that. */
export function inLayout(found: Finding, chain: Chain, member: Member, model: Model): Finding {
  if (found.verdict !== "wrong" || model.shapes === undefined) return found;
  const [left] = chain.statement.members;
  if (hasJacobian(member.tree, model) || (left !== undefined && hasJacobian(left.tree, model)))
    return finding(member, "not checked", "two layouts");
  const [truth, claim] = [chain.subject.truth?.node, chain.reading?.node];
  if (truth === undefined || claim === undefined) return found;
  if (isTransposeOf(claim, truth))
    return { ...found, because: { kind: "transpose of that", because: found.because }, isTransposed: true };
  if (found.repair !== undefined) return found;
  const [own, expected] = [claim, truth].map(({ shape }) => model.shapes?.inWords(shapeText(shape)));
  if (own === undefined || expected === undefined || own === expected) return found;
  return { ...found, because: { kind: "another shape", own, expected } };
}

function isTransposeOf(claim: Node, truth: Node): boolean {
  return (
    claim.shape.length === 2 && truth.shape.length === 2 && isEqualInFields(transpose(claim), truth, true)
  );
}

/** Formulas for gradients that are all transposed: the document's layout, and no mistakes. */
export function inOneLayout(
  statements: readonly Statement[],
  findings: readonly Finding[][],
  model: Model,
): { readonly findings: Finding[][]; readonly isNumerator: boolean } {
  const all = [...findings];
  const { shapes } = model;
  if (shapes === undefined) return { findings: all, isNumerator: false };
  let [transposed, upright, rows] = [0, 0, 0];
  for (const [k, { members }] of statements.entries()) {
    const left = members[0] === undefined ? undefined : bare(members[0].tree);
    const by = left?.kind === "derivative" ? left.by[0] : undefined;
    const rank = by === undefined ? undefined : model.named(by)?.node.shape.length;
    for (const [m, { isTransposed, verdict }] of (findings[k] ?? []).entries()) {
      const isRight = verdict === "proved" || verdict === "numerically equal";
      const tree = members[m + 1]?.tree;
      if (isTransposed) transposed++;
      else if (isRight && rank === 2) upright++;
      else if (isRight && rank === 1 && tree !== undefined && shapes.isRow(tree)) rows++;
    }
  }
  const isNumerator = upright === 0 && transposed > 0 && transposed + rows >= 2;
  if (!isNumerator) return { findings: all, isNumerator };
  return {
    isNumerator,
    findings: all.map((each) =>
      each.map((found) => {
        if (!found.isTransposed) return found;
        const { isTransposed: _mark, ...rest } = found;
        return { ...rest, verdict: "proved", because: { kind: "transposed as all gradients" } };
      }),
    ),
  };
}
