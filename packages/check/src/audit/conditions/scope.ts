import type { Rational } from "@chainrule/graph";
import { constantPolynomial, type Polynomial, unknown } from "./polynomial";
import { type Outcome, type Scope, valueIn } from "./value";
import type { Meaning, Vocabulary } from "./vocabulary";

/** A value that a name has from some place of the document on. */
export interface Binding {
  readonly value: Rational;
  /** Where it is said. */
  readonly offset: number;
}

export type Bindings = ReadonlyMap<string, Binding>;

/** Which values count: those of inputs, or those of weights and thresholds too. */
export type Extent = "inputs" | "all";

/** What names mean at a statement: the definition given last, else the first one after; else a value; else the name itself. */
export function scopeAt(
  statement: number,
  vocabulary: Vocabulary,
  bindings: Bindings,
  extent: Extent,
  instead: ReadonlyMap<string, Rational> = new Map(),
): Scope {
  const inputs = new Set(vocabulary.inputs);
  const scope: Scope = {
    value: (key, depth): Outcome => {
      const other = instead.get(key);
      if (other !== undefined) return constantPolynomial(other);
      const meaning = inEffect(vocabulary.meanings.get(key), statement);
      if (meaning !== undefined) return valueIn(meaning.tree, scope, depth + 1);
      const bound = extent === "all" || inputs.has(key) ? bindings.get(key) : undefined;
      return bound === undefined ? unknown(key) : constantPolynomial(bound.value);
    },
    call: (name, argument, depth): Outcome | undefined => {
      const meaning = inEffect(vocabulary.functions.get(name), statement);
      return meaning && valueIn(meaning.tree, withArgument(scope, meaning.argument, argument), depth + 1);
    },
  };
  return scope;
}

const withArgument = (scope: Scope, name: string | undefined, argument: Polynomial): Scope => ({
  ...scope,
  value: (key, depth) => (key === name ? argument : scope.value(key, depth)),
});

/** The meaning that counts at a statement. */
export function inEffect(meanings: readonly Meaning[] | undefined, statement: number): Meaning | undefined {
  return meanings?.filter((each) => each.statement <= statement).at(-1) ?? meanings?.[0];
}
