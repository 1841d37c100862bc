import { ChainruleError, type Meanings, type Node } from "@chainrule/graph";
import { bare } from "@chainrule/graph/read";
import type { Conditions } from "./conditions/conditions";
import { ACTIVATIONS, functionsInWords } from "./document/functions-in-words";
import type { Statement } from "./document/passage";
import { BAD, type Finding, RIGHT } from "./findings/finding";
import type { Lengths } from "./indices/bounds";
import { sampleLetters } from "./indices/samples";
import { judgedCase } from "./judge/case";
import { derivativeKey, finding } from "./judge/chain";
import { unlessGoal } from "./judge/goals";
import { Judge } from "./judge/judge";
import { inOneLayout } from "./judge/layout";
import { unlessOtherRun } from "./judge/stages";
import { collected } from "./model/collect";
import { comparison } from "./model/compare-graphs";
import { statedFacts, symmetricInWords, wordedFacts } from "./model/facts";
import { Model, supplied } from "./model/model";
import { premisesOfAll } from "./model/premises";
import { roundedData } from "./model/rounded-data";
import { secondForms } from "./model/second-forms";
import { updatedIn, updateRule } from "./model/updates";
import type { Declared } from "./names/declared";
import type { DeclaredAxes } from "./names/declared-axes";
import { Letters } from "./names/letters";
import { keyOf } from "./names/names";
import { joinedNets } from "./names/nets";
import { isNumeric, numbersIn, printedIn } from "./names/trees";
import { withoutAliases } from "./notation/aliases";
import { isAboutMatrices } from "./notation/notation";
import { isInDenominatorLayout } from "./shapes/denominator-layout";
import { isIndexed, shapesOf } from "./shapes/shapes";
import { TypedNames } from "./statements/typed";

/** A document as it was read. */
export interface DocumentRead extends Lengths {
  readonly document: string;
  readonly statements: readonly Statement[];
  /** Rows of tables that are cases of their own: an equation for each column. */
  readonly cases: readonly Statement[][];
  readonly conditions: Conditions;
  /** Shapes that its words give. */
  readonly declared: readonly Declared[];
  /** The axes of the quantities that its tables declare with letters. */
  readonly axes: DeclaredAxes;
  /** Every formula of it was read: what is not defined then is defined nowhere. */
  readonly isAllRead: boolean;
  /** The network that it is about, where that was handed over. */
  readonly network: Node | undefined;
  /** What is given before this offset stays as it is, whatever is said of it later. */
  readonly authority: number;
}

/** A document that was read and judged. */
export type Judged = ReturnType<typeof judgedWith>;

/** What a function without a definition was taken as. */
export interface Taken {
  readonly function: string;
  readonly as: string;
}

/** How much of a document holds: what is right, less what is wrong. */
export const holding = ({ findings }: Pick<Judged, "findings">): number =>
  findings
    .flat()
    .reduce((total, { verdict }) => total + (RIGHT.has(verdict) ? 1 : BAD.has(verdict) ? -1 : 0), 0);

/** f'(x) = f(x) (1 - f(x)): what a document says of a function tells which one it is. */
const isLaw = ({ members: [left] }: Statement): boolean => {
  const tree = left && bare(left.tree);
  return tree?.kind === "applied" && tree.head.name.primes > 0;
};

/**
 * Functions that the document does not define are what its words say, else whichever known one makes most of it hold, where there
 * are values, or a law of one.
 */
export function judgedAll(read: DocumentRead): Judged {
  const plain = modelOf(read, {});
  const { abstract, point } = plain.model;
  if (abstract.length === 0) return judgedWith(read, plain);
  const said = functionsInWords(read.document, abstract);
  if (said.length > 0) {
    const taken = said.map(({ as, name }) => ({ function: name, as }));
    const meanings = Object.fromEntries(said.map(({ call, name }) => [name, call]));
    return { ...judgedWith(read, modelOf(read, meanings)), taken };
  }
  if (point.size === 0 && !read.statements.some(isLaw)) return judgedWith(read, plain);
  const readings = [
    { modelled: plain, taken: [] },
    ...Object.entries(ACTIVATIONS).map(([as, call]) => ({
      modelled: modelOf(read, Object.fromEntries(abstract.map((own) => [own, call]))),
      taken: abstract.map((name) => ({ function: name, as })),
    })),
  ];
  const held = new Map(
    readings.map((each) => [each, holding(judgedWith(read, each.modelled, { mends: false }))]),
  );
  const [best] = [...readings].sort((a, b) => (held.get(b) ?? 0) - (held.get(a) ?? 0));
  return { ...judgedWith(read, best?.modelled ?? plain), taken: best?.taken ?? [] };
}

