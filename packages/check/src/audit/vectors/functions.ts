import { bare, mapTree, type Tree, walk } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { isFunction, keyOf, namedBy } from "../names";
import type { NumberingLetters } from "./names";
import type { Ranks } from "./ranks";

interface Definition {
  readonly parameters: readonly string[];
  readonly body: Tree;
}

type Applied = Tree & { readonly kind: "applied" };

const MOST_INSIDE = 8;

/** Functions of vectors that a document defines, h_θ(x) = θ^T x: their calls are the formulas that they stand for. */
export class Functions {
  readonly #definitions = new Map<string, Definition>();
  readonly #letters: NumberingLetters;

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

  /** The formula that a call stands for, with what is in its brackets in the place of the parameters. */
  inlined(call: Applied, depth = 0): Tree | undefined {
    const key = keyOfHead(call);
    const found = key === undefined ? undefined : this.#definitions.get(key);
    if (found === undefined || found.parameters.length !== call.arguments.length || depth > MOST_INSIDE)
      return undefined;
    const given = new Map(found.parameters.map((name, k) => [name, call.arguments[k] as Tree])); // as many
    const change = (part: Tree): Tree | undefined => {
      const name = part.kind === "name" ? namedBy(part) : undefined;
      const own = name && this.#letters.split(name).entries.length === 0 ? given.get(keyOf(name)) : undefined;
      return own && { kind: "group", bracket: "(", body: own, start: call.start, end: call.end };
    };
    const { end, start } = call;
    return { kind: "group", bracket: "(", body: mapTree(found.body, change), start, end };
  }
}

const keyOfHead = ({ head }: Applied): string | undefined => {
  const name = namedBy(head);
  return name === undefined || head.name.primes > 0 ? undefined : keyOf(name);
};
