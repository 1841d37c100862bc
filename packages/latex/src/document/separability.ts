import type { Comparison, Impossible, SeparabilityDerivation, Term, Unit } from "@chainrule/derive";
import { type Rational, rational } from "@chainrule/graph";
import { filled, type Inline, type Language } from "../language/language";
import { plainTex, type Tex, tex } from "../safe/tex";
import { nameTex, type Symbols } from "../symbol";
import type { Block, Document, Row } from "./model";
import { paragraph, section } from "./writing";

const { absolute, decimalText, isOne, negative, ONE, signOf } = rational;

const RELATIONS: Readonly<Record<Comparison["relation"], Tex>> = {
  "<": tex`<`,
  "<=": tex`\\le`,
  ">": tex`>`,
  ">=": tex`\\ge`,
};

/** Whether one threshold unit can tell two classes apart, as a document: conditions, then a unit or the contradiction. */
export function separabilityDocument(
  derivation: SeparabilityDerivation,
  language: Language,
  symbols: Symbols,
  title: string | undefined,
): Document {
  const { conclusion, conditions, inputs, labels, output, points, threshold, tie, weights } = derivation;
  const products = weights.map(
    (weight, k) => tex`${nameTex(weight, symbols)} ${nameTex(inputs[k] ?? weight, symbols)}`,
  ); // as many
  const [sum, limit, y] = [joined(products), nameTex(threshold, symbols), nameTex(output, symbols)];
  const [above, below] = tie === 1 ? ([">=", "<"] as const) : ([">", "<="] as const);
  const answers = tex`\\begin{cases} 1, & ${sum} ${RELATIONS[above]} ${limit} \\\\ 0, & ${sum} ${RELATIONS[below]} ${limit} \\end{cases}`;
  const tagOf = new Map(conditions.map(({ point }, k) => [point, `${k + 1}`]));
  const rows = conditions.map((condition): Row => {
    const label = labels[condition.point] ?? 0;
    return {
      ...comparisonRow(condition, symbols),
      reason: filled(language, "classOf", {
        point: { math: pointTex(points[condition.point] ?? []) },
        label: { math: tex`${y} = ${label}` },
      }),
      tag: `${tagOf.get(condition.point)}`,
    };
  });
  const intro =
    conditions.length < points.length
      ? [paragraph(filled(language, "conditionsNeeded", { count: `${points.length}` }))]
      : [];
  return {
    title: title === undefined ? filled(language, "separabilityTitle") : [title],
    language: language.code,
    blocks: [
      paragraph(filled(language, "unitAnswers")),
      { kind: "formulas", rows: [{ left: y, relation: tex`:=`, right: [answers] }] },
      section(language, "conditions"),
      paragraph(filled(language, "conditionsIntro")),
      ...intro,
      { kind: "formulas", rows },
      ...(conclusion.kind === "unit"
        ? unitBlocks(derivation, conclusion, language, symbols)
        : contradictionBlocks(conclusion, tagOf, language, symbols)),
    ],
  };
}

function contradictionBlocks(
  { mean, sums }: Impossible,
  tagOf: ReadonlyMap<number, string>,
  language: Language,
  symbols: Symbols,
): Block[] {
  const rows = sums.map(
    (sum): Row => ({
      ...comparisonRow(sum, symbols),
      reason: [
        sum.of.map(({ by, point }) => `${by === 1n ? "" : `${by} · `}(${tagOf.get(point)})`).join(" + "),
      ],
    }),
  );
  return [
    section(language, "contradiction"),
    paragraph(filled(language, "contradictionIntro")),
    { kind: "formulas", rows },
    paragraph(filled(language, "contradictionSays")),
    paragraph(filled(language, "commonMean", { point: { math: pointTex(mean) } })),
  ];
}

