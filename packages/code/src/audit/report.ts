import type { CodeAudit, CodeLine } from "./audit-code";

/** What an audit of code comes to: a line of text for each line that is wrong or not checked, then counts. */
export function codeReport({ layers, lines }: CodeAudit): string {
  const told = lines.filter(
    ({ verdict }) => verdict !== "proved" && verdict !== "numerically equal" && verdict !== "definition",
  );
  const count = (...verdicts: readonly CodeLine["verdict"][]): number =>
    lines.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const supposed = layers.flatMap((layer) =>
    layer.supposed.length > 0 ? [`${layer.name}: taken as ${layer.supposed.join(", ")}`] : [],
  );
  const parts = [
    `${count("proved")} proved`,
    `${count("numerically equal")} equal at points`,
    `${count("wrong")} wrong`,
  ];
  if (count("inherits") > 0) parts.push(`${count("inherits")} inherit a mistake`);
  if (count("not checked") > 0) parts.push(`${count("not checked")} not checked`);
  return [
    ...told.flatMap((line) => [
      `${line.line}:${line.column} ${line.verdict}: ${line.because}`,
      `  ${line.text}`,
      ...(line.repair === undefined ? [] : [`  line ${line.repair.line} mended: ${line.repair.text}`]),
      "",
    ]),
    ...supposed,
    lines.length === 0 ? "no backward pass was found" : `gradients: ${parts.join(", ")}`,
  ].join("\n");
}
