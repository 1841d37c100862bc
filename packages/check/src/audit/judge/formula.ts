import { ChainruleError, constant, type Node, nameText, symbolsOf, topologicalOrder } from "@chainrule/graph";
import { bare, type Reading } from "@chainrule/graph/read";
import { conditionBetween } from "../../assume";
import type { Real } from "../../numeric/wide";
import type { Member } from "../document/passage";
import type { Finding } from "../findings/finding";
import type { PlainKind, Reason } from "../findings/reason";
import { areEqual, comparison, isEqual } from "../model/compare-graphs";
import { equalityUnder, givenThat, targetsOf } from "../model/facts";
import { hasPartial, readHeld } from "../model/held";
import { premisesOf } from "../model/premises";
import { contains, intervalOf, isClose, placesIn } from "../names/digits";
import { keyOf, namedBy } from "../names/names";
import { IDENTITY } from "../shapes/identity";
import { holdsForOtherValues } from "./by-values";
import { type Chain, finding } from "./chain";
import { wrongFormulaBehind } from "./inheritance";
import { atKinks, type Branch, branchesOf, sidesInWords } from "./kinks";
import type { Known } from "./known";
import { fitted, isOfOtherIdentity, sizedIdentity } from "./layout";
import { mended } from "./mend";
import { stationaryIn } from "./stationary";

/** Judges a formula over names: against the graph, else against the first member. @throws ChainruleError if it cannot be read */
export function judgedFormula(known: Known, chain: Chain, member: Member): Finding {
  const { model } = known;
  const [conditions, premises] = [known.factsFor(chain), known.premisesFor(chain)];
  const { truth } = chain.subject;
  const base = truth ?? chain.firstReading;
  const own = model.read(member.tree, member.passage.text, base, chain.subject.reader);
  const reading = fitted(sizedIdentity(own, base, model), base);
  chain.reading = reading;
  if (base === undefined) return finding(member, "not checked", "nothing tells");
  if (isOfOtherIdentity(reading, base, model))
    return finding(member, "not checked", { kind: "unknown shape", name: IDENTITY });
  const { condition, counterexample, found, given } = equalityUnder(
    reading.node,
    base.node,
    conditions,
    premises,
  );
  const { condition: where } = chain.statement;
  const under = (kind: PlainKind): Reason =>
    givenThat(where === undefined ? kind : { kind: "for a case", because: { kind }, where }, given);
  if (found === "proved")
    return finding(
      member,
      "proved",
      under(truth === undefined ? "equal to the member before" : "equal to the graph"),
    );
  if (found === "numerically equal") return finding(member, found, under("equal at points"));
  if (found === "rounding only") return finding(member, found, under("rounded numbers"));
  if (found === "undecided") return finding(member, found, "too few points");
  const [value, claimed] = [known.valueIn(chain, base.node), known.valueIn(chain, reading.node)];
  if (value !== undefined && claimed !== undefined && isClose(value, claimed)) {
    const isOnlyThese =
      (isOfDerivative(chain) || isOfDefinition(chain, member, base)) &&
      !holdsForOtherValues(known, chain, member, [reading.node, base.node], value);
    return isOnlyThese
      ? finding(member, "not checked", "equal for these values only")
      : finding(member, "proved", "equal for the values given");
  }
  const beside = besideKinks(known, chain, reading.node, base.node);
  if (found === "holds where" && beside?.verdict !== "proved") {
    const conditions = (condition ?? "").split(" and "); // as a formula has it
    if (value !== undefined && known.hasValues(chain, reading.node))
      return finding(member, "wrong", { kind: "condition not met by the values", conditions });
    return finding(member, found, { kind: "holds where", conditions });
  }
  if (value !== undefined && isWithin(known, chain, member, reading.node, value))
    return finding(member, "rounding only", "rounded numbers");
  if (isEqualHeld(known, chain, member, base, reading))
    return finding(member, "proved", "equal to the graph with others held");
  const from = wrongFormulaBehind(known, chain, member, reading);
  if (from !== undefined)
    return { ...finding(member, "inherits", "right after a wrong formula"), from: from.start };
  const symbols = new Set(symbolsOf([base.node]));
  const ownSymbols = symbolsOf([reading.node]);
  const isApart = ownSymbols.length > 0 && !ownSymbols.some((each) => symbols.has(each));
  if (chain.subject.kind === "expression" && isApart && chain.last === undefined)
    return finding(member, "not checked", "sides without a common symbol");
  const isAnother = chain.subject.kind === "quantity" && ownSymbols.some((each) => !symbols.has(each));
  if (isAnother && chain.last === undefined) return finding(member, "not checked", "defined anew");
  if (beside !== undefined) return finding(member, beside.verdict, beside.because);
  if (chain.subject.kind === "expression" && known.isAtOptimum(chain)) {
    const by = stationaryIn(reading.node.sub(base.node), known);
    return by === undefined
      ? finding(member, "not checked", "equation at the optimum")
      : finding(member, "proved", { kind: "gradient is zero", by });
  }
  const unsaid = targetsOf(model, known.document).find(
    (each) => equalityUnder(reading.node, base.node, [each]).given.length > 0,
  );
  if (unsaid !== undefined)
    return finding(member, "not checked", { kind: "unsaid condition", fact: unsaid.text });
  const unknown = functionsIn(reading.node).find((name) => !functionsIn(base.node).includes(name));
  if (unknown !== undefined)
    return finding(member, "not checked", { kind: "undefined function", name: unknown });
  const untold = model.untoldIn(member.tree, symbols) ?? untoldHead(known, chain);
  if (untold !== undefined) return finding(member, "not checked", { kind: "untold name", name: untold });
  if (known.hasUnreadSupposition(chain)) return finding(member, "not checked", "supposition not read");
  const strengths = value === undefined ? strengthsIn(base.node) : [];
  const strength = strengths.find((each) =>
    isEqual(comparison(reading.node, base.node, [conditionBetween(each, ">", constant(0))])),
  );
  if (strength?.name?.kind === "symbol")
    return finding(member, "holds where", {
      kind: "holds where",
      conditions: [`${nameText(strength.name)} > 0`],
    });
  const wrong = {
    ...finding(member, "wrong", "not what the definitions give"),
    ...(counterexample !== undefined && { counterexample }),
  };
  if (where !== undefined)
    return { ...wrong, because: { kind: "wrong for a case", because: wrong.because, where } };
  return known.mends ? { ...wrong, ...mended(known, chain, member, base, reading.node) } : wrong;
}

