import type { Expression, Place, Statement } from "../python/syntax";
import { listedItems } from "./invoke";
import { binary, nodeOf, truthOf } from "./numbers";
import { misfit, Stop, unread } from "./problem";
import type { Reader } from "./reader";
import { withPart } from "./subscript";
import type { Scope, Value } from "./value";

/* Statements, one after another. A statement that stops leaves what it would have given a value as not known. */

export function runStatements(
  reader: Reader,
  statements: readonly Statement[],
  scope: Scope,
): Value | undefined {
  for (const statement of statements) {
    const returned = ran(reader, statement, scope);
    if (returned !== undefined) return returned;
  }
  return undefined;
}

function ran(reader: Reader, statement: Statement, scope: Scope): Value | undefined {
  try {
    reader.step();
    return run(reader, statement, scope);
  } catch (error) {
    const unknown = reader.stopped(error, statement);
    for (const name of namesGiven(statement, reader.module.text)) scope.names.set(name, unknown);
    return undefined;
  }
}

function run(reader: Reader, statement: Statement, scope: Scope): Value | undefined {
  switch (statement.kind) {
    case "assign": {
      const value = reader.value(statement.value, scope);
      checkRank(reader, statement.value, statement.targets, value, scope);
      for (const target of statement.targets) give(reader, target, value, scope, statement);
      return undefined;
    }
    case "update":
      update(reader, statement, scope);
      return undefined;
    case "return":
      return statement.value === undefined ? { kind: "none" } : reader.value(statement.value, scope);
    case "expression":
      reader.value(statement.value, scope);
      return undefined;
    case "if":
      if (isGuard(statement.body) && statement.otherwise.length === 0) return undefined;
      return runStatements(
        reader,
        truthOf(reader.value(statement.test, scope)) ? statement.body : statement.otherwise,
        scope,
      );
    case "for":
      for (const item of listedItems(reader.value(statement.iterable, scope))) {
        reader.bind(statement.target, item, scope);
        const returned = runStatements(reader, statement.body, scope);
        if (returned !== undefined) return returned;
      }
      return undefined;
    case "with":
      return runStatements(reader, statement.body, scope);
    case "function": {
      const { body, name, parameters } = statement;
      scope.names.set(name, { kind: "function", name, parameters, body, scope });
      return undefined;
    }
    case "import":
      scope.names.set(statement.name, { kind: "library", path: statement.module });
      return undefined;
    case "unread":
      throw unread(`there is no reading for ${statement.what.trim().slice(0, 60)}`);
    case "nothing":
      if (statement.stops) throw unread("an error is raised");
      return undefined;
    case "class":
    case "assert":
      return undefined;
  }
}

/** Whether a branch only raises: such a guard says what is given, and is passed. */
const isGuard = (body: readonly Statement[]): boolean =>
  body.every((each) => each.kind === "nothing" && each.stops);

/** `N, D = x.shape` says how many axes x has. @throws Stop where it has others */
function checkRank(
  reader: Reader,
  expression: Expression,
  targets: readonly Expression[],
  value: Value,
  scope: Scope,
): void {
  const [target] = targets;
  if (value.kind !== "sequence" || (target?.kind !== "tuple" && target?.kind !== "list")) return;
  if (value.items.length === target.items.length) return;
  const shaped = expression.kind === "call" ? expression.callee : expression;
  if (shaped.kind !== "attribute" || (shaped.name !== "shape" && shaped.name !== "size")) return;
  const of = reader.value(shaped.of, scope);
  const node = of.kind === "tensor" ? of.node : undefined;
  if (node?.attrs.cell === undefined) return;
  throw new Stop({ kind: "rank", of: node.toString(), rank: target.items.length });
}

/** Gives a target a value, and notes it by its name. @throws Stop */
function give(reader: Reader, target: Expression, value: Value, scope: Scope, at: Place): void {
  if (target.kind === "tuple" || target.kind === "list") {
    const items = value.kind === "unknown" ? target.items.map(() => value) : listedItems(value);
    if (items.length !== target.items.length)
      throw misfit(`${items.length} values for ${target.items.length} names`);
    target.items.forEach((each, k) => {
      give(reader, each, items[k] as Value, scope, at); // as many
    });
    return;
  }
  if (target.kind === "name") scope.names.set(target.name, value);
  else if (target.kind === "attribute") {
    const of = reader.value(target.of, scope);
    if (of.kind === "object") of.entries.set(target.name, value);
    else if (of.kind === "tensor" && target.name === "data") of.write(nodeOf(value));
    else if (of.kind !== "tensor" || target.name !== "grad")
      throw unread(`an attribute ${target.name} is set`);
  } else if (target.kind === "subscript") givePart(reader, target, value, scope);
  else throw unread("a target of this kind");
  reader.note(nameOf(target, reader.module.text), value, at);
}

function givePart(
  reader: Reader,
  target: Extract<Expression, { kind: "subscript" }>,
  value: Value,
  scope: Scope,
): void {
  const of = reader.value(target.of, scope);
  const index = target.index.map((each) => reader.value(each, scope));
  const [only] = index;
  if (of.kind === "unknown") return;
  if (of.kind === "object" && only?.kind === "text") of.entries.set(only.value, value);
  else if (of.kind === "sequence" && only?.kind === "number") of.items[only.value] = value;
  else if (of.kind === "tensor") {
    const stopped = [...index, value].find(({ kind }) => kind === "unknown");
    if (stopped?.kind === "unknown") throw new Stop(stopped.problem);
    of.write(withPart(of.node, index, nodeOf(value)));
  } else throw unread("a part of what has none");
}

/** `x += y`: an array is changed where it is, a number is another number. @throws Stop */
function update(reader: Reader, statement: Extract<Statement, { kind: "update" }>, scope: Scope): void {
  const { operator, target } = statement;
  const before = reader.value(target, scope);
  const after = reader.value(statement.value, scope);
  if (before.kind === "unknown" || after.kind === "unknown") {
    give(reader, target, before.kind === "unknown" ? before : after, scope, statement);
    return;
  }
  const result = binary(operator, before, after);
  const isArray =
    before.kind === "tensor" && before.shape.length > 0 && !/\bjnp\b|\bjax\b/.test(reader.module.text);
  if (!isArray || target.kind === "subscript") {
    give(reader, target, result, scope, statement);
    return;
  }
  const node = nodeOf(result);
  if (node.shape.length !== before.shape.length || node.shape.some((size, k) => size !== before.shape[k]))
    throw misfit(
      `${operator}= would change the shape from [${before.shape.join(", ")}] to [${node.shape.join(", ")}]`,
    );
  before.write(node);
  reader.note(nameOf(target, reader.module.text), before, statement);
}

/** A target as it is written, without spaces. */
const nameOf = (target: Expression, text: string): string =>
  text.slice(target.from, target.to).replace(/\s/g, "");

/** Names that a statement gives values, all of those within it. */
function namesGiven(statement: Statement, text: string): string[] {
  const written = text.slice(statement.from, statement.to);
  const found = written.matchAll(/(?:^|\n)\s*([A-Za-z_][\w, ]*?)\s*(?:[-+*/@]|\*\*|\/\/)?=(?!=)/g);
  return [...found]
    .flatMap(([, names = ""]) => names.split(",").map((name) => name.trim()))
    .filter((name) => name !== "");
}
