import { ChainruleError } from "@chainrule/graph";
import { mapTree, type Tree, walk } from "@chainrule/graph/read";
import { parseLatex } from "@chainrule/latex";
import type { Member, Statement } from "../document/passage";
import { isPowerOfName, keyOf, namedBy, plainNames } from "../names/names";
import { generalTree } from "./general";

/* How the names of a document are typed, and how a formula with them is read again after an edit. */

/** A name without the power above it, and as it is typed; undefined where the power stands before the index. */
function typedName(
  part: Tree & { readonly kind: "name" },
  text: string,
): { readonly tree: Tree; readonly typed: string } | undefined {
  const { sup, ...name } = part.name;
  if (sup === undefined || !isPowerOfName(part))
    return { tree: part, typed: text.slice(part.start, part.end) };
  if (text.slice(sup.end, part.end).replace("}", "").trim() !== "") return undefined;
  const typed = text.slice(part.start, sup.start).replace(/\s*\^\s*\{?\s*$/, "");
  return { tree: { ...part, name, end: part.start + typed.length }, typed };
}

/** A run of letters that the document means as a product. */
const isRun = (part: Tree): boolean => part.kind === "group" && part.bracket === "";

/** What stands for what is typed in some members, in their trees or in those for any layer, sample or entry. */
function treesTyped(members: readonly Member[], treeOf: (member: Member) => Tree): Map<string, Tree> {
  const found = new Map<string, Tree>();
  for (const member of members) {
    const { passage } = member;
    for (const part of walk(treeOf(member))) {
      const own = part.kind === "name" ? typedName(part, passage.text) : undefined;
      if (own !== undefined && !found.has(own.typed)) found.set(own.typed, own.tree);
      if (isRun(part)) found.set(passage.text.slice(part.start, part.end), part);
    }
  }
  return found;
}

/** What is typed for sums that have no bounds any more, because they run over all of an axis. */
function wholeSumsTyped(members: readonly Member[]): Set<string> {
  const found = new Set<string>();
  for (const member of members) {
    const { passage } = member;
    for (const part of walk(generalTree(member)))
      if (part.kind === "over" && part.to === undefined)
        found.add(passage.text.slice(part.head.start, part.head.end));
  }
  return found;
}

export class TypedNames {
  readonly #trees: ReadonlyMap<string, Tree>;
  readonly #texts = new Map<string, string>();
  readonly #own = new WeakMap<readonly Member[], ReadonlyMap<string, Tree>>();
  /** Sums over whole axes as they are typed: \sum_{j=1}^{m}. */
  readonly #sums: ReadonlySet<string>;
  #state: string | undefined;

  constructor(statements: readonly Statement[]) {
    const all = statements.flatMap(({ members }) => members);
    this.#sums = wholeSumsTyped(all);
    this.#trees = treesTyped(all, generalTree);
    for (const [text, tree] of treesTyped(all, ({ tree }) => tree)) {
      const name = tree.kind === "name" ? namedBy(tree) : undefined;
      if (name !== undefined && !this.#texts.has(keyOf(name))) this.#texts.set(keyOf(name), text);
    }
  }

  /** All of it as text: the same for names that are typed alike and mean the same, wherever they stand. */
  get state(): string {
    this.#state ??= JSON.stringify(
      [[...this.#trees], [...this.#texts], [...this.#sums]],
      (key, value: unknown) => (key === "start" || key === "end" ? undefined : value),
    );
    return this.#state;
  }

  /** How the document writes a quantity, if it ever does. */
  textOf(key: string): string | undefined {
    return this.#texts.get(key);
  }

  /**
   * A formula typed in the place of a member, with every name meaning what it does in the document: for any layer, sample or entry.
   * @throws ChainruleError
   */
  parsed(text: string, members: readonly Member[]): Tree {
    const own = this.#ownTrees(members);
    const [line, ...rest] = parseLatex(text).lines;
    if (line?.left === undefined || line.right.length > 0 || rest.length > 0)
      throw new ChainruleError("SYNTAX", "this is no formula", { where: "audit", got: text });
    const change = (part: Tree): Tree | undefined => {
      if (part.kind === "over" && this.#sums.has(text.slice(part.head.start, part.head.end))) {
        const { from: _from, to: _to, ...unbounded } = part;
        return { ...unbounded, body: mapTree(part.body, change) };
      }
      if (part.kind !== "name") return undefined;
      const found = typedName(part, text);
      const meant = found && (own.get(found.typed) ?? this.#trees.get(found.typed));
      if (meant === undefined || found === undefined) return undefined;
      const { end, start } = part;
      if (meant.kind !== "name") return found.tree === part ? { ...meant, start, end } : undefined;
      const { sup } = found.tree === part ? meant.name : part.name;
      const { sup: _own, ...name } = meant.name;
      return { ...meant, name: { ...name, ...(sup !== undefined && { sup }) }, start, end };
    };
    return mapTree(plainNames(line.left), change);
  }

  #ownTrees(members: readonly Member[]): ReadonlyMap<string, Tree> {
    const known = this.#own.get(members);
    if (known !== undefined) return known;
    const own = treesTyped(members, generalTree);
    this.#own.set(members, own);
    return own;
  }
}
