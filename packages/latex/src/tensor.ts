import { fused, type IndexMap, Node, type Shape, type Size } from "@chainrule/graph";
import { matrixForm, transposedPiece } from "./matrix-form";
import { squaredNorm, sumOfSizes } from "./norm";
import {
  atLeast,
  callPiece,
  closedPiece,
  Level,
  letterPiece,
  negativePiece,
  numberPiece,
  type Piece,
  productPiece,
} from "./piece";
import { plainTex, type Tex, tex } from "./safe/tex";
import { type Symbols, shapeTex, sizeTex } from "./symbol";

/**
 * A contraction: a product of matrices and vectors (columns); a norm for a sum of squares; or, where there is no such
 * product, its entries in brackets with their indices. `at` prints operands, and operands of operands.
 */
export function contractionPiece(
  node: Node,
  at: (node: Node) => Piece,
  taken: (name: string) => boolean,
  symbols: Symbols = {},
): Piece {
  const [first] = node.inputs;
  if (node.inputs.length === 1 && first?.op.name === "neg" && first.attrs.name === undefined) {
    const map = node.attrs.map as IndexMap;
    const inner = new Node(node.op, first.inputs, { map }, node.shape);
    return negativePiece(contractionPiece(inner, at, taken, symbols));
  }
  const whole = node.shape.length === 0 ? fused(node.inputs, node.attrs.map as IndexMap) : node; // sums of sums are one sum
  const isSame = whole.op === node.op && whole.attrs.name === undefined;
  const { attrs, inputs } = isSame ? whole : node;
  return contracted(new Node(node.op, inputs, attrs, node.shape), at, taken, symbols);
}

function contracted(
  node: Node,
  at: (node: Node) => Piece,
  taken: (name: string) => boolean,
  symbols: Symbols,
): Piece {
  const map = node.attrs.map as IndexMap; // every contraction has one
  const used = new Set([...map.output, ...map.inputs.flat()]);
  const idle = map.sizes.findIndex((size, index) => size !== 1 && !used.has(index));
  if (idle >= 0) return repeated(node, map, idle, at, taken, symbols);
  if (node.inputs.length === 0 && map.output.length <= 2) return constantTensor(map);
  const norm = squaredNorm(node, at) ?? sumOfSizes(node, at);
  if (norm !== undefined) return norm;
  const factors = factorsOf(node, map).map(({ indices, node }) => ({ indices, piece: at(node) }));
  return matrixForm(factors, map.output, map.sizes) ?? byEntries(factors, map, taken, symbols);
}

/** A sum over an index that nothing in it has: as many times the rest as the index has values. */
function repeated(
  node: Node,
  map: IndexMap,
  idle: number,
  at: (node: Node) => Piece,
  taken: (name: string) => boolean,
  symbols: Symbols,
): Piece {
  const size = map.sizes[idle] as Size;
  const sizes = map.sizes.map((each, index) => (index === idle ? 1 : each));
  const whole = new Node(node.op, node.inputs, { map: { ...map, sizes } }, node.shape);
  const rest = contracted(whole, at, taken, symbols);
  const count = (typeof size === "number" ? numberPiece : letterPiece)(sizeTex(size, symbols));
  return productPiece(count, rest, false);
}

/** The factors; of the only one, if it is a product entry by entry, the factors of that. */
function factorsOf(
  node: Node,
  map: IndexMap,
): { readonly node: Node; readonly indices: readonly (number | null)[] }[] {
  const factors = node.inputs.map((input, k) => ({ node: input, indices: map.inputs[k] ?? [] }));
  const [only] = factors;
  if (only === undefined || factors.length > 1 || map.output.length === only.indices.length) return factors;
  const isProduct = only.node.op.name === "mul" && only.node.attrs.name === undefined;
  const rank = only.node.shape.length;
  if (!isProduct || only.node.inputs.some(({ shape }) => shape.length !== rank)) return factors;
  return only.node.inputs.map((input) => ({ node: input, indices: only.indices }));
}

/** Ones, as a column, a row or a product of both; the identity matrix where an index of the output stands twice. */
function constantTensor({ output, sizes }: IndexMap): Piece {
  if (new Set(output).size < output.length) return letterPiece(tex`I`);
  return matrixForm([], output, sizes) ?? letterPiece(tex`\\mathbf{1}`);
}

/** The letters of indices. */
export const LETTERS = [..."ijkmnpqrstuv"].map(plainTex);

