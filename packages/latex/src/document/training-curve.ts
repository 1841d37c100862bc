import { evaluate, type Node, type Value } from "@chainrule/graph";
import { curvesScene } from "@chainrule/plot";
import { filled, plainText } from "../language/language";
import type { Block } from "./model";
import { authorsName } from "./picture-names";
import { nameInline, ofRole, type Writing } from "./writing";

/** Fewer updates than this are all in the table. */
const FEWEST = 10;
/** About so many points of a curve are computed. */
const POINTS = 200;
/** More terms of the loss than this are not told apart: the loss is drawn alone. */
const MOST_CURVES = 6;
/** A curve that falls by more than this is drawn on a logarithmic axis. */
const LOGARITHMIC = 20;

/** The loss, and the terms it is the sum of, over the updates; nothing for a few updates. */
export function trainingCurve(
  writing: Writing,
  steps: (updates: number) => ReadonlyMap<Node, Value>,
  updates: number,
): Block[] {
  if (updates < FEWEST) return [];
  const { language, print } = writing;
  const all = ofRole(writing, "loss");
  const quantities = all.length > MOST_CURVES ? all.slice(-1) : all; // the loss itself is stated last
  const every = Math.ceil(updates / POINTS);
  const counts = [...Array.from({ length: Math.ceil(updates / every) }, (_, k) => k * every), updates];
  const nodes = quantities.map(({ expression }) => expression);
  const rows = counts.map((count) => evaluate(nodes, steps(count)) as number[]); // losses are scalars
  const values = rows.flat().filter(Number.isFinite);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const isLog = least > 0 && most > LOGARITHMIC * least;
  const caption = [
    ...filled(language, "trainingCurve", {
      quantities: quantities.map(({ symbol }) => nameInline(symbol, writing)),
      count: String(updates),
    }),
    ...(isLog ? [" ", ...filled(language, "logarithmicAxis")] : []),
  ];
  const scene = curvesScene(
    new Map(
      quantities.map(({ symbol }, k) => [
        authorsName(symbol, symbol, print.symbols),
        rows.map((row, i) => [counts[i], row[k]] as [number, number]), // as many of each
      ]),
    ),
    {
      language: language.code,
      log: isLog,
      x: plainText(filled(language, "updateCount")),
    },
  );
  return [{ kind: "picture", scene: { ...scene, title: plainText(caption) }, caption }];
}
