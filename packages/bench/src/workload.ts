/** Numbers that an implementation computed, or that it should have. */
export type Numbers = readonly number[];

/** Facts beside the time, such as bytes or GFLOP/s, by the name of their column. */
export type Figures = Readonly<Record<string, number>>;

/** One size of a workload. */
export interface Case {
  readonly label: string;
  readonly size: number;
  /** Set on sizes that run only when they are asked for by `--all`. */
  readonly optIn?: boolean;
}

/** An implementation that stands ready in its process. */
export interface Prepared {
  /** How many units (steps, passes, products) one run does. */
  readonly units: number;
  /** Does the units, from the same start each time. If it returns a promise, its end is waited for. */
  run(): unknown;
  /** What the last run computed. Not timed. */
  values(): Numbers | Promise<Numbers>;
  /** Facts known once it has run. Not timed. */
  figures?(): Figures | Promise<Figures>;
}

interface Described {
  readonly name: string;
  readonly kind: "chainrule" | "by hand" | "peer";
  /** What a reader must know to compare: another precision, other arithmetic. */
  readonly note?: string;
  /** The largest |value - expected| / max(1e-300, |expected|) that counts as right; the workload's if left out. */
  readonly tolerance?: number;
  /** The labels of the cases it takes part in; all if left out. */
  readonly cases?: readonly string[];
  /** Values of its own, where it cannot be asked for the same arithmetic. */
  readonly expected?: Workload["expected"];
}

/** An implementation in JavaScript, run in a Node process of its own. */
export interface JavaScript extends Described {
  /** Options of Node for its process. */
  readonly flags?: readonly string[];
  /** Set where Node 20 does not suffice: it runs under Node 24 if that was installed with the peers. */
  readonly newerNode?: boolean;
  /** The environment variable that must point to the peer's code, where no registry has it. */
  readonly from?: string;
  prepare(size: Case): Prepared | Promise<Prepared>;
}

/** An implementation in Python: `python/<script>` is called with the size. It takes part where the modules are installed. */
export interface Python extends Described {
  readonly script: string;
  readonly modules: readonly string[];
}

/** An implementation in C++, compiled when it is needed, where a compiler and the header are installed. */
export interface Native extends Described {
  readonly source: string;
  /** The bytes of the file whose path it gets after the size. */
  input(size: Case): Uint8Array;
  readonly header: string;
  readonly libraries: readonly string[];
}

export type Implementation = JavaScript | Python | Native;

/** What is to be reached: time of `of` divided by time of `over`, or one of its figures. */
export interface Goal {
  readonly case: string;
  readonly of: string;
  /** The implementation whose time divides; or the figure that counts by itself; "seconds" is the time of one unit. */
  readonly over: string | { readonly figure: string };
  /** What must be reached; left out where there is an aim alone. */
  readonly atLeast?: number;
  readonly aim: number;
}

export interface Workload {
  readonly id: string;
  readonly title: string;
  /** What is computed, in one or two sentences. */
  readonly what: string;
  /** What one unit is: "step", "pass", "product". */
  readonly unit: string;
  readonly cases: readonly Case[];
  /** What readers of such a workload expect beside the time, from the seconds per unit. */
  readonly speed?: { readonly name: string; of(size: Case, seconds: number): number };
  /** The implementation whose time is 1 in the table. */
  readonly reference: string;
  /** The largest relative error that counts as right. */
  readonly tolerance: number;
  /** What is right after a run of so many units; not computed by chainrule. */
  expected(size: Case, units: number): Numbers;
  readonly implementations: readonly Implementation[];
  readonly goals: readonly Goal[];
}
