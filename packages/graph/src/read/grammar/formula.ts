import { numberIn } from "../number-in";
import type { Factor, RelationSign, Term, Tree } from "../tree";
import { atPoint, isAtPoint } from "./at-point";
import { bigHead, bigOperatorAt } from "./big-operator";
import type { Cursor } from "./cursor";
import { differentialQuotient, differentialsIn, orderOfD } from "./derivative";
import { around, closes, missing, negated } from "./grammar";
import { operand } from "./operand";
import { derivativeHead, isDerivativeOperator } from "./operator";
import type { Parsing, Request } from "./request";
import { productSigns, relationSigns } from "./signs";
import type { Token } from "./token";

/*
 * The grammar of formulas. Each pair of brackets is read by a generator of its own, and the generators are run one inside
 * the other without recursion, so no formula is too deep. What has two readings is refused with what to type.
 */

/**
 * Reads what stands at the cursor: a "formula" up to where it ends, a "side" up to a relation at the most, a "term" up to a plus
 * or minus, or one "operand".
 * @throws ChainruleError SYNTAX, REFUSED
 */
export function parsed(cursor: Cursor, request: Request): Tree {
  const frames: Parsing[] = [started(cursor, request)];
  let answer: Tree | undefined;
  for (;;) {
    const top = frames[frames.length - 1] as Parsing;
    const step = top.next(answer as Tree); // the first next of a generator takes nothing
    if (!step.done) {
      frames.push(started(cursor, step.value));
      answer = undefined;
      continue;
    }
    frames.pop();
    if (frames.length === 0) return step.value;
    answer = step.value;
  }
}

const started = (cursor: Cursor, request: Request): Parsing =>
  request === "operand" ? operand(cursor) : formula(cursor, request);

/** A product that is being read; the ones above it on the stack are bodies of sums. */
interface OpenProduct {
  /** What stands before, joined by ⊙. */
  readonly entrywise: Tree[];
  factors: Factor[];
  /** The sum or extremum that this is the body of. */
  readonly over?: { readonly sign: Factor["sign"]; readonly make: (body: Tree) => Tree };
  negative: boolean;
}

const openProduct = (over?: OpenProduct["over"]): OpenProduct =>
  over === undefined
    ? { entrywise: [], factors: [], negative: false }
    : { entrywise: [], factors: [], negative: false, over };

const productOf = (factors: readonly Factor[]): Tree => {
  const [first] = factors as readonly [Factor];
  if (factors.length === 1) return first.tree;
  return { kind: "product", factors, ...around(factors.map(({ tree }) => tree)) };
};

