/** How tightly a printed expression holds together; an operand that holds less than its place needs gets parentheses. */
export const Level = { sum: 1, product: 2, power: 3, atom: 4 } as const;
export type Level = (typeof Level)[keyof typeof Level];

/** What a printed expression begins or ends with; it decides what stands between two factors. */
export type Edge = "digit" | "letter" | "word" | "paren" | "call" | "fraction";

/** One summand of a sum with its sign, and those before it. */
export interface Summands {
  readonly before: Summands | undefined;
  readonly latex: string;
}

/** A printed expression with what its surroundings need to know. */
export interface Piece {
  readonly latex: string;
  readonly level: Level;
  readonly starts: Edge;
  readonly ends: Edge;
  /** Begins with a minus sign. */
  readonly negative?: boolean;
  /** Taller than a line, so that parentheses around it grow. */
  readonly tall?: boolean;
  /** Has something above right already: a power of it needs parentheses. */
  readonly raised?: boolean;
  readonly summands?: Summands;
  /** The rows of `cases`, for a choice that continues another. */
  readonly cases?: readonly string[];
}

export const letterPiece = (latex: string, extra: Partial<Piece> = {}): Piece => {
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
    raised: latex.includes("^") || edge === "fraction",
    ...extra,
  };
};

/** A number; with a minus sign or a power of ten it holds less together. */
export function numberPiece(latex: string): Piece {
  const negative = latex.startsWith("-");
  const level = negative ? Level.sum : latex.includes("\\cdot") ? Level.product : Level.atom;
  return { latex, level, starts: "digit", ends: "digit", negative, raised: latex.includes("^") };
}

export const parenthesised = ({ latex, tall }: Piece): string =>
  tall ? `\\left(${latex}\\right)` : `(${latex})`;

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
  const guarded = b.negative || (sign === "-" && b.level < Level.product) ? inParentheses(b) : b;
  const first: Summands = a.summands ?? { before: undefined, latex: a.latex };
  const inner = guarded === b && sign === "+" ? b.summands : undefined;
  const added = ` ${sign} ${guarded.latex}`;
  return {
    latex: `${a.latex}${added}`,
    level: Level.sum,
    starts: a.starts,
    ends: guarded.ends,
    negative: a.negative ?? false,
    tall: (a.tall ?? false) || (guarded.tall ?? false),
    summands:
      inner === undefined
        ? { before: first, latex: added.trimStart() }
        : { before: first, latex: added.trimStart() },
  };
}

export function negativePiece(x: Piece): Piece {
  const guarded = x.level < Level.product || x.negative ? inParentheses(x) : x;
  return {
    ...guarded,
    latex: `-${guarded.latex}`,
    level: Level.sum,
    negative: true,
    raised: false,
    summands: undefined as never,
  };
}

/** a b. Signs and sums get parentheses; `\cdot` stands where juxtaposition could be misread. */
export function productPiece(a: Piece, b: Piece, always: boolean): Piece {
  const left = a.level < Level.product && !(a.negative && isNegatedProduct(a)) ? inParentheses(a) : a;
  const right = b.level < Level.product || b.negative ? inParentheses(b) : b;
  const isSignedNumber =
    right !== b && b.starts === "digit" && b.negative === true && b.summands === undefined;
  const separator =
    always || isSignedNumber || needsDot(left.ends, right.starts)
      ? " \\cdot "
      : space(left.ends, right.starts);
  return {
    latex: `${left.latex}${separator}${right.latex}`,
    level: left.negative ? Level.sum : Level.product,
    starts: left.starts,
    ends: right.ends,
    negative: left.negative ?? false,
    tall: (left.tall ?? false) || (right.tall ?? false),
  };
}

/** A minus before a product or an atom: `-x y` needs no parentheses around `-x`. */
const isNegatedProduct = (piece: Piece): boolean => piece.summands === undefined;

function needsDot(end: Edge, start: Edge): boolean {
  return start === "digit" || (end === "fraction" && start === "fraction");
}

function space(end: Edge, start: Edge): string {
  if (end === "letter" && start === "letter") return " ";
  if (end === "digit" && (start === "letter" || start === "paren")) return start === "paren" ? "" : "\\,";
  if (end === "paren" && start === "paren") return "";
  return "\\,";
}

export const fractionPiece = (a: Piece, b: Piece): Piece => ({
  latex: `\\frac{${a.latex}}{${b.latex}}`,
  level: Level.atom,
  starts: "fraction",
  ends: "fraction",
  tall: true,
  raised: true,
});

export function powerPiece(base: Piece, exponent: string): Piece {
  const guarded = base.level < Level.atom || base.raised || base.ends === "call" ? inParentheses(base) : base;
  return {
    ...guarded,
    latex: `${guarded.latex}^{${exponent}}`,
    level: Level.power,
    raised: true,
    negative: false,
  };
}

/** f(x, y) */
export function callPiece(latex: string, operands: readonly Piece[]): Piece {
  const tall = operands.some((operand) => operand.tall);
  const list = operands.map((operand) => operand.latex).join(", ");
  const word = latex.startsWith("\\operatorname") || /^\\[a-z]{2,}/.test(latex);
  return {
    latex: `${latex}${tall ? `\\left(${list}\\right)` : `(${list})`}`,
    level: Level.atom,
    starts: word ? "word" : "letter",
    ends: "call",
    tall,
  };
}

/** The summands of a sum, each but the first with its sign in front; one entry for anything else. */
export function summandsOf(piece: Piece): string[] {
  const list: string[] = [];
  for (let at = piece.summands; at !== undefined; at = at.before) list.unshift(at.latex);
  return list.length === 0 ? [piece.latex] : list;
}
