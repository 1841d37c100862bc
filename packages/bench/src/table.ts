/** A table of Markdown; cells may not break it. Columns of numbers stand to the right. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string => text.replace(/\|/g, "\\|").replace(/\s*\n\s*/g, " ");
  const isNumeric = (column: number): boolean =>
    rows.some((row) => row[column] !== "") && rows.every((row) => /^([-\d.<>]|$)/.test(row[column] ?? ""));
  const rule = head.map((_, column) => (isNumeric(column) ? "--:" : "---"));
  return [head, rule, ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n");
}
