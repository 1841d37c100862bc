import type { MarkupBlock, MarkupRow } from "@chainrule/latex";
import { useEffect, useRef } from "preact/hooks";
import type { State } from "../state/state";
import type { Words } from "../words/words";

interface Props {
  readonly blocks: readonly MarkupBlock[];
  readonly shown: State["shown"];
  readonly words: Words;
  readonly isStale: boolean;
  readonly onShown: (shown: State["shown"]) => void;
}

/** A line with the rows that continue it. */
interface Line {
  readonly rows: readonly MarkupRow[];
}

type Part = { readonly kind: "text"; readonly html: string } | { readonly kind: "line"; readonly line: Line };

/** The derivation: all of it, or line by line with a hint at the next. */
export function DerivationView({ blocks, isStale, onShown, shown, words }: Props) {
  const parts = blocks.slice(1).flatMap(partsOf); // the title is the pane's own
  const total = parts.filter(({ kind }) => kind === "line").length;
  const count = shown === "all" ? total : Math.min(total, Math.floor(shown / 2));
  const isHinting = shown !== "all" && shown % 2 === 1 && count < total;
  const [seen, next] = cutAfter(parts, count, shown === "all");
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // a line that is too long scrolls, by keyboard too
    for (const row of host.current?.querySelectorAll(".row") ?? []) {
      if (row.scrollWidth > row.clientWidth) row.setAttribute("tabindex", "0");
      else row.removeAttribute("tabindex");
    }
  }, [blocks, shown]);
  return (
    <div class={isStale ? "derivation stale" : "derivation"}>
      <div class="controls">
        {shown === "all" ? (
          <button type="button" id="practise" onClick={() => onShown(0)}>
            {words.practise}
          </button>
        ) : (
          <>
            <button
              type="button"
              id="hint"
              disabled={isHinting || count === total}
              onClick={() => onShown(2 * count + 1)}
            >
              {words.hint}
            </button>
            <button type="button" id="next" disabled={count === total} onClick={() => onShown(2 * count + 2)}>
              {words.nextStep}
            </button>
            <button type="button" id="all" onClick={() => onShown("all")}>
              {words.all}
            </button>
            <output>{words.linesShown(count, total)}</output>
          </>
        )}
      </div>
      <div class="lines" aria-live="polite" ref={host}>
        {seen.map((part, k) =>
          part.kind === "text" ? (
            // written by our printer of documents, which escapes names
            <div key={k} dangerouslySetInnerHTML={{ __html: part.html }} />
          ) : (
            <div key={k} class="row" dangerouslySetInnerHTML={{ __html: tableOf(part.line) }} />
          ),
        )}
        {isHinting && next !== undefined && <Hint line={next} words={words} />}
      </div>
    </div>
  );
}

/** What comes next, without how it comes out. */
function Hint({ line: { rows }, words }: { readonly line: Line; readonly words: Words }) {
  const [first] = rows;
  const reasons = rows.flatMap(({ reason }) => (reason === undefined ? [] : [reason]));
  return (
    <p class="hint">
      {words.hintIs}: {/* written by our printer of documents, which escapes names */}
      <span
        dangerouslySetInnerHTML={{
          __html: `${first?.left ?? ""} = ? ${reasons.length === 0 ? "" : `(${reasons.join("; ")})`}`,
        }}
      />
    </p>
  );
}

const tableOf = ({ rows }: Line): string =>
  `<table><tbody>${rows.map(({ markup }) => markup).join("")}</tbody></table>`;

function partsOf(block: MarkupBlock): Part[] {
  if (block.kind !== "formulas") return [{ kind: "text", html: block.markup }];
  const lines: MarkupRow[][] = [];
  for (const row of block.rows) {
    if (row.begins || lines.length === 0) lines.push([]);
    lines.at(-1)?.push(row);
  }
  return lines.map((rows) => ({ kind: "line", line: { rows } }));
}

/** The parts up to the last line that is shown, with the texts before the next line; and that line. */
function cutAfter(
  parts: readonly Part[],
  count: number,
  isAll: boolean,
): readonly [Part[], Line | undefined] {
  let lines = 0;
  for (const [k, part] of parts.entries()) {
    if (part.kind !== "line") continue;
    if (lines === count && !isAll) return [parts.slice(0, k), part.line];
    lines++;
  }
  return [[...parts], undefined];
}
