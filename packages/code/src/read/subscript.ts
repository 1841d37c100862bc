import { add, at, broadcastTo, concat, type Node, reshape, slice, where } from "@chainrule/graph";
import { checkBroadcast, nodeOf } from "./numbers";
import { misfit, Stop, unread } from "./problem";
import { knownNumber, numbersOf, Tensor, type Value, wantedOf } from "./value";

/* Parts of tensors: x[i], x[:, a:b], x[..., None], x[mask], x[range(n), labels]. Positions must be known. */

/** What an index takes of one axis: one position, several, or a new axis. */
type Part =
  | { readonly kind: "one"; readonly at: number }
  | { readonly kind: "range"; readonly start: number; readonly stop: number }
  | { readonly kind: "some"; readonly positions: readonly number[]; readonly shape: readonly number[] }
  | { readonly kind: "new" };

const shapeOf = (node: Node): readonly number[] => node.shape as readonly number[]; // the reader makes no symbolic sizes

/** The parts of an index, one for each axis. @throws Stop */
function partsOf(index: readonly Value[], shape: readonly number[]): Part[] {
  const used = index.filter(({ kind }) => kind !== "none" && kind !== "ellipsis").length;
  if (used > shape.length) throw misfit(`${used} indices of a tensor with ${shape.length} axes`);
  const full = (axis: number): Part => ({ kind: "range", start: 0, stop: shape[axis] as number });
  const parts: Part[] = [];
  let axis = 0;
  for (const item of index) {
    if (item.kind === "none") parts.push({ kind: "new" });
    else if (item.kind === "ellipsis") for (let k = shape.length - used; k > 0; k--) parts.push(full(axis++));
    else parts.push(partOf(item, shape[axis++] as number));
  }
  while (axis < shape.length) parts.push(full(axis++));
  return parts;
}

function partOf(item: Value, size: number): Part {
  if (item.kind === "slice") return rangeOf(item, size);
  if (item.kind === "sequence" || (item.kind === "tensor" && item.shape.length > 0)) {
    if (item.kind === "tensor" && item.isMask) throw unread("a part that a condition selects");
    const node = nodeOf(item);
    wantedOf(node, "indices", size);
    const numbers = numbersOf(node);
    if (numbers === undefined) throw unread("positions that depend on numbers");
    return {
      kind: "some",
      positions: [...numbers].map((each) => position(each, size)),
      shape: shapeOf(node),
    };
  }
  return { kind: "one", at: position(knownNumber(item, "an index"), size) };
}

function position(given: number, size: number): number {
  const counted = given < 0 ? given + size : given;
  if (Number.isInteger(counted) && counted >= 0 && counted < size) return counted;
  throw misfit(`there is no entry ${given} along an axis of ${size}`);
}

/** A slice that ends far beyond an axis means all of it; one that ends near tells how long the axis is. */
const FAR = 1000;

function rangeOf(given: Extract<Value, { kind: "slice" }>, size: number): Part {
  const step = given.step ?? 1;
  const clamp = (value: number): number => Math.min(size, Math.max(0, value < 0 ? value + size : value));
  if (step === 1) {
    const start = clamp(given.start ?? 0);
    if (given.stop !== undefined && given.stop > size && given.stop < FAR)
      throw misfit(`a slice up to ${given.stop} of an axis of ${size}`, [size, given.stop]);
    return { kind: "range", start, stop: Math.max(start, clamp(given.stop ?? size)) };
  }
  const positions: number[] = [];
  const first = given.start === undefined ? (step > 0 ? 0 : size - 1) : clamp(given.start);
  const last = given.stop === undefined ? (step > 0 ? size : -1) : clamp(given.stop);
  if (step === 0) throw misfit("a slice with step 0");
  for (let k = first; step > 0 ? k < last : k > last; k += step) positions.push(k);
  return { kind: "some", positions, shape: [positions.length] };
}

const isArray = (part: Part): part is Extract<Part, { kind: "some" }> => part.kind === "some";

/** Entries at given positions along an axis, one after another. */
export const taken = (x: Node, axis: number, positions: readonly number[]): Node =>
  concat(
    positions.map((k) => slice(x, axis, k, k + 1)),
    axis,
  );

