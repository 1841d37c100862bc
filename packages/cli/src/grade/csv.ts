import type { Grade, GradeRemark, StepMark } from "@chainrule/check";
import { findingText } from "@chainrule/check";

/* Marks as a table that spreadsheets read: UTF-8 with a mark, lines as RFC 4180 ends them. */

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[\s]*[=+\-@]|^[\t\r]/;
const MARK = "\ufeff";

/** A cell that shows as its text. */
function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as CSV. No cell is a formula. */
export const csv = (rows: readonly (readonly (string | number)[])[]): string =>
  `${MARK}${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;

/** An answer with what it is worth, or why it is not graded. */
export type Row =
  | { readonly name: string; readonly grade: Grade }
  | { readonly name: string; readonly because: string };

/** The table of all marks: an answer in a row, and of its steps the points that they earn; what is not decided has none. */
export function marksTable(rows: readonly Row[]): string {
  const steps =
    rows.map((row) => ("grade" in row ? row.grade.steps : [])).find((each) => each.length > 0) ?? [];
  const head = [
    ...["answer", "status", "points", "open", "most"],
    ...steps.map(({ most, stepLine }, k) => `step ${k + 1} (line ${stepLine}, ${most})`),
    ...["deductions", "because"],
  ];
  return csv([head, ...rows.map((row) => cells(row, steps.length))]);
}

function cells(row: Row, steps: number): (string | number)[] {
  const none = Array.from({ length: steps }, () => "");
  if ("because" in row) return [row.name, "not graded", "", "", "", ...none, "", row.because];
  const { because, most, open, points, status, steps: marks } = row.grade;
  if (status === "not graded")
    return [row.name, status, "", open, most, ...none, "", because === undefined ? "" : findingText(because)];
  return [
    row.name,
    status,
    points,
    open,
    most,
    ...marks.map((mark) => (mark.outcome === "open" ? "" : mark.points)),
    marks.flatMap((mark, k) => deduction(mark, k + 1)).join("; "),
    marks
      .flatMap((mark, k) => (mark.outcome === "open" ? `step ${k + 1}: ${told(mark.remark)}` : []))
      .join("; "),
  ];
}

/** Why points of a step are lost. */
function deduction({ most, outcome, points, remark }: StepMark, step: number): string[] {
  if (outcome === "open" || points === most) return [];
  const why = outcome === "wrong" ? told(remark) : outcome;
  return [`step ${step}, ${points - most}: ${why}`];
}

const told = (remark: GradeRemark | undefined): string =>
  remark === undefined ? "" : `line ${remark.place.line}: ${findingText(remark.finding)}`;
