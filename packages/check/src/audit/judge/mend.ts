import {
  ChainruleError,
  gradient,
  gradientOrigin,
  type Node,
  scalar,
  substituted,
  tensor,
  topologicalOrder,
} from "@chainrule/graph";
import type { Reading } from "@chainrule/graph/read";
import type { Side } from "../../claim/claim";
import { type Vocabulary, vocabulary } from "../../claim/vocabulary";
import { graphText } from "../../graph-text";
import type { Ground } from "../../locate/ground";
import { mendedSide } from "../../repair/mended";
import { differentSizes } from "../../sizes";
import type { Difference, Repair } from "../../verdict";
import type { Member } from "../document/passage";
import type { AuditRepair, Finding } from "../findings/finding";
import { moreExactly, type Reason, reason } from "../findings/reason";
import { dependsOn } from "../model/compare-graphs";
import { Answers, identityOf, shortFor } from "../model/memory";
import type { Model } from "../model/model";
import { namesIn } from "../names/letters";
import { generalTree } from "../statements/general";
import { documentSyntax } from "../statements/spelling";
import { type Chain, usesKey } from "./chain";
import type { Known } from "./known";

/* Where a wrong formula of a document differs from the graph, and what mends it: what `check` does, in the document's own names. */

const SEED = 1;
/** Networks with more definitions are compared with these free. */
const MOST_DEFINITIONS = 24;
/** So many quantities that are named alike may be the ones that were meant. */
const MOST_ALIKE = 24;

type Mended = Pick<Finding, "because"> & Partial<Finding>;

/** What is said of a wrong member: its first part that differs, what belongs there, and the only small edit that mends it. */
export function mended(known: Known, chain: Chain, member: Member, base: Reading, node: Node): Mended {
  const { offset } = member.passage;
  const found = mendings.get(
    () => keyFor(known, chain, member, base, node),
    () => moved(mendedAnew(known, chain, member, base, node), -offset),
  );
  return moved(found, offset);
}

/** What was found, with places counted from the passage's beginning. */
const mendings = new Answers<Mended>();

function moved({ end, repair, start, ...found }: Mended, by: number): Mended {
  return {
    ...found,
    ...(start !== undefined && { start: start + by }),
    ...(end !== undefined && { end: end + by }),
    ...(repair !== undefined && { repair: { ...repair, offset: repair.offset + by } }),
  };
}

/** All that mending depends on. */
function keyFor(
  { model, names }: Known,
  { statement, subject }: Chain,
  member: Member,
  { indices, isRow, node: truth, sizes }: Reading,
  node: Node,
): string {
  const [tree, ...others] = [member, ...statement.members].map((each) => [
    each.passage.text,
    each.tree,
    generalTree(each),
  ]);
  const used = statement.members.flatMap((each) => namesIn(each.tree)).map((name) => model.quantity(name));
  const quantities = [...model.quantities.values()];
  const graphs = [node, truth, subject.truth?.node ?? truth, ...originsOf(truth)];
  return [
    JSON.stringify([tree, others, subject.kind, subject.key, indices, isRow, sizes]),
    JSON.stringify(used.map((each) => each && quantities.indexOf(each))),
    subject.reader === undefined ? "" : identityOf(subject.reader),
    member.general === undefined ? "" : identityOf(member.general.put),
    shortFor(names.state),
    shortFor(model.state),
    graphText([...graphs, ...quantities.map((each) => each.node)]),
  ].join(" ");
}

/** What a truth is the gradient of, and by what, where it is one. */
const originsOf = (truth: Node): Node[] =>
  [truth, ...(truth.op.kind === "naming" ? truth.inputs : [])].flatMap((each) => {
    const origin = gradientOrigin(each);
    return origin === undefined ? [] : [each, origin.of, origin.by];
  });

function mendedAnew(known: Known, chain: Chain, member: Member, base: Reading, node: Node): Mended {
  const truth = originOf(chain, base, known.model);
  const words = wordsFor(member, truth, known.model);
  const side = sideOf(known, chain, member, base, words);
  const sizes = differentSizes([truth, node, ...words.nodes]);
  const ground = { sizes, seed: SEED, ...freedBelow(truth) };
  const claim = { node, text: side.text, side, syntax: side.syntax, ...phraseOf(known, chain, member, node) };
  const { repairs, where } = mendedSide({ claim, side, isComparable: true }, truth, words, ground);
  return {
    ...located(member, where),
    ...(repairs.length === 1 && { repair: within(member, repairs[0] as Repair) }),
  };
}

/** Of a deep network, definitions are quantities of their own. A definition and its formula are the same. */
function freedBelow(truth: Node): Pick<Ground, "freed"> {
  const definitions = topologicalOrder([truth]).filter(
    ({ attrs, op }) => op.kind === "naming" && attrs.name?.kind === "symbol",
  );
  if (definitions.length <= MOST_DEFINITIONS) return {};
  const free = new Map(
    definitions.flatMap((node, k) => {
      const symbol = node.shape.length === 0 ? scalar(`free${k}`) : tensor(`free${k}`, { shape: node.shape });
      return [node, node.inputs[0] as Node].map((each) => [each, symbol] as const); // a naming node has one input
    }),
  );
  return { freed: (nodes) => substituted(nodes, (node) => free.get(node)) };
}