/** A part of a tensor; what only names entries is a view of it. @throws Stop */
export function partOfTensor(x: Tensor, index: readonly Value[]): Tensor {
  const [first] = index;
  if (index.length === 1 && first?.kind === "tensor" && first.isMask)
    throw unread("entries that a condition selects");
  const parts = partsOf(index, x.shape);
  const arrays = parts.filter(isArray);
  if (arrays.length > 1) return new Tensor(entriesAt(x.node, parts, arrays));
  const read = (node: Node): Node => read1(node, parts);
  return arrays.length === 0 ? x.view(read) : new Tensor(read(x.node), x.isMask);
}

function read1(node: Node, parts: readonly Part[]): Node {
  let result = node;
  const shape: number[] = [];
  let axis = 0;
  for (const part of parts) {
    if (part.kind === "new") {
      shape.push(1);
      continue;
    }
    const size = shapeOf(node)[axis] as number;
    if (part.kind === "one") result = slice(result, axis, part.at, part.at + 1);
    else if (part.kind === "range") {
      if (part.start > 0 || part.stop < size) result = slice(result, axis, part.start, part.stop);
      shape.push(part.stop - part.start);
    } else {
      result = taken(result, axis, part.positions);
      shape.push(...part.shape);
    }
    axis++;
  }
  const isSame = shape.length === result.shape.length && shape.every((size, k) => size === result.shape[k]);
  return isSame ? result : reshape(result, shape);
}

/** Entries by several lists of positions that go together, along the first axes: x[range(n), labels]. */
function entriesAt(
  x: Node,
  parts: readonly Part[],
  arrays: readonly Extract<Part, { kind: "some" }>[],
): Node {
  const [first] = arrays;
  const length = first?.positions.length ?? 0;
  const isLeading = parts.slice(0, arrays.length).every(isArray);
  const rest = parts.slice(arrays.length);
  const isWhole = rest.every(
    (part, k) => part.kind === "range" && part.start === 0 && part.stop === shapeOf(x)[arrays.length + k],
  );
  if (!isLeading || !isWhole) throw unread("lists of positions among other indices");
  checkTogether(arrays);
  const own = shapeOf(x).slice(arrays.length);
  const entries = Array.from({ length }, (_, k) =>
    reshape(at(x, ...arrays.map(({ positions }) => positions[k] as number)), [1, ...own]),
  );
  return reshape(concat(entries, 0), [...(first?.shape ?? []), ...own]);
}

function checkTogether(arrays: readonly Extract<Part, { kind: "some" }>[]): void {
  const [first, ...others] = arrays;
  for (const { positions } of others)
    if (positions.length !== first?.positions.length)
      throw misfit("lists of positions of different lengths", [
        first?.positions.length ?? 0,
        positions.length,
      ]);
}

/** The tensor with a part of it replaced. @throws Stop */
export function withPart(x: Node, index: readonly Value[], value: Node): Node {
  const [first] = index;
  if (index.length === 1 && first?.kind === "tensor" && first.isMask) {
    checkBroadcast(shapeOf(x), first.shape, "a condition as index");
    checkBroadcast(shapeOf(x), shapeOf(value), "what is assigned");
    return where(first.node, value, x);
  }
  const parts = partsOf(index, shapeOf(x));
  const arrays = parts.filter(isArray);
  if (arrays.length > 1 || (arrays.length === 1 && arrays[0] === parts[0]))
    return withEntries(x, parts, arrays, value);
  const target = shapeOf(read1(x, parts));
  const kept = parts.flatMap((part) =>
    part.kind === "one"
      ? [1]
      : part.kind === "range"
        ? [part.stop - part.start]
        : part.kind === "some"
          ? [part.positions.length]
          : [],
  );
  return put(
    x,
    parts.filter((part) => part.kind !== "new"),
    0,
    reshape(fitted(value, target), kept),
  );
}

/** A value repeated over the part that it is assigned to. @throws Stop */
function fitted(value: Node, shape: readonly number[]): Node {
  const own = shapeOf(value);
  checkBroadcast(own, shape, "what is assigned to a part");
  if (
    own.length > shape.length ||
    own.some((size, k) => size > (shape[k + shape.length - own.length] as number))
  )
    throw misfit(
      `a tensor of shape [${own.join(", ")}] is assigned to a part of shape [${shape.join(", ")}]`,
    );
  return broadcastTo(value, shape);
}

