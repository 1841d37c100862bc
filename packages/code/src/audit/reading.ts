import { constant } from "@chainrule/graph";
import type { Expression, FunctionStatement } from "../python/syntax";
import { type Attributes, numberValue, Scope, Tensor, tuple, type Value } from "../read/value";
import { variablesOf } from "./gradient-names";
import {
  giveUpstream,
  inputOf,
  inputsOf,
  itemsOf,
  namedIn,
  type Reading,
  returnedOf,
  whyStopped,
  withUpstream,
} from "./inputs";
import { type Input, type Layer, type Ran, returnOf } from "./layer";
import { ofFunctions, ofWhole } from "./reading-functions";

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
