import type { Node, Value } from "../../node";
import type { Feed } from "../backend";
import { noThreads } from "../threads/host";
import { instantiate, PAGE } from "../wasm/instance";
import { arranged } from "./arrangement";
import { fused } from "./fusion";
import type { Instruction } from "./instruction";
import type { LoweredTensors } from "./lower";
import { ownAction } from "./own";
import { roomFor } from "./room";
import { isShared, sharing } from "./share";
import { crewed, oneThread, type Threads } from "./threads";
import { programParts } from "./writer";

/** A program over tensors that is ready to run. Places count numbers. */
export interface TensorModule {
  readonly memory: ArrayBufferLike;
  /** The size of its WebAssembly; undefined if it is loops in JavaScript. */
  readonly bytes: number | undefined;
  readonly instructions: readonly Instruction[];
  readonly addresses: readonly number[];
  /** What is said of threads, if more than one was asked for. */
  readonly threads: Threads | undefined;
  /** Does n steps in memory. */
  readonly run: (n: number) => void;
}

/**
 * Writes the instructions as functions, with their buffers in one memory, which so many threads share if that repays;
 * undefined where WebAssembly is not allowed.
 */
export function tensorModule(
  lowered: LoweredTensors,
  inputs: readonly Node[],
  feeds: readonly Feed[],
  threads: number,
): TensorModule | undefined {
  const { buffers } = lowered;
  const { instructions, addresses, end, copies } = arranged(fused(lowered), inputs, feeds);
  const bytesAt = (buffer: number): number => 8 * (addresses[buffer] as number);
  const countOf = (buffer: number): number => buffers[buffer]?.count ?? 0;
  const why = noThreads();
  const plan = threads > 1 && why === undefined ? sharing(instructions, threads, countOf) : undefined;
  const shared = plan !== undefined && isShared(plan) ? plan : undefined;
  const room = roomFor(instructions, 8 * end, shared, shared === undefined ? 1 : threads);
  const own = instructions.filter((instruction) => instruction.kind === "own");
  const actions: (() => void)[] = []; // made once there is a memory for them
  const parts = programParts({ instructions, copies, bytesAt, countOf, room, sharing: shared }, own);
  const instance = instantiate(
    { ...parts, pages: Math.max(1, Math.ceil(room.end / PAGE)) },
    own.map((_, k) => () => void actions[k]?.()),
  );
  if (instance === undefined) return undefined;
  const { memory, bytes, call } = instance;
  actions.push(...own.map((instruction) => ownAction(instruction, memory, addresses)));
  writeGiven(lowered, memory, addresses);
  const one = threads === 1 ? undefined : oneThread(threads, why ?? "no instruction is much work", plan);
  const alone = { run: (n: number) => void call.run?.(n), threads: one };
  const running = shared === undefined ? alone : crewed(instance, room, shared);
  return { memory, bytes, instructions, addresses, ...running };
}

/** Writes the constants of a program, once. */
export function writeGiven(
  { buffers }: LoweredTensors,
  memory: ArrayBufferLike,
  addresses: readonly number[],
): void {
  buffers.forEach(({ given, count }, buffer) => {
    if (given !== undefined && (typeof given === "number" || "data" in given))
      writeValue(memory, addresses[buffer] as number, count, given);
  });
}

/** Puts a value into memory. */
export function writeValue(memory: ArrayBufferLike, place: number, count: number, value: Value): void {
  const room = new Float64Array(memory, 8 * place, count);
  if (typeof value === "number") room[0] = value;
  else room.set(value.data);
}
