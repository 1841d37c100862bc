import type { Node, Value } from "../../node";
import { type Backend, type Engine, type Feed, Promotion } from "../backend";
import { parameterValue } from "../scalar/engine";
import { feed } from "../scalar/feed";
import { interpret } from "../scalar/interpret";
import type { LoweredScalars } from "../scalar/lower";
import { straight } from "../scalar/straight";
import { startValue, type Tape } from "../scalar/tape";
import { type Plan, type Units, type Window, windowsOf } from "./windows";

/** Longer windows would save little memory beside what is given, and engines take long over their code. */
const LONGEST_WINDOW = 512;
/** Longer templates are interpreted. */
const LONGEST_STRAIGHT = 6000;
/** How many interpreted operations take as long as a build: as for other short programs, see scalar/engine.ts. */
const WORTH = { fixed: 50_000, each: 200 } as const;

/** What one window computes, as a tape: first what is copied in, then its operations. Windows that compute the same share it. */
interface Template {
  readonly tape: Tape;
  readonly imports: number;
  /** Positions on the tape that are copied out. */
  readonly exports: Int32Array;
}

/** A window in memory: where what its template copies in and out stands. */
interface Placed {
  readonly template: Template;
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** Runs a graph of scalars with few values in memory: see windows.ts. */
export function checkpointedScalars(
  lowered: LoweredScalars,
  backend: Backend,
  feeds: readonly Feed[],
): Engine {
  const { tape, inputs, parameters, outputs } = lowered;
  const { units, unitAt, placeOf } = unitsOf(tape, outputs);
  const plan = windowsOf(units, LONGEST_WINDOW);
  const slots = new Int32Array(tape.length).fill(-1);
  let count = 0;
  for (let k = 0; k < tape.length; k++) {
    const unit = unitAt[k] as number;
    if (unit === -1 || plan.kept[unit] === 1) slots[k] = count++;
  }
  const memory = new Float64Array(count);
  for (let k = 0; k < tape.length; k++) {
    if (tape.code[k] === 0) memory[slots[k] as number] = startValue(tape, k);
  }
  const { placed, templates } = templatesOf(tape, plan, placeOf, slots);
  const slotOf = (place: number): number => (place === -1 ? -1 : (slots[place] as number));
  const inputSlots = inputs.map(slotOf);
  const outputSlots = outputs.map(slotOf);
  const read = parameters.map(([place, symbol]) => [slotOf(place), symbol] as const);
  const needed = feeds.filter(({ to }) => inputSlots[to] !== -1);
  const from = Int32Array.from(needed, (pair) => outputSlots[pair.from] as number);
  const to = Int32Array.from(needed, (pair) => inputSlots[pair.to] as number);
  const text = explanation(tape, plan, units.count, placed, templates, count);
  const work = units.count + plan.repeated;
  const ready = { memory, placed, templates, inputSlots, outputSlots, read, from, to, text, work };
  return prepared(ready, backend === "javascript" ? "interpreter" : backend);
}

interface Ready {
  readonly memory: Float64Array;
  readonly placed: readonly Placed[];
  readonly templates: readonly Template[];
  readonly inputSlots: readonly number[];
  readonly outputSlots: readonly number[];
  readonly read: readonly (readonly [slot: number, symbol: Node])[];
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly text: readonly string[];
  /** How many operations a run computes. */
  readonly work: number;
}

/** Computes a template: what is copied in stands at the beginning of `memory`, what is copied out at `outputs`. */
interface Executor {
  readonly memory: Float64Array;
  readonly outputs: Int32Array;
  readonly execute: () => void;
}

/** Apart from the rest, so that what runs does not hold on to the tape that it was made of. */
function prepared(ready: Ready, backend: Backend): Engine {
  const { memory, placed, templates, inputSlots, outputSlots, read, from, to, text, work } = ready;
  const short = templates.filter(({ tape }) => tape.length <= LONGEST_STRAIGHT);
  const promotion = new Promotion(
    backend,
    WORTH.fixed + WORTH.each * short.reduce((total, { tape }) => total + tape.length, 0),
  );
  const scratch = new Float64Array(templates.reduce((most, { tape }) => Math.max(most, tape.length), 0));
  const interpreted = ({ tape, exports }: Template): Executor => ({
    memory: scratch,
    outputs: exports,
    execute: () => interpret(tape, scratch),
  });
  const executors = new Map(templates.map((template) => [template, interpreted(template)]));
  let built = 0;
  const build = (): void => {
    for (const template of short) {
      const executor = inWasm(template);
      if (executor === undefined) {
        promotion.refuse();
        return;
      }
      executors.set(template, executor);
      built++;
    }
  };
  const pages = (): number =>
    [...executors.values()].reduce(
      (total, { memory: own }) => total + (own === scratch ? 0 : own.buffer.byteLength),
      0,
    );
  const execute = (): void => {
    for (const { template, from: sources, to: targets } of placed) {
      const executor = executors.get(template) as Executor; // every template has one
      const { memory: own, outputs } = executor;
      for (let k = 0; k < sources.length; k++) own[k] = memory[sources[k] as number] as number;
      executor.execute();
      for (let k = 0; k < targets.length; k++)
        memory[targets[k] as number] = own[outputs[k] as number] as number;
    }
  };
  return {
    run: (values: readonly Value[], steps) => {
      if (built === 0 && promotion.isDue(work * steps)) build();
      for (const [slot, symbol] of read) {
        const value = parameterValue(symbol);
        if (slot !== -1) memory[slot] = value;
      }
      inputSlots.forEach((slot, k) => {
        if (slot !== -1) memory[slot] = values[k] as number; // a scalar's value is a number
      });
      for (let step = 1; step < steps; step++) {
        execute();
        feed(memory, from, to);
      }
      execute();
      return outputSlots.map((slot) => memory[slot] as number);
    },
    explain: () =>
      [
        ...text,
        built === 0
          ? `backend: interpreter, window by window: ${promotion.reason}`
          : `backend: WebAssembly, straight-line, ${built} of ${templates.length} different windows in ${pages()} bytes; others are interpreted`,
      ].join("\n"),
  };
}

/** A template as WebAssembly; undefined where that is not allowed. */
function inWasm({ tape, imports, exports }: Template): Executor | undefined {
  const given = Array.from({ length: imports }, (_, k) => k);
  const found = straight(tape, given, [...exports], []);
  if (found === undefined) return undefined;
  const { instance, firstOutput } = found;
  return {
    memory: new Float64Array(instance.memory),
    outputs: exports.map((_, k) => firstOutput + k),
    execute: () => instance.call.run?.(1),
  };
}

interface TapeUnits {
  readonly units: Units;
  /** By place on the tape; -1 for what is given. */
  readonly unitAt: Int32Array;
  readonly placeOf: Int32Array;
}

function unitsOf({ length, code, a, b, c }: Tape, outputs: readonly number[]): TapeUnits {
  const unitAt = new Int32Array(length).fill(-1);
  const places = new Int32Array(length);
  const starts = new Int32Array(length + 1);
  const operands = new Int32Array(3 * length);
  const kinds = new Uint8Array(length);
  let [count, used] = [0, 0];
  for (let k = 0; k < length; k++) {
    if (code[k] === 0) continue;
    unitAt[k] = count;
    places[count] = k;
    kinds[count] = code[k] as number;
    const [x, y, z] = [a[k] as number, b[k] as number, c[k] as number];
    if (code[x] !== 0) operands[used++] = unitAt[x] as number;
    if (y !== x && code[y] !== 0) operands[used++] = unitAt[y] as number;
    if (z !== y && z !== x && code[z] !== 0) operands[used++] = unitAt[z] as number;
    starts[++count] = used;
  }
  const results = outputs.flatMap((place) => (unitAt[place] === -1 ? [] : [unitAt[place] as number]));
  return { units: { count, starts, operands, results, kinds }, unitAt, placeOf: places };
}

/** All values that a template does not compute are copied in. */
const NONE = new Float64Array(0);

/** The windows as templates and places in memory. */
function templatesOf(
  tape: Tape,
  { windows, kept }: Plan,
  placeOf: Int32Array,
  slots: Int32Array,
): { readonly placed: Placed[]; readonly templates: readonly Template[] } {
  const known = new Map<number, Template[]>();
  const local = new Int32Array(tape.length).fill(-1);
  const placed = windows.map((window) => {
    const from: number[] = [];
    const to: number[] = [];
    const template = written(tape, window, kept, placeOf, slots, local, from, to);
    const key = keyOf(template);
    const alike = known.get(key) ?? [];
    const same = alike.find((each) => isSame(each, template));
    if (same === undefined) known.set(key, [...alike, template]);
    return { template: same ?? template, from: Int32Array.from(from), to: Int32Array.from(to) };
  });
  return { placed, templates: [...known.values()].flat() };
}

function written(
  tape: Tape,
  { again, own }: Window,
  kept: Uint8Array,
  placeOf: Int32Array,
  slots: Int32Array,
  local: Int32Array,
  from: number[],
  to: number[],
): Template {
  const places = new Int32Array(again.length + own.length);
  places.set(again);
  places.set(own, again.length);
  for (let k = 0; k < places.length; k++) {
    places[k] = placeOf[places[k] as number] as number;
    local[places[k] as number] = -2; // computed here
  }
  const imported: number[] = [];
  const read = (operand: number): void => {
    if (local[operand] !== -1) return;
    local[operand] = imported.push(operand) - 1;
    from.push(slots[operand] as number);
  };
  for (const place of places) {
    read(tape.a[place] as number);
    read(tape.b[place] as number);
    read(tape.c[place] as number);
  }
  const imports = imported.length;
  places.forEach((place, k) => {
    local[place] = imports + k;
  });
  const length = imports + places.length;
  const [code, a, b, c] = [
    new Uint8Array(length),
    new Int32Array(length),
    new Int32Array(length),
    new Int32Array(length),
  ];
  places.forEach((place, k) => {
    code[imports + k] = tape.code[place] as number;
    a[imports + k] = local[tape.a[place] as number] as number;
    b[imports + k] = local[tape.b[place] as number] as number;
    c[imports + k] = local[tape.c[place] as number] as number;
  });
  const exports: number[] = [];
  own.forEach((unit, k) => {
    if (kept[unit] !== 1) return;
    exports.push(imports + again.length + k);
    to.push(slots[placeOf[unit] as number] as number);
  });
  for (const place of places) local[place] = -1;
  for (const place of imported) local[place] = -1;
  return {
    tape: { length, code, a, b, c, own: tape.own, constants: NONE },
    imports,
    exports: Int32Array.from(exports),
  };
}

const listsOf = ({ tape: { code, a, b, c }, exports }: Template): readonly (Uint8Array | Int32Array)[] => [
  code,
  a,
  b,
  c,
  exports,
];

function keyOf(template: Template): number {
  let key = 0;
  for (const list of listsOf(template))
    for (let k = 0; k < list.length; k++) key = (Math.imul(key, 31) + (list[k] as number)) | 0;
  return key;
}

function isSame(x: Template, y: Template): boolean {
  const others = listsOf(y);
  return listsOf(x).every((list, which) => {
    const other = others[which] as Uint8Array | Int32Array;
    return list.length === other.length && list.every((value, k) => value === other[k]);
  });
}

function explanation(
  tape: Tape,
  { windows, kept, repeated }: Plan,
  operations: number,
  placed: readonly Placed[],
  templates: readonly Template[],
  slots: number,
): string[] {
  const keeps = kept.reduce((total, each) => total + each, 0);
  const given = tape.length - operations;
  const longest = templates.reduce((most, each) => Math.max(most, each.tape.length), 0);
  const bytes =
    8 * (slots + longest) +
    templates.reduce((total, each) => total + 13 * each.tape.length + 4 * each.exports.length, 0) +
    placed.reduce((total, each) => total + 4 * (each.from.length + each.to.length), 0);
  return [
    `${operations} operations on scalars, ${given} values given`,
    `checkpoints: ${windows.length} windows, ${keeps} values kept, ${repeated} operations computed again`,
    `${templates.length} different windows of at most ${longest} values`,
    `memory: ${bytes} bytes`,
  ];
}
