import type { Node } from "@chainrule/graph";
import type { ReaderOptions } from "@chainrule/graph/read";
import type { Vocabulary } from "./vocabulary";

interface NamesOf {
  readonly names: Readonly<Record<string, Node>>;
  readonly options: ReaderOptions;
}

/** What the formulas of a claim may name: the quantities of a vocabulary, and further ones. */
export function namesOf(words: Vocabulary, more: Readonly<Record<string, Node>> = {}): NamesOf {
  const named = new Map<string, Node | undefined>();
  for (const node of words.nodes) {
    const name = words.written(node);
    named.set(name, named.has(name) && named.get(name) !== node ? undefined : node); // two of one name are asked about
  }
  const { declared } = words;
  const isAbstract = (name: string): boolean =>
    !name.endsWith("'") && declared.every((op) => op.name !== name);
  const functions = [
    ...Object.keys(words.functions).filter(isAbstract),
    ...declared.map((operation) => ({ operation })),
  ];
  const own = [...named].flatMap(([name, node]) => (node === undefined ? [] : [[name, node] as const]));
  return {
    names: { ...more, ...words.aliased, ...Object.fromEntries(own) },
    options: { functions, find: words.find },
  };
}
