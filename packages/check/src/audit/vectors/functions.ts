import { ChainruleError } from "@chainrule/graph";
import { bare, mapTree, type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { isFunction, keyOf, namedBy } from "../names/names";
import type { NumberingLetters } from "./names";
import type { Ranks } from "./ranks";

interface Definition {
  readonly parameters: readonly string[];
  readonly body: Tree;
}

type Applied = Tree & { readonly kind: "applied" };

/** So many calls may be written out in one formula: more, or a function that calls itself, are not. */
const MOST_CALLS = 200;

/** Functions of vectors that a document defines, h_θ(x) = θ^T x: their calls are the formulas that they stand for. */
export class Functions {
  readonly #definitions = new Map<string, Definition>();
  readonly #letters: NumberingLetters;
  readonly #open = new Set<string>();
  #calls = 0;

  constructor(statements: readonly Statement[], ranks: Ranks, letters: NumberingLetters) {
    this.#letters = letters;
    for (const { members } of statements) {
      const [left, right] = members;
      const call = left && bare(left.tree);
      if (call?.kind !== "applied" || right === undefined || isFunction(call.head.name.base)) continue;
      const key = keyOfHead(call);
      const parameters = call.arguments.flatMap((each) => namedBy(each) ?? []);
      const isOfVectors = [...walk(right.tree)].some((part) => {
        const name = part.kind === "name" ? namedBy(part) : undefined;
        return name !== undefined && ranks.of(name) > 0;
      });
      if (key === undefined || !isOfVectors || parameters.length !== call.arguments.length) continue;
      if (!this.#definitions.has(key))
        this.#definitions.set(key, { parameters: parameters.map(keyOf), body: right.tree });
    }
  }

  /** Whether a call stands for a formula that the document gives. */
  has(call: Applied): boolean {
    const key = keyOfHead(call);
    return key !== undefined && this.#definitions.get(key)?.parameters.length === call.arguments.length;
  }

  /**
   * What is made of the formula that a call stands for, with what is in its brackets in the place of the parameters; undefined where it
   * stands for none. @throws ChainruleError REFUSED where a function calls itself
   */
  inlined<T>(call: Applied, make: (formula: Tree) => T): T | undefined {
    const key = keyOfHead(call);
    const found = key === undefined ? undefined : this.#definitions.get(key);
    if (key === undefined || found === undefined || found.parameters.length !== call.arguments.length)
      return undefined;
    if (this.#open.size === 0) this.#calls = 0;
    if (this.#open.has(key) || ++this.#calls > MOST_CALLS)
      throw new ChainruleError("REFUSED", "calls without an end", { where: "audit", got: key });
    const given = new Map(found.parameters.map((name, k) => [name, call.arguments[k] as Tree])); // as many
    const change = (part: Tree): Tree | undefined => {
      const name = part.kind === "name" ? namedBy(part) : undefined;
      const own = name && this.#letters.split(name).entries.length === 0 ? given.get(keyOf(name)) : undefined;
      return own && { kind: "group", bracket: "(", body: own, start: call.start, end: call.end };
    };
    const { end, start } = call;
    this.#open.add(key);
    try {
      return make({ kind: "group", bracket: "(", body: mapTree(found.body, change), start, end });
    } finally {
      this.#open.delete(key);
    }
  }
}

const keyOfHead = ({ head }: Applied): string | undefined => {
  const name = namedBy(head);
  return name === undefined || head.name.primes > 0 ? undefined : keyOf(name);
};