function judgedWith(
  read: DocumentRead,
  { chains, model, tables }: ReturnType<typeof modelOf>,
  { mends }: { readonly mends: boolean } = { mends: true },
) {
  const { conditions, document, isAllRead, means, statements } = read;
  const rule = updateRule(chains, model, document);
  const rounded = roundedData(chains, model);
  const grounds = {
    model,
    exact: exactNumbers(chains, model, rounded),
    names: new TypedNames(chains),
    conditions: [
      ...statedFacts(chains, model),
      ...wordedFacts(document, model),
      ...symmetricInWords(document, model),
    ],
    premises: premisesOfAll(chains, model),
    rounded,
    document,
    derivatives: derivativesIn(chains),
    mends,
  };
  const judge = new Judge(grounds, rule, updatedBases(chains, model));
  const sampled = sampleLetters(statements);
  const typedAt = placesTyped(chains);
  const judged = chains.map((statement, k) => {
    if (statement.isRepeated) return [];
    const own = statement.isCondition ? undefined : conditions.findings[typedAt[k] as number];
    return withOwn(own, () => {
      const found = unlessSampled(statement, judge.judged(statement, k), sampled);
      return unlessGoal(statement, unlessProgram(statement, found, model, isAllRead), document);
    });
  });
  const { findings, isNumerator } = inOneLayout(chains, unlessOtherRun(chains, judged, model), model);
  return {
    model,
    rule,
    chains,
    means,
    taken: [] as readonly Taken[],
    sensitivities: judge.sensitivities.found,
    abstract: model.abstract,
    conditions,
    findings,
    isNumerator,
    cases: tables.map((equations, k) => withOwn(conditions.cases[k], () => judgedCase(model, equations))),
  };
}

/** The derivatives on left sides. */
const derivativesIn = (chains: readonly Statement[]): ReadonlySet<string> =>
  new Set(
    chains.flatMap(({ members: [left] }) => {
      const tree = left && bare(left.tree);
      return (tree?.kind === "derivative" ? derivativeKey(tree) : undefined) ?? [];
    }),
  );

/** Where each chain stands among those that were typed: what repeats one for other numbers is not counted. */
function placesTyped(chains: readonly Statement[]): number[] {
  let typed = -1;
  return chains.map(({ instance, isRepeated }) =>
    isRepeated || instance?.isFirst === false ? typed : ++typed,
  );
}

/** What conditions say of the members of a chain; of those that they say nothing of, what the graph says. */
function withOwn(own: readonly (Finding | undefined)[] | undefined, others: () => Finding[]): Finding[] {
  if (own?.every((each) => each !== undefined)) return own as Finding[]; // none is undefined
  return others().map((other, k) => own?.[k] ?? other);
}

/** What is found wrong where samples are numbered in superscripts is not said: those are not read yet. */
function unlessSampled(statement: Statement, findings: Finding[], letters: ReadonlySet<string>): Finding[] {
  if (letters.size === 0) return findings;
  const reason = { kind: "samples above", letters: [...letters] } as const;
  return findings.map((found, k) => {
    const member = statement.members[k + 1];
    return member === undefined || !BAD.has(found.verdict) ? found : finding(member, "not checked", reason);
  });
}

/**
 * A program says nothing wrong where nothing tells the shapes of what it computes, or where a line of the document could not be read:
 * it may change what the others have.
 */
function unlessProgram(
  { members }: Statement,
  findings: Finding[],
  { quantities, shapes }: Model,
  isAllRead: boolean,
): Finding[] {
  const areNumbers = [...quantities.values()].every(({ kind }) => kind !== "free"); // all inputs are given, as numbers
  const hasShapes = shapes !== undefined || areNumbers;
  if (hasShapes && isAllRead) return findings;
  const reason = !hasShapes ? "program without shapes" : "program not read";
  return findings.map((found, k) => {
    const member = members[k + 1];
    const isOpen = member?.passage.isProgram && BAD.has(found.verdict);
    return member !== undefined && isOpen ? finding(member, "not checked", reason) : found;
  });
}

