import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Client } from "./client";
import { EXAMPLES, type Example } from "./examples/examples";
import type { Problem } from "./network/problem";
import { Choice } from "./panes/choice";
import { Claim } from "./panes/claim";
import { DerivationView } from "./panes/derivation";
import { Editor, type Mark } from "./panes/editor";
import { Export } from "./panes/export";
import { FindingDetail, Findings, marksOf } from "./panes/findings";
import { Header } from "./panes/header";
import { Name } from "./panes/name";
import { Picture } from "./panes/picture";
import { Quantities } from "./panes/quantities";
import { Training } from "./panes/training";
import { useAnswer } from "./panes/use-answer";
import type { AuditedLine, DerivationAsk, Form, Notation, Opened, Setting } from "./protocol";
import { toHash } from "./state/permalink";
import { EMPTY, type State, withSelected, withSource } from "./state/state";
import { words as allWords } from "./words/languages";
import type { Words } from "./words/words";

interface Props {
  readonly client: Client;
  readonly initial: State;
  /** Parts of a link that could not be used. */
  readonly refused: readonly string[];
}

const PANES = ["source", "picture", "derivation"] as const;

/** The page: what is shown is a function of the state and of the worker's answers to it. */
export function App({ client, initial, refused }: Props) {
  const [state, change] = useState(initial);
  /** Counts the texts that have nothing to do with the one before. */
  const [topic, setTopic] = useState(0);
  const [pane, setPane] = useState<(typeof PANES)[number]>("picture");
  const words = allWords[state.language];
  useLink(state);
  useEffect(() => {
    document.documentElement.lang = state.language;
  }, [state.language]);

  const { kind, language, source, values } = state;
  const setting: Setting = useMemo(
    () => ({ kind, source, values, language }),
    [kind, source, values, language],
  );
  const opening = useAnswer(
    client,
    "open",
    kind === "derivation" ? undefined : { ...setting, values: NONE },
    topic,
  );
  const auditing = useAnswer(
    client,
    "audit",
    kind === "network" ? undefined : { ...setting, values: NONE },
    topic,
  );
  const opened = opening.answer;
  // what is read is answered before what is looked at
  const question = questionOf(state, setting, opened);
  const deriving = useAnswer(client, "derivation", question, topic);
  const judging = useAnswer(
    client,
    "judge",
    question === undefined || state.claim.trim() === "" ? undefined : { ...question, claim: state.claim },
  );
  const picturing = useAnswer(
    client,
    "picture",
    opened === undefined
      ? undefined
      : { ...setting, selected: state.selected || undefined, view: state.view },
    topic,
  );
  const quantities = picturing.answer?.quantities ?? opened?.quantities ?? [];
  const audited = auditing.answer?.lines ?? [];
  const chosen = audited.find(({ from, verdict }) => `${verdict}@${from}` === state.selected);
  const isBroken = opening.problem !== undefined && !(kind === "code" && audited.length > 0);
  const marks = useMemo(
    () => [
      ...(isBroken && opening.problem !== undefined ? [problemMark(opening.problem)] : []),
      ...marksOf(audited, words),
    ],
    [isBroken, opening.problem, audited, words],
  );
  const [goTo, setGoTo] = useState<{ readonly from: number; readonly to: number } | undefined>(undefined);
  const select = (name: string): void => change((before) => withSelected(before, name));
  const onExample = async (example: Example): Promise<void> => {
    const text = example.file === undefined ? {} : { source: await textOf(example.file) };
    setTopic((before) => before + 1);
    change(({ language: kept }) => ({ ...EMPTY, language: kept, ...example.state, ...text }));
  };
  const mend = ({ edit }: AuditedLine): void => {
    if (edit === undefined) return;
    const text = source.slice(0, edit.from) + edit.text + source.slice(edit.to);
    change((before) => ({ ...withSource(before, text), selected: "" }));
  };
  const fault = opening.problem?.message;
  return (
    <>
      <Header
        words={words}
        language={language}
        examples={EXAMPLES}
        onExample={(example) => void onExample(example)}
        onLanguage={(next) => change((before) => ({ ...before, language: next }))}
        link={() => linkTo(state)}
      />
      {refused.length > 0 && (
        <p class="complaint" role="alert">
          {words.refusedLink(refused.join(", "))}
        </p>
      )}
      <nav class="tabs" aria-label="chainrule">
        {PANES.map((each) => (
          <button key={each} type="button" aria-pressed={pane === each} onClick={() => setPane(each)}>
            {words.panes[each]}
          </button>
        ))}
      </nav>
      <main data-pane={pane}>
        <section class="pane source" aria-labelledby="source-title">
          <h2 id="source-title">{words.panes.source}</h2>
          <Choice
            legend={words.kind}
            name="kind"
            options={["network", "derivation", "code"]}
            labels={words.kinds}
            chosen={kind}
            onChoose={(next) => {
              setTopic((before) => before + 1);
              change((before) => ({
                ...EMPTY,
                language: before.language,
                kind: next,
                source: before.source,
              }));
            }}
          />
          <Editor
            id="source"
            text={source}
            label={words.sourceLabel}
            marks={marks}
            hint={words.sourceHints[kind]}
            goTo={goTo}
            onText={(text) => change((before) => withSource(before, text))}
          />
          {isBroken && (
            <p class="complaint" role="status" id="problem" lang="en">
              {fault}
            </p>
          )}
          <details class="help">
            <summary>{words.help}</summary>
            {words.helpText[kind].map((text) => (
              <p key={text}>{text}</p>
            ))}
          </details>
          <p class="privacy">{words.privacy}</p>
        </section>
        <section class="pane picture" aria-labelledby="picture-title">
          <h2 id="picture-title">{words.panes.picture}</h2>
          {opened !== undefined && picturing.answer !== undefined && (
            <>
              <Choice
                legend={words.view}
                name="view"
                options={["network", "graph"]}
                labels={words.views}
                chosen={state.view}
                onChoose={(view) => change((before) => ({ ...before, view }))}
              />
              <Picture
                svg={picturing.answer.svg}
                selected={state.selected}
                isStale={picturing.problem !== undefined}
                onSelect={select}
              />
              <p class="hint">{words.clickHint}</p>
              {question !== undefined && opened !== undefined && (
                <button type="button" class="jump main" onClick={() => setPane("derivation")}>
                  {words.derivativeOf(<Name of={opened.loss} />, <Name of={question.selected} />)} →
                </button>
              )}
              <Quantities
                quantities={quantities}
                values={values}
                selected={state.selected}
                words={words}
                onSelect={select}
                onValue={(name, value) =>
                  change((before) => ({ ...before, values: { ...before.values, [name]: value } }))
                }
              />
              <Training
                client={client}
                state={state}
                setting={setting}
                opened={opened}
                words={words}
                change={change}
              />
            </>
          )}
          {kind !== "network" && auditing.answer !== undefined && (
            <Findings
              lines={audited}
              milliseconds={auditing.answer.milliseconds}
              chosen={chosen}
              words={words}
              onChoose={(line) => {
                change((before) => ({ ...before, selected: `${line.verdict}@${line.from}` }));
                setGoTo({ from: line.where?.from ?? line.from, to: line.where?.to ?? line.to });
              }}
            />
          )}
          {(auditing.isOpen || (opening.isOpen && opened === undefined && kind !== "derivation")) && (
            <p class="hint" role="status">
              {words.computing}
            </p>
          )}
          {auditing.problem !== undefined && (
            <p class="complaint" role="status" lang="en">
              {auditing.problem.message}
            </p>
          )}
        </section>
        <section class="pane derived" aria-labelledby="derivation-title">
          <h2 id="derivation-title">{words.panes.derivation}</h2>
          {chosen !== undefined && <FindingDetail line={chosen} words={words} onMend={mend} />}
          {question !== undefined && opened !== undefined && (
            <>
              <h3 class="asked">
                {words.derivativeOf(<Name of={opened.loss} />, <Name of={question.selected} />)}
              </h3>
              <div class="choices">
                <Choice
                  legend={words.form}
                  name="form"
                  options={opened.forms}
                  labels={words.forms}
                  chosen={question.form}
                  onChoose={(form) => change((before) => ({ ...before, form }))}
                />
                <Choice
                  legend={words.notation}
                  name="notation"
                  options={opened.notations}
                  labels={words.notations}
                  chosen={question.notation}
                  onChoose={(notation) => change((before) => ({ ...before, notation }))}
                />
              </div>
              <Claim
                claim={state.claim}
                judgement={state.claim.trim() === "" ? undefined : judging.answer}
                words={words}
                onClaim={(claim) => change((before) => ({ ...before, claim }))}
              />
              {deriving.problem !== undefined && (
                <p class="complaint" role="status" lang="en">
                  {deriving.problem.message}
                </p>
              )}
              {deriving.answer !== undefined && (
                <DerivationView
                  blocks={deriving.answer.blocks}
                  shown={state.shown}
                  words={words}
                  isStale={deriving.problem !== undefined}
                  onShown={(shown) => change((before) => ({ ...before, shown }))}
                />
              )}
              <Export client={client} ask={question} words={words} />
            </>
          )}
          {question === undefined && chosen === undefined && (
            <p class="hint">{emptyHint(state, opened, words)}</p>
          )}
        </section>
      </main>
    </>
  );
}

