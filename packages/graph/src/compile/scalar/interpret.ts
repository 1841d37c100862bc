import { type Kernel, kernels } from "../../evaluate/kernels";
import { FIRST_OWN, kernelNames, type OwnKernel, type Tape } from "./tape";

const code = (name: (typeof kernelNames)[number]): number => kernelNames.indexOf(name) + 1;
const ADD = code("add");
const SUB = code("sub");
const MUL = code("mul");
const DIV = code("div");
const NEG = code("neg");
const table: readonly Kernel[] = [() => 0, ...kernelNames.map((name) => kernels[name])];

/** Runs a tape in plain JavaScript, one value after another. */
export function interpret({ length, code, a, b, c, own }: Tape, values: Float64Array): void {
  for (let k = 0; k < length; k++) {
    const operation = code[k] as number;
    if (operation === 0) continue;
    const x = values[a[k] as number] as number;
    const y = values[b[k] as number] as number;
    if (operation === MUL) values[k] = x * y;
    else if (operation === ADD) values[k] = x + y;
    else if (operation === SUB) values[k] = x - y;
    else if (operation === DIV) values[k] = x / y;
    else if (operation === NEG) values[k] = -x;
    else {
      const kernel =
        operation < FIRST_OWN
          ? (table[operation] as Kernel)
          : (own[operation - FIRST_OWN] as OwnKernel).forward;
      values[k] = kernel(x, y, values[c[k] as number] as number);
    }
  }
}
