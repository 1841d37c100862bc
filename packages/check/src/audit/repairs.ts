import type { Node } from "@chainrule/graph";
import { ChainruleError } from "@chainrule/graph";
import type { Tree } from "@chainrule/latex";
import { walk } from "@chainrule/latex";
import type { Repair } from "../verdict";
import { isEqualInFields } from "./compare-graphs";
import type { Member, Statement } from "./document";
import { keyOf, namedBy } from "./names";
import { bare, mapTree } from "./trees";

/** One small edit of a formula: where, what to put there, and the formula with it. */
interface Edit {
  readonly edit: string;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  readonly tree: Tree;
}

/** A name as some formula of the document has it typed. */
export interface TypedName {
  readonly tree: Tree & { readonly kind: "name" };
  readonly text: string;
}

/** The names of a document as they are typed, each once. */
export function namesTyped(statements: readonly Statement[]): TypedName[] {
  const found = new Map<string, TypedName>();
  for (const { members } of statements) {
    for (const { passage, tree } of members) {
      for (const part of walk(tree)) {
        const name = part.kind === "name" ? namedBy(part) : undefined;
        if (part.kind !== "name" || name === undefined || name.base === "e") continue;
        const key = keyOf(name);
        if (!found.has(key)) found.set(key, { tree: part, text: passage.text.slice(part.start, part.end) });
      }
    }
  }
  return [...found.values()];
}

const replacing = (whole: Tree, part: Tree, by: Tree): Tree =>
  mapTree(whole, (each) => (each === part ? by : undefined));

const MOST_EDITS = 250;
/** So many edits are compared in full, which takes longer. */
const MOST_THOROUGH = 30;

function* editsOf({ passage: { text }, tree }: Member, names: readonly TypedName[]): Generator<Edit> {
  const { end, start } = tree;
  const own = text.slice(start, end);
  yield {
    edit: "sign",
    start,
    end,
    replacement: `-(${own})`,
    tree: { kind: "sum", terms: [{ sign: "-", tree: bracketed(tree) }], start, end },
  };
  for (const [value, words] of [
    [2, "2"],
    [0.5, "\\frac12"],
  ] as const) {
    const factors = [
      { sign: "" as const, tree: { ...ONE, value, text: String(value) } },
      { sign: "*" as const, tree: bracketed(tree) },
    ];
    yield {
      edit: `factor ${value === 2 ? "2" : "1/2"}`,
      start,
      end,
      replacement: `${words} (${own})`,
      tree: { kind: "product", factors, start, end },
    };
  }
  for (const part of walk(tree)) {
    if (part.kind === "sum") {
      for (const [k, { sign, tree: term }] of part.terms.entries()) {
        if (k === 0 && sign === "+") continue;
        const at = Math.max(
          text.lastIndexOf("-", term.start - 1),
          text.lastIndexOf("+", term.start - 1),
          text.lastIndexOf("−", term.start - 1),
        );
        const other = sign === "-" ? "+" : "-";
        const terms = part.terms.map((each, m) =>
          m === k ? { sign: other as "+" | "-", tree: term } : each,
        );
        const replacement = k === 0 ? "" : other;
        if (at >= part.start)
          yield {
            edit: "sign",
            start: at,
            end: at + 1,
            replacement,
            tree: replacing(tree, part, { ...part, terms }),
          };
      }
    }
    if (part.kind === "name") {
      const own = namedBy(part);
      for (const other of names) {
        const name = namedBy(other.tree);
        if (own === undefined || name === undefined || keyOf(own) === keyOf(name)) continue;
        if (own.base !== name.base && own.sub !== name.sub) continue;
        yield {
          edit: "wrong name",
          start: part.start,
          end: part.end,
          replacement: other.text,
          tree: replacing(tree, part, { ...other.tree, start: part.start, end: part.end }),
        };
      }
    }
    if (part.kind === "product") {
      for (const [k, { sign, tree: factor }] of part.factors.entries()) {
        if (sign === "/") continue;
        const factors = part.factors.map((each, m) => (m === k ? { sign: each.sign, tree: ONE } : each));
        yield {
          edit: "extra factor",
          start: factor.start,
          end: factor.end,
          replacement: "1",
          tree: replacing(tree, part, { ...part, factors }),
        };
      }
    }
  }
}

const ONE = { kind: "number", text: "1", value: 1, start: 0, end: 0 } as const;
const bracketed = (tree: Tree): Tree =>
  bare(tree) !== tree ? tree : { kind: "group", bracket: "(", body: tree, start: tree.start, end: tree.end };

/** The first small edit that makes a formula what it should be, with its place in the document. */
export function repairOf(
  member: Member,
  truth: Node,
  names: readonly TypedName[],
  read: (tree: Tree) => Node,
): { readonly repair: Repair; readonly start: number; readonly end: number } | undefined {
  const { offset, text } = member.passage;
  let tried = 0;
  for (const { edit, end, replacement, start, tree } of editsOf(member, names)) {
    if (++tried > MOST_EDITS) return undefined;
    try {
      if (!isEqualInFields(read(tree), truth, tried <= MOST_THOROUGH)) continue;
    } catch (error) {
      if (error instanceof ChainruleError) continue; // an edit may not fit where it stands
      throw error;
    }
    const from = member.tree.start;
    const whole = `${text.slice(from, start)}${replacement}${text.slice(end, member.tree.end)}`;
    const place = { text: text.slice(start, end), column: start - from + 1, length: end - start };
    return { repair: { edit, place, replacement, text: whole }, start: offset + start, end: offset + end };
  }
  return undefined;
}
