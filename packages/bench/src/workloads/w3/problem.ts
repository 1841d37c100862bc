import { seededRandom } from "@chainrule/nn";

/** The operations of the graph; a leaf has none. */
export const Op = { leaf: 0, add: 1, mul: 2, tanh: 3, exp: 4, sub: 5 } as const;
export type OpCode = (typeof Op)[keyof typeof Op];

export const LEAVES = 64;
const SEED = 7;

/** A graph as arrays: node k is `op[k]` of nodes `a[k]` and `b[k]`; leaves come first. The last node is the output. */
export interface Dag {
  readonly nodes: number;
  readonly op: Uint8Array & { [k: number]: OpCode };
  readonly a: Int32Array & { [k: number]: number };
  readonly b: Int32Array & { [k: number]: number };
  /** Every node's value at the start; those of the leaves are inputs. */
  readonly value: Float64Array & { [k: number]: number };
}

/**
 * A random graph of `operations` scalar operations over 64 leaves in which every node counts: each sixteenth operation adds
 * the oldest node that nobody uses to an accumulator, so its depth is a sixteenth of its size. Values stay between
 * denormals and overflow.
 */
export function dag(operations: number): Dag {
  const random = seededRandom(SEED);
  const nodes = operations + LEAVES;
  const op = new Uint8Array(nodes) as Dag["op"]; // only codes are written to it
  const a: Dag["a"] = new Int32Array(nodes);
  const b: Dag["b"] = new Int32Array(nodes);
  const value: Dag["value"] = new Float64Array(nodes);
  const used = new Uint8Array(nodes);
  const write = (k: number, code: OpCode, x: number, y: number): void => {
    op[k] = code;
    a[k] = x;
    b[k] = code === Op.tanh || code === Op.exp ? x : y;
    used[x] = 1;
    used[b[k] as number] = 1;
    value[k] = apply(code, value[x] as number, value[y] as number);
  };
  for (let k = 0; k < LEAVES; k++) value[k] = random() * 2 - 1;
  const isAccumulator = (k: number): boolean => k >= LEAVES && (k - LEAVES) % 16 === 15;
  const below = (k: number): number => (isAccumulator(k) ? k - 1 : k);
  let accumulator = 0;
  let unused: number = LEAVES;
  for (let k = LEAVES; k < nodes; k++) {
    while (unused < k && (used[unused] === 1 || isAccumulator(unused))) unused++;
    if (isAccumulator(k) || k === nodes - 1) {
      write(k, Op.add, accumulator, unused < k ? unused : k - 1);
      accumulator = k;
      continue;
    }
    const near = below(Math.max(0, k - 1 - Math.floor(random() * 32)));
    const far = below(Math.floor(random() * k));
    const kind = random();
    const late = random();
    const x = unused < k && (late < 0.5 || k - unused > 24) ? unused : near;
    write(k, chosen(kind, k, value[x] as number, value[far] as number), x, far);
  }
  return { nodes, op, a, b, value };
}

/** The operation that the draw `kind` asks for, or another where its value would run away. */
function chosen(kind: number, k: number, p: number, q: number): OpCode {
  const small = Math.abs(p * q) < 0.02;
  let code: OpCode = kind < 0.4 ? Op.add : kind < 0.75 ? Op.mul : kind < 0.88 ? Op.tanh : Op.exp;
  if (code === Op.mul && small) code = Op.add;
  if (code === Op.add && (k % 2 === 1 || Math.abs(p + q) > 1.2)) code = Op.sub;
  if (code === Op.sub && Math.abs(p - q) > 1.2) code = Math.abs(p * q) > 0.02 ? Op.mul : Op.tanh;
  if (code === Op.tanh && Math.abs(p) < 0.02) code = Op.exp;
  if (code === Op.exp && p > 0.1) code = Op.tanh;
  return code;
}

export function apply(code: OpCode, p: number, q: number): number {
  switch (code) {
    case Op.add:
      return p + q;
    case Op.mul:
      return p * q;
    case Op.sub:
      return p - q;
    case Op.tanh:
      return Math.tanh(p);
    case Op.exp:
      return Math.exp(p);
    case Op.leaf:
      return p;
  }
}

/** What an engine of scalar objects offers. */
export interface ScalarEngine<T> {
  leaf(value: number, k: number): T;
  add(p: T, q: T): T;
  mul(p: T, q: T): T;
  sub(p: T, q: T): T;
  tanh(p: T): T;
  exp(p: T): T;
}

/** Builds the graph's nodes in an engine; all of them, in order. */
export function build<T>({ nodes, op, a, b, value }: Dag, engine: ScalarEngine<T>): T[] {
  const made: T[] = [];
  for (let k = 0; k < LEAVES; k++) made.push(engine.leaf(value[k] as number, k));
  for (let k = LEAVES; k < nodes; k++) {
    const p = made[a[k] as number] as T; // made before
    const q = made[b[k] as number] as T;
    switch (op[k]) {
      case Op.add:
        made.push(engine.add(p, q));
        break;
      case Op.mul:
        made.push(engine.mul(p, q));
        break;
      case Op.sub:
        made.push(engine.sub(p, q));
        break;
      case Op.tanh:
        made.push(engine.tanh(p));
        break;
      default:
        made.push(engine.exp(p));
    }
  }
  return made;
}

/** The graph in the layout that `native/w3-adolc.cpp` reads. */
export function bytesOf({ nodes, value, a, b, op }: Dag): Uint8Array {
  const parts = [Int32Array.of(nodes, LEAVES), value, a, b, op];
  return Buffer.concat(parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength)));
}

/** The output, and its derivative by leaf 0, differentiated forwards by `python3 python/w3.py dual N`. */
export const results: Readonly<Record<number, readonly [output: number, derivative: number]>> = {
  1000: [3.65080453650683, 0.169885986220475],
  10000: [82.6945590198537, 13.3199389875861],
  100000: [883.301043596671, 35.0897357142363],
  1000000: [9056.35871979782, 617.028879126667],
  10000000: [89106.913034792, -6228.85961423488],
};
