import { ChainruleError, Node, nameText, type Shape, shapeText, shown, symbolsOf } from "@chainrule/graph";
import { inference } from "../layers/inference";
import type { Part } from "../layers/model";
import { labelOf } from "../refuse";

/**
 * What can be trained on samples, saved and loaded: an output over a tensor x: [N, ...] of any number N of samples, and the
 * parameters in it; and the symbol that takes samples.
 */
export interface ReadModel
  extends Required<Pick<Part, "output" | "parameters" | "fixed" | "updates" | "noise">> {
  readonly input: Node;
  /** The output when the model is used: without what is there for training alone. */
  readonly used: Node;
}

/**
 * Looks a model through, and finds its input: the one symbol that is no parameter and has a symbolic size in front.
 * @throws ChainruleError OPERAND, NOT_A_LEAF, OPTION (no parameters), SIZE (no input of any number of samples, or several)
 */
export function readModel(given: unknown, where: string): ReadModel {
  if (typeof given !== "object" || given === null || !("output" in given) || !("parameters" in given))
    throw notModel(given, where);
  const { output, parameters } = given;
  const { updates = [], noise = [] } = given as Part; // looked at where they are used
  const fixed = "fixed" in given && given.fixed !== undefined ? given.fixed : [];
  if (!(output instanceof Node) || !areNodes(parameters) || !areNodes(fixed)) throw notModel(given, where);
  if (parameters.length === 0) throw new ChainruleError("OPTION", "at least one parameter", { where });
  const own = new Set([...parameters, ...fixed]);
  const leaf = [...own].find(({ attrs }) => attrs.cell === undefined);
  if (leaf !== undefined)
    throw new ChainruleError("NOT_A_LEAF", "a parameter is a symbol", { where, got: labelOf(leaf) });
  const used = inference(given as Part);
  const open = symbolsOf([used]).filter((symbol) => !own.has(symbol) && isAnyNumber(symbol.shape));
  const [input, ...others] = open;
  if (input === undefined || others.length > 0) {
    throw new ChainruleError("SIZE", "the output depends on one tensor of any number of samples", {
      where,
      got:
        open.length === 0 ? "none" : open.map((symbol) => `${symbol} ${shapeText(symbol.shape)}`).join(", "),
      mend: 'Make the input with tensor("x", [dim("N"), 2]), and list what is learned in parameters',
    });
  }
  if (!isAnyNumber(output.shape)) {
    throw new ChainruleError("SIZE", "the output has a row for each sample", {
      where: `${where}: ${labelOf(output)}`,
      got: shapeText(output.shape),
      expected: "[N, ...]",
    });
  }
  return { output, parameters, fixed, updates, noise, input, used };
}

const isAnyNumber = (shape: Shape): boolean => typeof shape[0] === "object";

const areNodes = (given: unknown): given is readonly Node[] =>
  Array.isArray(given) && given.every((node) => node instanceof Node);

const notModel = (given: unknown, where: string): ChainruleError =>
  new ChainruleError("OPERAND", "a model has an output, a node, and a list of parameters", {
    where,
    got: shown(given),
    mend: 'Such as mlp(tensor("x", [dim("N"), 2]), [8, 1], { weights: glorot(1) })',
  });

/**
 * The names of symbols, by which they are saved.
 * @throws ChainruleError NAME where two have the same
 */
export function symbolNames(symbols: readonly Node[], where: string): string[] {
  const names = symbols.map(({ name }) => (name === undefined ? "" : nameText(name)));
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice === undefined) return names;
  throw new ChainruleError("NAME", "two parameters have the same name", {
    where,
    got: twice,
    mend: "Give each layer names of its own, by its option names",
  });
}
