import type { Node } from "@chainrule/graph";
import { parsePython } from "../python/parse";
import type { FunctionStatement, Module } from "../python/syntax";
import { Interpreter } from "./interpreter";
import { problemText } from "./problem";
import { Quantities } from "./quantities";
import { annotatedSort, saidIn } from "./said";
import { Setting } from "./setting";
import { Scope, type Value } from "./value";

/** A function of Python code as graphs. */
export interface ReadFunction {
  readonly name: string;
  /** Counted from 1. */
  readonly line: number;
  /** Parameters that are tensors or numbers, as symbols; small sizes stand for those that the code does not say. */
  readonly parameters: Readonly<Record<string, Node>>;
  /** What it returns, in its order; empty where it could not be read. */
  readonly outputs: readonly Node[];
  /** Quantities on the way, by their names. */
  readonly values: Readonly<Record<string, Node>>;
  /** Shapes that were supposed: "x [3, 4]". */
  readonly supposed: readonly string[];
  /** What could not be read, with its line. */
  readonly unread: readonly { readonly line: number; readonly why: string }[];
}

const MOST_LEARNT = 30;

/**
 * Reads the functions of Python code (PyTorch, NumPy, JAX) as graphs, which `derive` and `check` take. Nothing is run.
 * @throws ChainruleError OPERAND for what is no text, TOO_LONG, TOO_DEEP
 * @example fromPython("def f(x):\n    return (x ** 2).sum()\n")[0].outputs[0]
 */
export function fromPython(text: string): readonly ReadFunction[] {
  const module = parsePython(text);
  return module.body.flatMap((each) => (each.kind === "function" ? [functionOf(module, each)] : []));
}

function functionOf(module: Module, whole: FunctionStatement): ReadFunction {
  const setting = new Setting();
  const quantities = new Quantities(setting, saidIn(module, [whole], [whole]), new Map());
  for (let learnt = 0; ; learnt++) {
    const reader = new Interpreter(module, setting);
    reader.run(
      module.body.filter(({ kind }) => kind === "import" || kind === "function" || kind === "assign"),
      reader.globals,
    );
    reader.problems.length = 0;
    reader.assigned.length = 0;
    const scope = new Scope(reader.globals);
    const given = whole.parameters.map((parameter): [string, Value] => [
      parameter.name,
      quantities.ofParameter(parameter, annotatedSort(whole, parameter.name)),
    ]);
    for (const [name, value] of given) scope.names.set(name, value);
    const parameters = nodesOf(given, ({ attrs }) => attrs.cell !== undefined);
    const result = reader.runNoted(whole.body, scope);
    const { problems } = reader;
    if (learnt < MOST_LEARNT && problems.some(({ problem }) => quantities.learn(problem))) continue;
    const results = result.kind === "sequence" ? result.items : [result];
    return {
      name: whole.name,
      line: module.lineAt(whole.from),
      parameters,
      outputs: results.flatMap((value) => (value.kind === "tensor" ? [value.node] : [])),
      values: nodesOf(
        reader.assigned.map(({ name, value }): [string, Value] => [name, value]),
        () => true,
      ),
      supposed: quantities.shapes(),
      unread: problems.map(({ at, problem }) => ({
        line: module.lineAt(at.from),
        why: problemText(problem),
      })),
    };
  }
}

const nodesOf = (
  entries: readonly (readonly [string, Value])[],
  keep: (node: Node) => boolean,
): Record<string, Node> =>
  Object.fromEntries(
    entries.flatMap(([name, value]) =>
      value.kind === "tensor" && keep(value.node) ? [[name, value.node]] : [],
    ),
  );
