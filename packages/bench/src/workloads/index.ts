import type { Workload } from "../workload";
import { w1 } from "./w1";
import { w2 } from "./w2";
import { w3 } from "./w3";
import { w4 } from "./w4";
import { w5 } from "./w5";

/** All workloads, in the order of the report. */
export const workloads: readonly Workload[] = [w1, w2, w3, w4, w5];

export const workloadOf = (id: string): Workload | undefined => workloads.find((one) => one.id === id);