/** Sums, products and relations up to a closing bracket, a separator or the end, or as far as was requested. */
function* formula(cursor: Cursor, request: Exclude<Request, "operand">): Parsing {
  const sides: Tree[] = [];
  const signs: RelationSign[] = [];
  let terms: Term[] = [];
  let termSign: Term["sign"] = "+";
  let termStart = cursor.here().start;
  let stack = [openProduct()];
  let expected = true; // an operand must follow
  let joint: Factor["sign"] = "";
  let minuses: Token[] = []; // between an operator and its operand

  let leading: Token[] = []; // further minuses before a term: a - -b
  const withSigns = (tree: Tree, signs: readonly Token[]): Tree =>
    signs.reduceRight((inner, { start }) => negated(inner, start), tree);
  const top = (): OpenProduct => stack[stack.length - 1] as OpenProduct;
  const closed = (product: OpenProduct): Tree => {
    const last = productOf(product.factors);
    const parts = [...product.entrywise, last];
    const tree: Tree = parts.length === 1 ? last : { kind: "entrywise", factors: parts, ...around(parts) };
    return product.negative ? negated(tree, tree.start) : tree;
  };
  const finishBodies = (): void => {
    if (expected) throw missing(cursor);
    while (stack.length > 1) {
      const inner = stack.pop() as OpenProduct;
      const { over } = inner;
      if (over !== undefined) top().factors.push({ sign: over.sign, tree: over.make(closed(inner)) });
    }
  };
  const finishTerm = (): void => {
    finishBodies();
    terms.push({ sign: termSign, tree: withSigns(closed(top()), leading) });
    stack = [openProduct()];
    leading = [];
  };
  const finishSide = (): void => {
    finishTerm();
    const [only] = terms;
    const isPlain = terms.length === 1 && only?.sign === "+";
    sides.push(
      isPlain && only !== undefined
        ? only.tree
        : { kind: "sum", terms, start: termStart, end: terms[terms.length - 1]?.tree.end ?? termStart },
    );
    terms = [];
    termSign = "+";
  };

  for (let token = cursor.peek(); token !== undefined && !closes(cursor, expected); token = cursor.peek()) {
    const relation = token.kind === "sign" ? relationSigns.get(token.text) : undefined;
    if (cursor.is("{") && cursor.is("}", 1))
      cursor.at += 2; // it only keeps signs apart
    else if (relation !== undefined) {
      if (request !== "formula") break;
      finishSide();
      cursor.take();
      signs.push(relation);
      [expected, joint, termStart] = [true, "", cursor.here().start];
    } else if (cursor.is("+") || cursor.is("-")) {
      if (request === "term" && !expected) break;
      const isMinus = cursor.take().text === "-";
      const product = top();
      const isBody = stack.length > 1 && product.factors.length === 0 && product.entrywise.length === 0;
      if (!expected) {
        finishTerm();
        [termSign, expected, joint] = [isMinus ? "-" : "+", true, ""];
      } else if (isMinus && (joint !== "" || cursor.front.isCode)) minuses.push(token);
      else if (isMinus && isBody) product.negative = !product.negative;
      else if (isMinus && terms.length === 0 && termSign === "+") termSign = "-";
      else if (isMinus) leading.push(token);
    } else if (token.kind === "sign" && productSigns.has(token.text)) {
      if (expected) throw missing(cursor);
      joint = productSigns.get(cursor.take().text) as Factor["sign"]; // looked at just now
      expected = true;
    } else if (!expected && isAtPoint(cursor)) {
      finishBodies();
      const product = top();
      const body = productOf(product.factors); // nothing is expected any more: there is one at least
      product.factors = [{ sign: product.factors[0]?.sign ?? "", tree: yield* atPoint(cursor, body) }];
    } else if (cursor.is("⊙") || cursor.is("∘")) {
      if (expected) throw missing(cursor);
      cursor.take();
      const product = top();
      product.entrywise.push(productOf(product.factors));
      product.factors = [];
      [expected, joint] = [true, ""];
    } else {
      const big = bigOperatorAt(cursor);
      const isOperator = big === undefined && isDerivativeOperator(cursor);
      const head = isOperator ? yield* derivativeHead(cursor) : big && (yield* bigHead(cursor, big));
      if (typeof head === "function") {
        stack.push(openProduct({ sign: joint, make: head }));
        [expected, joint] = [true, ""];
        continue;
      }
      const factors = top().factors;
      const isJoined = !expected;
      const next = head === undefined ? yield* operand(cursor) : head;
      if (isJoined && addBelow(factors, next)) continue;
      if (isJoined) checkProduct(cursor, factors, next);
      addFactor(factors, joint, withSigns(next, minuses));
      [expected, joint, minuses] = [false, "", []];
    }
  }
  finishSide();
  const tree: Tree =
    sides.length === 1 ? (sides[0] as Tree) : { kind: "relation", sides, signs, ...around(sides) };
  return request === "formula" && cursor.is("?") ? yield* choice(cursor, tree) : tree;
}

/** c ? a : b */
function* choice(cursor: Cursor, condition: Tree): Parsing {
  const sign = cursor.take();
  const value = yield "formula";
  if (!cursor.is(":"))
    throw cursor.refuse("SYNTAX", "this ? has no :", sign, { expected: "condition ? a : b" });
  cursor.take();
  const otherwise = yield "formula";
  const rows = [{ value, condition }, { value: otherwise }];
  return { kind: "cases", rows, start: condition.start, end: otherwise.end };
}

/** Adds a factor; a differential divided by another is a derivative. */
function addFactor(factors: Factor[], sign: Factor["sign"], tree: Tree): void {
  for (const count of sign === "/" ? [1, 2] : []) {
    const above = factors.slice(-count);
    const quotient = above.length === count ? quotientOf(above, tree) : undefined;
    if (quotient === undefined) continue;
    factors.splice(-count, count, { sign: above[0]?.sign ?? "", tree: quotient });
    return;
  }
  factors.push({ sign, tree });
}

