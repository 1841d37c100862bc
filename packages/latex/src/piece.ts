import { type Tex, tex } from "./safe/tex";

/** How tightly a printed expression holds together; an operand that holds less than its place needs gets parentheses. */
export const Level = { choice: 0, sum: 1, product: 2, power: 3, atom: 4 } as const;
export type Level = (typeof Level)[keyof typeof Level];

/** What a printed expression begins or ends with; it decides what stands between two factors. */
export type Edge = "digit" | "letter" | "word" | "paren" | "bracket" | "call" | "fraction";

/** Pieces in a row as a tree, so that making one takes no time: what stands left, and what is joined to it by a sign. */
export interface Sequence {
  readonly left: Sequence | Piece;
  readonly sign: Tex;
  readonly right: Sequence | Piece;
}

/** The rows of a choice but for the last, and the value in the last one. */
export interface Choice {
  readonly rows: Tex;
  readonly otherwise: Tex;
}

/** A printed expression with what its surroundings need to know. */
export interface Piece {
  readonly latex: Tex;
  readonly level: Level;
  readonly starts: Edge;
  readonly ends: Edge;
  /** Begins with a minus sign. */
  readonly negative?: boolean;
  /** Taller than a line, so that parentheses around it grow. */
  readonly tall?: boolean;
  /** Ends in what a sign in front of it reaches over, as a sum does: a factor after it would be read as part of it. */
  readonly open?: boolean;
  /** Has something above right already: a power of it needs parentheses. */
  readonly raised?: boolean;
  readonly summands?: Sequence;
  readonly factors?: Sequence;
  /** For a choice that continues another in its last row. */
  readonly choice?: Choice;
  /** Of a transposed: what was transposed. */
  readonly turned?: Piece;
  /** A product entry by entry: another factor of that kind needs no parentheses. */
  readonly entrywise?: boolean;
  /** For a comparison: what stands between its brackets. */
  readonly condition?: Tex;
}

