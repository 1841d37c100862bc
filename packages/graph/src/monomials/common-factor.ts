import * as exact from "../rational";
import type { NumberOf } from "../simplify/factor";
import { type Monomial, ONE, type Polynomial, type Power } from "./monomial";

/**
 * What all terms have in common, and the terms without it: numbers, scalars, and, where the same Kronecker deltas stand in
 * every term, these and entries too. Nothing is taken out of a single term, nor where nothing is common.
 */
export function factored(
  terms: Polynomial,
  numberOf: NumberOf,
): { readonly common: Monomial | undefined; readonly rest: Polynomial } {
  const [first, ...others] = terms;
  if (first === undefined || others.length === 0) return { common: undefined, rest: terms };
  const size = exact.absolute(first.coefficient);
  const isSameSize = others.every((term) => exact.isEqual(exact.absolute(term.coefficient), size));
  const coefficient = isSameSize ? size : exact.ONE;
  const pairs = deltaText(first);
  const isSameDelta = others.every((term) => deltaText(term) === pairs);
  const powers = first.powers.flatMap((power): Power[] => {
    if (power.at.some((index) => index !== null && first.bound.includes(index))) return [];
    if (power.at.length > 0 && !isSameDelta) return [];
    const exponents = [
      power.exponent,
      ...others.map((term) => matching(term, power, numberOf)?.exponent ?? 0),
    ];
    const shared = exponents.every((exponent) => exponent > 0)
      ? Math.min(...exponents)
      : exponents.every((exponent) => exponent < 0)
        ? Math.max(...exponents)
        : 0;
    return shared === 0 ? [] : [{ ...power, exponent: shared }];
  });
  const deltas = isSameDelta ? first.deltas : [];
  if (powers.length === 0 && deltas.length === 0 && exact.isOne(coefficient))
    return { common: undefined, rest: terms };
  const rest = terms.map((term) => ({
    ...term,
    coefficient: exact.times(term.coefficient, exact.inverse(coefficient)),
    deltas: isSameDelta ? [] : term.deltas,
    powers: term.powers.flatMap((power): Power[] => {
      const taken = powers.find((each) => isSame(each, power, numberOf))?.exponent ?? 0;
      return power.exponent === taken ? [] : [{ ...power, exponent: power.exponent - taken }];
    }),
  }));
  return { common: { ...ONE, coefficient, deltas, powers }, rest };
}

const isSame = (a: Power, b: Power, numberOf: NumberOf): boolean =>
  a.at.join(",") === b.at.join(",") && numberOf(a.base) === numberOf(b.base);

const matching = ({ powers }: Monomial, power: Power, numberOf: NumberOf): Power | undefined =>
  powers.find((each) => isSame(each, power, numberOf));

const deltaText = ({ deltas }: Monomial): string =>
  deltas
    .map((pair) => [...pair].sort((a, b) => a - b).join("="))
    .sort()
    .join(" ");
