import { ChainruleError, constant, gradient, type Node } from "@chainrule/graph";
import { bare, type Tree, walk } from "@chainrule/graph/read";
import type { Member, Statement } from "../document/passage";
import { isLossName, keyOf, namedBy, type Plain, STEP, UPDATED } from "../names/names";
import { numbersIn } from "../names/trees";
import { areEqual, dependsOn } from "./compare-graphs";
import type { Model, Quantity } from "./model";

/** How the document updates its parameters. */
export interface UpdateRule {
  /** The quantity whose derivatives are followed. */
  readonly loss: Quantity | undefined;
  /** The learning rate, a symbol or a number. */
  readonly rate: Node | undefined;
  /** The document speaks of climbing and of a loss: nothing tells which way an update goes. */
  readonly isOpen: boolean;
}

const RATES =
  /^(alpha|eta|lr|rate|learningrate|learning_rate|mu|epsilon|varepsilon|lambda|gamma|rho|x|a|l|step)$/i;
/** In small letters too, where a scalar is looked for that parameters are updated by. */
const isLoss = (base: string): boolean =>
  base === "error" || isLossName(base) || (base.length === 1 && isLossName(base.toUpperCase()));

/** The quantity that the document differentiates: a loss by its name, else what most partials are of. */
export function lossOf(statements: readonly Statement[], model: Model): Quantity | undefined {
  const counts = new Map<string, number>();
  for (const { members } of statements) {
    for (const { tree } of members) {
      for (const part of walk(tree)) {
        const name = part.kind === "derivative" ? namedBy(part.of) : undefined;
        if (name !== undefined) counts.set(keyOf(name), (counts.get(keyOf(name)) ?? 0) + 1);
      }
    }
  }
  const defined = [...model.quantities].filter(
    ([, { kind, node }]) => kind === "defined" && node.shape.length === 0,
  );
  const losses = defined.filter(([, { name }]) => isLoss(name.base));
  const weight = ([key, { node }]: [string, Quantity]): number =>
    (counts.get(key) ?? 0) +
    1000 * losses.filter(([, other]) => other.node !== node && dependsOn(node, other.node)).length;
  const candidates = losses.length > 0 ? losses : defined.filter(([key]) => counts.has(key));
  return [...candidates].sort((a, b) => weight(b) - weight(a))[0]?.[1];
}

/** What is updated, if a statement says how a parameter changes: w^{+}, w = w - ..., \Delta w. */
export function updatedIn(
  statement: Statement,
  model: Model,
): { readonly parameter: Plain; readonly isStep: boolean } | undefined {
  const [left, first] = statement.members;
  if (left === undefined) return undefined;
  const tree = bare(left.tree);
  const name = namedBy(tree);
  if (name === undefined) return undefined;
  if (name.sup === UPDATED) return { parameter: { ...name, sup: "" }, isStep: false };
  if (name.base.startsWith(STEP) && name.base.length > STEP.length) {
    const parameter = { ...name, base: name.base.slice(STEP.length) };
    return model.quantity(parameter) === undefined ? undefined : { parameter, isStep: true };
  }
  if (first?.sign === "←" && model.quantity(name)?.kind === "given")
    return { parameter: name, isStep: false };
  if (first === undefined || first.sign === ":=" || first.sign === "=" || first.sign === "←") {
    const isSelf =
      first !== undefined &&
      [...walk(first.tree)].some(
        (part) => part.kind === "name" && keyOf(namedBy(part) as Plain) === keyOf(name),
      );
    const sum = first === undefined ? undefined : bare(first.tree);
    if (isSelf && sum?.kind === "sum") return { parameter: name, isStep: false };
  }
  return undefined;
}

/** Learning rates that a formula may use: symbols of such a name, and the numbers in it. */
function candidates(tree: Tree, model: Model): Node[] {
  const named = [...model.quantities.values()].filter(
    ({ kind, name, node }) => kind !== "defined" && node.shape.length === 0 && RATES.test(name.base),
  );
  const used = new Set(
    [...walk(tree)].flatMap((part) => (part.kind === "name" ? [model.named(part)?.node] : [])),
  );
  const numbers = numbersIn(tree).map(({ value }) => constant(value));
  return [
    ...named.filter(({ node }) => used.has(node)).map(({ node }) => node),
    ...numbers,
    ...named.filter(({ node }) => !used.has(node)).map(({ node }) => node),
  ];
}

const NEGATIVE =
  /negative\s+(?:log[- ]?)?likelihood|负(?:的)?(?:对数)?似然|負(?:的)?(?:對數)?(?:似然|概似)/gi;
