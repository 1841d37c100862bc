import type { Expression, FunctionStatement, Module, Place, Statement } from "../python/syntax";
import { type Axis, axisNamed, axisOfNumber } from "./sizes";

/* What code says of shapes: annotations, comments, docstrings, assertions. */

/** Axes by the name of the quantity. */
export type Said = ReadonlyMap<string, readonly Axis[]>;

/** What is said within some part of a file. */
export function saidIn(module: Module, statements: readonly Statement[], parts: readonly Place[]): Said {
  const said = new Map<string, readonly Axis[]>();
  const add = (name: string, axes: readonly Axis[] | undefined): void => {
    if (axes !== undefined && !said.has(name)) said.set(name, axes);
  };
  for (const statement of walked(statements)) {
    if (statement.kind === "function")
      for (const { annotation, from, name } of statement.parameters) {
        if (annotation !== undefined) add(name, annotated(annotation));
        // on a line of its own with a comment that is only a shape
        const comment = module.comments.get(module.lineAt(from));
        const line = lineText(module, from);
        if (comment !== undefined && (line.match(/[A-Za-z_]\w*/g) ?? [])[0] === name)
          add(name, wholeShape(comment));
      }
    if (statement.kind === "assert") add(...asserted(statement.test));
  }
  for (const { from, to } of parts) {
    const texts = [...module.comments]
      .filter(([line]) => line >= module.lineAt(from) - 3 && line <= module.lineAt(to))
      .map(([, text]) => text);
    const quoted = [...module.text.slice(from, to).matchAll(/("""|''')([\s\S]*?)\1/g)].flatMap(
      ([, , text = ""]) => text.split("\n"),
    );
    for (const text of [...texts, ...quoted]) for (const [name, axes] of shapesIn(text)) add(name, axes);
  }
  return said;
}

function* walked(statements: readonly Statement[]): Generator<Statement> {
  for (const statement of statements) {
    yield statement;
    if ("body" in statement) yield* walked(statement.body);
  }
}

const lineText = ({ text }: Module, at: number): string =>
  text.slice(text.lastIndexOf("\n", at - 1) + 1, at + (/\n|$/.exec(text.slice(at))?.index ?? 0));

/** `x: (N, D)`, `x of shape (N, D)`, `W - weights, of shape [D, 4H]`: names with the shape that follows. */
function shapesIn(text: string): [string, readonly Axis[]][] {
  const found = text.matchAll(
    /(?<![\w.@*])([A-Za-z_]\w*)\s*(?:(?::|-|=|is|are|has|of|with|shape)[^()[\]:;,]{0,60}?(?:[^()[\]:;]{0,60}shape\s*:?\s*)?)?[([]([^()[\]]*)[)\]]/g,
  );
  return [...found].flatMap(([whole, name = "", list = ""]): [string, readonly Axis[]][] => {
    // a number: b: ()
    const axes = list.trim() === "" && /:\s*\(/.test(whole) ? [] : listedAxes(list);
    return axes === undefined ? [] : [[name, axes]];
  });
}

const wholeShape = (text: string): readonly Axis[] | undefined => {
  const list = /^[([]([^()[\]]*)[)\]]/.exec(text.replace(/^shape\s*:?\s*/, ""))?.[1];
  return list === undefined ? undefined : listedAxes(list);
};

/** `N, D`, `3, 4`, `D, 4*H`, `1, M`; undefined for anything else. */
function listedAxes(list: string): readonly Axis[] | undefined {
  const items = list.split(",").map((item) => item.trim());
  if (items.at(-1) === "") items.pop();
  if (items.length === 0) return list.trim() === "" ? undefined : [];
  const axes = items.map(axisIn);
  return axes.every((axis) => axis !== undefined) ? axes : undefined;
}

function axisIn(item: string): Axis | undefined {
  if (/^\d+$/.test(item)) return axisOfNumber(Number(item));
  const product = /^(\d)?\s*\*?\s*([A-Za-z]\w*)$/.exec(item);
  return product === null ? undefined : axisNamed(product[2] as string, Number(product[1] ?? 1)); // it matched
}

/** `Float[Tensor, "N D"]`, `"N D"`. */
function annotated(annotation: Expression): readonly Axis[] | undefined {
  const text =
    annotation.kind === "subscript" ? annotation.index.find(({ kind }) => kind === "text") : annotation;
  if (text?.kind !== "text") return undefined;
  return listedAxes(
    text.value
      .trim()
      .split(/[\s,]+/)
      .join(","),
  );
}

/** `x.shape == (N, D)` */
function asserted(test: Expression): [string, readonly Axis[] | undefined] {
  if (test.kind !== "binary" || test.operator !== "==") return ["", undefined];
  const { left, right } = test;
  if (left.kind !== "attribute" || left.name !== "shape" || left.of.kind !== "name") return ["", undefined];
  if (right.kind !== "tuple" && right.kind !== "list") return ["", undefined];
  const axes = right.items.map((item): Axis | undefined =>
    item.kind === "number"
      ? axisOfNumber(item.value)
      : item.kind === "name"
        ? axisNamed(item.name)
        : undefined,
  );
  return [left.of.name, axes.every((axis) => axis !== undefined) ? axes : undefined];
}

/** Whether an annotation says that a parameter is a number, and of which sort. */
export function annotatedSort(
  { parameters }: FunctionStatement,
  name: string,
): "whole" | "number" | "truth" | undefined {
  const annotation = parameters.find((each) => each.name === name)?.annotation;
  if (annotation?.kind !== "name") return undefined;
  return annotation.name === "int"
    ? "whole"
    : annotation.name === "float"
      ? "number"
      : annotation.name === "bool"
        ? "truth"
        : undefined;
}
