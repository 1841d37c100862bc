import { ChainruleError, type Node, symbolsOf, topologicalOrder } from "@chainrule/graph";
import type { Reading } from "@chainrule/graph/read";
import type { Real } from "../numeric/wide";
import { type Chain, finding } from "./chain";
import { areEqual, isEqual } from "./compare-graphs";
import { contains, intervalOf, isClose, placesIn } from "./digits";
import type { Member } from "./document/passage";
import { equalityUnder, inWords, targetsOf } from "./facts";
import type { Finding } from "./finding";
import { hasPartial, readHeld } from "./held";
import { wrongFormulaBehind } from "./inheritance";
import { atKinks, type Branch, branchesOf, sidesInWords } from "./kinks";
import type { Known } from "./known";
import { mended } from "./mend";
import { premisesOf } from "./premises";
import { fitted } from "./shapes/layout";
import { stationaryIn } from "./stationary";

/** Judges a formula over names: against the graph, else against the first member. @throws ChainruleError if it cannot be read */
export function judgedFormula(known: Known, chain: Chain, member: Member): Finding {
  const { model } = known;
  const [conditions, premises] = [known.factsFor(chain), known.premisesFor(chain)];
  const { truth } = chain.subject;
  const base = truth ?? chain.firstReading;
  const reading = fitted(model.read(member.tree, member.passage.text, base, chain.subject.reader), base);
  chain.reading = reading;
  if (base === undefined) return finding(member, "not checked", "nothing tells what this should be");
  const { condition, found, given } = equalityUnder(reading.node, base.node, conditions, premises);
  const { condition: where } = chain.statement;
  const under = [
    ...(where === undefined ? [] : [`, for ${where}`]),
    ...(given.length === 0 ? [] : [`, given that ${inWords(given)}`]),
  ].join("");
  if (found === "proved") {
    const because = truth === undefined ? "equal to the member before it" : "equal to the graph's";
    return finding(member, "proved", `${because}${under}`);
  }
  if (found === "numerically equal") return finding(member, found, `equal at every point tried${under}`);
  if (found === "rounding only") return finding(member, found, `its numbers are rounded ones${under}`);
  if (found === "undecided") return finding(member, found, "too few points at which both are defined");
  const [value, own] = [known.valueIn(chain, base.node), known.valueIn(chain, reading.node)];
  if (value !== undefined && own !== undefined && isClose(value, own))
    return finding(member, "proved", "equal for the values that are given");
  const beside = besideKinks(known, chain, reading.node, base.node);
  if (found === "holds where" && beside?.verdict !== "proved") return finding(member, found, condition ?? "");
  if (value !== undefined && isWithin(known, chain, member, reading.node, value))
    return finding(member, "rounding only", "its numbers are rounded ones");
  if (isEqualHeld(known, chain, member, base, reading))
    return finding(
      member,
      "proved",
      "equal to the graph's, with the other quantities of a formula held in its partials",
    );
  const from = wrongFormulaBehind(known, chain, member, reading);
  if (from !== undefined)
    return { ...finding(member, "inherits", "right, given what an earlier line says"), from: from.start };
  const symbols = new Set(symbolsOf([base.node]));
  const ownSymbols = symbolsOf([reading.node]);
  const isApart = ownSymbols.length > 0 && !ownSymbols.some((each) => symbols.has(each));
  if (chain.subject.kind === "expression" && isApart && chain.last === undefined)
    return finding(member, "not checked", "a condition: the sides have no symbol in common");
  const isAnother = chain.subject.kind === "quantity" && ownSymbols.some((each) => !symbols.has(each));
  if (isAnother && chain.last === undefined)
    return finding(
      member,
      "not checked",
      "it defines this anew, by symbols that the first definition does not have",
    );
  if (beside !== undefined) return finding(member, beside.verdict, beside.because);
  if (chain.subject.kind === "expression" && known.isAtOptimum(chain)) {
    const key = stationaryIn(reading.node.sub(base.node), known);
    return key === undefined
      ? finding(member, "not checked", "an equation at the optimum")
      : finding(member, "proved", `it says that the gradient by ${key} is zero`);
  }
  const unsaid = targetsOf(model).find(
    (each) => equalityUnder(reading.node, base.node, [each]).given.length > 0,
  );
  if (unsaid !== undefined)
    return finding(member, "not checked", `it holds if ${unsaid.text}, which the document does not say`);
  const unknown = functionsIn(reading.node).find((name) => !functionsIn(base.node).includes(name));
  if (unknown !== undefined) return finding(member, "not checked", `nothing defines the function ${unknown}`);
  const wrong = finding(member, "wrong", "it is not what the definitions give");
  if (where !== undefined) return { ...wrong, because: `${wrong.because} for ${where}` };
  return { ...wrong, ...mended(known, chain, member, base, reading.node) };
}

/** The functions in a graph that nothing defines. */
const functionsIn = (root: Node): string[] =>
  topologicalOrder([root]).flatMap(({ op }) =>
    op.kind === "pointwise" && op.symbol !== undefined ? [op.name] : [],
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
      ? { verdict: "proved", because: `equal to the graph's, given that ${sidesInWords(own)}` }
      : undefined;
  if (atKinks(truth).some(isEqualTo))
    return { verdict: "proved", because: "equal to the graph's; at the kink any subgradient will do" };
  const branch = branches.find(({ node }) => isEqualTo(node));
  return branch && { verdict: "holds where", because: sidesInWords(branch) };
}

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