const ASCENT =
  /\bascent\b|\bmaximi[sz]|likelihood|\bELBO\b|\brewards?\b|最大化|极大|極大|似然|概似|上升|奖励|獎勵/i;

const DESCENT =
  /\bdescent\b|\bminimi[sz]|\bloss\b|\bcost\b|\berror\b|最小化|极小|極小|下降|损失|損失|代价|代價|误差|誤差/i;

/** Whether a document climbs: it maximises something, such as a likelihood; "either" where it speaks of a loss too. */
function climbs(document: string): boolean | "either" {
  const isAscent = ASCENT.test(document.replace(NEGATIVE, ""));
  return isAscent && DESCENT.test(document) ? "either" : isAscent;
}

/**
 * The rule of the document: from its first update that is a formula, else from a rate that is given by name. Where the document climbs,
 * the rate may be a negative one.
 */
export function updateRule(statements: readonly Statement[], model: Model, document: string): UpdateRule {
  const loss = lossOf(statements, model);
  if (loss === undefined) return { loss, rate: undefined, isOpen: false };
  const isOpen = climbs(document) === "either";
  const signed = (rate: Node): Node[] => (climbs(document) === true ? [rate, rate.neg()] : [rate]);
  for (const statement of statements) {
    const update = updatedIn(statement, model);
    const parameter = update && model.quantity(update.parameter);
    const first = statement.members[1];
    if (
      update === undefined ||
      parameter === undefined ||
      first === undefined ||
      !dependsOn(loss.node, parameter.node)
    )
      continue;
    const rates = [...candidates(first.tree, model), ...factorOf(first, parameter, loss, model)];
    for (const rate of rates.flatMap(signed)) {
      const truth = updated(parameter.node, loss.node, rate, update.isStep);
      try {
        const { node } = model.read(
          first.tree,
          first.passage.text,
          model.read(plainLeft(statement, parameter), ""),
        );
        if (areEqual(node, truth)) return { loss, rate, isOpen };
      } catch {}
    }
  }
  const named = [...model.quantities.values()].find(
    ({ kind, name, node }) =>
      kind !== "defined" && node.shape.length === 0 && /^(alpha|eta|lr|learningrate|rate)$/i.test(name.base),
  );
  if (named !== undefined) return { loss, rate: named.node, isOpen };
  return { loss, rate: numericRate(statements, model), isOpen };
}

/** What an update multiplies the derivative with: α/2 of w - (α/2) ∂C/∂w. */
function factorOf({ passage, tree }: Member, parameter: Quantity, loss: Quantity, model: Model): Node[] {
  const isOwn = (part: Tree): boolean =>
    part.kind === "derivative" &&
    part.by.length === 1 &&
    model.named(part.of)?.node === loss.node &&
    model.named(part.by[0] as Tree)?.node === parameter.node;
  const found = [...walk(tree)].find(
    (part) => part.kind === "product" && part.factors.some((factor) => isOwn(bare(factor.tree))),
  );
  if (found?.kind !== "product") return [];
  const factors = found.factors.filter((factor) => !isOwn(bare(factor.tree)));
  if (factors.length === 0) return [];
  try {
    const { node } = model.read({ ...found, factors }, passage.text);
    return node.shape.length === 0 ? [node] : [];
  } catch (error) {
    if (error instanceof ChainruleError) return []; // no rate then
    throw error;
  }
}

const plainLeft = (statement: Statement, parameter: Quantity): Tree => {
  const left = bare(statement.members[0]?.tree as Tree);
  if (left.kind !== "name") return left;
  const { sup: _mark, ...name } = left.name;
  return { ...left, name: { ...name, base: parameter.name.base } };
};

/** `0.4 - 0.5 * 0.082`: the first factor of what is subtracted. */
function numericRate(statements: readonly Statement[], model: Model): Node | undefined {
  for (const statement of statements) {
    if (updatedIn(statement, model) === undefined) continue;
    for (const { tree } of statement.members.slice(1)) {
      const sum = bare(tree);
      const term = sum.kind === "sum" && sum.terms.length === 2 ? sum.terms[1] : undefined;
      const product = term === undefined ? undefined : bare(term.tree);
      const first = product?.kind === "product" ? bare(product.factors[0]?.tree as Tree) : undefined;
      if (term?.sign === "-" && first?.kind === "number") return constant(first.value);
    }
  }
  return undefined;
}

/** The parameter after a step of gradient descent, or the step itself. */
export function updated(parameter: Node, loss: Node, rate: Node, isStep: boolean): Node {
  const step = gradient(loss, parameter).mul(rate).neg();
  return isStep ? step : parameter.add(step);
}
