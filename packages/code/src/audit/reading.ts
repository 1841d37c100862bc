import { constant, type Node, sameShape } from "@chainrule/graph";
import type { Expression, FunctionStatement, Module, Parameter, Place, Statement } from "../python/syntax";
import type { Interpreter } from "../read/interpreter";
import type { Quantities } from "../read/quantities";
import { annotatedSort } from "../read/said";
import { type Attributes, numberValue, Scope, Tensor, tuple, type Value } from "../read/value";
import { among, isLoss, isUpstream, variablesOf } from "./gradient-names";
import { type Input, type Layer, type Named, type Ran, type Returned, returnOf } from "./layer";

/** A reader with the quantities that it is given. */
export interface Reading {
  readonly reader: Interpreter;
  readonly quantities: Quantities;
}

/** Reads a layer forwards, then backwards with what the forward pass kept. Nothing of it is run. */
export function ranLayer(layer: Layer, reading: Reading): Ran {
  readGlobals(layer, reading);
  switch (layer.kind) {
    case "autograd":
      return autograd(layer, reading);
    case "class":
      return ofClass(layer, reading);
    case "custom_vjp":
      return ofRule(layer, reading);
    case "functions":
      return ofFunctions(layer, reading);
    case "one function":
      return ofWhole(layer.whole, layer.whole.body, reading);
    case "script":
      return ofWhole(undefined, layer.statements, reading);
  }
}

/** Imports, constants and functions of the file. */
function readGlobals(layer: Layer, { reader }: Reading): void {
  const statements = reader.module.body.filter(({ kind }) =>
    layer.kind === "script"
      ? kind === "function"
      : kind === "function" || kind === "import" || kind === "assign",
  );
  reader.run(
    statements.filter((each) => each.kind !== "assign" || isPlain(each.value)),
    reader.globals,
  );
}

/** Numbers that a file names at its top. */
const isPlain = (value: Expression): boolean =>
  value.kind === "number" ||
  value.kind === "truth" ||
  (value.kind === "unary" && isPlain(value.operand)) ||
  (value.kind === "binary" && isPlain(value.left) && isPlain(value.right)) ||
  (value.kind === "call" && value.callee.kind === "attribute" && value.args.every(isPlain));