/** ∂²E/∂w∂x: a differential after one below the line stands below it too. */
function addBelow(factors: Factor[], next: Tree): boolean {
  const [above, below] = factors.slice(-2);
  const isSecond =
    above !== undefined &&
    below?.sign === "/" &&
    next.kind === "differential" &&
    differentialsIn(below.tree, 1)?.symbol === next.symbol &&
    above.tree.kind === "differential";
  if (!isSecond) return false;
  const parts = below.tree.kind === "product" ? below.tree.factors : [{ ...below, sign: "" as const }];
  const whole = productOf([...parts, { sign: "", tree: next }]);
  factors.pop();
  addFactor(factors, "/", whole);
  return true;
}

/** dE/dw; of two factors above the line, d²E/dw². */
function quotientOf(above: readonly Factor[], tree: Tree): Tree | undefined {
  const [first, of] = above;
  if (first === undefined) return undefined;
  if (of !== undefined && (of.sign !== "" || (orderOfD(first.tree) ?? 1) === 1)) return undefined;
  const whole = [{ ...first, sign: "" as const }, ...above.slice(1)];
  const factors: Factor[] = [...whole, { sign: "/", tree }];
  const plain: Tree = { kind: "product", factors, start: first.tree.start, end: tree.end };
  return differentialQuotient(productOf(whole), tree, plain);
}

/** Two factors side by side: a product, where nothing else could be meant. */
function checkProduct(cursor: Cursor, factors: readonly Factor[], next: Tree): void {
  const before = factors[factors.length - 1];
  if (before === undefined) return;
  if (next.kind === "number") {
    throw cursor.refuse(
      before.tree.kind === "number" ? "SYNTAX" : "REFUSED",
      before.tree.kind === "number"
        ? "two numbers side by side"
        : "a number after a factor needs a sign before it",
      next,
      {
        got: cursor.text.slice(before.tree.start, next.end),
        mend: `Write ${cursor.front.examples.times} between them`,
      },
    );
  }
  // only a whole number stands before the fraction of a mixed one: 1 1/2, but not 0.5 1/2
  const isWhole = before.tree.kind === "number" && Number.isInteger(before.tree.value);
  if (isWhole && isNumericFraction(next)) {
    throw cursor.refuse("REFUSED", "a number before a fraction could be a mixed number or a product", next, {
      got: cursor.text.slice(before.tree.start, next.end),
      mend: `Write ${cursor.front.examples.times} between them`,
    });
  }
  const isOpenPower = cursor.front.isCode && hasBareExponent(before.tree);
  if (isOpenPower) {
    throw cursor.refuse("REFUSED", "a product without a sign after a power has two readings", next, {
      got: cursor.text.slice(before.tree.start, next.end),
      mend: `Write ${cursor.front.examples.times} between them, or parentheses around the exponent`,
    });
  }
  if (before.sign === "/" && before.tree.kind !== "derivative" && !isTight(cursor, before.tree, next)) {
    const got = cursor.text.slice(before.tree.start, next.end);
    throw cursor.refuse("REFUSED", "a product without a sign after / has two readings", next, {
      got: `/ ${got}`,
      mend: cursor.front.examples.quotient,
    });
  }
}

/** 1/m x is (1/m) x: a sign without spaces binds before what a space sets apart. */
const isTight = ({ text }: Cursor, below: Tree, next: Tree): boolean =>
  text[below.start - 1] === "/" &&
  /\S/.test(text[below.start - 2] ?? " ") &&
  next.start > below.end &&
  /\s/.test(text[below.end] ?? "");

/** 2^3 or x^3: what follows without a sign could belong to the exponent. */
function hasBareExponent(tree: Tree): boolean {
  const exponent =
    tree.kind === "power"
      ? tree.exponent
      : tree.kind === "name" && tree.name.sup?.loose
        ? tree.name.sup.formula
        : undefined;
  return exponent !== undefined && numberIn(exponent) !== undefined;
}

const isNumericFraction = (tree: Tree): boolean =>
  tree.kind === "fraction" && tree.above.kind === "number" && tree.below.kind === "number";
