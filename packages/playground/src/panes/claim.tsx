import { useMemo } from "preact/hooks";
import type { Judgement } from "../protocol";
import type { Words } from "../words/words";
import { Editor, type Mark } from "./editor";

interface Props {
  readonly claim: string;
  readonly judgement: Judgement | undefined;
  readonly words: Words;
  readonly onClaim: (claim: string) => void;
}

/** A line for the reader's own formula, judged as it is typed. */
export function Claim({ claim, judgement, onClaim, words }: Props) {
  const marks = useMemo(() => marksOf(judgement, words), [judgement, words]);
  return (
    <section class="claim" aria-labelledby="claim-title">
      <h3 id="claim-title">{words.ownFormula}</h3>
      <Editor
        id="claim"
        text={claim}
        label={words.ownFormula}
        marks={marks}
        hint={words.ownFormulaHint}
        isLine={true}
        onText={onClaim}
      />
      <div aria-live="polite" id="verdict" class={judgement === undefined ? "" : toneOf(judgement.verdict)}>
        {judgement !== undefined && <Verdict judgement={judgement} words={words} onClaim={onClaim} />}
      </div>
    </section>
  );
}

interface VerdictProps {
  readonly judgement: Judgement;
  readonly words: Words;
  readonly onClaim: (claim: string) => void;
}

function Verdict({ judgement, onClaim, words }: VerdictProps) {
  const { because, condition, expected, ratio, repair, verdict } = judgement;
  const isEnglish = words.verdicts.proved === "right, proved";
  const isSaid = verdict === "wrong" && (expected !== undefined || ratio !== undefined);
  return (
    <>
      <p>
        <strong>{words.verdicts[verdict]}</strong>
        {condition !== undefined && (
          <>
            {" "}
            {words.holdsWhere} <code>{condition}</code>
          </>
        )}
        {expected !== undefined && (
          <>
            {"; "}
            {words.shouldBe} <code>{expected}</code>
          </>
        )}
        {ratio !== undefined && (
          <>
            {"; "}
            {words.ratioIs} <code>{ratio}</code>
          </>
        )}
      </p>
      {(isEnglish || !isSaid) && verdict !== "proved" && (
        <p lang="en" class="because">
          {because}
        </p>
      )}
      {repair !== undefined && (
        <p>
          {words.repair}: <code>{repair}</code>{" "}
          <button type="button" id="use-repair" onClick={() => onClaim(repair)}>
            {words.useRepair}
          </button>
        </p>
      )}
    </>
  );
}

/** The colour of a verdict, which its words say too. */
export function toneOf(verdict: string): "right" | "wrong" | "unsure" {
  if (["proved", "numerically equal", "rounding only"].includes(verdict)) return "right";
  if (
    ["wrong", "inherits", "not supported by the printed digits", "cut instead of rounded"].includes(verdict)
  )
    return "wrong";
  return "unsure";
}

function marksOf(judgement: Judgement | undefined, words: Words): Mark[] {
  if (judgement?.from === undefined) return [];
  const { because, expected, from, to = from + 1, verdict } = judgement;
  const message =
    expected === undefined ? because : `${words.verdicts[verdict]}; ${words.shouldBe} ${expected}`;
  return [{ from, to, severity: verdict === "wrong" ? "error" : "warning", message }];
}
