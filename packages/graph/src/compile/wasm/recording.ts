import type { Arithmetic, ForeignName } from "../math/arithmetic";
import { foreign, numbers } from "../math/numbers";

/** What a recording consists of: inputs, constants and the operations of `Arithmetic`. */
export const primitives = [
  "input",
  "number",
  "add",
  "sub",
  "mul",
  "div",
  "min",
  "max",
  "neg",
  "abs",
  "sqrt",
  "withSign",
  "lt",
  "le",
  "eq",
  "and",
  "select",
  "power2",
  "exponent",
  "significand",
  "foreign",
  "rarely",
  "own",
] as const;
export type Primitive = (typeof primitives)[number];

const codes = Object.fromEntries(primitives.map((name, code) => [name, code])) as Readonly<
  Record<Primitive, number>
>; // fromEntries forgets the keys

const names = Object.keys(foreign) as readonly ForeignName[]; // the table's keys are its type's
/** Recordings have fewer values than this. */
const MOST = 2 ** 22;

/** A value of a recording: its position. */
export type Recorded = number;

type Binary = "add" | "sub" | "mul" | "div" | "min" | "max" | "withSign";
type Unary = "neg" | "abs" | "sqrt" | "power2" | "exponent" | "significand";

interface Comparison {
  readonly defined: Recorded;
  readonly holds: Recorded;
}

/**
 * Records what is computed as a list of values, each found once: equal operations on equal values are one value, and
 * operations on constants are computed now.
 */
export class Recording implements Arithmetic<Recorded, Recorded> {
  readonly primitive: Primitive[] = [];
  readonly operands: (readonly Recorded[])[] = [];
  /** The number of a constant, or which input this is. */
  readonly payload: number[] = [];
  readonly names: (ForeignName | undefined)[] = [];
  readonly #known = new Map<number, Recorded>();
  /** The first two operands of what has three, numbered. */
  readonly #pairs = new Map<number, number>();
  readonly #ofThree = new Map<number, Recorded>();
  readonly #constants = new Map<number, Recorded>();
  #minusZero: Recorded | undefined;
  readonly #inputs: (Recorded | undefined)[] = [];

