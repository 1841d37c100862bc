import { fromPython, type ReadFunction, toNumpy, toOnnx, toPytorch } from "@chainrule/code";
import { type Node, named, substituted, symbolsOf, type Value } from "@chainrule/graph";
import { seededRandom } from "@chainrule/nn";
import {
  classesOf,
  isInputName,
  isTargetName,
  type Network,
  outputsOf,
  quantitiesOf,
  symbolsIn,
} from "../network/network";
import { SourceError } from "../network/problem";
import type { ExportFormat } from "../protocol";
import { nameOf } from "./opened";

/* Code in other languages, read and written; a part of the worker that is loaded when it is needed. */

/** The first function of Python code that returns one number, as a network; symbols get values from a seed. @throws SourceError */
export function networkOfCode(text: string): Network {
  const functions = fromPython(text);
  const found = functions.findLast(
    ({ outputs, unread }) => unread.length === 0 && outputs[0]?.shape.length === 0,
  );
  if (found === undefined) throw new SourceError(whyNone(functions, text));
  const loss = withNames(found);
  const quantities = quantitiesOf(loss);
  const symbols = symbolsIn(quantities);
  fill(symbols);
  const parameters = symbols.filter((node) => !isInputName(node) && !isTargetName(node));
  const others = symbols.filter((node) => !parameters.includes(node));
  const targets = others.filter(isTargetName);
  const inputs = others.filter((node) => !isTargetName(node));
  const outputs = outputsOf(loss, inputs, targets);
  return {
    loss,
    quantities,
    parameters,
    inputs,
    targets,
    outputs,
    classes: classesOf(targets.length),
    rate: 0.1,
  };
}

function whyNone(functions: readonly ReadFunction[], text: string) {
  const [unread] = functions.flatMap((each) => each.unread);
  if (unread === undefined)
    return {
      from: 0,
      to: Math.max(1, text.indexOf("\n")),
      message:
        "a picture and a derivation need a function that returns one number, a loss; backward passes are audited",
    };
  const lines = text.split("\n");
  const from = lines.slice(0, unread.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const line = lines[unread.line - 1] ?? "";
  return { from: from + line.length - line.trimStart().length, to: from + line.length, message: unread.why };
}

/** What the code assigns becomes a definition; what it returns is called `E` where it has no name. */
function withNames({ outputs: [loss], values }: ReadFunction): Node {
  const entries = Object.entries(values).filter(([, node]) => node.attrs.cell === undefined);
  const taken = new Set(symbolsOf([loss as Node]).map(nameOf));
  let nodes: Node[] = [loss as Node, ...entries.map(([, node]) => node)];
  for (const [k, [name]] of entries.entries()) {
    const own = nodes[k + 1];
    if (taken.has(name) || own?.op.kind === "naming") continue;
    taken.add(name);
    nodes = substituted(nodes, (node) => (node === own ? named(node, name) : undefined));
  }
  const whole = nodes[0] as Node;
  return whole.attrs.name === undefined ? named(whole, taken.has("E") ? "loss" : "E") : whole;
}

/** Numbers between -1 and 1 from a seed, in hundredths. */
function fill(symbols: readonly Node[]): void {
  const random = seededRandom(1);
  const draw = (): number => Math.round(200 * random() - 100) / 100;
  for (const symbol of symbols) {
    const size = symbol.shape.reduce((total: number, each) => total * Number(each), 1);
    const value: Value =
      symbol.shape.length === 0
        ? draw()
        : { shape: symbol.shape.map(Number), data: Float64Array.from({ length: size }, draw) };
    symbol.set(value);
  }
}

/** A loss and its gradient as code. @throws ChainruleError for what the target does not have */
export function written(
  format: Extract<ExportFormat, "pytorch" | "numpy" | "onnx">,
  loss: Node,
  wrt: readonly Node[],
): string | Uint8Array<ArrayBuffer> {
  if (format === "pytorch") return toPytorch(loss, { wrt });
  return format === "numpy" ? toNumpy(loss, { wrt }) : new Uint8Array(toOnnx(loss, { wrt }));
}
