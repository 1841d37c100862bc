import type { Node, Value } from "../../node";
import type { Feed } from "../backend";
import { noThreads } from "../threads/host";
import { type Instance, instantiate, PAGE } from "../wasm/instance";
import { type Arrangement, arranged } from "./arrangement";
import { fused } from "./fusion";
import type { Instruction } from "./instruction";
import type { LoweredTensors } from "./lower";
import { ownAction } from "./own";
import { type Room, roomFor } from "./room";
import { isShared, type Sharing, sharing } from "./share";
import { crewed, oneThread, type Threads } from "./threads";
import { programParts } from "./writer";

/** A program over tensors that is ready to run. Places count numbers. */
export interface TensorModule {
  readonly memory: ArrayBufferLike;
  /** The size of its WebAssembly; undefined if it is JavaScript. */
  readonly bytes: number | undefined;
  /** How many functions were made of text, if they were. */
  readonly functions?: number;
  readonly instructions: readonly Instruction[];
  readonly addresses: readonly number[];
  /** Buffers of new values that are copied to those of the inputs which they replace, between two steps. */
  readonly copies: readonly (readonly [output: number, input: number])[];
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
  const arrangement = arranged(fused(lowered), inputs, feeds);
  const { instructions } = arrangement;
  const alone = (threadsSaid?: Threads): TensorModule | undefined => {
    const made = laidOut(lowered, arrangement, undefined, 1);
    return made && { ...made.module, threads: threadsSaid, run: (n) => void made.instance.call.run?.(n) };
  };
  if (threads === 1) return alone();
  const why = noThreads();
  if (why !== undefined) return alone(oneThread(threads, why));
  const plan = sharing(instructions, threads, (buffer) => lowered.buffers[buffer]?.count ?? 0);
  if (!isShared(plan)) return alone(oneThread(threads, "no instruction is much work", plan));
  const made = laidOut(lowered, arrangement, plan, threads);
  if (made === undefined) return alone(oneThread(threads, "there is no memory that they could share"));
  return { ...made.module, ...crewed(made.instance, made.room, plan) };
}

interface LaidOut {
  readonly module: Omit<TensorModule, "run" | "threads">;
  readonly instance: Instance;
  readonly room: Room;
}

/** An instance of a program, with constants in its memory. */
function laidOut(
  lowered: LoweredTensors,
  { instructions, addresses, end, copies }: Arrangement,
  plan: Sharing | undefined,
  threads: number,
): LaidOut | undefined {
  const bytesAt = (buffer: number): number => 8 * (addresses[buffer] as number);
  const countOf = (buffer: number): number => lowered.buffers[buffer]?.count ?? 0;
  const room = roomFor(instructions, 8 * end, plan, threads);
  const own = instructions.filter((instruction) => instruction.kind === "own");
  const actions: (() => void)[] = []; // made once there is a memory for them
  const parts = programParts({ instructions, copies, bytesAt, countOf, room, sharing: plan }, own);
  const instance = instantiate(
    { ...parts, pages: Math.max(1, Math.ceil(room.end / PAGE)) },
    own.map((_, k) => () => void actions[k]?.()),
  );
  if (instance === undefined) return undefined;
  const { memory, bytes } = instance;
  actions.push(...own.map((instruction) => ownAction(instruction, memory, addresses)));
  writeGiven(lowered, memory, addresses);
  return { module: { memory, bytes, instructions, addresses, copies }, instance, room };
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
