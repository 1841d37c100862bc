import type { Conditions } from "./conditions/conditions";
import type { Member, Statement } from "./document/passage";
import { BAD, type Finding } from "./findings/finding";
import type { Quantity } from "./model/model";
import { namesIn } from "./names/letters";
import { isPowerOfName, keyOf, namedBy, UPDATED } from "./names/names";
import { printedIn } from "./names/trees";
import { type DocumentRead, type Judged, judgedAll } from "./reading";

/*
 * A document may give a name again: another value in the next row, another function in the next exercise, a weight after an update.
 * From there on a new period begins, in which the later statement counts. Each period is judged by itself.
 */

/** So many periods are judged at most, and fewer where a document is long: each costs as much as the document does. */
const MOST_PERIODS = 32;
const MOST_STATEMENTS = 8000;

/** A statement from which on something holds in the place of an earlier one. */
interface Restatement {
  /** The key of what is given again: what was said of it before is out of force. */
  readonly key: string;
  /** The statement that said first what it is. */
  readonly before: number;
  /** The value that it had, as printed. */
  readonly value?: string;
  /** What holds in its place; undefined where the later statement itself does. */
  readonly instead: readonly Member[] | undefined;
  /** The first statement of the new period. */
  readonly from: number;
  /** By what the chains after it are meant: by what is new, by whichever makes them right, or that is left open. */
  readonly meant: "new" | "either" | "unsaid";
}

/** Words that begin something new. */
const ANEW =
  /\b(?:another|second|third|next|new|now|later|instead|exercise|example|problem|case|other)\b|另|第[二三四五六]|后来|後來|现在|現在|换|換|改为|改為|例|题|題|再[设設取看]/i;
const SECTION = /^\s*(?:#{1,6}\s|\d{1,3}[.)]\s|\([a-z\d]\)\s|\\(?:sub)*section|\\item)/m;
const RECALLED = /\b(?:recall|remember|again|as before|above|earlier)\b|回忆|回憶|前面|上面|如前/i;

/** The document judged, with what it gives anew in force from there on. */
export function judgedInPeriods(read: DocumentRead): Judged {
  const first = judgedAll(read);
  let [now, current, from] = [read, first, 0];
  const findings = [...first.findings];
  const most = Math.min(MOST_PERIODS, Math.ceil(MOST_STATEMENTS / Math.max(1, read.statements.length)));
  for (let period = 1; ; period++) {
    const next = restatementAfter(from, now, current, findings);
    if (next === undefined) return { ...first, findings };
    if (period > most)
      return { ...first, findings: findings.map((own, k) => (k < next.from ? own : own.map(unlessBad))) };
    const statements = now.statements.map((statement, k) => {
      if (k >= next.from || leftKey(statement) !== next.key) return statement;
      return { ...statement, members: (k === next.before ? next.instead : undefined) ?? [] };
    });
    now = { ...now, statements, conditions: withoutBad(now.conditions) };
    current = judgedAll(now);
    from = next.from;
    for (let k = from; k < findings.length; k++) {
      const [earlier, later] = [findings[k], current.findings[k]];
      if (earlier !== undefined && later !== undefined)
        findings[k] = later.map((found, m) => inForce(found, earlier[m], next.meant));
    }
    const own = findings[from]?.[0];
    if (next.meant === "new" && own !== undefined && next.value !== undefined)
      findings[from] = [{ ...own, verdict: "given", because: { kind: "given again", before: next.value } }];
  }
}

/** After more periods than are judged, nothing is called wrong. */
const unlessBad = (found: Finding): Finding =>
  BAD.has(found.verdict)
    ? { verdict: "not checked", because: { kind: "given too often" }, start: found.start, end: found.end }
    : found;

/** Conditions hold for what is given first: what they call wrong is judged by the graph of the period. */
const withoutBad = (conditions: Conditions): Conditions => ({
  ...conditions,
  findings: conditions.findings.map((own) =>
    own?.map((found) => (found !== undefined && BAD.has(found.verdict) ? undefined : found)),
  ),
});

/** What is said of a member in a new period, where it may be meant by what was in force before. */
function inForce(later: Finding, earlier: Finding | undefined, meant: Restatement["meant"]): Finding {
  const isOpen = meant !== "new" && earlier !== undefined && !BAD.has(earlier.verdict);
  if (!isOpen || !BAD.has(later.verdict)) return later;
  if (meant === "either") return earlier;
  const because = { kind: "by either", later: later.because, earlier: earlier.because } as const;
  return { verdict: "not checked", because, start: later.start, end: later.end };
}

function restatementAfter(
  after: number,
  { document, statements }: DocumentRead,
  { chains, model }: Judged,
  findings: readonly Finding[][],
): Restatement | undefined {
  for (let k = after + (after === 0 ? 0 : 1); k < chains.length; k++) {
    const [statement, chain] = [statements[k], chains[k]];
    const [left, first] = chain?.members ?? [];
    const name = left && namedBy(left.tree);
    if (statement === undefined || chain === undefined || left === undefined || first === undefined) continue;
    if (
      name === undefined ||
      isPowerOfName(left.tree) ||
      chain.isRepeated ||
      chain.isCondition ||
      chain.updates !== undefined
    )
      continue;
    const quantity = model.quantity(name);
    if (quantity === undefined || quantity.statement < 0 || quantity.statement >= k) continue;
    const { statement: before } = quantity;
    const changed = name.sup === UPDATED ? undefined : changedTo(chain, quantity, k, chains);
    if (changed !== undefined)
      return { key: keyOf(name), before, instead: changed, from: k + 1, meant: "either" };
    if (!BAD.has(findings[k]?.[0]?.verdict ?? "proved")) continue;
    const isData = chain.members.length === 2 && printedIn(first.tree) !== undefined;
    if (isData ? quantity.kind === "given" : isAnew(document, statements, k))
      return {
        key: keyOf(name),
        before,
        instead: undefined,
        from: k,
        ...(isData ? { meant: "new", value: String(quantity.value) } : { meant: "unsaid" }),
      };
  }
  return undefined;
}

/** What a quantity that is given is after `w = w - 0.5 = 2.5`, where later chains are wrong with what it was. */
function changedTo(
  chain: Statement,
  { kind, name, statement }: Quantity,
  k: number,
  chains: readonly Statement[],
): readonly Member[] | undefined {
  const [left, first] = chain.members;
  const last = chain.members[chain.members.length - 1];
  if (left === undefined || first === undefined || last === undefined || last === first) return undefined;
  const own = chains[statement]?.members[0];
  const isChange = kind === "given" && printedIn(last.tree) !== undefined && own !== undefined && k > 0;
  return isChange && isOfItself(chain, keyOf(name)) ? [own, { ...last, sign: "=" }] : undefined;
}

function leftKey({ members: [left] }: Statement): string | undefined {
  const name = left && namedBy(left.tree);
  return name && keyOf(name);
}

const isOfItself = ({ members: [, first] }: Statement, key: string): boolean =>
  first !== undefined && namesIn(first.tree).some((name) => keyOf(name) === key);

/** Whether the words before a chain, or a new section that it opens, say that something new begins. */
function isAnew(document: string, statements: readonly Statement[], k: number): boolean {
  const [chain, last] = [statements[k], statements[k - 1]];
  if (chain === undefined || last === undefined) return false;
  const lead = document.slice(last.end, chain.start);
  return !RECALLED.test(lead) && (SECTION.test(lead) || ANEW.test(lead));
}
