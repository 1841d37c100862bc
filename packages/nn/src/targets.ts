import {
  ChainruleError,
  type Name,
  type NestedNumbers,
  Node,
  nameText,
  scalar,
  shapeText,
  shown,
  type TensorValue,
  tensor,
} from "@chainrule/graph";
import { checkFinite, checkScalarNode, type ScalarParameter } from "./parameter";

/** What a loss takes as outputs: a list of scalars, or a tensor, alone or as the only entry of a list. */
export type Outputs = Node | readonly Node[];

/** What a loss takes as targets: numbers or nodes of the shape of the outputs. */
export type Targets = number | readonly ScalarParameter[] | NestedNumbers | TensorValue | Node;

/** The tensor that is alone in a list, as `outputs` of a network over tensors has it; anything else as it is. */
export function loneTensor(outputs: Outputs): Outputs {
  const only: unknown = Array.isArray(outputs) && outputs.length === 1 ? outputs[0] : undefined;
  return only instanceof Node && only.shape.length > 0 ? only : outputs;
}

/**
 * Names for one thing of each output, such as its target or its error: `target_o1` for `out_o1`. Outputs whose names tell
 * too little are numbered; a single one needs no number.
 */
export function namesBesides(outputs: readonly Node[], base: string): string[] {
  const texts = outputs.map(({ name }) => nameText({ ...endingOf(name), kind: "symbol", base }));
  const telling = new Set(texts).size === texts.length;
  return telling ? texts : outputs.map((_, k) => `${base}_${k + 1}`);
}

/** What a name ends in: the `o1` of `out_o1`. */
function endingOf(name: Name | undefined): { readonly sub: string; readonly sup: string } {
  return name?.kind === "symbol" && name.sub !== "" ? name : { sub: "", sup: "" };
}

/**
 * Targets of scalar outputs as nodes: nodes as they are, numbers as symbols `target_o1, target_o2, ...` named after the
 * outputs `out_o1, out_o2, ...`.
 * @throws ChainruleError SHAPE when their number is another, NUMBER when one is not finite, OPERAND, OPTION
 * @example targets(network.outputs, [0.01, 0.99])
 */
export function targets(
  outputs: readonly Node<number>[],
  values: readonly ScalarParameter[],
  name?: (k: number) => string,
): Node<number>[] {
  return scalarTargets(outputs, values, name);
}

/** The same for whatever a caller handed over. */
export function scalarTargets(
  outputs: readonly Node<number>[],
  values: unknown,
  name: ((k: number) => string) | undefined,
): Node<number>[] {
  checkOutputs(outputs);
  if (!Array.isArray(values) || values.length !== outputs.length) {
    throw new ChainruleError("SHAPE", "one target for each output", {
      where: "targets",
      got: shown(values),
      expected: `${outputs.length}`,
    });
  }
  const usual = namesBesides(outputs, "target");
  return values.map((value: unknown, k) => {
    const text = name?.(k + 1) ?? (usual[k] as string); // one name for each
    return value instanceof Node ? checkScalarNode(value, text) : scalar(text, checkFinite(value, text));
  });
}

/** @throws ChainruleError OPERAND, OPTION, SHAPE */
function checkOutputs(outputs: unknown): void {
  if (!Array.isArray(outputs) || !outputs.every((output) => output instanceof Node)) {
    throw new ChainruleError("OPERAND", "outputs are nodes, or one node", {
      where: "loss",
      got: shown(outputs),
      mend: "Numbers become a node with tensor(name, numbers)",
    });
  }
  if (outputs.length === 0) throw new ChainruleError("OPTION", "at least one output", { where: "loss" });
  for (const output of outputs) checkScalarNode(output, "loss");
}

/**
 * The target of a tensor output as a node of the same shape: a node as it is, numbers as a symbol, of which `declared` holds.
 * @throws ChainruleError SHAPE, NUMBER (naming row and column), OPERAND
 */
export function tensorTarget(
  output: Node,
  given: unknown,
  name: string,
  declared: { readonly sumsTo?: number } = {},
): Node {
  // tensor() refuses what holds no numbers
  const target = given instanceof Node ? given : tensor(name, given as NestedNumbers | TensorValue, declared);
  if (shapeText(target.shape) !== shapeText(output.shape)) {
    throw new ChainruleError("SHAPE", "targets have another shape than the outputs", {
      where: name,
      got: shapeText(target.shape),
      expected: shapeText(output.shape),
    });
  }
  if (!(given instanceof Node)) checkEntries(target.value as TensorValue, name); // the shape has axes
  return target;
}

function checkEntries({ shape, data }: TensorValue, where: string): void {
  const columns = shape[shape.length - 1] ?? 1;
  data.forEach((entry, k) => {
    const row = shape.length > 1 ? `[${Math.floor(k / columns)}]` : "";
    checkFinite(entry, `${where}${row}[${k % columns}]`);
  });
}
