import { type Array_, jax } from "../../libraries/jax";
import { type TorchTensor, torch } from "../../libraries/js-pytorch";
import { mathjs as loadMathjs, type Scope } from "../../libraries/mathjs";
import { micrograd as loadMicrograd, type Micrograd, type Value } from "../../libraries/micrograd";
import { tfjs as loadTfjs, type Tensor } from "../../libraries/tfjs";
import type { Case, Prepared } from "../../workload";
import { build, dag, LEAVES, Op, type ScalarEngine } from "./problem";

/** Engines that are defined by running build the graph again in each pass. */
export function micrograd(value: Micrograd): ScalarEngine<Value> {
  return {
    leaf: (number) => new value.Value(number),
    add: (p, q) => p.add(q),
    mul: (p, q) => p.mul(q),
    sub: (p, q) => p.sub(q),
    tanh: (p) => p.tanh(),
    exp: (p) => p.exp(),
  };
}

export async function throughMicrograd({ size }: Case): Promise<Prepared> {
  const engine = micrograd(await loadMicrograd());
  const graph = dag(size);
  let last: readonly number[] = [];
  return {
    units: size,
    run() {
      const nodes = build(graph, engine);
      const output = nodes[nodes.length - 1] as Value;
      output.backward();
      last = [output.data, (nodes[0] as Value).grad];
    },
    values: () => last,
  };
}

/** tanh is written out: it has none. */
export async function jsPytorch({ size }: Case): Promise<Prepared> {
  const T = await torch();
  const engine: ScalarEngine<TorchTensor> = {
    leaf: (value) => T.tensor([value], true),
    add: (p, q) => p.add(q),
    mul: (p, q) => p.mul(q),
    sub: (p, q) => p.sub(q),
    tanh: (p) => {
      const e = T.exp(p.mul(2));
      return T.div(e.sub(1), e.add(1));
    },
    exp: (p) => T.exp(p),
  };
  const graph = dag(size);
  let last: readonly number[] = [];
  return {
    units: size,
    run() {
      const nodes = build(graph, engine);
      const output = nodes[nodes.length - 1] as TorchTensor;
      output.backward();
      last = [output.data, (nodes[0] as TorchTensor).grad].flat() as number[]; // one entry each
    },
    values: () => last,
  };
}

export async function tfjs({ size }: Case): Promise<Prepared> {
  const tf = await loadTfjs("cpu");
  const graph = dag(size);
  // A variable that is not used is an error there, so that leaves nobody needs are left constant.
  const live = liveLeaves(graph);
  let last: readonly number[] = [];
  return {
    units: size,
    run() {
      const leaves = Array.from({ length: LEAVES }, (_, k) => tf.scalar(graph.value[k] as number));
      const output = (...x: Tensor[]): Tensor => {
        const given = new Map(live.map((k, at) => [k, x[at] as Tensor]));
        const nodes = build<Tensor>(graph, {
          leaf: (_, k) => given.get(k) ?? (leaves[k] as Tensor),
          add: tf.add,
          mul: tf.mul,
          sub: tf.sub,
          tanh: tf.tanh,
          exp: tf.exp,
        });
        return nodes[nodes.length - 1] as Tensor;
      };
      const { value, grads } = tf.valueAndGrads(output)(live.map((k) => leaves[k] as Tensor));
      last = [value.dataSync()[0] as number, (grads[0] as Tensor).dataSync()[0] as number];
      for (const tensor of [value, ...grads, ...leaves]) tensor.dispose();
    },
    values: () => last,
  };
}

function liveLeaves({ nodes, op, a, b }: ReturnType<typeof dag>): number[] {
  const live = new Uint8Array(nodes);
  live[nodes - 1] = 1;
  for (let k = nodes - 1; k >= LEAVES; k--) {
    if (live[k] === 0 || op[k] === Op.leaf) continue;
    live[a[k] as number] = 1;
    live[b[k] as number] = 1;
  }
  return Array.from({ length: LEAVES }, (_, k) => k).filter((k) => live[k] === 1);
}

export async function jaxJit({ size }: Case): Promise<Prepared> {
  const { numpy: np, jit, valueAndGrad, of } = await jax("float64");
  const graph = dag(size);
  const output = (x: Array_): Array_ => {
    const nodes = build<Array_>(graph, {
      leaf: (_, k) => x.ref.slice(k),
      add: (p, q) => p.ref.add(q.ref),
      mul: (p, q) => p.ref.mul(q.ref),
      sub: (p, q) => p.ref.sub(q.ref),
      tanh: (p) => np.tanh(p.ref),
      exp: (p) => np.exp(p.ref),
    });
    return nodes[nodes.length - 1] as Array_;
  };
  const both = jit(valueAndGrad<[Array_], Array_>(output));
  const x = of(graph.value.subarray(0, LEAVES), [LEAVES]);
  let last: readonly number[] = [];
  return {
    units: size,
    async run() {
      const [value, grad] = both(x.ref);
      last = [(await value.data())[0] as number, (await grad.data())[0] as number];
    },
    values: () => last,
  };
}

/** A block of assignments, compiled: the output alone, for its `derivative` wants one expanded formula. */
export async function mathjsForward({ size }: Case): Promise<Prepared> {
  const m = await loadMathjs();
  const graph = dag(size);
  const lines: string[] = [];
  const assign = (formula: string): string => {
    lines.push(`t${LEAVES + lines.length} = ${formula}`);
    return `t${LEAVES + lines.length - 1}`;
  };
  const scope: Scope = new Map();
  const names = build<string>(graph, {
    leaf: (value, k) => {
      scope.set(`t${k}`, value);
      return `t${k}`;
    },
    add: (p, q) => assign(`${p} + ${q}`),
    mul: (p, q) => assign(`${p} * ${q}`),
    sub: (p, q) => assign(`${p} - ${q}`),
    tanh: (p) => assign(`tanh(${p})`),
    exp: (p) => assign(`exp(${p})`),
  });
  const block = m.compile(lines.join("\n"));
  return {
    units: size,
    run() {
      block.evaluate(scope);
    },
    values: () => [scope.get(names[names.length - 1] as string) as number],
  };
}
