import { type Node, reshape, slice } from "@chainrule/graph";
import { Call, type Given, type Library } from "./call";
import { DRAWN } from "./names";
import { nodeOf, truthOf } from "./numbers";
import { rowOf } from "./operations/table";
import { misfit, Stop, unread } from "./problem";
import type { Reader } from "./reader";
import { withAdded, withPart } from "./subscript";
import {
  type Attributes,
  knownNumber,
  NONE,
  numbersOf,
  numberValue,
  Tensor,
  truth,
  tuple,
  type Value,
} from "./value";

/* Calls: of functions of the code, of libraries, of methods. */

/** @throws Stop */
export function called(callee: Value, given: Given, reader: Reader): Value {
  if (callee.kind === "unknown") return callee;
  const unknown = [...given.args, ...given.named.values()].find(({ kind }) => kind === "unknown");
  if (callee.kind === "function") return reader.invoke(callee, given);
  if (callee.kind === "method" && callee.of.kind === "object")
    return ofObject(callee.of, callee.name, given, reader);
  if (unknown !== undefined && !(callee.kind === "library" && callee.path.startsWith("builtins.")))
    return unknown;
  if (callee.kind === "library") return ofLibrary(callee.path, given, reader);
  if (callee.kind === "method") return ofMethod(callee, given, reader);
  throw unread("a call of what is no function");
}

/** Items that a loop goes through, or names are given. @throws Stop */
export function listedItems(value: Value): readonly Value[] {
  if (value.kind === "sequence") return value.items;
  if (value.kind === "unknown") throw new Stop(value.problem);
  if (value.kind === "object")
    return [...value.entries.keys()].map((key): Value => ({ kind: "text", value: key }));
  if (value.kind !== "tensor") throw unread("the items of what has none");
  const [length, ...rest] = value.shape;
  if (length === undefined) throw misfit("the items of a number");
  return Array.from({ length }, (_, k) => value.view((node) => reshape(slice(node, 0, k, k + 1), rest)));
}

function ofLibrary(path: string, given: Given, reader: Reader): Value {
  const last = path.split(".").at(-1) ?? "";
  if (path.startsWith("builtins.")) return ofPython(last, given, reader);
  if (DRAWN.has(last)) return drawn(path, given, reader);
  if (path === "numpy.add.at" || path === "numpy.subtract.at") {
    const [x, index, value] = given.args;
    if (x?.kind !== "tensor" || index === undefined || value === undefined) throw unread(path);
    const positions = index.kind === "sequence" && index.isTuple ? index.items : [index];
    x.write(withAdded(x.node, positions, nodeOf(value)));
    return NONE;
  }
  const own: Library = path.startsWith("torch") ? "torch" : "numpy";
  return ofRow(path, own, given);
}

/** @throws Stop for a function that is not on the white list */
function ofRow(path: string, library: Library, given: Given): Value {
  const row = rowOf(path);
  if (row === undefined) throw unread(`${path} is not among the functions that are read`);
  const out = given.named.get("out");
  const isInPlace = given.named.get("inplace");
  const named = new Map([...given.named].filter(([name]) => name !== "out" && name !== "inplace"));
  const name = path.split(".").at(-1) ?? path;
  const result = plainNumber(
    row.build(new Call(name, library, row.takes, { args: given.args, named })),
    given,
  );
  const target = out ?? (isInPlace !== undefined && truthOf(isInPlace) ? given.args[0] : undefined);
  if (target?.kind !== "tensor") return result;
  target.write(nodeOf(result));
  return target;
}

/** What is computed of numbers alone is a number, where a decimal says it. */
function plainNumber(result: Value, { args }: Given): Value {
  if (result.kind !== "tensor" || result.shape.length > 0 || args.some(({ kind }) => kind !== "number"))
    return result;
  const value = numbersOf(result.node)?.[0];
  return value !== undefined && Number.isInteger(value) ? numberValue(value) : result;
}

/** A tensor of numbers that are drawn: a quantity of its own. @throws Stop */
function drawn(path: string, { args, named }: Given, reader: Reader): Value {
  reader.draws++;
  const last = path.split(".").at(-1) ?? "";
  const size = named.get("size") ?? named.get("shape");
  const likeness = args.find(({ kind }) => kind === "tensor");
  const isOfSizes =
    ["rand", "randn", "random", "random_sample", "standard_normal"].includes(last) &&
    args.every(({ kind }) => kind === "number");
  const sequence = size ?? args.find(({ kind }) => kind === "sequence");
  const shape =
    sequence !== undefined
      ? listed(sequence)
      : isOfSizes
        ? args.map((each) => knownNumber(each, "a size"))
        : likeness?.kind === "tensor"
          ? likeness.shape
          : undefined;
  if (shape === undefined) throw unread(`the shape of ${path}`);
  return new Tensor(reader.setting.symbol(`random_${reader.draws}`, shape));
}

const listed = (value: Value): readonly number[] =>
  (value.kind === "sequence" ? value.items : [value]).map((each) => knownNumber(each, "a size"));

function ofMethod(
  { index, name, of }: Extract<Value, { kind: "method" }>,
  given: Given,
  reader: Reader,
): Value {
  if (of.kind === "method" && of.name === "at" && of.index !== undefined) return updatedPart(of, name, given);
  if (of.kind === "sequence") return ofSequence(of, name, given);
  if (of.kind !== "tensor")
    return ofRow(name, reader.library, { args: [of, ...given.args], named: given.named });
  if (index !== undefined) throw unread(`a part of ${name}`);
  if (name === "detach" || name === "requires_grad_" || name === "retain_grad") return of;
  if (DRAWN.has(name)) {
    const fresh = drawn(name, { args: [of], named: new Map() }, reader);
    of.write(nodeOf(fresh));
    return of;
  }
  const args = [of, ...given.args];
  const isInPlace = name.endsWith("_") && !name.startsWith("_");
  if (!isInPlace)
    return ofRow(methodPath(name, reader.library), reader.library, { args, named: given.named });
  const plain = name.slice(0, -1);
  const result = changed(of, plain, { args, named: given.named }, reader.library);
  if (result.shape.length !== of.shape.length || result.shape.some((size, k) => size !== of.shape[k]))
    throw misfit(`${name} would change the shape`);
  of.write(result);
  return of;
}

