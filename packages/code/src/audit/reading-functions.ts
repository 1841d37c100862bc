import { constant, type Node, sameShape } from "@chainrule/graph";
import type { FunctionStatement, Statement } from "../python/syntax";
import type { Interpreter } from "../read/interpreter";
import { Scope, Tensor, type Value } from "../read/value";
import { among, isLoss, isUpstream, variablesOf } from "./gradient-names";
import { inputsOf, itemsOf, namedIn, type Reading, returnedOf, whyStopped, withUpstream } from "./inputs";
import { type Input, type Layer, type Named, type Ran, returnOf } from "./layer";

/** A function and another for its gradients, which is given what the first one kept, or its inputs by their names. */
export function ofFunctions(
  { backward, forward }: Extract<Layer, { kind: "functions" }>,
  reading: Reading,
): Ran {
  const { quantities, reader } = reading;
  const scope = new Scope(reader.globals);
  const inputs = inputsOf(forward, forward.parameters, scope, reading);
  const result = reader.runNoted(forward.body, scope);
  const values = itemsOf(result);
  const written = returnOf(forward.body)?.items ?? [];
  const texts = written.map(({ from, to }) => reader.module.text.slice(from, to));
  const named = namedIn(reader, inputs);
  const locals = new Map([...scope.names]);
  const backwardFrom = reader.problems.length;
  const cacheAt = values.findIndex(
    (value, k) =>
      k > 0 &&
      (value.kind === "sequence" ||
        value.kind === "object" ||
        /cache|saved|ctx|res|mem/.test(texts[k] ?? "")),
  );
  const outs = cacheAt === -1 ? values : values.filter((_, k) => k !== cacheAt);
  const isKnown = (name: string): boolean => locals.has(name) || texts.includes(name);
  const free = backward.parameters.filter(
    ({ name }) => !isKnown(name) && !/^(cache|saved|ctx|residuals?|res|mem\w*)$/.test(name),
  );
  const ups = free.filter(
    ({ initial, name }) => initial === undefined && (isUpstream(name) || variablesOf(name).length > 0),
  );
  const isSeeded = ups.length === 0;
  const outputs = isSeeded
    ? outs
        .slice(0, 1)
        .flatMap((value) => (value.kind === "tensor" ? [{ node: value.node, upstream: constant(1) }] : []))
    : withUpstream(
        outs.slice(0, ups.length),
        ups.map(({ name }) => name),
        reading,
      );
  reader.assigned.length = 0;
  const inner = new Scope(reader.globals);
  const upstream = outputs.map((each) => new Tensor(each.upstream));
  for (const parameter of backward.parameters) {
    const { name } = parameter;
    const up = ups.indexOf(parameter);
    const local = locals.get(among(name, [...locals.keys()]) ?? "");
    const value =
      up !== -1
        ? upstream[up]
        : /^(cache|saved|ctx|residuals?|res|mem\w*)$/.test(name) && cacheAt !== -1
          ? values[cacheAt]
          : (valueReturned(name, texts, values) ??
            local ??
            (values.length === 1 && !isSeeded && free.length > ups.length ? values[0] : undefined));
    inner.names.set(name, value ?? quantities.ofParameter(parameter));
  }
  const found = reader.runNoted(backward.body, inner);
  return {
    inputs,
    parameters: [],
    outputs,
    ...whyStopped(outs),
    named,
    assigned: [...reader.assigned],
    returned: returnedOf(found, backward.body, reader),
    isByOrder: false,
    backwardFrom,
    returnsAt: returnOf(backward.body)?.at ?? backward,
  };
}

function valueReturned(name: string, texts: readonly string[], values: readonly Value[]): Value | undefined {
  const at = texts.indexOf(name);
  return at === -1 ? undefined : values[at];
}

/** Code that goes forwards and backwards in one function, or in a file: from a loss, or from what comes back to a named output. */
export function ofWhole(
  whole: FunctionStatement | undefined,
  statements: readonly Statement[],
  reading: Reading,
): Ran {
  const { reader } = reading;
  const scope = whole === undefined ? reader.globals : new Scope(reader.globals);
  const inputs = whole === undefined ? [] : inputsOf(whole, whole.parameters, scope, reading);
  const result = reader.runNoted(statements, scope);
  const all = [...reader.assigned];
  const isGradient = ({ name }: { readonly name: string }): boolean =>
    variablesOf(name).length > 0 && !isLoss(name);
  const forward = all.filter((each) => !isGradient(each));
  const named = new Map<string, Node[]>();
  for (const { name, node } of inputs) if (node !== undefined) named.set(name, [node]);
  for (const [name, value] of reader.globals.names)
    if (value.kind === "tensor" && !isGradient({ name }) && !named.has(name)) named.set(name, [value.node]);
  for (const { name, value } of forward)
    if (value.kind === "tensor") named.set(name, [...(named.get(name) ?? []), value.node]);
  const first = itemsOf(result)[0];
  const losses = forward.filter(
    ({ name, value }) => isLoss(name) && value.kind === "tensor" && value.shape.length === 0,
  );
  const returned = first?.kind === "tensor" && first.shape.length === 0 ? first : undefined;
  const loss = returned ?? losses.at(-1)?.value;
  const outputs: { node: Node; upstream: Node }[] = [];
  const upstream =
    inputs.find(({ name, node }) => node !== undefined && isUpstream(name)) ?? freeUpstream(reader, all);
  const target = upstream && outputNamed(upstream, named);
  if (upstream?.node !== undefined && target !== undefined && sameShape(target.shape, upstream.node.shape))
    outputs.push({ node: target, upstream: upstream.node });
  else if (loss?.kind === "tensor") outputs.push({ node: loss.node, upstream: constant(1) });
  const rest =
    whole === undefined ? [] : returnedOf(result, statements, reader).slice(first === loss ? 1 : 0);
  return {
    inputs,
    parameters: [],
    outputs,
    ...whyStopped([...losses.map(({ value }) => value)]),
    named,
    assigned: all.filter(isGradient),
    returned: rest.filter(({ text }) => variablesOf(text).length > 0),
    isByOrder: false,
    backwardFrom: 0,
    returnsAt: returnOf(statements)?.at ?? { from: statements[0]?.from ?? 0, to: statements.at(-1)?.to ?? 0 },
  };
}

/** What a script takes from outside as what comes back. */
function freeUpstream(
  reader: Interpreter,
  assigned: readonly { readonly name: string }[],
): Input | undefined {
  for (const [name, value] of reader.globals.names)
    if (
      value.kind === "tensor" &&
      isUpstream(name) &&
      !assigned.some((each) => each.name === name && value.node.attrs.cell === undefined)
    )
      return { name, value, node: value.node };
  return undefined;
}

function outputNamed({ name }: Input, named: Named): Node | undefined {
  for (const variable of variablesOf(name)) {
    const key = among(variable, [...named.keys()]);
    const node = key === undefined ? undefined : named.get(key)?.at(-1);
    if (node !== undefined) return node;
  }
  return undefined;
}
