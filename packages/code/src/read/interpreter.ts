import { ChainruleError } from "@chainrule/graph";
import type { Expression, Module, Parameter, Place, Statement } from "../python/syntax";
import { attributeOf } from "./attribute";
import type { Given, Library } from "./call";
import { called, listedItems } from "./invoke";
import { libraryOf, usualMeaning } from "./names";
import { binary, truthOf, unary } from "./numbers";
import { misfit, type Placed, Stop, unread } from "./problem";
import type { Reader } from "./reader";
import type { Setting } from "./setting";
import { runStatements } from "./statements";
import { itemOf } from "./subscript";
import { type Callable, knownNumber, NONE, numberValue, Scope, truth, type Value } from "./value";

/** A name, attribute or entry that was given a value. */
export interface Assigned {
  /** As it is written: "dx", "self.dW", "self.grads['W']". */
  readonly name: string;
  readonly value: Value;
  readonly at: Place;
}

/** So much is read of one piece of code, and functions call one another so deeply. */
const MOST_STEPS = 60_000;
const DEEPEST_CALLS = 10;

/** Reads code as graphs. Nothing is executed: loops are written out, and what is not on the white list is named. */
export class Interpreter implements Reader {
  readonly module: Module;
  readonly library: Library;
  readonly setting: Setting;
  readonly problems: Placed[] = [];
  /** What was given values by the statements of the function that is read, in order; not by what it calls. */
  readonly assigned: Assigned[] = [];
  readonly globals = new Scope();
  /** How many tensors of drawn numbers there are. */
  draws = 0;
  readonly #free: (name: string) => Value | undefined;
  #steps = 0;
  #depth = 0;

  /** `free`: what a name is that the code does not tell. */
  constructor(module: Module, setting: Setting, free: (name: string) => Value | undefined = () => undefined) {
    this.module = module;
    this.#free = free;
    this.setting = setting;
    this.library = libraryOf(module.text);
  }

  /** Notes what a statement gave a value to. */
  note(name: string, value: Value, at: Place): void {
    if (this.#depth <= 1) this.assigned.push({ name, value, at });
  }

  /** The value of an expression; what stops it is noted with its place. */
  value(expression: Expression, scope: Scope): Value {
    try {
      return this.#value(expression, scope);
    } catch (error) {
      return this.stopped(error, expression);
    }
  }

  /** The unknown value that an error leads to. @throws whatever is no error about the code */
  stopped(error: unknown, at: Place): Value {
    const problem =
      error instanceof Stop
        ? error.problem
        : error instanceof ChainruleError
          ? (error.code === "SHAPE" || error.code === "SIZE" ? misfit(error.message) : unread(error.message))
              .problem
          : undefined;
    if (problem === undefined) throw error;
    const place = { from: at.from, to: at.to };
    this.problems.push({ problem, at: place });
    return { kind: "unknown", problem, at: place };
  }

  #value(expression: Expression, scope: Scope): Value {
    this.step();
    const read = (inner: Expression): Value => this.value(inner, scope);
    switch (expression.kind) {
      case "name":
        return this.#named(expression.name, scope);
      case "number":
        return numberValue(expression.value);
      case "text":
        return { kind: "text", value: expression.value };
      case "truth":
        return truth(expression.value);
      case "none":
        return NONE;
      case "ellipsis":
        return { kind: "ellipsis" };
      case "tuple":
      case "list":
        return {
          kind: "sequence",
          items: this.#items(expression.items, scope),
          isTuple: expression.kind === "tuple",
        };
      case "dictionary": {
        const entries = new Map<string, Value>();
        for (const { key, value } of expression.entries) {
          const name = read(key);
          if (name.kind !== "text" && name.kind !== "number")
            throw unread("a dictionary by other keys than texts");
          entries.set(String(name.value), read(value));
        }
        return { kind: "object", entries, name: "a dictionary", methods: new Map() };
      }
      case "attribute":
        return attributeOf(read(expression.of), expression.name, this.library);
      case "subscript":
        return itemOf(read(expression.of), expression.index.map(read));
      case "slice": {
        const part = (name: "start" | "stop" | "step"): Readonly<Record<string, number>> => {
          const given = expression[name];
          const value = given === undefined ? NONE : read(given);
          return value.kind === "none" ? {} : { [name]: knownNumber(value, "an end of a slice") };
        };
        return { kind: "slice", ...part("start"), ...part("stop"), ...part("step") };
      }
      case "binary":
        return this.#binary(expression.operator, expression.left, expression.right, scope);
      case "unary":
        return unary(expression.operator, read(expression.operand));
      case "conditional":
        return read(truthOf(read(expression.test)) ? expression.yes : expression.no);
      case "lambda":
        return {
          kind: "function",
          name: "lambda",
          parameters: expression.parameters,
          body: expression.body,
          scope,
        };
      case "comprehension": {
        const items = listedItems(read(expression.iterable)).map((item) => {
          const inner = new Scope(scope);
          this.bind(expression.target, item, inner);
          return this.value(expression.item, inner);
        });
        return { kind: "sequence", items, isTuple: false };
      }
      case "call": {
        const named = new Map<string, Value>();
        for (const { name, value } of expression.named) {
          if (name === "**") throw unread("options that a dictionary holds");
          named.set(name, read(value));
        }
        const given: Given = { args: this.#items(expression.args, scope), named };
        return called(read(expression.callee), given, this);
      }
      case "star":
        throw unread("a list of arguments here");
      case "unread":
        throw unread(`there is no reading for ${expression.what}`);
    }
  }

  /** Several expressions, with what a `*list` holds in its place. */
  #items(expressions: readonly Expression[], scope: Scope): Value[] {
    return expressions.flatMap((each) =>
      each.kind === "star" ? listedItems(this.value(each.of, scope)) : [this.value(each, scope)],
    );
  }

