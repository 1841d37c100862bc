import { checkOptions, guarded, Node, type OptionNames } from "@chainrule/graph";
import type { Part, Plan } from "./model";

/** What the parts of a layer are called: `(part) => part + "'"` calls `W` `W'`. */
export type PartNames = (part: string) => string;

/** Options that every layer has. */
export interface CommonOptions {
  /** The name of a parameter or definition: the part alone (`W`) if left out; in a sequence with its place (`W^(2)`). */
  readonly names?: PartNames;
}

/** What the making of a layer leaves: its output, and what else there is to say of it. */
export interface Made extends Pick<Part, "output" | "trainingOnly" | "updates" | "noise"> {
  /** All parameters by name. Those that are symbols are trained. */
  readonly weights?: Readonly<Record<string, Node>>;
  /** Those of them that are not trained. */
  readonly fixed?: readonly Node[];
}

/** A layer on an input. */
export type Layer<M extends Made = Made> = M & {
  readonly kind: string;
  readonly input: Node;
  readonly parameters: readonly Node[];
  readonly fixed: readonly Node[];
  apply(x: Node): Layer<M>;
};

/** The options may be left out where none of them is needed. */
type Given<O> = object extends O ? [options?: O] : [options: O];

/** A layer on an input, or, without an input, the plan of one, for `sequential`. */
export interface LayerFunction<O, M extends Made> {
  (x: Node, ...options: Given<O>): Layer<M>;
  (options: O): Plan<Layer<M>>;
}

/**
 * The function of a layer. It refuses unknown options by name, builds, and tells trained parameters from others.
 * known: all options but the common ones.
 */
export function layerFunction<O extends CommonOptions, M extends Made>(
  kind: string,
  known: OptionNames<Omit<O, keyof CommonOptions>>,
  build: (x: Node, options: O, names: PartNames) => M,
): LayerFunction<O, M> {
  const all = { ...known, names: true } as OptionNames<O>; // those of O
  const checked = (options: unknown): O => {
    checkOptions(options, all, kind);
    return options as O; // of known names; each build looks at the values
  };
  const make = (x: Node, options: O, place: string | undefined): Layer<M> => {
    const usual: PartNames = (part) => (place === undefined ? part : `${part}^(${place})`);
    const made = build(x, options, options.names ?? usual);
    const again = made.weights === undefined ? options : { ...options, weights: made.weights };
    const isSymbol = (node: Node): boolean => node.attrs.cell !== undefined;
    const fixed = (made.fixed ?? []).filter(isSymbol);
    const symbols = new Set(Object.values(made.weights ?? {}).filter(isSymbol));
    return Object.freeze({
      ...made,
      kind,
      input: x,
      parameters: Object.freeze([...symbols].filter((node) => !fixed.includes(node))),
      fixed: Object.freeze(fixed),
      apply: (other: Node) => make(other, again, place),
    });
  };
  const layer = (first: unknown, second: unknown): Layer<M> | Plan<Layer<M>> => {
    if (first instanceof Node) return make(first, checked(second ?? {}), undefined);
    const options = checked(first);
    return Object.freeze({ kind, make: (x: Node, place: string) => make(x, options, place) });
  };
  return guarded(kind, "object options?", layer) as LayerFunction<O, M>; // the first argument decides which of the two it is
}
