import type { Workload } from "../workload";
import { w1 } from "./w1";

/** All workloads, in the order of the report. */
export const workloads: readonly Workload[] = [w1];

export const workloadOf = (id: string): Workload | undefined => workloads.find((one) => one.id === id);