/** The entries in brackets, with sums over the indices that the result does not have. */
function byEntries(
  factors: readonly { readonly piece: Piece; readonly indices: readonly (number | null)[] }[],
  { output, sizes }: IndexMap,
  taken: (name: string) => boolean,
  symbols: Symbols,
): Piece {
  const free = LETTERS.filter((letter) => !taken(letter));
  const letter = (index: number | null): Tex =>
    index === null ? tex`1` : (free[index] ?? tex`i_{${index}}`);
  const entries = factors.map(({ indices, piece }) => {
    if (indices.length === 0) return atLeast(piece, Level.product).latex;
    const isLetter = piece.level === Level.atom && !/[_^]|\\frac/.test(piece.latex) && piece.ends !== "call";
    const base = isLetter ? piece.latex : tex`\\left(${piece.latex}\\right)`;
    return tex`${base}_{${tex.join(indices.map(letter))}}`;
  });
  const seen: number[] = [];
  const deltas = output.flatMap((index, axis) => {
    const isAgain = seen.includes(index);
    seen.push(index);
    if (!isAgain) return [];
    const [a, b] = [letter(index), letter(sizes.length + axis)];
    return [taken("\\delta") ? tex`[${a} = ${b}]` : tex`\\delta_{${a}${b}}`];
  });
  const names = output.map((index, axis) =>
    letter(output.indexOf(index) === axis ? index : sizes.length + axis),
  );
  const sums = sizes.flatMap((size, index) =>
    output.includes(index) || size === 1
      ? []
      : [tex`\\sum_{${letter(index)}=1}^{${sizeTex(size, symbols)}} `],
  );
  const body = tex`${tex.join(sums)}${tex.join([...entries, ...deltas], tex`\\,`)}`;
  if (names.length === 0) return { ...letterPiece(body), level: Level.product, open: true, tall: true };
  return { ...closedPiece(tex`\\left[${body}\\right]_{${tex.join(names)}}`, true), raised: true };
}

/** An operand of a smaller shape, repeated over a larger one: a column beside ones in a row, a vector as every row. */
export function repeatedPiece(piece: Piece, from: Shape, to: Shape): Piece {
  if (from.length === 0 || to.length !== 2) return piece;
  const ones = letterPiece(tex`\\mathbf{1}`);
  const [rows, columns] = from.length === 2 ? from : [1, from[0]];
  const isColumn = columns === 1 && to[1] !== 1;
  const isRow = rows === 1 && to[0] !== 1;
  if (isColumn === isRow) return piece; // as large as it is, or one number
  const row = from.length === 1 ? transposedPiece(piece) : piece;
  const [left, right] = isColumn ? [piece, transposedPiece(ones)] : [ones, row];
  return {
    ...letterPiece(tex`${atLeast(left, Level.power).latex}\\,${atLeast(right, Level.power).latex}`),
    level: Level.product,
    tall: piece.tall ?? false,
  };
}

/** Parts of tensors, counted from 1, and tensors put together from others. */
export function layoutPiece(node: Node, operands: readonly Piece[], symbols: Symbols = {}): Piece {
  const { axis = 0, start = 0, stop = 0 } = node.attrs;
  const [a] = operands as readonly [Piece];
  const rank = node.shape.length;
  switch (node.op.name) {
    case "slice": {
      const base = atLeast(a.raised || /_/.test(a.latex) ? { ...a, level: Level.sum } : a, Level.atom);
      const range = start + 1 === stop ? tex`${stop}:${stop}` : tex`${start + 1}:${stop}`;
      const places = node.shape.map((_, k) => (k === axis ? range : tex`:`));
      return { ...base, latex: tex`${base.latex}_{${tex.join(places, tex`,\\,`)}}`, raised: false };
    }
    case "concat":
      if (rank <= 2)
        return blocks(
          operands.map(({ latex }) => latex),
          axis,
        );
      return callPiece(tex`\\operatorname{concat}_{${axis + 1}}`, operands);
    case "pad": {
      const zeros = (count: number): Tex[] => (count === 0 ? [] : [tex`\\mathbf{0}_{${count}}`]);
      if (rank <= 2) return blocks([...zeros(start), a.latex, ...zeros(stop)], axis);
      return callPiece(tex`\\operatorname{pad}_{${axis + 1}:\\,${start}, ${stop}}`, operands);
    }
    default:
      return callPiece(tex`\\operatorname{reshape}_{${shapeTex(node.shape, symbols)}}`, operands);
  }
}

/** Blocks below each other along the first axis, side by side along the second. */
const blocks = (parts: readonly Tex[], axis: number): Piece =>
  closedPiece(
    tex`\\begin{bmatrix} ${tex.join(parts, axis === 0 ? tex` \\\\ ` : tex` & `)} \\end{bmatrix}`,
    true,
  );

/** Which axes a function reduces over, counted from 1; nothing if it is all of them. */
export function attributeIndex({ attrs, inputs, shape }: Node): Tex {
  if (attrs.axis !== undefined) return tex`_{${attrs.axis + 1}}`;
  const rank = inputs[0]?.shape.length ?? 0;
  if (attrs.axes === undefined || (attrs.axes.length === rank && shape.length === 0)) return tex``;
  return rank === 1
    ? tex``
    : tex`_{${tex.join(
        attrs.axes.map((axis) => tex`${axis + 1}`),
        tex`,`,
      )}}`;
}
