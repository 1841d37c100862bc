import { type Proved, proves } from "@chainrule/check";
import {
  ChainruleError,
  checkOptions,
  concat,
  entryCount,
  type Node,
  reshape,
  sameShape,
} from "@chainrule/graph";
import { parsePython } from "../python/parse";
import type { Module, Place } from "../python/syntax";
import { nodeOf } from "../read/numbers";
import type { Claim } from "./claims";
import { type Counterexample, compared } from "./compare";
import { layersIn } from "./find-layers";
import { repairText, whyWrong } from "./finding";
import type { Layer } from "./layer";
import { type CodeRepair, firstWrong, repairOf, statementAt } from "./repair";
import { type Judged, type Settled, settled } from "./settle";

/** What an audit says of a line of code. */
export type CodeVerdict =
  | "proved"
  | "numerically equal"
  | "wrong"
  | "inherits"
  | "not checked"
  | "definition";

/** A line of a backward pass that gives a gradient its value, or hands gradients back. */
export interface CodeLine {
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly verdict: CodeVerdict;
  /** Why, in a sentence. */
  readonly because: string;
  /** The layer that it belongs to. */
  readonly layer: string;
  /** What is claimed there: the gradient by which quantity. */
  readonly of?: string;
  /** The line whose mistake this one inherits. */
  readonly inherits?: number;
  readonly counterexample?: Counterexample;
  readonly repair?: CodeRepair;
}

/** A forward pass with its backward pass, as an audit found them. */
export interface CodeLayer {
  readonly name: string;
  readonly line: number;
  /** Shapes that the code does not say and that were supposed: "x [3, 4]". */
  readonly supposed: readonly string[];
}

export interface CodeAudit {
  readonly lines: readonly CodeLine[];
  readonly layers: readonly CodeLayer[];
}

/**
 * Compares the backward passes of Python code with the gradients of its forward passes. The code is read, never run. Each line that
 * gives a gradient its value is proved, equal at points, wrong (with a point, and the change that mends it), or not checked, with what
 * could not be read.
 * @throws ChainruleError OPERAND for what is no text, TOO_LONG, TOO_DEEP
 * @example auditCode("def square(x):\n    return x * x\ndef square_backward(dout, x):\n    return 2 * x * dout\n").lines[0].verdict // "proved"
 */
export function auditCode(text: string, options: Readonly<Record<never, never>> = {}): CodeAudit {
  checkOptions(options, {}, "auditCode");
  const module = parsePython(text);
  const layers = layersIn(module);
  const found = layers.map((layer) => layerAudit(module, layer));
  return { lines: found.flatMap(({ lines }) => lines), layers: found.map(({ layer }) => layer) };
}

function layerAudit(
  module: Module,
  layer: Layer,
): { readonly lines: readonly CodeLine[]; readonly layer: CodeLayer } {
  const about = { name: layer.name, line: module.lineAt(layer.from) };
  try {
    const read = settled(module, layer);
    return { lines: linesOf(module, layer, read), layer: { ...about, supposed: read.quantities.shapes() } };
  } catch (error) {
    if (!(error instanceof ChainruleError)) throw error;
    const line = lineOf(module, layer, layer, "not checked", error.message);
    return { lines: [line], layer: { ...about, supposed: [] } };
  }
}

function lineOf(
  module: Module,
  layer: Layer,
  { from, to }: Place,
  verdict: CodeVerdict,
  because: string,
): CodeLine {
  const { lineAt, text } = module;
  const start = text.lastIndexOf("\n", from - 1) + 1;
  return {
    line: lineAt(from),
    column: from - start + 1,
    text: (text.slice(from, to).split("\n")[0] ?? "").trim(),
    verdict,
    because,
    layer: layer.name,
  };
}

