import { useEffect, useRef, useState } from "preact/hooks";
import { type Client, Refusal } from "../client";
import type { Opened, Row, Setting } from "../protocol";
import { reset, type State, withLosses } from "../state/state";
import type { Words } from "../words/words";
import { numberText } from "./name";
import { Regions } from "./regions";
import { useAnswer } from "./use-answer";

interface Props {
  readonly client: Client;
  readonly state: State;
  readonly setting: Setting;
  readonly opened: Opened;
  readonly words: Words;
  readonly change: (by: (state: State) => State) => void;
}

/** A piece of training may take so long, in milliseconds: the page follows at this pace. */
const PIECE = 60;
const MOST_STEPS = 2000;

export function Training({ change, client, opened, setting, state, words }: Props) {
  const [isRunning, setRunning] = useState(false);
  const [isPlaneOpen, setPlaneOpen] = useState(false);
  const [complaint, setComplaint] = useState("");
  const present = useRef(state);
  present.current = state;
  const rate = state.rate || opened.rate;

  async function go(steps: number): Promise<number> {
    const { kind, language, losses, rows, source, values } = present.current;
    const trained = await client.ask("train", { kind, source, values, language, rows, rate, steps });
    const { source: now } = present.current;
    if (now !== source) return 0; // another text meanwhile
    const done = present.current.steps;
    const isFirst = losses.length === 0;
    const points = trained.losses.map((loss, k) => [done + k, loss] as const).slice(isFirst ? 0 : 1);
    change((before) => ({
      ...before,
      values: { ...before.values, ...trained.values },
      steps: before.steps + steps,
      losses: withLosses(
        before.losses,
        points.filter(([, loss]) => Number.isFinite(loss)),
      ),
    }));
    const last = trained.losses.at(-1) ?? 0;
    setComplaint(Number.isFinite(last) ? "" : words.notFinite);
    if (!Number.isFinite(last)) setRunning(false);
    return trained.milliseconds;
  }
  const stop = (error: unknown): void => {
    setRunning(false);
    if (!(error instanceof Refusal)) throw error;
    setComplaint(error.problem.message);
  };

  useEffect(() => {
    if (!isRunning) return undefined;
    let isOver = false;
    const run = async (): Promise<void> => {
      for (let steps = 1; !isOver; ) {
        const took = await go(steps);
        steps = Math.min(MOST_STEPS, Math.max(1, Math.round(steps * Math.min(4, PIECE / Math.max(1, took)))));
        await new Promise(requestAnimationFrame);
      }
    };
    run().catch(stop);
    return () => {
      isOver = true;
    };
  }, [isRunning, setting.source, rate]);

  const curve = useAnswer(
    client,
    "curve",
    state.losses.length > 1 ? { losses: state.losses, language: state.language } : undefined,
  );
  const loss = state.losses.at(-1)?.[1] ?? opened.quantities.find(({ role }) => role === "loss")?.value;
  return (
    <section class="training" aria-labelledby="training-title">
      <h3 id="training-title">{words.training}</h3>
      <div class="controls">
        <label>
          {words.rate}{" "}
          <input
            type="number"
            min="0"
            step="any"
            value={rate}
            onChange={({ currentTarget: { value } }) => {
              const next = Number(value);
              if (next > 0 && Number.isFinite(next)) change((before) => ({ ...before, rate: next }));
            }}
          />
        </label>
        <button type="button" id="step" disabled={isRunning} onClick={() => void go(1).catch(stop)}>
          {words.step}
        </button>
        <button
          type="button"
          id="run"
          class="main"
          aria-pressed={isRunning}
          onClick={() => setRunning(!isRunning)}
        >
          {isRunning ? words.pause : words.run}
        </button>
        <button
          type="button"
          id="reset"
          onClick={() => {
            setRunning(false);
            setComplaint("");
            change(reset);
          }}
        >
          {words.reset}
        </button>
        <output id="progress">{words.steps(state.steps, numberText(loss))}</output>
      </div>
      {complaint !== "" && (
        <p class="complaint" role="alert">
          {complaint}
        </p>
      )}
      <div class="charts">
        {opened.isPlane && (
          <details
            class="plane"
            open={state.rows.length > 0 || isPlaneOpen}
            onToggle={({ currentTarget }) => setPlaneOpen(currentTarget.open)}
          >
            <summary>{words.decisions}</summary>
            {(state.rows.length > 0 || isPlaneOpen) && (
              <Regions
                client={client}
                setting={setting}
                rows={state.rows}
                opened={opened}
                words={words}
                isRunning={isRunning}
                onPoint={(row) => change((before) => ({ ...before, rows: [...before.rows, row] }))}
              />
            )}
          </details>
        )}
        {/* written by our printer of pictures, which escapes names */}
        {curve.answer && <div class="chart" dangerouslySetInnerHTML={{ __html: curve.answer.svg }} />}
      </div>
      {opened.inputs.length > 0 && opened.targets.length > 0 && (
        <Samples
          client={client}
          columns={[...opened.inputs, ...opened.targets]}
          rows={state.rows}
          words={words}
          onRows={(rows) => change((before) => ({ ...before, rows }))}
        />
      )}
    </section>
  );
}

interface SamplesProps {
  readonly client: Client;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly words: Words;
  readonly onRows: (rows: readonly Row[]) => void;
}

/** The samples as a table that can be typed or pasted. */
function Samples({ client, columns, onRows, rows, words }: SamplesProps) {
  const written = [columns.join(","), ...rows.map((row) => row.join(","))].join("\n");
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const [complaint, setComplaint] = useState("");
  const use = async (): Promise<void> => {
    try {
      const { rows: read } = await client.ask("table", { csv: typed ?? written, columns });
      setComplaint("");
      setTyped(undefined);
      onRows(read);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setComplaint(error.problem.message);
    }
  };
  return (
    <details class="samples">
      <summary>
        {words.csv}: {rows.length === 0 ? words.ownSample : words.samples(rows.length)}
      </summary>
      <textarea
        rows={6}
        spellcheck={false}
        aria-label={words.csvLabel(columns.join(", "))}
        value={typed ?? written}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      {complaint !== "" && (
        <p class="complaint" role="alert" lang="en">
          {complaint}
        </p>
      )}
      <div class="controls">
        <button type="button" onClick={() => void use()}>
          {words.useCsv}
        </button>
        <button type="button" disabled={rows.length === 0} onClick={() => onRows([])}>
          {words.clearPoints}
        </button>
      </div>
    </details>
  );
}