const NONE = {};

/** What is asked about the selected quantity; undefined where there is none, or it is the loss. */
function questionOf(state: State, setting: Setting, opened: Opened | undefined): DerivationAsk | undefined {
  const { form, notation, rate, selected } = state;
  const quantity = opened?.quantities.find(({ name }) => name === selected);
  if (opened === undefined || quantity === undefined || quantity.role === "loss") return undefined;
  return {
    ...setting,
    selected,
    form: opened.forms.includes(form) ? form : (opened.forms[0] as Form), // there is one at least
    notation: opened.notations.includes(notation) ? notation : (opened.notations[0] as Notation), // here too
    rate: rate || opened.rate,
  };
}

function emptyHint({ kind, selected }: State, opened: Opened | undefined, words: Words): string {
  if (kind === "derivation") return words.chooseFinding;
  return selected !== "" && selected === opened?.loss ? words.isLoss : words.nothingSelected;
}

const problemMark = ({ from, message, to }: Problem): Mark => ({ from, to, message, severity: "error" });

async function textOf(path: string): Promise<string> {
  const response = await fetch(new URL(path, document.baseURI));
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.text();
}

async function linkTo(state: State): Promise<string> {
  const address = new URL(location.href);
  address.hash = await toHash(state);
  return address.href;
}

/** How long nothing changes before the address follows, in milliseconds. */
const PAUSE = 300;

/** Keeps the state in the address, so that it is there after the page is loaded again. */
function useLink(state: State): void {
  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return undefined;
    }
    const timer = setTimeout(() => {
      void linkTo(state).then((address) => history.replaceState(null, "", address));
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [state]);
}