/** What a member should be, as the gradient that it is, if it is one: its chain rule tells what its factors are. */
function originOf({ statement, subject }: Chain, { node }: Reading, model: Model): Node {
  const quantity = subject.kind === "quantity" ? model.quantities.get(subject.key ?? "") : undefined;
  const formula = quantity?.node === node && node.op.kind === "naming" ? (node.inputs[0] as Node) : node;
  if (gradientOrigin(formula) !== undefined || subject.truth?.node !== node) return formula;
  const tree = subject.kind === "derivative" ? statement.members[0]?.tree : quantity?.tree;
  if (tree?.kind !== "derivative" || tree.by.length !== 1) return formula;
  const [of, by] = [tree.of, ...tree.by].map((each) => model.named(each)?.node);
  if (of === undefined || by === undefined || of.shape.length > 0) return formula;
  return gradient(of, by);
}

/** The names that a right formula may have: those below the truth, those of the member, and those named like them. */
function wordsFor({ tree }: Member, truth: Node, model: Model): Vocabulary {
  const own = namesIn(tree).flatMap((name) => model.quantity(name) ?? []);
  const bases = new Set(own.map(({ name }) => name.base));
  const alike = [...model.quantities.values()]
    .filter(({ name }) => bases.has(name.base))
    .slice(0, MOST_ALIKE);
  const symbols = [...new Set([...own, ...alike])].filter(({ node }) => !dependsOn(node, truth));
  const keys = new Map([...model.quantities].map(([key, { node }]) => [node, key]));
  return vocabulary(
    truth,
    Object.fromEntries(symbols.map(({ node }) => [keys.get(node) as string, node])), // each is one of them
    {},
  );
}

function sideOf(
  { model, names }: Known,
  { statement, subject }: Chain,
  member: Member,
  base: Reading,
  words: Vocabulary,
): Side {
  const { text } = member.passage;
  const tree = generalTree(member);
  const read: Side["read"] = (formula) => {
    if (typeof formula !== "string")
      return model.read(member.general?.put(formula) ?? formula, text, base, subject.reader).node;
    const plain = formula.replace(/\\\\|&/g, (found) => " ".repeat(found.length)); // of a display of several rows
    const typed = names.parsed(plain, statement.members);
    const parsed = member.general?.put(typed) ?? typed;
    if (subject.key !== undefined && usesKey(parsed, subject.key) && !usesKey(tree, subject.key))
      throw new ChainruleError("REFUSED", "it would say itself", { where: "audit", got: formula });
    return model.read(parsed, plain, base, subject.reader).node;
  };
  const letters = base.indices.length === 0 ? undefined : base.indices;
  const syntax = documentSyntax(words, names, text, read);
  const readInOrders = (formula: string) => [read(formula)];
  return { tree, text, read, readInOrders, syntax, letters, isCode: false };
}

function phraseOf(
  { model }: Known,
  { subject }: Chain,
  { passage: { text }, tree }: Member,
  { shape }: Node,
) {
  if (shape.length > 0) return {};
  try {
    const phrase = model.phrase(tree, text, subject.reader);
    return phrase === undefined ? {} : { phrase };
  } catch (error) {
    if (error instanceof ChainruleError) return {};
    throw error;
  }
}

/** The place in the document, and in words what differs there. */
function located({ passage, tree }: Member, where: Difference | undefined): Mended {
  const because = { kind: "not what the definitions give" } as const;
  if (where === undefined) return { because };
  const { expected, place, ratio, what } = where;
  const start = passage.offset + place.column - 1;
  const isPart = place.length > 0 && place.length < tree.end - tree.start;
  const isBeside = what === "missing factor" || what === "missing term";
  const isExtra = what === "extra factor" || what === "extra term";
  const isTold = ratio !== undefined && !isBeside && !isExtra && ratio !== expected;
  const told: Reason[] = [
    ...(isBeside && expected !== undefined ? [{ kind: what, part: expected }] : []),
    ...(isExtra ? [{ kind: what, part: place.text }] : []),
    ...(isTold ? [ratio === "-1" ? reason("wrong sign") : ({ kind: "times", ratio } as const)] : []),
  ];
  const isShown = expected !== undefined && !isBeside && !isExtra && (isPart || !isTold);
  return {
    because: moreExactly(because, told),
    ...(isPart && { start, end: start + place.length }),
    ...(isShown && { expected }),
  };
}

/** A repair of the passage as one of the member alone. */
function within({ passage: { offset, text }, tree }: Member, repair: Repair): AuditRepair {
  const { place } = repair;
  return {
    ...repair,
    offset: offset + place.column - 1,
    place: { ...place, column: place.column - tree.start },
    text: repair.text.slice(tree.start, repair.text.length - (text.length - tree.end)),
  };
}
