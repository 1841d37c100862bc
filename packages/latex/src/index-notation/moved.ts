import { le, type Node, type Shape } from "@chainrule/graph";
import { letterNode } from "./over";

/*
 * Index arithmetic of operations that move entries about. Indices count from 1: a slice from the third entry on has x_{i+2}
 * at i. Their sizes are numbers.
 */

/** Where an entry comes from, if its letter is not above a bound. */
export interface Source {
  /** Undefined: the entry is 0. */
  readonly node: Node | undefined;
  readonly letters: readonly string[];
  /** The condition under which this is the source; undefined for the last one. */
  readonly upTo: Node | undefined;
}

/** The places that an entry of concat, slice, pad or reshape may come from, in the order of the conditions. */
export function sourcesOf(node: Node, letters: readonly string[]): Source[] {
  const { axis = 0, start = 0 } = node.attrs;
  const [x] = node.inputs as [Node];
  const letter = letters[axis] as string;
  const at = (source: Node, by: number): string[] =>
    letters.map((each, k) => (k !== axis ? each : source.shape[axis] === 1 ? "" : shifted(each, by)));
  const upTo = (bound: number): Node => le(letterNode(letter), bound);
  switch (node.op.name) {
    case "slice":
      return [
        {
          node: x,
          letters: letters.map((each, k) => (k === axis ? shifted(each, start) : each)),
          upTo: undefined,
        },
      ];
    case "pad": {
      const end = start + (x.shape[axis] as number); // pad checked that it is a number
      const before: Source = { node: undefined, letters: [], upTo: upTo(start) };
      const inside: Source = { node: x, letters: at(x, -start), upTo: upTo(end) };
      const after: Source = { node: undefined, letters: [], upTo: undefined };
      return [...(start > 0 ? [before] : []), inside, ...(end < (node.shape[axis] as number) ? [after] : [])];
    }
    case "concat": {
      let end = 0;
      return node.inputs.map((input, k) => {
        const from = end;
        end += input.shape[axis] as number; // concat checked that it is a number
        return {
          node: input,
          letters: at(input, -from),
          upTo: k === node.inputs.length - 1 ? undefined : upTo(end),
        };
      });
    }
    default:
      return [{ node: x, letters: reshaped(letters, node.shape, x.shape), upTo: undefined }];
  }
}

/** An index moved by a number: i moved by 2 is i+2, i+2 moved by -2 is i. The only index of an axis is 1. */
function shifted(letter: string, by: number): string {
  if (letter === "") return String(1 + by);
  if (/^\d+$/.test(letter)) return String(Number(letter) + by);
  const [, base = letter, offset = "0"] = /^([^+-]+)([+-]\d+)$/.exec(letter) ?? [];
  const total = Number(offset) + by;
  return total === 0 ? base : `${base}${total > 0 ? "+" : "-"}${Math.abs(total)}`;
}

/** The indices of an entry before it was reshaped, from those after: both count the entries row by row. */
function reshaped(letters: readonly string[], after: Shape, before: Shape): string[] {
  const [last, same] = [after[after.length - 1], before[before.length - 1]];
  if (last !== undefined && last === same && after.length > 1 && before.length > 1) {
    const rest = reshaped(letters.slice(0, -1), after.slice(0, -1), before.slice(0, -1));
    return [...rest, letters[letters.length - 1] as string]; // the last axis stays as it is
  }
  const sizes = before as readonly number[]; // reshape checked that they are numbers
  const long = (shape: Shape): number[] => shape.flatMap((size, axis) => (size === 1 ? [] : [axis]));
  const [own, others] = [long(after), long(before)];
  const isSame =
    own.length === others.length && own.every((axis, k) => after[axis] === before[others[k] as number]);
  if (isSame) {
    return before.map((size, axis) =>
      size === 1 ? "" : (letters[own[others.indexOf(axis)] as number] as string),
    );
  }
  const place = position(letters, after as readonly number[], own); // as above
  const whole = /^\w+$/.test(place) ? place : `(${place})`;
  let step = 1;
  const found = sizes.map(() => "");
  for (const axis of [...others].reverse()) {
    const size = sizes[axis] as number;
    const block = step === 1 ? place : `\\lceil ${whole}/${step} \\rceil`;
    const isFirst = axis === others[0];
    found[axis] = isFirst ? block : `(${shifted(block, -1)}) \\bmod ${size} + 1`;
    step *= size;
  }
  return found;
}

/** The position of an entry, row by row, counted from 1: 3(i-1)+j. */
function position(letters: readonly string[], shape: readonly number[], axes: readonly number[]): string {
  const last = axes[axes.length - 1];
  const before = axes.slice(0, -1).map((axis) => {
    const step = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
    return `${step}(${shifted(letters[axis] as string, -1)})`;
  });
  return [...before, last === undefined ? "1" : (letters[last] as string)].join("+");
}
