import { useState } from "preact/hooks";
import type { AuditedLine } from "../protocol";
import type { Words } from "../words/words";
import { toneOf } from "./claim";
import type { Mark } from "./editor";

interface Props {
  readonly lines: readonly AuditedLine[];
  /** How long the audit took. */
  readonly milliseconds: number;
  readonly chosen: AuditedLine | undefined;
  readonly words: Words;
  readonly onChoose: (line: AuditedLine) => void;
}

const isClaim = ({ verdict }: AuditedLine): boolean => verdict !== "given" && verdict !== "definition";

/** What an audit found, line by line. */
export function Findings({ chosen, lines, milliseconds, onChoose, words }: Props) {
  const [isShort, setShort] = useState(false);
  const claims = lines.filter(isClaim);
  const count = (tone: string): number => claims.filter(({ verdict }) => toneOf(verdict) === tone).length;
  const shown = isShort ? claims.filter(({ verdict }) => toneOf(verdict) === "wrong") : claims;
  return (
    <section class="findings" aria-labelledby="findings-title">
      <h3 id="findings-title">{words.findings}</h3>
      <div class="controls">
        <output id="counts" data-milliseconds={milliseconds.toFixed(2)}>
          {claims.length === 0
            ? words.noFindings
            : words.findingCounts(count("wrong"), count("right"), count("unsure"))}
        </output>
        <label>
          <input type="checkbox" checked={isShort} onChange={() => setShort(!isShort)} /> {words.onlyWrong}
        </label>
      </div>
      <ol>
        {shown.map((line) => (
          <li key={`${line.from}-${line.to}-${line.verdict}`} class={toneOf(line.verdict)}>
            <button type="button" class="plain" aria-pressed={line === chosen} onClick={() => onChoose(line)}>
              <small>{words.line(line.line)}</small>
              <strong>{words.verdicts[line.verdict] ?? line.verdict}</strong>
              <code>{line.text.length > 90 ? `${line.text.slice(0, 90)} …` : line.text}</code>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** One finding in full, with its edit. */
export function FindingDetail({
  line,
  onMend,
  words,
}: {
  readonly line: AuditedLine;
  readonly onMend: (line: AuditedLine) => void;
  readonly words: Words;
}) {
  const { edit, expected, message, text, verdict } = line;
  return (
    <div class={`finding ${toneOf(verdict)}`}>
      <p>
        <small>{words.line(line.line)}</small> <strong>{words.verdicts[verdict] ?? verdict}</strong>
      </p>
      <pre>
        <code>{text}</code>
      </pre>
      <p id="finding-message">{message}</p>
      {expected !== undefined && (
        <p>
          {words.shouldBe} <code>{expected}</code>
        </p>
      )}
      {edit !== undefined && (
        <p>
          <del>{line.where && textOf(line)}</del> → <ins>{edit.text === "" ? "∅" : edit.text}</ins>{" "}
          <button type="button" id="mend" class="main" onClick={() => onMend(line)}>
            {words.mend}
          </button>
        </p>
      )}
    </div>
  );
}

/** The part that an edit replaces, as it stands in the line. */
function textOf({ edit, from, text }: AuditedLine): string {
  if (edit === undefined) return "";
  return text.slice(Math.max(0, edit.from - from), Math.max(0, edit.to - from));
}

/** Findings as marks below the very characters. */
export const marksOf = (lines: readonly AuditedLine[], words: Words): Mark[] =>
  lines.filter(isClaim).map(({ from, message, to, verdict, where }) => {
    const tone = toneOf(verdict);
    const place = tone === "wrong" && where !== undefined && where.to > where.from ? where : { from, to };
    const severity =
      tone === "wrong" ? (verdict === "wrong" ? "error" : "warning") : tone === "right" ? "hint" : "info";
    return {
      ...place,
      severity,
      message: `${words.verdicts[verdict] ?? verdict}: ${message}`,
      markClass: `mark-${tone}`,
    };
  });
