import {
  compile,
  map,
  mean,
  type Node,
  type Program,
  scalar,
  substituted,
  symbolsOf,
  tensor,
  type Value,
} from "@chainrule/graph";
import { sgd } from "@chainrule/nn";
import type { Network } from "../network/network";
import type { Answer, Ask, Row } from "../protocol";
import { nameOf, networkOf } from "./opened";

/* Gradient descent on samples, in pieces of some steps: values go in and come out, so that the page can pause between them. */

interface Trainer {
  readonly network: Network;
  readonly samples: number;
  /** Loss and new parameters of rate, columns and parameters. */
  readonly program: Program<Value[]>;
}

let last: Trainer | undefined;

export function train(ask: Ask<"train">): Answer<"train"> {
  const network = networkOf(ask);
  const { rate, rows, steps } = ask;
  const { program } = trainerOf(network, rows.length);
  const { parameters } = network;
  let values: Value[] = parameters.map(({ value }) => value as Value); // all symbols have values
  const columns = columnsOf(network, rows);
  const losses: number[] = [];
  const start = performance.now();
  for (let step = 0; step < steps; step++) {
    const [loss, ...next] = program([rate, ...columns, ...values]);
    losses.push(loss as number);
    values = next;
  }
  losses.push(program([rate, ...columns, ...values])[0] as number);
  const milliseconds = performance.now() - start;
  const named = parameters.map((parameter, k) => {
    const value = values[k] as Value; // one for each parameter
    return [nameOf(parameter), typeof value === "number" ? value : [...value.data]] as const;
  });
  return { values: Object.fromEntries(named), losses, milliseconds };
}

/** Each input and target over all samples; none where the network is trained on its own sample. */
const columnsOf = ({ inputs, targets }: Network, rows: readonly Row[]): Value[] =>
  rows.length === 0
    ? []
    : [...inputs, ...targets].map((_, k) => ({
        shape: [rows.length],
        data: Float64Array.from(rows, (row) => row[k] ?? 0),
      }));

function trainerOf(network: Network, samples: number): Trainer {
  if (last?.network === network && last.samples === samples) return last;
  const { inputs, parameters, targets } = network;
  const data = [...inputs, ...targets];
  const used = new Set(symbolsOf([network.loss]));
  const rate = scalar("eta", 0.1);
  if (samples === 0) {
    const { loss } = network;
    last = {
      network,
      samples,
      program: compile([loss, ...sgd(loss, parameters, rate)], [rate, ...parameters]),
    };
    return last;
  }
  const columns = data.map((node) => columnOf(node, samples));
  const loss = mean(
    map(
      Object.fromEntries(columns.map((column, k) => [`column${k}`, column])),
      (sample: Readonly<Record<string, Node>>) => {
        const places = new Map(data.map((node, k) => [node, sample[`column${k}`] as Node]));
        return substituted([network.loss], (node) =>
          used.has(node) ? places.get(node) : undefined,
        )[0] as Node;
      },
    ),
  );
  last = {
    network,
    samples,
    program: compile([loss, ...sgd(loss, parameters, rate)], [rate, ...columns, ...parameters]),
  };
  return last;
}

const columnOf = (node: Node, samples: number): Node => tensor(nameOf(node), { shape: [samples] });
