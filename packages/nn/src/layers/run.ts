import { ChainruleError, Node, shown } from "@chainrule/graph";
import type { Block, Model, Part, Plan } from "./model";

/* How a block becomes a part of a network. */

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
const isPlan = (block: unknown): block is Plan =>
  isObject(block) && "make" in block && typeof block.make === "function";
const isModel = (block: unknown): block is Model =>
  isObject(block) && "apply" in block && typeof block.apply === "function";

/** @throws ChainruleError OPERAND */
export function checkBlock(block: unknown, where: string): Block {
  if (isPlan(block) || isModel(block)) return block;
  if (typeof block === "function") return block as Block; // what it returns is looked at
  throw new ChainruleError("OPERAND", "a layer is a plan, a model or a function", {
    where,
    got: shown(block),
    mend: 'Layers without an input, such as dense({ units: 4 }), functions of a node, and objects with "apply"',
  });
}

/** What a block makes of an input. @throws ChainruleError OPERAND for one that returns no node */
export function run(block: Block, x: Node, place: string, where: string): Part {
  if (isPlan(block)) return block.make(x, place);
  if (isModel(block)) return ofModel(block, x, where);
  const made: unknown = block(x);
  if (isPart(made)) return made;
  const output = nodeOf(made, where);
  const apply = (other: Node): Part => run(block, other, place, where);
  return { kind: functionName(block, output, x), output, parameters: [], apply };
}

/** What a summary calls a plain function: the operation, if it is one, or the function's name. */
function functionName(block: { readonly name: string }, { inputs, op }: Node, x: Node): string {
  if (inputs.length === 1 && inputs[0] === x) return op.name;
  return block.name === "" ? "function" : block.name;
}

function ofModel(model: Model, x: Node, where: string): Part {
  const made: unknown = model.apply(x);
  const kind = "kind" in model && typeof model.kind === "string" ? model.kind : model.constructor.name;
  const apply = (other: Node): Part => ofModel(model, other, where);
  if (!isPart(made)) return { kind, output: nodeOf(made, where), parameters: model.parameters, apply };
  return { kind, ...made, parameters: [...new Set([...model.parameters, ...made.parameters])], apply };
}

const isPart = (made: unknown): made is Part =>
  isObject(made) &&
  "output" in made &&
  made.output instanceof Node &&
  "parameters" in made &&
  Array.isArray(made.parameters);

/** @throws ChainruleError OPERAND unless it is a network over tensors: `{ output, parameters }` */
export function checkPart(part: unknown, where: string): Part {
  if (isPart(part)) return part;
  throw new ChainruleError("OPERAND", "a network has an output and parameters", {
    where,
    got: shown(part),
    mend: "Give what dense, mlp, sequential or another layer returned",
  });
}

/** @throws ChainruleError OPERAND */
function nodeOf(made: unknown, where: string): Node {
  if (made instanceof Node) return made;
  throw new ChainruleError("OPERAND", "a layer returned no node", {
    where,
    got: shown(made),
    expected: "a node, or { output, parameters }",
  });
}

/** The same part on another input. @throws ChainruleError OPERAND for one that cannot be applied again */
export function again(part: Part, x: Node, where: string): Part {
  if (part.apply === undefined) {
    throw new ChainruleError("OPERAND", "a layer with parameters cannot be applied again", {
      where,
      got: part.kind ?? "a part without apply",
      mend: "Return its apply(x) beside output and parameters, or give an object with parameters and apply",
    });
  }
  const made = part.apply(x);
  return made instanceof Node ? { ...part, output: made } : made;
}

/** What several parts have together: each symbol once. */
export function joined(parts: readonly Part[]): Omit<Part, "output"> & { readonly fixed: readonly Node[] } {
  const parameters = [...new Set(parts.flatMap((part) => part.parameters))];
  const fixed = [...new Set(parts.flatMap((part) => part.fixed ?? []))];
  return {
    parameters: Object.freeze(parameters),
    fixed: Object.freeze(fixed.filter((node) => !parameters.includes(node))),
    trainingOnly: Object.freeze(parts.flatMap((part) => part.trainingOnly ?? [])),
    updates: Object.freeze([...new Set(parts.flatMap((part) => part.updates ?? []))]),
    noise: Object.freeze(parts.flatMap((part) => part.noise ?? [])),
  };
}
