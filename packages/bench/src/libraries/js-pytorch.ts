import { load } from "./load";

type Nested = number | Nested[];

/** The part of js-pytorch that is used. */
export interface Torch {
  tensor(values: Nested, requiresGrad?: boolean): TorchTensor;
  ones(shape: readonly number[]): TorchTensor;
  matmul(a: TorchTensor, b: TorchTensor): TorchTensor;
  mul(a: TorchTensor, b: TorchTensor): TorchTensor;
  div(a: TorchTensor, b: TorchTensor): TorchTensor;
  exp(a: TorchTensor): TorchTensor;
  neg(a: TorchTensor): TorchTensor;
  readonly nn: {
    readonly ReLU: new () => { forward(x: TorchTensor): TorchTensor };
    readonly CrossEntropyLoss: new () => { forward(x: TorchTensor, y: TorchTensor): TorchTensor };
  };
}

export interface TorchTensor {
  readonly data: Nested;
  _data: Nested;
  readonly shape: readonly number[];
  readonly grad: Nested;
  add(other: TorchTensor | number): TorchTensor;
  sub(other: TorchTensor | number): TorchTensor;
  mul(other: TorchTensor | number): TorchTensor;
  sum(axis: number): TorchTensor;
  backward(): void;
  zero_grad(): void;
}

export const torch = async (): Promise<Torch> => (await load<{ torch: Torch }>("js-pytorch")).torch;

/** Takes `rate` times the gradient off, in place: its own optimisers are Adam only. */
export function descend(parameters: readonly TorchTensor[], rate: number): void {
  const go = (data: Nested[], grad: Nested[]): void => {
    for (let k = 0; k < data.length; k++) {
      const entry = data[k];
      if (typeof entry === "number") data[k] = entry - rate * (grad[k] as number);
      else go(entry as Nested[], grad[k] as Nested[]); // both have the parameter's shape
    }
  };
  for (const parameter of parameters) {
    go(parameter._data as Nested[], parameter.grad as Nested[]); // a parameter has axes
    parameter.zero_grad();
  }
}

/** The number in a tensor of one entry. */
export function numberIn(tensor: TorchTensor): number {
  let value: Nested | undefined = tensor.data;
  while (Array.isArray(value)) value = value[0];
  return value ?? Number.NaN;
}

/** A row-major array as nested rows. */
export const rows = (values: ArrayLike<number>, columns: number): number[][] =>
  Array.from({ length: values.length / columns }, (_, i) =>
    Array.from({ length: columns }, (__, j) => values[i * columns + j] as number),
  );