/** The graph of a document, and its chains with one name for each quantity. */
function modelOf(
  {
    apart,
    authority,
    axes,
    cases,
    declared,
    document,
    isAllRead,
    lengths,
    network,
    statements,
  }: DocumentRead,
  meanings: Meanings,
) {
  const known = network === undefined ? new Set<string>() : new Set(supplied(network).keys());
  const every = [...statements, ...cases.flat()];
  const lettersWith = (areMarks: boolean) => {
    const letters = new Letters(every, axes, areMarks, lengths, apart);
    const told = declared.map(({ name }) => name);
    const sources = { document, statements, letters, known, isAllRead, authority, declared: told };
    return { letters, collection: collected(sources) };
  };
  const isWhole = network === undefined && (declared.length > 0 || isAboutMatrices(statements));
  const marked = isWhole ? lettersWith(true) : undefined;
  const isOfWholes = marked !== undefined && !isIndexed(marked.collection);
  const { collection, letters } = isOfWholes ? marked : lettersWith(false);
  const { found, statements: chains } = withoutAliases(statements, collection);
  const tables = cases.map((equations) => withoutAliases(equations, collection).statements);
  const all = [...chains, ...tables.flat()];
  const shapes = isOfWholes ? shapesOf(found, letters, all, declared) : undefined;
  const isInColumns = isOfWholes && isInDenominatorLayout(document);
  const model = new Model(found, letters, all, meanings, network, shapes, isInColumns);
  const joined = joinedNets(found.definitions, (a, b) => {
    try {
      return comparison(model.read(a, "").node, model.read(b, "").node).found === "proved";
    } catch (error) {
      if (error instanceof ChainruleError) return false;
      throw error;
    }
  });
  const changed = [...joined, ...secondForms(chains, found.definitions, model)];
  if (changed.length === 0) return { chains, tables, model };
  const definitions = new Map(found.definitions);
  for (const definition of changed) definitions.set(keyOf(definition.name), definition);
  return {
    chains,
    tables,
    model: new Model({ ...found, definitions }, letters, all, meanings, network, shapes, isInColumns),
  };
}

/** The letters of the parameters that the document updates. */
function updatedBases(chains: readonly Statement[], model: Model): Set<string> {
  const parameters = chains.flatMap((statement) => updatedIn(statement, model)?.parameter ?? []);
  return new Set(parameters.flatMap((name) => (model.quantity(name)?.kind === "given" ? [name.base] : [])));
}

const MANY_DIGITS = 4;

/** The number of many digits that a chain over a formula ends in: where it is given again for another name, it is rounded. */
function resultOf({ members }: Statement): number[] {
  const last = members[members.length - 1];
  const value = last && members.length > 2 ? printedIn(last.tree)?.value : undefined;
  const digits = value === undefined ? "" : String(Math.abs(value)).replace(/^0\.0*|\./g, "");
  return value !== undefined && digits.length >= MANY_DIGITS ? [value] : [];
}

/** Given data, and the numbers in formulas over names. */
function exactNumbers(
  statements: readonly Statement[],
  model: Model,
  rounded: ReadonlyMap<Node, unknown>,
): Set<number> {
  const exact = new Set<number>();
  const computed = new Set(statements.flatMap(resultOf));
  for (const { node, tree, value } of model.quantities.values()) {
    if (value !== undefined && !rounded.has(node) && !computed.has(value)) exact.add(Math.abs(value));
    if (tree !== undefined && !isNumeric(tree))
      for (const { value } of numbersIn(tree)) exact.add(Math.abs(value));
  }
  for (const { members } of statements) {
    for (const { tree } of members) {
      if (isNumeric(tree) || printedIn(tree) !== undefined) continue;
      for (const { value } of numbersIn(tree))
        if (String(value).replace(/^0\.0*|\./g, "").length <= 2) exact.add(Math.abs(value));
    }
  }
  return exact;
}
