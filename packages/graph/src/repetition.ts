import type { Node, Operation } from "./node";

/*
 * Loops that build the same graph at each step, as define-by-run code does. Nodes never change, so what is built of the same
 * operands by the same operation, in the same order as in the step before, may as well be the same node: nothing is
 * allocated, and what was prepared for the graph is there still. Within a step no node is given twice, so that what was
 * written twice stays two nodes.
 *
 * A step ends with `backward()`. After two steps of as many nodes the third is recorded, and expected from then on; where
 * something else comes, nodes are made as ever, and it takes a while until a step is recorded again.
 */

/** What a step made, in that order, and where `backward()` was called. */
interface Step {
  readonly made: Node[];
  root: Node | undefined;
}

const NOTHING: readonly Node[] = [];
/** Nodes of longer steps are not kept. */
const LONGEST = 2 ** 20;
const LONGEST_WAIT = 2 ** 10;

/** What every new node looks at, in one object: an empty range where nothing is expected. */
const now: { expected: readonly Node[]; at: number; end: number; made: Node[] | undefined } = {
  expected: NOTHING,
  at: 0,
  end: 0,
  made: undefined,
};

/** The step that is recorded or expected. */
let step: Step | undefined;
const last = { count: 0, misses: 0, wait: 0 };

/** The node that the step before made here, if it is what is asked for now. */
export function again(op: Operation, first: Node, second: Node | undefined): Node | undefined {
  if (now.at === now.end) return undefined;
  const node = now.expected[now.at];
  if (node !== undefined && node.op === op && node.first === first && node.second === second) {
    now.at++;
    return node;
  }
  now.at = now.end;
  return undefined;
}

/** The same for any number of operands. */
export function againOf(op: Operation, inputs: readonly Node[]): Node | undefined {
  if (now.at === now.end) return undefined;
  const node = again(op, inputs[0] as Node, inputs[1]);
  if (node === undefined || inputs.every((input, k) => node.inputs[k] === input)) return node;
  now.at = now.end;
  return undefined;
}

/** The same for a constant. */
export function againConstant(value: number): Node | undefined {
  if (now.at === now.end) return undefined;
  const node = now.expected[now.at];
  if (node !== undefined && node.op.kind === "leaf" && Object.is(node.attrs.value, value)) {
    now.at++;
    return node;
  }
  now.at = now.end;
  return undefined;
}

/** Tells of a new node. */
export function noted<N extends Node>(node: N): N {
  if (now.made !== undefined && now.made.push(node) > LONGEST) forget();
  return node;
}

/** A step ends: `backward()` was called at a root with so many nodes below. `isNew`: for the first time. */
export function stepEnded(root: Node, count: number, isNew: boolean): void {
  wasUsed = true;
  if (step?.root !== undefined) {
    if (step.root === root) {
      now.at = 0;
      return;
    }
    forget();
    last.wait = Math.min(2 ** ++last.misses, LONGEST_WAIT);
  } else if (step !== undefined && isNew && count === last.count) {
    expect(step, root);
    return;
  } else if (count !== last.count) {
    forget();
    last.misses = last.wait = 0;
  } else if (isNew && last.wait-- <= 0) record();
  last.count = count;
}

function record(): void {
  step = { made: [], root: undefined };
  now.made = step.made;
  watch();
}

function expect(recorded: Step, root: Node): void {
  recorded.root = root;
  now.expected = recorded.made;
  now.made = undefined;
  now.at = 0;
  now.end = recorded.made.length;
}

function forget(): void {
  step = undefined;
  now.expected = NOTHING;
  now.made = undefined;
  now.at = 0;
  now.end = 0;
}

/*
 * No graph outlives its loop for long: whenever the engine has collected garbage it is asked whether a step ended since the
 * last time, and if none did, what is kept is let go.
 */
let wasUsed = false;
let isWatched = false;
const collections = new FinalizationRegistry<undefined>(() => {
  isWatched = false;
  if (wasUsed) watch();
  else forget();
});

function watch(): void {
  wasUsed = false;
  if (isWatched) return;
  isWatched = true;
  collections.register({}, undefined);
}
