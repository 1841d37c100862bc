import { load } from "./load";

/** The part of micrograd-ts that is used. No registry has it: `MICROGRAD_TS` names its `engine.ts`. */
export interface Micrograd {
  readonly Value: new (data: number) => Value;
}

export interface Value {
  data: number;
  grad: number;
  add(other: Value | number): Value;
  sub(other: Value | number): Value;
  mul(other: Value | number): Value;
  div(other: Value | number): Value;
  exp(): Value;
  tanh(): Value;
  relu(): Value;
  backward(): void;
}

export const MICROGRAD = "MICROGRAD_TS";

/** The command has bundled it beside this program. */
export const micrograd = (): Promise<Micrograd> =>
  load<Micrograd>(new URL(`./${MICROGRAD}.mjs`, import.meta.url).href);