/** The parameters of a function from outside, and the scope that they are bound in. */
function inputsOf(
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

const inputOf = (name: string, value: Value): Input => ({
  name,
  value,
  ...(value.kind === "tensor" && value.node.attrs.cell !== undefined && { node: value.node }),
});

/** What a value is made of, where it is one tensor or several. */
const itemsOf = (value: Value): readonly Value[] => (value.kind === "sequence" ? value.items : [value]);

/** Outputs with a symbol for what comes back to each. */
function withUpstream(
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
function namedIn(reader: Interpreter, more: readonly Input[] = []): Named {
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

const whyStopped = (values: readonly Value[]): Pick<Ran, "stopped"> => {
  const unknown = values.find(({ kind }) => kind === "unknown");
  return unknown?.kind === "unknown" ? { stopped: reasonOf(unknown) } : {};
};
const reasonOf = (unknown: Extract<Value, { kind: "unknown" }>): string =>
  "why" in unknown.problem ? unknown.problem.why : `${unknown.problem.kind}`;

/** What a backward pass returns, item by item, as its last `return` writes it. */
function returnedOf(
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

/** `torch.autograd.Function`: gradients are returned in the order of the inputs. */
function autograd(layer: Extract<Layer, { kind: "autograd" }>, reading: Reading): Ran {
  const { reader } = reading;
  const forward = layer.methods.get("forward") as FunctionStatement; // found by it
  const backward = layer.methods.get("backward") as FunctionStatement;
  const setup = layer.methods.get("setup_context");
  const ctx: Attributes = { kind: "object", entries: new Map(), name: "ctx", methods: new Map() };
  ctx.entries.set(
    "needs_input_grad",
    tuple(Array.from({ length: 20 }, () => ({ kind: "truth", value: true }))),
  );
  const scope = new Scope(reader.globals);
  const own = forward.parameters.slice(setup === undefined ? 1 : 0);
  if (setup === undefined) scope.names.set(forward.parameters[0]?.name ?? "ctx", ctx);
  const inputs = inputsOf(forward, own, scope, reading);
  const result = reader.runNoted(forward.body, scope);
  const outputs = withUpstream(
    itemsOf(result),
    backward.parameters.slice(1).map(({ name }) => name),
    reading,
  );
  if (setup !== undefined) {
    const inner = new Scope(reader.globals);
    const given = [ctx, tuple(inputs.map(({ value }) => value)), result];
    setup.parameters.forEach(({ name }, k) => {
      inner.names.set(name, given[k] ?? result);
    });
    reader.runNoted(setup.body, inner);
  }
  const named = namedIn(reader, inputs);
  const backwardFrom = reader.problems.length;
  reader.assigned.length = 0;
  const inner = new Scope(reader.globals);
  inner.names.set(backward.parameters[0]?.name ?? "ctx", ctx);
  giveUpstream(backward.parameters.slice(1), outputs, inner);
  const found = reader.runNoted(backward.body, inner);
  return {
    inputs,
    parameters: [],
    outputs,
    ...whyStopped(itemsOf(result)),
    named,
    assigned: [...reader.assigned],
    returned: returnedOf(found, backward.body, reader),
    isByOrder: true,
    backwardFrom,
    returnsAt: returnOf(backward.body)?.at ?? backward,
  };
}

/** Parameters of a backward pass for what comes back; `*grads` gathers them. */
function giveUpstream(parameters: readonly Parameter[], outputs: Ran["outputs"], scope: Scope): void {
  const values = outputs.map(({ upstream }) => new Tensor(upstream));
  parameters.forEach(({ gathers, name }, k) => {
    if (gathers === "*") scope.names.set(name, tuple([...values]));
    else {
      const value = values[k];
      if (value !== undefined) scope.names.set(name, value);
    }
  });
}

/** A class that keeps what it needs in `self`: gradients are returned, and left in self.dW or self.grads. */
function ofClass(layer: Extract<Layer, { kind: "class" }>, reading: Reading): Ran {
  const { quantities, reader } = reading;
  const forward = layer.methods.get("forward") as FunctionStatement; // found by it
  const backward = layer.methods.get("backward") as FunctionStatement;
  const methods = new Map(
    [...layer.methods].filter(([name]) => !["__init__", "forward", "backward"].includes(name)),
  );
  const self: Attributes = { kind: "object", entries: new Map(), name: "self", methods };
  const initial = layer.methods.get("__init__");
  if (initial !== undefined) {
    const scope = new Scope(reader.globals);
    scope.names.set(initial.parameters[0]?.name ?? "self", self);
    inputsOf(initial, initial.parameters.slice(1), scope, reading);
    reader.runNoted(initial.body, scope);
  }
  const parameters = kept(self, reading);
  const missing = attributesRead(forward, reader.module.text).filter(
    (name) => !self.entries.has(name) && !layer.methods.has(name),
  );
  for (const name of missing) {
    const value = quantities.value(`self.${name}`);
    self.entries.set(name, value);
    parameters.push(inputOf(`self.${name}`, value));
  }
  reader.assigned.length = 0;
  const scope = new Scope(reader.globals);
  scope.names.set(forward.parameters[0]?.name ?? "self", self);
  const inputs = inputsOf(forward, forward.parameters.slice(1), scope, reading);
  const result = reader.runNoted(forward.body, scope);
  const own = backward.parameters.slice(1);
  const isSeeded = own.length === 0 || own[0]?.initial !== undefined;
  const values = itemsOf(result);
  const outputs = isSeeded
    ? values.flatMap((value) =>
        value.kind === "tensor" ? [{ node: value.node, upstream: constant(1) }] : [],
      )
    : withUpstream(
        values,
        own.map(({ name }) => name),
        reading,
      );
  const named = namedIn(reader, [...inputs, ...parameters]);
  const backwardFrom = reader.problems.length;
  reader.assigned.length = 0;
  const inner = new Scope(reader.globals);
  inner.names.set(backward.parameters[0]?.name ?? "self", self);
  if (isSeeded) for (const { name } of own) inner.names.set(name, numberValue(1));
  else giveUpstream(own, outputs, inner);
  const found = reader.runNoted(backward.body, inner);
  return {
    inputs,
    parameters,
    outputs,
    ...whyStopped(values),
    named,
    assigned: [...reader.assigned],
    returned: returnedOf(found, backward.body, reader),
    isByOrder: false,
    backwardFrom,
    returnsAt: returnOf(backward.body)?.at ?? backward,
  };
}

/** What a layer keeps from the start is taken as quantities of its own: whatever numbers it begins with. */
function kept(self: Attributes, { reader }: Reading): Input[] {
  const found: Input[] = [];
  // what is added to is right only where something sets it to 0 between the steps
  const isReset = /zero_grad|reset_grad|clear_grad|\.fill\(0|\.zero_\(|\[(\.\.\.|:)\]\s*=\s*0/.test(
    reader.module.text,
  );
  const fresh = (name: string, value: Value): Value => {
    const isGradient =
      variablesOf(name).length > 0 && /^self\.(d[A-Z_a-z]{1,8}\d?$|grad|\w+_grad$)/.test(name);
    if (value.kind !== "tensor" || (isGradient && isReset)) return value;
    if (isGradient) return new Tensor(reader.setting.symbol(name, value.shape));
    const own =
      value.node.attrs.cell === undefined ? new Tensor(reader.setting.symbol(name, value.shape)) : value;
    found.push({ name, value: own, node: own.node });
    return own;
  };
  for (const [name, value] of self.entries) {
    if (value.kind === "tensor") self.entries.set(name, fresh(`self.${name}`, value));
    else if (/^_?(grads?|d)$/.test(name))
      continue; // what a backward pass fills
    else if (value.kind === "object")
      for (const [key, entry] of value.entries) value.entries.set(key, fresh(`self.${key}`, entry));
    else if (value.kind === "sequence")
      value.items.forEach((item, k) => {
        value.items[k] = fresh(`self.${name}[${k}]`, item);
      });
  }
  return found;
}

/** Attributes of self that a forward pass reads before it sets them. */
function attributesRead({ body }: FunctionStatement, text: string): string[] {
  const [first, last] = [body[0], body.at(-1)];
  if (first === undefined || last === undefined) return [];
  const written = text.slice(first.from, last.to);
  const names = new Set([...written.matchAll(/\bself\.([A-Za-z_]\w*)/g)].map(([, name]) => name as string)); // the group is there
  return [...names].filter((name) => {
    const use = written.search(new RegExp(`\\bself\\.${name}\\b(?!\\s*=(?!=))(?!\\s*,[^\\n(]*=)`));
    const given = written.search(new RegExp(`\\bself\\.${name}\\s*(=(?!=)|,[^\\n(]*=)`));
    const isCalled = new RegExp(`\\bself\\.${name}\\(`).test(written);
    return use !== -1 && !isCalled && (given === -1 || use < given) && name !== "training";
  });
}

/** JAX's `custom_vjp`: the function, its forward rule, which also keeps what the backward rule needs, and that. */
function ofRule(layer: Extract<Layer, { kind: "custom_vjp" }>, reading: Reading): Ran {
  const { backward, fixed, forward, primal } = layer;
  const { reader } = reading;
  const scope = new Scope(reader.globals);
  const inputs = inputsOf(primal, primal.parameters, scope, reading);
  const result = reader.runNoted(primal.body, scope);
  const before = namedIn(reader, inputs);
  const inner = new Scope(reader.globals);
  forward.parameters.forEach(({ name }, k) => {
    const input = inputs[k];
    if (input !== undefined)
      inner.names.set(name, input.node === undefined ? input.value : new Tensor(input.node));
  });
  const pair = reader.runNoted(forward.body, inner);
  const [own, residuals] = pair.kind === "sequence" ? pair.items : [pair];
  const outs = itemsOf(result);
  const parameters = backward.parameters;
  const last = parameters.at(-1)?.name ?? "g";
  const outputs = withUpstream(outs, [last], reading);
  const named = new Map([...namedIn(reader, inputs), ...before]);
  const twice = itemsOf(own ?? pair).flatMap((value, k) => {
    const output = outputs[k];
    return output === undefined
      ? []
      : [{ node: output.node, own: value, at: returnOf(forward.body)?.at ?? forward }];
  });
  const backwardFrom = reader.problems.length;
  reader.assigned.length = 0;
  const scopeBack = new Scope(reader.globals);
  const upstream = outputs.map((each) => new Tensor(each.upstream));
  const incoming: Value = upstream.length === 1 ? (upstream[0] as Tensor) : tuple(upstream);
  const given: Value[] = [...fixed.flatMap((k) => inputs[k]?.value ?? []), residuals ?? tuple([]), incoming];
  parameters.forEach(({ name }, k) => {
    const value = given[k];
    if (value !== undefined) scopeBack.names.set(name, value);
  });
  const found = reader.runNoted(backward.body, scopeBack);
  return {
    inputs: inputs.filter((_, k) => !fixed.includes(k)),
    parameters: [],
    outputs,
    ...whyStopped(outs),
    named,
    assigned: [...reader.assigned],
    returned: returnedOf(found, backward.body, reader),
    isByOrder: true,
    backwardFrom,
    twice,
    returnsAt: returnOf(backward.body)?.at ?? backward,
  };
}

/** A function and another for its gradients, which is given what the first one kept, or its inputs by their names. */
function ofFunctions({ backward, forward }: Extract<Layer, { kind: "functions" }>, reading: Reading): Ran {
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
    ? outs.slice(0, 1).flatMap((value) =>
        value.kind === "tensor"
          ? [{ node: value.node, upstream: reader.setting.symbol("upstream", []) }].map(({ node }) => ({
              node,
              upstream: constant(1),
            }))
          : [],
      )
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
function ofWhole(
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