function linesOf(module: Module, layer: Layer, read: Settled): CodeLine[] {
  const { judged, missing, ran, stopped } = read;
  if (stopped !== undefined) {
    const at = ran.returnsAt ?? layer;
    return [lineOf(module, layer, at, "not checked", `the forward pass was not read: ${stopped}`)];
  }
  const outputs = judged.filter(({ claim }) => claim.isOutput);
  const twice = (ran.twice ?? []).flatMap(({ at, node, own }): CodeLine[] => {
    const found = compared(own, node, read.draws);
    if (found.kind === "equal") return [];
    const isUnknown = found.kind === "unknown" || found.kind === "nowhere defined";
    return [
      lineOf(
        module,
        layer,
        at,
        isUnknown ? "not checked" : "wrong",
        "the forward rule does not compute the function",
      ),
    ];
  });
  const bad = outputs.filter(isWrong);
  const proofs = provedTogether(judged);
  if (bad.length === 0 && missing.length === 0) {
    const lines = judged.map((each) => rightLine(module, layer, each, proofs));
    return sorted([...twice, ...lines]);
  }
  return sorted([...twice, ...wrongLines(module, layer, read, proofs)]);
}

const isWrong = ({ found }: Judged): boolean =>
  found.kind === "different" || found.kind === "shape" || found.kind === "misfit";

/** How far claims that are equal at points are proved. */
type Proofs = ReadonlyMap<Judged, Proved>;

/** Proves claims in one go, as they share most of their graphs; one by one where that does not prove them. */
function provedTogether(judged: readonly Judged[]): Proofs {
  const pairs = judged.flatMap((each) => {
    if (each.found.kind !== "equal" || each.truth === undefined) return [];
    const claim = nodeOf(each.claim.value);
    return sameShape(claim.shape, each.truth.shape) ? [{ each, claim, truth: each.truth }] : [];
  });
  if (pairs.length === 0) return new Map();
  const joined = (nodes: readonly Node[]): Node =>
    concat(
      nodes.map((node) => reshape(node, [entryCount(node.shape as readonly number[])])), // the reader makes no symbolic sizes
      0,
    );
  const whole = proves(joined(pairs.map(({ claim }) => claim)), joined(pairs.map(({ truth }) => truth)));
  return new Map(
    pairs.map(({ claim, each, truth }) => [
      each,
      whole === "not proved" && pairs.length > 1 ? proves(claim, truth) : whole,
    ]),
  );
}

/** A claim that is right, not known, or a step whose name means something else. */
function rightLine(module: Module, layer: Layer, each: Judged, proofs: Proofs): CodeLine {
  const { claim, found } = each;
  const { variable } = claim;
  const line = (verdict: CodeVerdict, because: string): CodeLine => ({
    ...lineOf(module, layer, claim.at, verdict, because),
    of: variable,
  });
  if (found.kind === "unknown")
    return line("not checked", `line ${module.lineAt(found.at.from)}: ${found.why}`);
  if (found.kind === "nowhere defined")
    return line("not checked", `the gradient by ${variable} has no value at the points tried`);
  if (found.kind !== "equal")
    return line(
      "definition",
      `not the gradient of the output by ${variable}; what is returned does not need it to be`,
    );
  const proof = proofs.get(each) ?? "not proved";
  if (proof === "everywhere") return line("proved", `it is the gradient by ${variable}`);
  if (proof === "away from kinks")
    return line("proved", `it is the gradient by ${variable}, wherever there is one`);
  return line("numerically equal", `equal to the gradient by ${variable} at all points tried`);
}

