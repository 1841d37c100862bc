import type { Expression, Module, Place, Statement } from "../python/syntax";
import type { Given, Library } from "./call";
import type { Setting } from "./setting";
import type { Callable, Scope, Value } from "./value";

/** What reads code, as its parts see it; see `Interpreter`. */
export interface Reader {
  readonly module: Module;
  readonly library: Library;
  readonly setting: Setting;
  readonly globals: Scope;
  /** How many tensors of drawn numbers there are. */
  draws: number;
  readonly value: (expression: Expression, scope: Scope) => Value;
  readonly stopped: (error: unknown, at: Place) => Value;
  readonly note: (name: string, value: Value, at: Place) => void;
  readonly bind: (target: Expression, value: Value, scope: Scope) => void;
  readonly invoke: (callable: Callable, given: Given) => Value;
  readonly run: (statements: readonly Statement[], scope: Scope) => Value | undefined;
  readonly step: () => void;
}
