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

/** So many points of the loss curve are kept; then every second is dropped. */
const MOST_LOSSES = 200;

/** The curve with more points at its end. */
export function withLosses(
  losses: State["losses"],
  more: readonly (readonly [number, number])[],
): State["losses"] {
  let all = [...losses, ...more];
  while (all.length > MOST_LOSSES) all = all.filter((_, k) => k % 2 === 0 || k === all.length - 1);
  return all;
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
