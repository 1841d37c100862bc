import { ChainruleError, shown } from "@chainrule/graph";
import type { SyntaxNode } from "@lezer/common";
import { parser } from "@lezer/python";
import { argumentsOf, childrenOf, expressionOf, itemsIn, parametersOf, Source } from "./expressions";
import type { Expression, Module, Statement } from "./syntax";

/** More characters are not read: a layer has some thousands. */
const LONGEST = 2_000_000;

/**
 * Reads Python without running it. What the grammar does not know is kept as a statement that could not be read.
 * @throws ChainruleError OPERAND for what is no text, TOO_LONG, TOO_DEEP
 */
export function parsePython(text: string): Module {
  const given: unknown = text;
  if (typeof given !== "string")
    throw new ChainruleError("OPERAND", "code is a text", { where: "Python", got: shown(given) });
  if (text.length > LONGEST)
    throw new ChainruleError("TOO_LONG", "the code is too long", {
      where: "Python",
      got: `${text.length} characters`,
      expected: `at most ${LONGEST}`,
    });
  const source = new Source(text);
  const tree = parser.parse(text);
  const lineAt = lineFinder(text);
  const comments = new Map<number, string>();
  tree.iterate({
    enter: ({ name, from, to }) => {
      if (name === "Comment") comments.set(lineAt(from), text.slice(from + 1, to).trim());
    },
  });
  return { text, body: statementsIn(childrenOf(tree.topNode), source), comments, lineAt };
}

/** The line of an offset, counted from 1. */
function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

const statementsIn = (nodes: readonly SyntaxNode[], source: Source): Statement[] =>
  nodes.flatMap((node) => statementsOf(node, source, []));

/** The statements of the first, second, ... block of a compound statement. */
const blocksOf = (node: SyntaxNode, source: Source): Statement[][] =>
  childrenOf(node)
    .filter(({ name }) => name === "Body")
    .map((body) =>
      statementsIn(
        childrenOf(body).filter(({ name }) => name !== ":"),
        source,
      ),
    );

function statementsOf(node: SyntaxNode, source: Source, decorators: readonly Expression[]): Statement[] {
  return source.deeper((): Statement[] => {
    const place = { from: node.from, to: node.to };
    const children = childrenOf(node);
    const unread: Statement = { ...place, kind: "unread", what: source.of(node).split("\n")[0] ?? "" };
    const read = (child: SyntaxNode): Expression => expressionOf(child, source);
    const [, second] = children;
    const [body = [], ...others] = blocksOf(node, source);
    switch (node.name) {
      case "StatementGroup":
        return children
          .filter(({ name }) => name !== ";")
          .flatMap((child) => statementsOf(child, source, []));
      case "DecoratedStatement": {
        const own = children
          .filter(({ name }) => name === "Decorator")
          .map((each) => decoratorOf(each, source));
        const target = children.at(-1);
        return target === undefined ? [unread] : statementsOf(target, source, own);
      }
      case "FunctionDefinition": {
        const name = children.find((child) => child.name === "VariableName");
        const list = children.find((child) => child.name === "ParamList");
        if (name === undefined || list === undefined) return [unread];
        const parameters = parametersOf(list, source);
        return [{ ...place, kind: "function", name: source.of(name), parameters, decorators, body }];
      }
      case "ClassDefinition": {
        const list = children.find((child) => child.name === "ArgList");
        const bases = list === undefined ? [] : argumentsOf(list, source).args;
        return second === undefined
          ? [unread]
          : [{ ...place, kind: "class", name: source.of(second), bases, body }];
      }
      case "AssignStatement":
        return [assignmentOf(children, place, source) ?? unread];
      case "UpdateStatement": {
        const [target, operator, ...value] = children;
        return target === undefined || operator === undefined
          ? [unread]
          : [
              {
                ...place,
                kind: "update",
                target: read(target),
                operator: source.of(operator).slice(0, -1),
                value: listed(value, source),
              },
            ];
      }
      case "ReturnStatement": {
        const value = children.slice(1);
        return [{ ...place, kind: "return", ...(value.length > 0 && { value: listed(value, source) }) }];
      }
      case "ExpressionStatement":
        return [{ ...place, kind: "expression", value: listed(children, source) }];
      case "AssertStatement":
        return second === undefined ? [unread] : [{ ...place, kind: "assert", test: read(second) }];
      case "IfStatement":
        return [conditionOf(children, place, source) ?? unread];
      case "ForStatement": {
        const at = children.findIndex(({ name }) => name === "in");
        const iterable = children[at + 1];
        return at === -1 || iterable === undefined || others.length > 0
          ? [unread]
          : [
              {
                ...place,
                kind: "for",
                target: listed(children.slice(1, at), source),
                iterable: read(iterable),
                body,
              },
            ];
      }
      case "WithStatement":
        return [{ ...place, kind: "with", body }];
      case "ImportStatement":
        return importsIn(children, place, source);
      case "PassStatement":
      case "DeleteStatement":
      case "ScopeStatement":
        return [{ ...place, kind: "nothing", stops: false }];
      case "RaiseStatement":
        return [{ ...place, kind: "nothing", stops: true }];
      default:
        return [unread];
    }
  });
}