  #named(name: string, scope: Scope): Value {
    const found = scope.find(name);
    if (found !== undefined) return found;
    const path = usualMeaning(name);
    if (path !== undefined) return { kind: "library", path };
    const free = this.#free(name);
    if (free !== undefined) {
      this.globals.names.set(name, free);
      return free;
    }
    throw unread(`nothing says what ${name} is`);
  }

  #binary(operator: string, left: Expression, right: Expression, scope: Scope): Value {
    const a = this.value(left, scope);
    if (operator === "and" || operator === "or") {
      const isFirst = truthOf(a) === (operator === "or");
      return isFirst ? a : this.value(right, scope);
    }
    const b = this.value(right, scope);
    if (operator === "is" || operator === "is not") {
      const isSame = a.kind === b.kind && (a.kind === "none" || a === b);
      if (a.kind === "unknown" || b.kind === "unknown") throw unread("whether two things are the same");
      return truth(isSame === (operator === "is"));
    }
    if (operator === "in" || operator === "not in") {
      const isText = (value: Value): boolean =>
        a.kind === "text" && value.kind === "text" && a.value === value.value;
      const isIn =
        b.kind === "sequence"
          ? b.items.some(isText)
          : b.kind === "object" && a.kind === "text" && b.entries.has(a.value);
      return truth(isIn === (operator === "in"));
    }
    if ((operator === "==" || operator === "!=") && (a.kind === "none" || b.kind === "none"))
      return truth((a.kind === b.kind) === (operator === "=="));
    return binary(operator, a, b);
  }

  /** Gives names the values of a call: of its arguments, or those they have initially. */
  bindParameters(
    parameters: readonly Parameter[],
    { args, named }: Given,
    scope: Scope,
    defaults: Scope,
  ): void {
    let next = 0;
    for (const { gathers, initial, name } of parameters) {
      if (gathers === "*")
        scope.names.set(name, { kind: "sequence", items: args.slice(next), isTuple: true });
      else if (gathers === "**")
        scope.names.set(name, { kind: "object", entries: new Map(named), name, methods: new Map() });
      else {
        const given = args[next] ?? named.get(name);
        next++;
        if (given === undefined && initial === undefined) throw unread(`a call without ${name}`);
        scope.names.set(name, given ?? this.value(initial as Expression, defaults)); // one of them is there
      }
    }
  }

  /** What a function of the code returns. @throws Stop */
  invoke({ body, name, parameters, scope, self }: Callable, given: Given): Value {
    if (this.#depth >= DEEPEST_CALLS) throw unread(`${name} calls itself, or others, too deeply`);
    const inner = new Scope(scope);
    const args = self === undefined ? given.args : [self, ...given.args];
    this.bindParameters(parameters, { ...given, args }, inner, scope);
    this.#depth++;
    try {
      if ("kind" in body) return this.value(body, inner);
      return this.run(body, inner) ?? NONE;
    } finally {
      this.#depth--;
    }
  }

  /** Reads statements one after another. What they return, if they do. */
  run(statements: readonly Statement[], scope: Scope): Value | undefined {
    return runStatements(this, statements, scope);
  }

  /** Reads a function's body as the one whose assignments are noted. */
  runNoted(statements: readonly Statement[], scope: Scope): Value {
    this.#depth++;
    try {
      return this.run(statements, scope) ?? NONE;
    } finally {
      this.#depth--;
    }
  }

  /** Gives a target a value, entry by entry where it is a tuple. @throws Stop */
  bind(target: Expression, value: Value, scope: Scope): void {
    if (target.kind === "name") scope.names.set(target.name, value);
    else if (target.kind === "tuple" || target.kind === "list") {
      const items = listedItems(value);
      if (items.length !== target.items.length)
        throw misfit(`${items.length} values for ${target.items.length} names`);
      target.items.forEach((each, k) => {
        this.bind(each, items[k] as Value, scope); // as many
      });
    } else throw unread("a target of this kind");
  }

  /** Counts work. @throws Stop where there is too much */
  step(): void {
    this.#steps++;
    if (this.#steps > MOST_STEPS) throw unread("too many steps");
  }
}