/** What stands before the brackets that a left side is, where nothing tells what it is: ρ of ρ(u) = ... may be a function. */
function untoldHead({ model }: Known, { statement: { members } }: Chain): string | undefined {
  const left = members[0] && bare(members[0].tree);
  const name = left?.kind === "applied" ? namedBy(left.head) : undefined;
  return name !== undefined && model.quantity(name)?.kind === "free" ? keyOf(name) : undefined;
}

/** Letters of widths, thresholds and strengths, which are positive though a document may not say so. */
const STRENGTHS = /^(?:alpha|beta|gamma|delta|epsilon|varepsilon|kappa|lambda|mu|rho|sigma|tau)$/;

/** The scalars of a graph that are called so: what it is may depend on their signs. */
const strengthsIn = (root: Node): Node[] =>
  symbolsOf([root]).filter(
    ({ name, shape }) => shape.length === 0 && name?.kind === "symbol" && STRENGTHS.test(name.base),
  );

/** The functions in a graph that nothing defines. */
const functionsIn = (root: Node): string[] =>
  topologicalOrder([root]).flatMap(({ op }) =>
    op.kind === "pointwise" && op.symbol !== undefined
      ? [`${nameText(op.symbol.name)}${"'".repeat(op.symbol.order)}`]
      : [],
  );

/** What is equal but at the kinks, where a derivative is a convention, or on one side of them. */
export function besideKinks(
  known: Known,
  chain: Chain,
  claim: Node,
  truth: Node,
): Pick<Finding, "verdict" | "because"> | undefined {
  const isEqualTo = (other: Node): boolean =>
    isEqual(equalityUnder(claim, other, known.factsFor(chain), known.premisesFor(chain)));
  const branches = branchesOf(truth);
  const own = branches.find((each) => isSupposed(known, chain, each));
  if (own !== undefined)
    return isEqualTo(own.node)
      ? {
          verdict: "proved",
          because: { kind: "given that", because: { kind: "equal to the graph" }, facts: sidesInWords(own) },
        }
      : undefined;
  if (isOfDerivative(chain) && atKinks(truth).some(isEqualTo))
    return { verdict: "proved", because: { kind: "equal but at kinks" } };
  const branch = branches.find(({ node }) => isEqualTo(node));
  return (
    branch && { verdict: "holds where", because: { kind: "holds where", conditions: sidesInWords(branch) } }
  );
}

/** Whether a chain is about a derivative: what a function is at a jump is no convention. */
function isOfDerivative({ statement: { members }, subject }: Chain): boolean {
  const left = members[0] && bare(members[0].tree);
  const isPrimed = left?.kind === "applied" && left.head.name.primes > 0;
  return isPrimed || left?.kind === "derivative" || subject.kind === "update";
}

/** Whether a formula is claimed for a quantity that has one: another quantity, h_1 = h_2, is claimed of its value. */
const isOfDefinition = ({ subject }: Chain, { tree }: Member, { node }: Reading): boolean =>
  subject.kind === "quantity" && node.inputs.length > 0 && namedBy(tree) === undefined;

/** Whether what a sentence supposes tells the sides of all kinks: they are this branch's. */
function isSupposed({ model }: Known, { statement: { supposed = [] } }: Chain, { sides }: Branch): boolean {
  const positive = premisesOf(supposed, model).map(({ condition: { node } }) => node);
  return (
    positive.length > 0 &&
    sides.every(([smaller, larger]) => positive.some((each) => areEqual(each, larger.sub(smaller))))
  );
}

/** Whether both are equal where partial derivatives, of one side or of both, hold what else is defined in the same formula. */
function isEqualHeld(known: Known, chain: Chain, member: Member, base: Reading, reading: Reading): boolean {
  const { loss, model } = known;
  const { statement, subject } = chain;
  const [left] = statement.members;
  const held = (each: Member | undefined): Reading[] => {
    if (each === undefined || !hasPartial(each.tree, model)) return [];
    try {
      return [readHeld(each.tree, each.passage.text, base, model, (quantity) => quantity === loss)];
    } catch (error) {
      if (error instanceof ChainruleError) return []; // then as the graph has them only
      throw error;
    }
  };
  const truths = [base, ...(subject.kind === "derivative" ? held(left) : [])];
  const claims = [reading, ...held(member)];
  return truths.some((truth) =>
    claims.some(
      (claim) =>
        (claim !== reading || truth !== base) &&
        isEqual(equalityUnder(claim.node, truth.node, known.factsFor(chain), known.premisesFor(chain))),
    ),
  );
}

/** Whether a formula of names and printed numbers can stand for a value. */
function isWithin({ exact, model }: Known, chain: Chain, member: Member, node: Node, value: Real): boolean {
  const places = placesIn(member.tree, exact);
  return (
    places.size > 0 && contains(intervalOf(node, places, new Map([...model.point, ...chain.bindings])), value)
  );
}
