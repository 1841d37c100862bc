import type { Case, Numbers } from "../../workload";
import { sigmoid } from "../sigmoid";

/** The case that is no chain. */
export const LAYERS = "12 layers of 2";

/** What an algebra of formulas offers, for the formulas of this workload. */
export interface Algebra<T> {
  symbol(name: string): T;
  add(a: T, b: T): T;
  mul(a: T, b: T): T;
  sigmoid(a: T): T;
}

/**
 * `depth d`: sigmoid(w_d ... sigmoid(w_1 x + b_1) ... + b_d). The layers: two sigmoid units each, all connected; the output
 * is the sum of the last two. Wanted is the derivative by w_1.
 */
export function formula<T>({ label, size }: Case, { symbol, add, mul, sigmoid: f }: Algebra<T>): T {
  if (label !== LAYERS) {
    let h = symbol("x");
    for (let k = 1; k <= size; k++) h = f(add(mul(symbol(`w${k}`), h), symbol(`b${k}`)));
    return h;
  }
  let [p, q] = [symbol("x"), symbol("y")];
  for (let k = 0; k < size; k++) {
    const unit = (j: number): T => {
      const net = add(mul(symbol(`w${4 * k + 2 * j + 1}`), p), mul(symbol(`w${4 * k + 2 * j + 2}`), q));
      return f(add(net, symbol(`b${2 * k + j + 1}`)));
    };
    [p, q] = [unit(0), unit(1)];
  }
  return add(p, q);
}

/** The value of a symbol: such that the derivative neither vanishes nor explodes at any depth. */
export function valueAt({ label }: Case, name: string): number {
  if (name.startsWith("b")) return -2;
  if (name.startsWith("w")) return label === LAYERS ? 1.9 + 0.05 * (Number(name.slice(1)) % 5) : 4;
  return name === "x" ? 0.4 : 0.6;
}

/** A value with its derivative by w_1, carried forwards. */
type Dual = readonly [value: number, derivative: number];

export function expected(size: Case): Numbers {
  const [, derivative] = formula<Dual>(size, {
    symbol: (name) => [valueAt(size, name), name === "w1" ? 1 : 0],
    add: ([a, da], [b, db]) => [a + b, da + db],
    mul: ([a, da], [b, db]) => [a * b, da * b + a * db],
    sigmoid: ([a, da]) => [sigmoid(a), sigmoid(a) * (1 - sigmoid(a)) * da],
  });
  return [derivative];
}

/** The formula as text for computer algebra, all symbols written out. */
export const text = (size: Case): string =>
  formula<string>(size, {
    symbol: (name) => name,
    add: (a, b) => `${a}+${b}`,
    mul: (a, b) => `${a}*${b}`,
    sigmoid: (a) => `1/(1+exp(-(${a})))`,
  });

/** Every symbol of the formula with its value. */
export function scopeOf(size: Case): Map<string, number> {
  const scope = new Map<string, number>();
  formula<undefined>(size, {
    symbol: (name) => {
      scope.set(name, valueAt(size, name));
      return undefined;
    },
    add: () => undefined,
    mul: () => undefined,
    sigmoid: () => undefined,
  });
  return scope;
}