function unitBlocks(
  { inputs, labels, output, points, threshold, weights }: SeparabilityDerivation,
  unit: Unit,
  language: Language,
  symbols: Symbols,
): Block[] {
  const values = [...weights, threshold].map(
    (name, k): Inline => ({
      math: tex`${nameTex(name, symbols)} = ${rationalTex([...unit.weights, unit.threshold][k] ?? ONE)}`, // a value for each
    }),
  );
  const line = inputs.flatMap((of, k) => termOf(unit.weights[k], of));
  const net = tex`${joined(weights.map((weight, k) => tex`${nameTex(weight, symbols)} ${nameTex(inputs[k] ?? weight, symbols)}`))} - ${nameTex(threshold, symbols)}`;
  const equation = tex`${sumTex(line, symbols)} = ${rationalTex(unit.threshold)}`;
  return [
    section(language, "unitFound"),
    paragraph(filled(language, "unitFoundIntro", { values })),
    ...(line.length === 0
      ? []
      : [paragraph(filled(language, "unitBoundary", { equation: { math: equation } }))]),
    paragraph(filled(language, "rowByRow")),
    {
      kind: "table",
      header: [...inputs, undefined, output].map((name) => [
        { math: name === undefined ? net : nameTex(name, symbols) },
      ]),
      rows: points.map((point, row) => [
        ...point.map((each): Inline[] => [{ math: rationalTex(each) }]),
        [{ math: tex`${netTex(unit, point)} = ${rationalTex(unit.nets[row] ?? ONE)}` }], // one for each point
        [{ math: tex`${labels[row] ?? 0}` }],
      ]),
    },
  ];
}

const termOf = (coefficient: Rational | undefined, of: Term["of"]): Term[] =>
  coefficient === undefined || coefficient.n === 0n ? [] : [{ coefficient, of }];

/** `1 \cdot 0 + 1 \cdot 1 - 1.5` */
function netTex({ threshold, weights }: Unit, point: readonly Rational[]): Tex {
  const bracketed = (each: Rational): Tex =>
    signOf(each) < 0 ? tex`(${rationalTex(each)})` : rationalTex(each);
  const products = point.map((each, k) => {
    const weight = weights[k] ?? ONE; // one for each coordinate
    return tex`${k === 0 ? rationalTex(weight) : bracketed(weight)} \\cdot ${bracketed(each)}`;
  });
  const sign = signOf(threshold) < 0 ? tex`+` : tex`-`;
  return tex`${joined(products)} ${sign} ${rationalTex(absolute(threshold))}`;
}

const joined = (summands: readonly Tex[]): Tex => tex.join(summands, tex` + `);

const comparisonRow = ({ left, relation, right }: Comparison, symbols: Symbols): Row => ({
  left: sumTex(left, symbols),
  relation: RELATIONS[relation],
  right: [sumTex(right, symbols)],
});

/** `2 w_1 - w_2`; an empty sum is 0. */
function sumTex(terms: readonly Term[], symbols: Symbols): Tex {
  if (terms.length === 0) return tex`0`;
  return tex.join(
    terms.map(({ coefficient, of }, k) => {
      const isNegative = signOf(coefficient) < 0;
      const sign = k === 0 ? (isNegative ? tex`-` : tex``) : isNegative ? tex` - ` : tex` + `;
      const size = absolute(coefficient);
      return tex`${sign}${isOne(size) ? tex`` : tex`${rationalTex(size)} `}${nameTex(of, symbols)}`;
    }),
  );
}

const pointTex = (point: readonly Rational[]): Tex =>
  tex`(${tex.join(
    point.map((each) => rationalTex(each)),
    tex`, `,
  )})`;

const LONGEST_DECIMAL = 6;

/** A decimal of few places, else a fraction. */
function rationalTex(value: Rational): Tex {
  const decimal = decimalText(value, LONGEST_DECIMAL);
  if (decimal !== undefined) return plainTex(decimal);
  const size = signOf(value) < 0 ? negative(value) : value;
  return tex`${signOf(value) < 0 ? tex`-` : tex``}\\frac{${plainTex(`${size.n}`)}}{${plainTex(`${size.d}`)}}`;
}
