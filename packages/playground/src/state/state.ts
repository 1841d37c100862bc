import type { Form, Language, Notation, Row, SourceKind, Values, View } from "../protocol";

/** Everything that a reader chose or typed; what is shown is a function of it. */
export interface State {
  readonly kind: SourceKind;
  readonly source: string;
  /** Values of symbols that differ from those of the text, by name. */
  readonly values: Values;
  /** The quantity whose derivative is shown, by name; empty for none. */
  readonly selected: string;
  readonly view: View;
  readonly form: Form;
  readonly notation: Notation;
  readonly language: Language;
  /** How much of the derivation is shown: `all`, or twice the number of its first lines, and one more for a hint at the next. */
  readonly shown: number | "all";
  /** The reader's own formula. */
  readonly claim: string;
  /** Samples to train on; without them the network is trained on its own inputs and targets. */
  readonly rows: readonly Row[];
  /** The rate of training; 0 for the one that the text asks for. */
  readonly rate: number;
  readonly steps: number;
  readonly losses: readonly (readonly [step: number, loss: number])[];
}

export const EMPTY: State = {
  kind: "network",
  source: "",
  values: {},
  selected: "",
  view: "network",
  form: "chain",
  notation: "scalar",
  language: "en",
  shown: "all",
  claim: "",
  rows: [],
  rate: 0,
  steps: 0,
  losses: [],
};

/** More points of the loss curve than this are thinned out, to as many in equal distances. */
const MOST_LOSSES = 200;
const KEPT_LOSSES = 100;

/** The curve with more points at its end. */
export function withLosses(
  losses: State["losses"],
  more: readonly (readonly [number, number])[],
): State["losses"] {
  const all = [...losses, ...more];
  const [first, last] = [all[0], all.at(-1)];
  if (all.length <= MOST_LOSSES || first === undefined || last === undefined) return all;
  const distance = (last[0] - first[0]) / (KEPT_LOSSES - 1);
  let next = first[0];
  return all.filter((point) => {
    if (point[0] < next && point !== last) return false;
    next = point[0] + distance;
    return true;
  });
}

/** What a change of the text takes with it: values and training belong to the text that they were made with. */
export const withSource = (state: State, source: string): State => ({
  ...state,
  source,
  values: {},
  steps: 0,
  losses: [],
});

/** Back to the values of the text. */
export const reset = (state: State): State => ({ ...state, values: {}, steps: 0, losses: [] });

/** Another quantity; its derivation begins anew. */
export const withSelected = (state: State, selected: string): State =>
  selected === state.selected
    ? state
    : { ...state, selected, claim: "", shown: state.shown === "all" ? "all" : 0 };
