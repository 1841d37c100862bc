import type { Workload } from "../workload";
import { w1 } from "./w1";
import { w2 } from "./w2";
import { w3 } from "./w3";
import { w4 } from "./w4";
import { w5 } from "./w5";
import { w6 } from "./w6";
import { w7 } from "./w7";
import { w8 } from "./w8";
import { w9 } from "./w9";
import { w10 } from "./w10";
import { w11 } from "./w11";

/** All workloads, in the order of the report. */
export const workloads: readonly Workload[] = [w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11];

export const workloadOf = (id: string): Workload | undefined => workloads.find((one) => one.id === id);
