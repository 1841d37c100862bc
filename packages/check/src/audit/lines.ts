import type { Positions, Statement } from "./document/passage";
import { type AuditRepair, BAD, type Finding, GRAVITY } from "./findings/finding";
import { english } from "./findings/languages/en";
import type { Reason } from "./findings/reason";
import type { AuditClaim, AuditLine, AuditPlace } from "./findings/result";
import { said } from "./findings/say";
import type { Slip } from "./statements/slips";

/** A passage of the document. */
export function placeOf(start: number, end: number, document: string, positions: Positions): AuditPlace {
  const line = positions.line(start);
  return {
    line,
    column: positions.column(start),
    length: Math.max(1, end - start),
    text: document.slice(start, end).trim(),
  };
}

function repairOf({ end, meant, start, text }: Slip, from: number, line: string): AuditRepair {
  const place = { text, column: start - from + 1, length: end - start };
  return {
    edit: "wrong index",
    place,
    offset: start,
    replacement: meant,
    text: `${line.slice(0, start - from)}${meant}${line.slice(end - from)}`,
  };
}

const NOTHING: Reason = { kind: "nothing claimed" };

/** What is not judged, and why. */
const unjudged = (place: AuditPlace, because: Reason): AuditClaim => ({
  verdict: "not checked",
  because: said(because, english),
  finding: because,
  place,
});

/** A formula that was not read as one: a line with one claim that is not checked. */
export function openLine(
  { because, end, start }: { readonly start: number; readonly end: number; readonly because: Reason },
  document: string,
  positions: Positions,
): AuditLine {
  const place = placeOf(start, end, document, positions);
  const { place: _place, ...rest } = unjudged(place, because);
  const { column, line, text } = place;
  return { line, column, text, ...rest, claims: [unjudged(place, because)] };
}

/** A chain with its findings: its verdict is that of the gravest. */
export function lineOf(
  statement: Pick<Statement, "start" | "end">,
  findings: readonly Finding[],
  document: string,
  positions: Positions,
  slips: readonly Slip[] = [],
): AuditLine {
  const place = placeOf(statement.start, statement.end, document, positions);
  const [index] = slips.filter(({ kind }) => kind === "index of the sum");
  const misprint: Finding[] =
    index === undefined
      ? []
      : [
          {
            verdict: "wrong",
            because: { kind: "sum over a missing index" },
            start: index.start,
            end: index.end,
            expected: index.meant,
            repair: repairOf(index, statement.start, document.slice(statement.start, statement.end)),
          },
        ];
  const judged = [...misprint, ...findings].map(
    ({ because, counterexample, end, expected, from, repair, start, variant, verdict }): AuditClaim => {
      const inherits = from === undefined ? undefined : positions.line(from);
      const own: Reason = inherits === undefined ? because : { kind: "inherits", line: inherits, because };
      return {
        verdict,
        because: said(own, english),
        finding: own,
        place: placeOf(start, end, document, positions),
        ...(expected !== undefined && { expected }),
        ...(counterexample !== undefined && { counterexample }),
        ...(inherits !== undefined && { inherits }),
        ...(variant !== undefined && { variant: said(variant, english) }),
        ...(repair !== undefined && { repair }),
      };
    },
  );
  const claims = judged.length > 0 ? judged : [unjudged(place, NOTHING)];
  const repair = claims.find((each) => each.repair !== undefined)?.repair;
  const isOwn = ({ inherits }: AuditClaim): boolean => inherits === place.line;
  const gravest = [...claims].sort((a, b) => GRAVITY.indexOf(a.verdict) - GRAVITY.indexOf(b.verdict));
  const worst =
    gravest.find((claim) => !isOwn(claim) && BAD.has(claim.verdict)) ?? (gravest[0] as AuditClaim); // one at least
  const isBad = BAD.has(worst.verdict);
  return {
    line: place.line,
    column: place.column,
    text: place.text,
    verdict: worst.verdict,
    because: worst.because,
    finding: worst.finding,
    ...(isBad && { where: worst.place }),
    ...(repair !== undefined && { repair }),
    ...(worst.inherits !== undefined && { inherits: worst.inherits }),
    ...(worst.variant !== undefined && { variant: worst.variant }),
    claims,
  };
}