  #push(primitive: Primitive, operands: readonly Recorded[], payload = 0, name?: ForeignName): Recorded {
    this.operands.push(operands);
    this.payload.push(payload);
    this.names.push(name);
    return this.primitive.push(primitive) - 1;
  }

  #numbered(primitive: Primitive, operands: readonly Recorded[], name?: ForeignName): Recorded {
    const { 0: a = 0, 1: b = 0, 2: c } = operands; // by index: no iterator
    const code = codes[primitive] + (name === undefined ? 0 : primitives.length * (1 + names.indexOf(name)));
    let [table, key] = [this.#known, (code * MOST + a) * MOST + b];
    if (c !== undefined) {
      const both = a * MOST + b;
      const pair = this.#pairs.get(both) ?? this.#pairs.size;
      this.#pairs.set(both, pair);
      [table, key] = [this.#ofThree, (code * MOST + pair) * MOST + c];
    }
    const known = table.get(key);
    if (known !== undefined) return known;
    const value = this.#push(primitive, operands, 0, name);
    table.set(key, value);
    return value;
  }

  #isNumber(value: Recorded): boolean {
    return this.primitive[value] === "number";
  }

  #is(value: Recorded, x: number): boolean {
    return this.#isNumber(value) && Object.is(this.payload[value], x);
  }

  #unary(primitive: Unary, a: Recorded): Recorded {
    if (this.#isNumber(a)) return this.number(numbers[primitive](this.payload[a] as number));
    return this.#numbered(primitive, [a]);
  }

  #binary(primitive: Binary, a: Recorded, b: Recorded): Recorded {
    if (this.#isNumber(a) && this.#isNumber(b)) {
      return this.number(numbers[primitive](this.payload[a] as number, this.payload[b] as number));
    }
    return this.#numbered(primitive, [a, b]);
  }

  #commutative(primitive: Binary, a: Recorded, b: Recorded): Recorded {
    return a <= b ? this.#binary(primitive, a, b) : this.#binary(primitive, b, a);
  }

  input(which: number): Recorded {
    const known = this.#inputs[which] ?? this.#push("input", [], which);
    this.#inputs[which] = known;
    return known;
  }

  number(x: number): Recorded {
    if (Object.is(x, -0)) {
      this.#minusZero ??= this.#push("number", [], x);
      return this.#minusZero;
    }
    const known = this.#constants.get(x) ?? this.#push("number", [], x);
    this.#constants.set(x, known);
    return known;
  }

  add(a: Recorded, b: Recorded): Recorded {
    return this.#commutative("add", a, b);
  }
  sub(a: Recorded, b: Recorded): Recorded {
    return this.#is(b, 0) ? a : this.#binary("sub", a, b);
  }
  mul(a: Recorded, b: Recorded): Recorded {
    if (this.#is(a, 1)) return b;
    if (this.#is(b, 1)) return a;
    return this.#commutative("mul", a, b);
  }
  div(a: Recorded, b: Recorded): Recorded {
    return this.#is(b, 1) ? a : this.#binary("div", a, b);
  }
  min(a: Recorded, b: Recorded): Recorded {
    return this.#commutative("min", a, b);
  }
  max(a: Recorded, b: Recorded): Recorded {
    return this.#commutative("max", a, b);
  }
  neg(a: Recorded): Recorded {
    return this.primitive[a] === "neg" ? (this.operands[a]?.[0] as Recorded) : this.#unary("neg", a);
  }
  abs(a: Recorded): Recorded {
    const bare = this.primitive[a] === "neg" ? (this.operands[a]?.[0] as Recorded) : a;
    return this.#unary("abs", bare);
  }
  sqrt(a: Recorded): Recorded {
    return this.#unary("sqrt", a);
  }
  withSign(a: Recorded, sign: Recorded): Recorded {
    return this.#binary("withSign", a, sign);
  }
  lt(a: Recorded, b: Recorded): Recorded {
    return this.#numbered("lt", [a, b]);
  }
  le(a: Recorded, b: Recorded): Recorded {
    return this.#numbered("le", [a, b]);
  }
  eq(a: Recorded, b: Recorded): Recorded {
    if (a === b) {
      const compared = this.#comparison(a);
      if (compared !== undefined) return compared.defined;
    }
    return this.#numbered("eq", a <= b ? [a, b] : [b, a]);
  }
  and(a: Recorded, b: Recorded): Recorded {
    if (this.#isTrue(a)) return b;
    if (a === b || this.#isTrue(b)) return a;
    return this.#numbered("and", a <= b ? [a, b] : [b, a]);
  }
  select(condition: Recorded, yes: Recorded, no: Recorded): Recorded {
    if (yes === no || this.#isTrue(condition)) return yes;
    const compared = this.#comparedWithZero(condition);
    if (compared !== undefined)
      return this.select(compared.defined, this.select(compared.holds, no, yes), no);
    const inner = this.operands[yes] as readonly Recorded[];
    if (this.primitive[yes] === "select" && inner[0] === condition)
      return this.select(condition, inner[1] as Recorded, no);
    return this.#numbered("select", [condition, yes, no]);
  }

  /** Whether it is a comparison of a number with itself. */
  #isTrue(condition: Recorded): boolean {
    const [a, b] = this.operands[condition] as readonly Recorded[];
    return (
      this.primitive[condition] === "eq" &&
      a === b &&
      this.#isNumber(a as Recorded) &&
      !this.#is(a as Recorded, Number.NaN)
    );
  }

  /** The parts of what comparisons give: 1 where it holds, 0 where it does not, NaN where it is not defined. */
  #comparison(value: Recorded): Comparison | undefined {
    if (this.primitive[value] !== "select") return undefined;
    const [defined, truth, otherwise] = this.operands[value] as readonly [Recorded, Recorded, Recorded];
    if (!this.#is(otherwise, Number.NaN) || this.primitive[truth] !== "select") return undefined;
    const [holds, one, zero] = this.operands[truth] as readonly [Recorded, Recorded, Recorded];
    return this.#is(one, 1) && this.#is(zero, 0) ? { defined, holds } : undefined;
  }

  /** The comparison, if it is asked whether one gave 0. */
  #comparedWithZero(condition: Recorded): Comparison | undefined {
    if (this.primitive[condition] !== "eq") return undefined;
    const [a, b] = this.operands[condition] as readonly [Recorded, Recorded];
    return this.#is(b, 0) ? this.#comparison(a) : this.#is(a, 0) ? this.#comparison(b) : undefined;
  }
  power2(k: Recorded): Recorded {
    return this.#unary("power2", k);
  }
  exponent(x: Recorded): Recorded {
    return this.#unary("exponent", x);
  }
  significand(x: Recorded): Recorded {
    return this.#unary("significand", x);
  }
  foreign(name: ForeignName, a: Recorded, b: Recorded): Recorded {
    return this.#numbered("foreign", [a, b], name);
  }
  /** A function that a user declared, by its position among those of a program. */
  own(which: number, operands: readonly Recorded[]): Recorded {
    return this.#push("own", operands, which);
  }
  rarely(condition: Recorded, name: ForeignName, a: Recorded, usual: Recorded): Recorded {
    return this.#numbered("rarely", [condition, a, usual], name);
  }
}