const methodPath = (name: string, library: Library): string =>
  name === "norm" && library === "torch" ? "torch.norm" : name;

/** What a method that changes a tensor in place makes of it. @throws Stop */
function changed(x: Tensor, name: string, given: Given, library: Library): Node {
  const [, first, second, third] = given.args;
  if (name === "zero") return nodeOf(ofRow("zeros_like", library, { args: [x], named: new Map() }));
  if (name === "fill")
    return nodeOf(ofRow("full_like", library, { args: [x, first ?? NONE], named: new Map() }));
  if (name === "copy" && first !== undefined)
    return nodeOf(
      ofRow("expand", library, { args: [first, tuple(x.shape.map(numberValue))], named: new Map() }),
    );
  if (name === "index_add" && first !== undefined && second !== undefined && third !== undefined) {
    if (knownNumber(first, "an axis") !== 0) throw unread("index_add_ along this axis");
    return withAdded(x.node, [second], nodeOf(third));
  }
  return nodeOf(ofRow(name, library, given));
}

/** JAX's `x.at[i].set(v)`: a new tensor. @throws Stop */
function updatedPart(
  { index = [], of }: Extract<Value, { kind: "method" }>,
  name: string,
  { args }: Given,
): Value {
  const x = nodeOf(of);
  const value = nodeOf(args[0] ?? NONE);
  if (name === "set") return new Tensor(withPart(x, index, value));
  if (name === "add") return new Tensor(withAdded(x, index, value));
  throw unread(`x.at[...].${name}`);
}

function ofSequence(of: Extract<Value, { kind: "sequence" }>, name: string, { args }: Given): Value {
  const [first] = args;
  if (name === "append" && first !== undefined) {
    of.items.push(first);
    return NONE;
  }
  if (name === "pop") return of.items.pop() ?? NONE;
  if (name === "numel")
    return numberValue(of.items.reduce((total, each) => total * knownNumber(each, "a size"), 1));
  throw unread(`${name} of a list`);
}

/** A method of an object of the code, or what PyTorch's `ctx` and dictionaries offer. @throws Stop */
function ofObject(of: Attributes, name: string, given: Given, reader: Reader): Value {
  const own = of.entries.get(name);
  if (own !== undefined) return called(own, given, reader);
  const method = of.methods.get(name);
  if (method !== undefined) {
    const { body, parameters } = method;
    return reader.invoke(
      { kind: "function", name, parameters, body, scope: reader.globals, self: of },
      given,
    );
  }
  if (name === "save_for_backward" || name === "save_for_forward") {
    of.entries.set("saved_tensors", tuple([...given.args]));
    return NONE;
  }
  if (
    [
      "mark_non_differentiable",
      "set_materialize_grads",
      "mark_dirty",
      "register_buffer",
      "__init__",
    ].includes(name)
  )
    return NONE;
  if (name === "items")
    return tuple([...of.entries].map(([key, value]) => tuple([{ kind: "text", value: key }, value])));
  if (name === "values") return tuple([...of.entries.values()]);
  if (name === "get") {
    const [key, initial = NONE] = given.args;
    return (key?.kind === "text" ? of.entries.get(key.value) : undefined) ?? initial;
  }
  throw unread(`${of.name}.${name} is not told`);
}

/** Functions of Python itself. @throws Stop */
function ofPython(name: string, given: Given, reader: Reader): Value {
  const [first = NONE, second] = given.args;
  switch (name) {
    case "print":
    case "super":
      return name === "print"
        ? NONE
        : { kind: "object", entries: new Map(), name: "super", methods: new Map() };
    case "enumerate":
      return tuple(listedItems(first).map((item, k) => tuple([numberValue(k), item])));
    case "zip": {
      const lists = given.args.map(listedItems);
      const length = Math.min(...lists.map((list) => list.length));
      return tuple(Array.from({ length }, (_, k) => tuple(lists.map((list) => list[k] as Value))));
    }
    case "reversed":
      return tuple([...listedItems(first)].reverse());
    case "tuple":
    case "list":
      return {
        kind: "sequence",
        items: [...(given.args.length === 0 ? [] : listedItems(first))],
        isTuple: name === "tuple",
      };
    case "dict":
      return { kind: "object", entries: new Map(given.named), name: "a dictionary", methods: new Map() };
    case "isinstance":
      return truth(true);
    case "slice": {
      const ends = given.args.map((each) =>
        each.kind === "none" ? undefined : knownNumber(each, "an end of a slice"),
      );
      const [start, stop] = ends.length === 1 ? [undefined, ends[0]] : ends;
      return { kind: "slice", ...(start !== undefined && { start }), ...(stop !== undefined && { stop }) };
    }
    case "max":
    case "min": {
      const numbers = (second === undefined ? listedItems(first) : given.args).map((each) =>
        knownNumber(each, "a number"),
      );
      return numberValue(name === "max" ? Math.max(...numbers) : Math.min(...numbers));
    }
    case "sum":
      return listedItems(first).reduce(
        (total, item) => ofRow("add", reader.library, { args: [total, item], named: new Map() }),
        numberValue(0),
      );
    case "float":
      return first;
    case "bool":
      return truth(truthOf(first));
    default:
      return ofRow(name, "numpy", given);
  }
}