function decoratorOf(node: SyntaxNode, source: Source): Expression {
  const children = childrenOf(node).slice(1);
  const place = { from: children[0]?.from ?? node.from, to: node.to };
  const list = children.find(({ name }) => name === "ArgList");
  const name = source.text.slice(place.from, list?.from ?? node.to).trim();
  const callee: Expression = { ...place, kind: "name", name };
  return list === undefined ? callee : { ...place, kind: "call", callee, ...argumentsOf(list, source) };
}

/** One expression, or a tuple without brackets. */
function listed(nodes: readonly SyntaxNode[], source: Source): Expression {
  const items = itemsIn(nodes).map((node) => expressionOf(node, source));
  const place = { from: nodes[0]?.from ?? 0, to: nodes.at(-1)?.to ?? 0 };
  const [only] = items;
  const hasComma = nodes.some(({ name }) => name === ",");
  return only !== undefined && items.length === 1 && !hasComma ? only : { ...place, kind: "tuple", items };
}

/** `a = b = value`, `a: type = value`; an annotation without a value assigns nothing. */
function assignmentOf(
  children: readonly SyntaxNode[],
  place: { from: number; to: number },
  source: Source,
): Statement | undefined {
  const sides: SyntaxNode[][] = [[]];
  for (const child of children)
    if (child.name === "AssignOp") sides.push([]);
    else if (child.name !== "TypeDef") sides.at(-1)?.push(child);
  if (sides.some((side) => side.length === 0)) return undefined;
  if (sides.length === 1) return { ...place, kind: "nothing", stops: false };
  const expressions = sides.map((side) => listed(side, source));
  return {
    ...place,
    kind: "assign",
    targets: expressions.slice(0, -1),
    value: expressions.at(-1) as Expression,
  }; // two at least
}

/** `if`, with what follows `elif` as an `if` of its own. */
function conditionOf(
  children: readonly SyntaxNode[],
  place: { from: number; to: number },
  source: Source,
): Statement | undefined {
  const [, test, body, ...rest] = children;
  if (test === undefined || body?.name !== "Body") return undefined;
  const inside = (block: SyntaxNode): Statement[] => statementsIn(childrenOf(block).slice(1), source);
  const [word, next] = rest;
  const nested =
    word?.name === "elif" ? conditionOf(rest, { from: word.from, to: place.to }, source) : undefined;
  const otherwise = nested !== undefined ? [nested] : next?.name === "Body" ? inside(next) : [];
  return { ...place, kind: "if", test: expressionOf(test, source), body: inside(body), otherwise };
}

/** `import a.b as c` and `from a import b as c`: each name with the module, or part of one, that it stands for. */
function importsIn(
  children: readonly SyntaxNode[],
  place: { from: number; to: number },
  source: Source,
): Statement[] {
  const text = children.map((child) => source.of(child)).join(" ");
  const from = /^from ([\w. ]+?) import (.*)$/.exec(text);
  const list = from?.[2] ?? text.replace(/^import /, "");
  const root = from?.[1]?.replaceAll(" ", "");
  return list
    .replace(/[()]/g, "")
    .split(",")
    .flatMap((item): Statement[] => {
      const [path = "", alias] = item.trim().split(/ as /);
      const module = path.replaceAll(" ", "");
      if (module === "") return [];
      const full = root === undefined ? module : `${root}.${module}`;
      const isDotted = alias === undefined && root === undefined && module.includes(".");
      const name = (alias ?? (isDotted ? (module.split(".")[0] as string) : module)).trim(); // split gives one at least
      return [{ ...place, kind: "import", module: isDotted ? name : full, name }];
    });
}
