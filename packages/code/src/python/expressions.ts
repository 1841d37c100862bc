import { ChainruleError } from "@chainrule/graph";
import type { SyntaxNode } from "@lezer/common";
import type { Expression, Named, Parameter } from "./syntax";

/* The parser's tree of expressions as ours. What there is no reading for is kept as "unread", with its place. */

/** Text that a reader nests deeper than any layer does. */
const DEEPEST = 150;

/** A text with how deep the reader is in it. */
export class Source {
  readonly text: string;
  #depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  of(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }

  /** @throws ChainruleError TOO_DEEP */
  deeper<T>(read: () => T): T {
    if (this.#depth >= DEEPEST)
      throw new ChainruleError("TOO_DEEP", "the code is nested too deeply", {
        where: "Python",
        expected: `at most ${DEEPEST} levels`,
      });
    this.#depth++;
    try {
      return read();
    } finally {
      this.#depth--;
    }
  }
}

/** All children but comments. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (child.name !== "Comment") found.push(child);
  return found;
}

const isMark = (node: SyntaxNode, mark: string): boolean => node.name === mark;

/** @throws ChainruleError TOO_DEEP */
export function expressionOf(node: SyntaxNode, source: Source): Expression {
  return source.deeper(() => {
    const place = { from: node.from, to: node.to };
    const read = (child: SyntaxNode): Expression => expressionOf(child, source);
    const children = childrenOf(node);
    const [first, second, third] = children;
    const unread: Expression = { ...place, kind: "unread", what: source.of(node).slice(0, 40) };
    switch (node.name) {
      case "VariableName":
        return { ...place, kind: "name", name: source.of(node) };
      case "Number":
        return numberOf(source.of(node), place) ?? unread;
      case "String":
        return { ...place, kind: "text", value: unquoted(source.of(node)) };
      case "Boolean":
        return { ...place, kind: "truth", value: source.of(node) === "True" };
      case "None":
        return { ...place, kind: "none" };
      case "Ellipsis":
        return { ...place, kind: "ellipsis" };
      case "ParenthesizedExpression":
        return second === undefined ? unread : { ...read(second), ...place };
      case "TupleExpression":
        return { ...place, kind: "tuple", items: itemsIn(children).map(read) };
      case "ArrayExpression":
        return { ...place, kind: "list", items: itemsIn(children).map(read) };
      case "DictionaryExpression":
        return dictionaryOf(children, place, read) ?? unread;
      case "MemberExpression":
        return memberOf(children, place, source) ?? unread;
      case "CallExpression":
        return first === undefined || second?.name !== "ArgList"
          ? unread
          : { ...place, kind: "call", callee: read(first), ...argumentsOf(second, source) };
      case "UnaryExpression":
        return first === undefined || second === undefined
          ? unread
          : { ...place, kind: "unary", operator: source.of(first), operand: read(second) };
      case "BinaryExpression": {
        const right = children.at(-1);
        if (first === undefined || second === undefined || right === undefined) return unread;
        const operator = children
          .slice(1, -1)
          .map((each) => source.of(each))
          .join(" ");
        return { ...place, kind: "binary", operator, left: read(first), right: read(right) };
      }
      case "ConditionalExpression": {
        const no = children[4];
        return first === undefined || third === undefined || no === undefined
          ? unread
          : { ...place, kind: "conditional", yes: read(first), test: read(third), no: read(no) };
      }
      case "LambdaExpression": {
        const body = children.at(-1);
        const list = children.find((child) => child.name === "ParamList");
        return body === undefined
          ? unread
          : {
              ...place,
              kind: "lambda",
              parameters: list ? parametersOf(list, source) : [],
              body: read(body),
            };
      }
      case "ArrayComprehensionExpression":
      case "ComprehensionExpression": {
        const [, item, isFor, target, isIn, iterable, end] = children;
        const isPlain = isFor?.name === "for" && isIn?.name === "in" && (end?.to ?? 0) === node.to;
        return isPlain && item && target && iterable
          ? {
              ...place,
              kind: "comprehension",
              item: read(item),
              target: read(target),
              iterable: read(iterable),
            }
          : unread;
      }
      default:
        return unread;
    }
  });
}

function numberOf(text: string, place: { from: number; to: number }): Expression | undefined {
  const plain = text.replaceAll("_", "");
  const value = Number(plain);
  if (!/^[\d.]/.test(plain) || Number.isNaN(value)) return undefined;
  return { ...place, kind: "number", value, isWhole: /^\d+$/.test(plain) };
}

const unquoted = (text: string): string =>
  text.replace(/^[A-Za-z]*("""|'''|"|')/, "").replace(/("""|'''|"|')$/, "");

/** What stands between brackets and commas. */
export const itemsIn = (children: readonly SyntaxNode[]): SyntaxNode[] =>
  children.filter(({ name }) => !["(", ")", "[", "]", ","].includes(name));

function dictionaryOf(
  children: readonly SyntaxNode[],
  place: { from: number; to: number },
  read: (node: SyntaxNode) => Expression,
): Expression | undefined {
  const parts = children.filter(({ name }) => !["{", "}", ",", ":"].includes(name));
  if (parts.length % 2 !== 0 || parts.some((part) => isMark(part, "**"))) return undefined;
  const entries = parts.flatMap((key, k) => {
    const value = parts[k + 1];
    return k % 2 === 0 && value !== undefined ? [{ key: read(key), value: read(value) }] : [];
  });
  return { ...place, kind: "dictionary", entries };
}

function memberOf(
  children: readonly SyntaxNode[],
  place: { from: number; to: number },
  source: Source,
): Expression | undefined {
  const [object, mark, property] = children;
  if (object === undefined || mark === undefined) return undefined;
  const of = expressionOf(object, source);
  // the grammar takes the point of `1.` for an attribute's
  if (mark.name === "." && of.kind === "number") return { ...of, ...place, isWhole: false };
  if (mark.name === ".")
    return property === undefined
      ? undefined
      : { ...place, kind: "attribute", of, name: source.of(property) };
  const groups: SyntaxNode[][] = [[]];
  for (const part of children.slice(2, -1))
    if (part.name === ",") groups.push([]);
    else groups.at(-1)?.push(part);
  const index = groups.filter((group) => group.length > 0).map((group) => indexOf(group, source));
  return { ...place, kind: "subscript", of, index };
}

/** One index: an expression, or a slice `start:stop:step`. */
function indexOf(group: readonly SyntaxNode[], source: Source): Expression {
  const [only] = group;
  if (group.length === 1 && only !== undefined && !isMark(only, ":")) return expressionOf(only, source);
  const parts: (Expression | undefined)[] = [undefined];
  for (const part of group)
    if (isMark(part, ":")) parts.push(undefined);
    else parts[parts.length - 1] = expressionOf(part, source);
  const [start, stop, step] = parts;
  return {
    kind: "slice",
    from: group[0]?.from ?? 0,
    to: group.at(-1)?.to ?? 0,
    ...(start && { start }),
    ...(stop && { stop }),
    ...(step && { step }),
  };
}

/** Positional and named arguments; `*list` among the first, `**options` as what cannot be read. */
export function argumentsOf(
  list: SyntaxNode,
  source: Source,
): { readonly args: Expression[]; readonly named: Named[] } {
  const args: Expression[] = [];
  const named: Named[] = [];
  const parts = itemsIn(childrenOf(list));
  for (let k = 0; k < parts.length; k++) {
    const part = parts[k] as SyntaxNode; // k is in range
    const [next, value] = [parts[k + 1], parts[k + 2]];
    if (isMark(part, "*") && next !== undefined) {
      args.push({ from: part.from, to: next.to, kind: "star", of: expressionOf(next, source) });
      k++;
    } else if (isMark(part, "**") && next !== undefined) {
      named.push({ name: "**", value: expressionOf(next, source) });
      k++;
    } else if (next?.name === "AssignOp" && value !== undefined) {
      named.push({ name: source.of(part), value: expressionOf(value, source) });
      k += 2;
    } else args.push(expressionOf(part, source));
  }
  return { args, named };
}

/** The parameters of a function; the marks `*` and `/` alone are none. */
export function parametersOf(list: SyntaxNode, source: Source): Parameter[] {
  const found: Parameter[] = [];
  const parts = itemsIn(childrenOf(list));
  let gathers: "*" | "**" | undefined;
  for (let k = 0; k < parts.length; k++) {
    const part = parts[k] as SyntaxNode; // k is in range
    const next = parts[k + 1];
    if (part.name === "*" || part.name === "**") {
      gathers = next?.from === part.to ? part.name : undefined;
      continue;
    }
    if (part.name !== "VariableName") continue;
    const type = next?.name === "TypeDef" ? next : undefined;
    const [, annotation] = type === undefined ? [] : childrenOf(type);
    const equals = parts[k + (type === undefined ? 1 : 2)];
    const initial = equals?.name === "AssignOp" ? parts[k + (type === undefined ? 2 : 3)] : undefined;
    found.push({
      from: part.from,
      to: part.to,
      name: source.of(part),
      ...(annotation && { annotation: expressionOf(annotation, source) }),
      ...(initial && { initial: expressionOf(initial, source) }),
      ...(gathers && { gathers }),
    });
    if (initial !== undefined) k += type === undefined ? 2 : 3;
    gathers = undefined;
  }
  return found;
}
