import type { Expression, Place } from "../../python/syntax";
import type { Edit, Surroundings } from "./edit";
import { asFactor } from "./written";

/** Changes around something that is a gradient or a term of one. */
export function aroundTerm(term: Expression, around: Surroundings): Edit[] {
  const { library, names, text } = around;
  const own = asFactor(term, text);
  const place = { from: term.from, to: term.to };
  const sum = (axis: string, keeps: boolean): string =>
    library === "torch"
      ? `${own}.sum(${axis}${keeps ? ", keepdim=True" : ""})`
      : `${own}.sum(axis=${axis}${keeps ? ", keepdims=True" : ""})`;
  return [
    { ...place, text: `-${own}`, kind: "sign", cost: 1.5 },
    { ...place, text: `2 * ${own}`, kind: "factor", cost: 2 },
    { ...place, text: `0.5 * ${own}`, kind: "factor", cost: 2 },
    { ...place, text: `3 * ${own}`, kind: "factor", cost: 4 },
    ...(around.isLarge ? counts(own, place, around) : []),
    { ...place, text: `${own}.T`, kind: "transpose", cost: 2 },
    ...["0", "1", "-1", "(0, 1)", "(0, 2)", "(0, 2, 3)"].flatMap((axis): Edit[] =>
      [false, true].map((keeps) => ({
        ...place,
        text: sum(axis, keeps),
        kind: "reduction",
        cost: 2 + Number(keeps),
      })),
    ),
    ...around.terms
      .filter((name) => name !== own)
      .map((name): Edit => ({ ...place, text: `${own} + ${name}`, kind: "missing term", cost: 5 })),
    ...names.flatMap((name): Edit[] => [
      { ...place, text: `${own} * (${name} > 0)`, kind: "missing factor", cost: 7 },
      { ...place, text: `${own} * ${name}`, kind: "missing factor", cost: 4 },
      { ...place, text: `${own} / ${name}`, kind: "missing factor", cost: 5 },
      { ...place, text: `${own} * (1 - ${name})`, kind: "missing factor", cost: 6 },
      { ...place, text: `${own} * ${name} ** 2`, kind: "missing factor", cost: 7 },
      { ...place, text: `${own} / ${name} ** 2`, kind: "missing factor", cost: 7 },
    ]),
  ];
}

/** A gradient over a number of entries. */
const counts = (own: string, place: Place, { library, names }: Surroundings): Edit[] =>
  names.flatMap((name) =>
    [".shape[0]", ".shape[1]", library === "torch" ? ".numel()" : ".size"].map(
      (count): Edit => ({ ...place, text: `${own} / ${name}${count}`, kind: "missing factor", cost: 4 }),
    ),
  );