/** Replaces a block, axis by axis. */
function put(x: Node, parts: readonly Part[], axis: number, value: Node): Node {
  const part = parts[axis];
  if (part === undefined) return value;
  if (isArray(part))
    return part.positions.reduce(
      (result, k, place) =>
        placed(result, k, k + 1, axis, (inner) =>
          put(inner, parts, axis + 1, slice(value, axis, place, place + 1)),
        ),
      x,
    );
  if (part.kind === "new") return put(x, parts, axis + 1, value);
  const [start, stop] = part.kind === "one" ? [part.at, part.at + 1] : [part.start, part.stop];
  return placed(x, start, stop, axis, (inner) => put(inner, parts, axis + 1, value));
}

function placed(x: Node, start: number, stop: number, axis: number, inside: (inner: Node) => Node): Node {
  const size = shapeOf(x)[axis] as number;
  if (start === 0 && stop === size) return inside(x);
  return concat(
    [
      ...(start > 0 ? [slice(x, axis, 0, start)] : []),
      inside(slice(x, axis, start, stop)),
      ...(stop < size ? [slice(x, axis, stop, size)] : []),
    ],
    axis,
  );
}

/** Replaces entries that lists of positions name, one after another: the last one stays where a position comes twice. */
function withEntries(
  x: Node,
  parts: readonly Part[],
  arrays: readonly Extract<Part, { kind: "some" }>[],
  value: Node,
): Node {
  return entryByEntry(x, parts, arrays, value, (_, next) => next);
}

/** Adds to entries that lists of positions name; a position that comes twice is added to twice. @throws Stop */
export function withAdded(x: Node, index: readonly Value[], value: Node): Node {
  const parts = partsOf(index, shapeOf(x));
  const arrays = parts.filter(isArray);
  if (arrays.length === 0) throw unread("np.add.at without positions");
  return entryByEntry(x, parts, arrays, value, add);
}

function entryByEntry(
  x: Node,
  parts: readonly Part[],
  arrays: readonly Extract<Part, { kind: "some" }>[],
  value: Node,
  join: (old: Node, next: Node) => Node,
): Node {
  if (!parts.slice(0, arrays.length).every(isArray)) throw unread("lists of positions among other indices");
  checkTogether(arrays);
  const [first] = arrays;
  const own = shapeOf(x).slice(arrays.length);
  const length = first?.positions.length ?? 0;
  const flat = reshape(fitted(value, [...(first?.shape ?? []), ...own]), [length, ...own]);
  let result = x;
  for (let k = 0; k < length; k++) {
    const where = arrays.map(({ positions }): Part => ({ kind: "one", at: positions[k] as number }));
    const rest = own.map((size): Part => ({ kind: "range", start: 0, stop: size }));
    const old = at(result, ...arrays.map(({ positions }) => positions[k] as number));
    const next = reshape(join(old, at(flat, k)), [...arrays.map(() => 1), ...own]);
    result = put(result, [...where, ...rest], 0, next);
  }
  return result;
}

/** An item of a sequence or dictionary. @throws Stop */
export function itemOf(of: Value, index: readonly Value[]): Value {
  const [only] = index;
  if (of.kind === "unknown") return of;
  if (only?.kind === "unknown") throw new Stop(only.problem);
  if (of.kind === "tensor") return partOfTensor(of, index);
  if (of.kind === "method" && of.name === "at") return { ...of, index };
  if (of.kind === "sequence" && only?.kind === "slice")
    return { ...of, items: of.items.slice(only.start ?? 0, only.stop) };
  if (of.kind === "sequence" && only !== undefined) {
    const item = of.items[position(knownNumber(only, "an index"), of.items.length)];
    if (item !== undefined) return item;
  }
  if (of.kind === "object" && only?.kind === "text") {
    const found = of.entries.get(only.value);
    if (found !== undefined) return found;
    throw unread(`there is no ${only.value} in ${of.name}`);
  }
  throw unread("an index of what has no parts");
}