/** The first line that is wrong, those that inherit from it, and what is right all the same. */
function wrongLines(module: Module, layer: Layer, read: Settled, proofs: Proofs): CodeLine[] {
  const { judged, missing } = read;
  const found = repairOf(module, layer, read);
  const wrong = judged.filter(isWrong);
  const outputs = wrong.filter(({ claim }) => claim.isOutput);
  const first = firstWrong(module, read);
  const repairAt = found === undefined ? undefined : statementAt(layer, found.repair.from);
  const swapped = swappedWith(outputs, read);
  const root: Place | undefined =
    repairAt ??
    (swapped === undefined ? undefined : outputs[0]?.claim.returned?.at) ??
    first?.claim.at ??
    missing[0]?.at;
  const rootLine = root === undefined ? undefined : module.lineAt(root.from);
  const lines: CodeLine[] = [];
  const still = new Set(found?.mended.filter(isWrong).map(({ claim }) => claim.variable));
  const mended = (claim: Claim): boolean => found !== undefined && !still.has(claim.variable);
  const isRoot = (at: Place): boolean => root !== undefined && at.from === root.from;
  const main = wrong.find(({ claim }) => isRoot(claim.at)) ?? outputs[0];
  if (root !== undefined && rootLine !== undefined) {
    const because = [
      swapped ?? (main === undefined ? missing[0]?.why : whyWrong(main, [], sizesOf(read))),
      ...(found === undefined ? [] : [repairText(found.repair)]),
    ];
    lines.push({
      ...lineOf(module, layer, root, "wrong", because.filter((each) => each !== undefined).join("; ")),
      ...(main !== undefined && { of: main.claim.variable }),
      ...(main?.found.kind === "different" && { counterexample: main.found.counterexample }),
      ...(found !== undefined && { repair: found.repair }),
    });
  }
  for (const each of judged) {
    const { claim } = each;
    if (isRoot(claim.at)) continue;
    if (!isWrong(each)) lines.push(rightLine(module, layer, each, proofs));
    else if (!claim.isOutput && claim.at.from < (root?.from ?? 0))
      lines.push(rightLine(module, layer, each, proofs));
    else if (
      mended(claim) ||
      !claim.isOutput ||
      (found === undefined && mentions(module, claim.at, main?.claim.label))
    ) {
      const inherits = rootLine as number; // something is wrong
      lines.push({
        ...lineOf(module, layer, claim.at, "inherits", `right, but for the mistake in line ${inherits}`),
        of: claim.variable,
        inherits,
      });
    } else
      lines.push({
        ...lineOf(module, layer, claim.at, "wrong", whyWrong(each, [], sizesOf(read))),
        of: claim.variable,
        ...(each.found.kind === "different" && { counterexample: each.found.counterexample }),
      });
  }
  for (const { at, why } of missing) if (!isRoot(at)) lines.push(lineOf(module, layer, at, "wrong", why));
  return lines;
}

/** Whether a statement uses a name. */
const mentions = ({ text }: Module, { from, to }: Place, name: string | undefined): boolean =>
  name !== undefined && /^[\w.]+$/.test(name) && new RegExp(`\\b${name}\\b`).test(text.slice(from, to));

/** Gradients that are right, each in the place of another. */
function swappedWith(outputs: readonly Judged[], { draws }: Settled): string | undefined {
  const places = outputs.filter(({ claim }) => claim.returned !== undefined);
  if (places.length < 2) return undefined;
  const isOf = (claim: Claim, truth: Judged["truth"]): boolean =>
    truth !== undefined && compared(claim.value, truth, draws).kind === "equal";
  const found = places.every(({ claim }) =>
    places.some((other) => other.claim !== claim && isOf(claim, other.truth)),
  );
  return found
    ? `gradients are returned in the wrong order: ${places.map(({ claim }) => `${claim.label} in the place of ${claim.variable}`).join(", ")}`
    : undefined;
}

const sizesOf = ({ ran }: Settled): number[] => [
  ...new Set(
    [...ran.inputs, ...ran.parameters].flatMap(({ node }) => (node?.shape ?? []) as readonly number[]),
  ), // the reader makes no symbolic sizes
];

/** In the order of the lines; a line that is judged twice has the graver verdict. */
function sorted(lines: readonly CodeLine[]): CodeLine[] {
  const gravity: readonly CodeVerdict[] = [
    "wrong",
    "inherits",
    "not checked",
    "numerically equal",
    "proved",
    "definition",
  ];
  const best = new Map<string, CodeLine>();
  for (const line of lines) {
    const key = `${line.line}:${line.column}`;
    const known = best.get(key);
    if (known === undefined || gravity.indexOf(line.verdict) < gravity.indexOf(known.verdict))
      best.set(key, line);
  }
  return [...best.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}
