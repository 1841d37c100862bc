import type { AuditVerdict } from "../finding";
import type { Convention, ConventionKind, Lint, LintKind } from "../result";
import type { AuditSummary } from "./summary";

/** Everything a report says in words. A language is one such table. */
export interface Words {
  readonly title: string;
  readonly conventions: string;
  readonly lint: string;
  readonly line: string;
  readonly verdict: string;
  readonly formula: string;
  readonly because: string;
  readonly expected: string;
  readonly repair: string;
  readonly nothing: string;
  readonly lines: string;
  readonly summary: (summary: AuditSummary) => string;
  readonly verdicts: Readonly<Record<AuditVerdict, string>>;
  readonly convention: Readonly<Record<ConventionKind, (found: Convention) => string>>;
  readonly untidy: Readonly<Record<LintKind, (found: Lint) => string>>;
}

export const english: Words = {
  title: "Audit",
  conventions: "Conventions found",
  lint: "Notes",
  line: "Line",
  verdict: "Verdict",
  formula: "Formula",
  because: "Because",
  expected: "should be",
  repair: "repair",
  nothing: "no formula with a relation was found",
  lines: "lines",
  summary: ({ claims, right, unchecked, wrong }) =>
    `${claims} ${claims === 1 ? "claim" : "claims"}: ${right} right, ${wrong} wrong, ${unchecked} not checked`,
  verdicts: {
    proved: "proved",
    "numerically equal": "numerically equal",
    "holds where": "holds where",
    "rounding only": "rounding only",
    wrong: "wrong",
    undecided: "undecided",
    inherits: "inherits a mistake",
    "not supported by the printed digits": "not supported by the printed digits",
    "cut instead of rounded": "cut instead of rounded",
    "not checked": "not checked",
    given: "given",
    definition: "definition",
  },
  convention: {
    "half in the loss": ({ of }) => `${of} has the factor 1/2`,
    "no half in the loss": ({ of }) => `${of} has no factor 1/2`,
    "target minus output": ({ of }) => `${of} takes target minus output`,
    "output minus target": ({ of }) => `${of} takes output minus target`,
    "bias added": ({ of }) => `${of} is a bias: it is added`,
    "threshold subtracted": ({ of }) => `${of} is a threshold: it is subtracted`,
    "Delta is partial": () => "Δ over Δ stands for a partial derivative",
    "Delta is step": () => "Δ before a parameter is the step of an update",
    "index to from": ({ of }) =>
      `${of}: the first index is where it leads to, the second where it comes from`,
    "index from to": ({ of }) =>
      `${of}: the first index is where it comes from, the second where it leads to`,
    "loss from above": ({ of, to }) => `${of}, which is not defined, is any scalar that depends on ${to}`,
    "length of an axis": ({ of, to }) => `${of} is how far ${to} runs: what it divides is a mean`,
    "gradient by name": ({ of, to }) => `${of} stands for ${to}`,
    alias: ({ of, to }) => `${of} is read as ${to}`,
    "net input": ({ of, to }) => `${of} is read as what ${to} is a function of`,
    summand: ({ of, to }) => `${of} is read as a term of ${to}`,
    "function taken as": ({ of, to }) => `${of} is not defined; as ${to} it makes most numbers right`,
    rate: ({ of }) => `the learning rate is ${of}`,
    sensitivity: ({ of, to }) => `${of} is the derivative of the loss by ${to}`,
    "negative sensitivity": ({ of, to }) => `${of} is minus the derivative of the loss by ${to}`,
    "numerator layout": ({ of }) => `gradients of ${of} are transposed: numerator layout`,
  },
  untidy: {
    "no value": ({ of }) => `${of} has no value and no definition`,
    unused: ({ of }) => `${of} is given but never used`,
    "numbering gap": ({ of }) => `there is no equation ${of} between its neighbours`,
    "no such equation": ({ of }) => `equation ${of} is referred to but does not exist`,
    "sum begins": ({ of, to }) => `${of} was read as ${to}`,
    "differential below": ({ of, to }) => `${of} below the line was read as ${to}`,
    "index of the sum": ({ of, to }) =>
      `${of} runs over an index that its summand does not have; read as ${to}`,
    "index collides": ({ of }) => `the sum runs over ${of}, which also stands free`,
    "open at equality": ({ of, to }) => `the definition of ${of} does not say what holds where ${to}`,
    "two values at equality": ({ of, to }) => `the definition of ${of} gives two values where ${to}`,
    contradictory: ({ of, to }) => `${of} contradict one another: ${to}`,
    "not contradictory": ({ of, to }) => `a contradiction is claimed, but ${to} meet ${of}`,
    "premise not cited": ({ of, to }) => `${to} needs ${of} also, which is not cited`,
  },
};
