import type { Node } from "@chainrule/graph";
import type { FunctionStatement, Module, Parameter, Place, Statement } from "../python/syntax";
import type { Interpreter } from "../read/interpreter";
import type { Quantities } from "../read/quantities";
import { annotatedSort } from "../read/said";
import { type Scope, Tensor, tuple, type Value } from "../read/value";
import { type Input, type Named, type Ran, type Returned, returnOf } from "./layer";

/** A reader with the quantities that it is given. */
export interface Reading {
  readonly reader: Interpreter;
  readonly quantities: Quantities;
}

/** The parameters of a function from outside, and the scope that they are bound in. */
export function inputsOf(
  whole: FunctionStatement,
  parameters: readonly Parameter[],
  scope: Scope,
  { quantities }: Reading,
): Input[] {
  return parameters
    .filter(({ gathers }) => gathers === undefined)
    .map((parameter) => {
      const value = quantities.ofParameter(parameter, annotatedSort(whole, parameter.name));
      scope.names.set(parameter.name, value);
      return inputOf(parameter.name, value);
    });
}

export const inputOf = (name: string, value: Value): Input => ({
  name,
  value,
  ...(value.kind === "tensor" && value.node.attrs.cell !== undefined && { node: value.node }),
});

/** What a value is made of, where it is one tensor or several. */
export const itemsOf = (value: Value): readonly Value[] =>
  value.kind === "sequence" ? value.items : [value];

/** Outputs with a symbol for what comes back to each. */
export function withUpstream(
  values: readonly Value[],
  names: readonly string[],
  { reader }: Reading,
): Ran["outputs"] {
  return values.flatMap((value, k) => {
    if (value.kind !== "tensor") return [];
    const { node } = value;
    const upstream = reader.setting.symbol(names[k] ?? `upstream_${k + 1}`, value.shape);
    return [{ node, upstream }];
  });
}

/** Quantities by name as they are now: what changes tensors in place later does not change these. */
export function namedIn(reader: Interpreter, more: readonly Input[] = []): Named {
  const named = new Map<string, Node[]>();
  const add = (name: string, value: Value): void => {
    if (value.kind !== "tensor") return;
    const known = named.get(name) ?? [];
    if (!known.includes(value.node)) named.set(name, [...known, value.node]);
  };
  for (const { name, node } of more) if (node !== undefined) named.set(name, [node]);
  for (const { name, value } of reader.assigned) add(name, value);
  return named;
}

export const whyStopped = (values: readonly Value[]): Pick<Ran, "stopped"> => {
  const unknown = values.find(({ kind }) => kind === "unknown");
  return unknown?.kind === "unknown" ? { stopped: reasonOf(unknown) } : {};
};
const reasonOf = (unknown: Extract<Value, { kind: "unknown" }>): string =>
  "why" in unknown.problem ? unknown.problem.why : `${unknown.problem.kind}`;

/** What a backward pass returns, item by item, as its last `return` writes it. */
export function returnedOf(
  value: Value,
  body: readonly Statement[],
  { module }: { readonly module: Module },
): Returned[] {
  const written = returnOf(body);
  const at: Place = written?.at ?? { from: body[0]?.from ?? 0, to: body.at(-1)?.to ?? 0 };
  if (value.kind === "object")
    return [...value.entries].map(([key, entry]): Returned => ({ value: entry, text: key, at }));
  const items = itemsOf(value);
  if (value.kind === "none" && written === undefined) return [];
  return items.map((item, k): Returned => {
    const expression = written?.items.length === items.length ? written.items[k] : undefined;
    const place = expression === undefined ? at : { from: expression.from, to: expression.to };
    return { value: item, text: module.text.slice(place.from, place.to), at };
  });
}

/** Parameters of a backward pass for what comes back; `*grads` gathers them. */
export function giveUpstream(parameters: readonly Parameter[], outputs: Ran["outputs"], scope: Scope): void {
  const values = outputs.map(({ upstream }) => new Tensor(upstream));
  parameters.forEach(({ gathers, name }, k) => {
    if (gathers === "*") scope.names.set(name, tuple([...values]));
    else {
      const value = values[k];
      if (value !== undefined) scope.names.set(name, value);
    }
  });
}
