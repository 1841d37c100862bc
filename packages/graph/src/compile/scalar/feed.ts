const moving: number[] = [];

/** Copies values to other places, all at once: a value may go where another comes from. */
export function feed(memory: Float64Array, from: Int32Array, to: Int32Array): void {
  for (let k = 0; k < from.length; k++) moving[k] = memory[from[k] as number] as number;
  for (let k = 0; k < to.length; k++) memory[to[k] as number] = moving[k] as number;
}
