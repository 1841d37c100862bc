import type { Tree } from "../tree";
import type { Entries } from "./entries";
import type { Letter } from "./letters";
import type { Whole } from "./whole";

/** What a part of a formula stands for: one entry of a tensor for all values of its letters, or a whole tensor. */
export type Value = Entries | Whole;

/** What a letter or a part means inside a sum or an aligned block. */
export interface Scope {
  readonly outer: Scope | undefined;
  readonly name: string;
  readonly means: Letter | number | Value;
}

/** What a name means in a scope, if anything. */
export function lookUp(name: string, scope: Scope | undefined): Scope["means"] | undefined {
  for (let at = scope; at !== undefined; at = at.outer) if (at.name === name) return at.means;
  return undefined;
}

/** A part of a formula that another needs built first. */
export interface BuildRequest {
  readonly tree: Tree;
  readonly scope: Scope | undefined;
}
export type Building = Generator<BuildRequest, Value, Value>;