export const letterPiece = (latex: Tex, extra: Partial<Piece> = {}): Piece => {
  const edge: Edge = latex.startsWith("\\frac")
    ? "fraction"
    : /^\\(mathrm|text)/.test(latex)
      ? "word"
      : "letter";
  return {
    latex,
    level: Level.atom,
    starts: edge,
    ends: edge,
    tall: edge === "fraction",
    raised: /[\^']/.test(latex) || edge === "fraction",
    ...extra,
  };
};

/** A construction that closes itself: a root, a value between bars. */
export const closedPiece = (latex: Tex, tall: boolean): Piece => ({
  latex,
  level: Level.atom,
  starts: "letter",
  ends: "letter",
  tall,
});

/** A number; with a minus sign or a power of ten it holds less together. */
export function numberPiece(latex: Tex): Piece {
  const negative = latex.startsWith("-");
  const isPower = latex.includes("^");
  const level = negative
    ? Level.sum
    : latex.includes("\\cdot")
      ? Level.product
      : isPower
        ? Level.power
        : Level.atom;
  return { latex, level, starts: "digit", ends: "digit", negative, raised: isPower };
}

export const parenthesised = ({ latex, tall }: Piece): Tex =>
  tall ? tex`\\left(${latex}\\right)` : tex`(${latex})`;

const inParentheses = (piece: Piece): Piece => ({
  latex: parenthesised(piece),
  level: Level.atom,
  starts: "paren",
  ends: "paren",
  tall: piece.tall ?? false,
});

/** The piece as it stands where at least `level` is needed. */
export const atLeast = (piece: Piece, level: Level): Piece =>
  piece.level < level ? inParentheses(piece) : piece;

/** a + b or a - b. A summand that begins with a sign, and a subtracted sum, get parentheses. */
export function sumPiece(a: Piece, sign: "+" | "-", b: Piece): Piece {
  const between = sign === "+" ? tex`+` : tex`-`;
  const first = atLeast(a, Level.sum);
  const needed = sign === "-" ? Level.product : Level.sum;
  const second = b.negative ? inParentheses(b) : atLeast(b, needed);
  return {
    latex: tex`${first.latex} ${between} ${second.latex}`,
    level: Level.sum,
    starts: first.starts,
    ends: second.ends,
    negative: first.negative ?? false,
    tall: (first.tall ?? false) || (second.tall ?? false),
    summands: { left: first.summands ?? first, sign: between, right: second.summands ?? second },
  };
}

export function negativePiece(x: Piece): Piece {
  const { latex, starts, ends, tall } = x.negative ? inParentheses(x) : atLeast(x, Level.product);
  return { latex: tex`-${latex}`, level: Level.sum, starts, ends, tall: tall ?? false, negative: true };
}

/** a b. Signs and sums get parentheses; `\cdot` stands where juxtaposition could be misread. */
export function productPiece(a: Piece, b: Piece, always: boolean): Piece {
  const left = a.open ? inParentheses(a) : isNegatedProduct(a) ? a : atLeast(a, Level.product);
  const right = b.level < Level.product || b.negative ? inParentheses(b) : b;
  const isSignedNumber =
    right !== b && b.starts === "digit" && b.negative === true && b.summands === undefined;
  const separator: Tex =
    always || isSignedNumber || needsDot(left.ends, right.starts)
      ? tex` \\cdot `
      : space(left.ends, right.starts);
  return {
    latex: tex`${left.latex}${separator}${right.latex}`,
    level: left.negative ? Level.sum : Level.product,
    starts: left.starts,
    ends: right.ends,
    negative: left.negative ?? false,
    tall: (left.tall ?? false) || (right.tall ?? false),
    factors: { left: left.factors ?? left, sign: tex`\\cdot`, right: right.factors ?? right },
    open: right.open ?? false,
  };
}

/** A minus before a product or an atom: `-x y` needs no parentheses around `-x`. */
const isNegatedProduct = (piece: Piece): boolean => piece.negative === true && piece.summands === undefined;

/** Between fractions, and after a number, where 2 1/2 would read as two and a half. */
function needsDot(end: Edge, start: Edge): boolean {
  return start === "digit" || (start === "fraction" && (end === "fraction" || end === "digit"));
}

function space(end: Edge, start: Edge): Tex {
  if (end === "letter" && start === "letter") return tex` `;
  if (end === "digit" && (start === "letter" || start === "paren"))
    return start === "paren" ? tex`` : tex`\\,`;
  if (end === "bracket" || start === "bracket") return tex`\\,`;
  if (end === "paren" && start === "paren") return tex``;
  return tex`\\,`;
}

export const fractionPiece = (a: Piece, b: Piece): Piece => ({
  latex: tex`\\frac{${a.latex}}{${b.latex}}`,
  level: Level.atom,
  starts: "fraction",
  ends: "fraction",
  tall: true,
  raised: true,
});

export function powerPiece(base: Piece, exponent: Tex): Piece {
  const isOpen = base.level < Level.atom || base.raised || base.ends === "call";
  const guarded = isOpen ? inParentheses(base) : base;
  return {
    latex: tex`${guarded.latex}^{${exponent}}`,
    level: Level.power,
    starts: guarded.starts,
    ends: guarded.ends,
    raised: true,
    tall: guarded.tall ?? false,
  };
}

/** f(x, y) */
export function callPiece(latex: Tex, operands: readonly Piece[]): Piece {
  const tall = operands.some((operand) => operand.tall);
  const list = tex.join(
    operands.map((operand) => operand.latex),
    tex`, `,
  );
  const word = latex.startsWith("\\operatorname") || /^\\[a-z]{2,}/.test(latex);
  return {
    latex: tall ? tex`${latex}\\left(${list}\\right)` : tex`${latex}(${list})`,
    level: Level.atom,
    starts: word ? "word" : "letter",
    ends: "call",
    tall,
  };
}

/** The members of a sequence, each with the sign before it; the first has none. */
export function members(sequence: Sequence | Piece): { readonly sign: Tex; readonly piece: Piece }[] {
  const list: { readonly sign: Tex; readonly piece: Piece }[] = [];
  const pending: { readonly sign: Tex; readonly part: Sequence | Piece }[] = [
    { sign: tex``, part: sequence },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { sign, part } = next;
    if ("latex" in part) list.push({ sign, piece: part });
    else pending.push({ sign: tex`${part.sign} `, part: part.right }, { sign, part: part.left });
  }
  return list;
}

/** The summands of a sum, each but the first with its sign in front; one entry for anything else. */
export const summandsOf = (piece: Piece): Tex[] =>
  members(piece.summands ?? piece).map((summand) => tex`${summand.sign}${summand.piece.latex}`);
