import { auditStanding } from "@chainrule/check";
import { auditCode, type CodeLine } from "@chainrule/code";
import { LineStarts } from "./line-starts";
import type { Remark, Report } from "./report";

/** The audit of the backward passes of Python code. Its messages are English. */
export function codeAudit(text: string): Report {
  const { lines } = auditCode(text);
  const starts = new LineStarts(text);
  const remarks = lines
    .filter(({ verdict }) => verdict !== "definition")
    .map((line) => remarkOf(line, starts));
  const count = (kind: Remark["kind"]): number => remarks.filter((each) => each.kind === kind).length;
  const summary = {
    claims: remarks.length,
    right: count("right"),
    wrong: count("wrong"),
    unchecked: count("open"),
  };
  const { right, claims } = summary;
  const held = `${right} of ${claims} gradient${claims === 1 ? "" : "s"} hold`;
  return { remarks, names: [], standing: { ...summary, ...auditStanding(summary), text: held } };
}

function remarkOf(line: CodeLine, starts: LineStarts): Remark {
  const { because, column, counterexample, repair, verdict } = line;
  const start = starts.offset(line.line, column);
  const end = start + line.text.length;
  // what is to be changed, where that stands in the line itself
  const isHere = repair !== undefined && repair.from >= start && repair.to <= end && repair.from < repair.to;
  return {
    ...(isHere ? { start: repair.from, end: repair.to } : { start, end }),
    kind:
      verdict === "wrong" || verdict === "inherits" ? "wrong" : verdict === "not checked" ? "open" : "right",
    verdict,
    message: [
      `${verdict}: ${because}`,
      ...(counterexample === undefined
        ? []
        : [`at a point it is ${counterexample.claim} and should be ${counterexample.truth}`]),
    ].join("\n"),
    edits: repair === undefined ? [] : [{ start: repair.from, end: repair.to, text: repair.after }],
  };
}
