import { useRef, useState } from "preact/hooks";
import type { Client } from "../client";
import type { Answer, Opened, Row, Setting } from "../protocol";
import type { Words } from "../words/words";
import { useAnswer } from "./use-answer";

interface Props {
  readonly client: Client;
  readonly setting: Setting;
  readonly rows: readonly Row[];
  readonly opened: Opened;
  readonly words: Words;
  readonly isRunning: boolean;
  readonly onPoint: (row: Row) => void;
}

type Range = readonly [number, number];
type Plane = Answer<"regions">["plane"];

/** Where the network decides what, with the samples; a click adds one. */
export function Regions({ client, isRunning, onPoint, opened, rows, setting, words }: Props) {
  const [x, y] = [rangeOf(rows, 0), rangeOf(rows, 1)];
  const { answer } = useAnswer(client, "regions", {
    ...setting,
    rows,
    x,
    y,
    resolution: isRunning ? 50 : 120,
  });
  const [chosen, setChosen] = useState(1);
  const [cursor, setCursor] = useState<readonly [number, number] | undefined>(undefined);
  const host = useRef<HTMLDivElement>(null);
  const kind = Math.min(chosen, opened.classes.length - 1);
  const add = (point: readonly [number, number]): void =>
    onPoint([...point.map((each) => Number(each.toPrecision(4))), ...(opened.classes[kind] ?? [])]);
  const middle = (): readonly [number, number] => [(x[0] + x[1]) / 2, (y[0] + y[1]) / 2];
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = ARROWS[event.key];
    const [px, py] = cursor ?? middle();
    if (step !== undefined) {
      const next = [px + (step[0] * (x[1] - x[0])) / 40, py + (step[1] * (y[1] - y[0])) / 40] as const;
      setCursor([clamp(next[0], x), clamp(next[1], y)]);
    } else if (event.key === "Enter" || event.key === " ") add([px, py]);
    else return;
    event.preventDefault();
  };
  if (answer === undefined) return null;
  return (
    <figure class="regions">
      <div
        ref={host}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application has keys of its own, those below
        tabIndex={0}
        aria-label={`${words.decisions}. ${words.addPoint}`}
        onClick={(event) => {
          const point = pointAt(host.current, answer.plane, event);
          if (point !== undefined) add(point);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setCursor(undefined)}
      >
        {/* written by our printer of pictures, which escapes names */}
        <div class="chart" aria-hidden="true" dangerouslySetInnerHTML={{ __html: answer.svg }} />
        {cursor !== undefined && <span class="cursor" style={placeOf(cursor, answer.plane, host.current)} />}
      </div>
      <figcaption>
        <fieldset>
          <legend>{words.pointClass}</legend>
          {opened.classes.map((_, k) => (
            <label key={k}>
              <input type="radio" name="class" checked={k === kind} onChange={() => setChosen(k)} />{" "}
              {words.classNamed(k)}
            </label>
          ))}
        </fieldset>
        <small>{words.addPoint}</small>
      </figcaption>
    </figure>
  );
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

const clamp = (value: number, [least, most]: Range): number => Math.min(most, Math.max(least, value));

/** From where to where an axis runs: around the samples, and from -1 to 1 at least. */
function rangeOf(rows: readonly Row[], axis: 0 | 1): Range {
  const values = rows.map((row) => row[axis] ?? 0);
  const [least, most] = [Math.min(-1, ...values), Math.max(1, ...values)];
  const margin = 0.2 * (most - least);
  return [Number((least - margin).toPrecision(3)), Number((most + margin).toPrecision(3))];
}

/** How many pixels of the page a pixel of the picture takes. */
function scaleIn(host: HTMLElement | null): { readonly svg: DOMRect; readonly by: number } | undefined {
  const svg = host?.querySelector("svg");
  if (!svg) return undefined;
  const box = svg.getBoundingClientRect();
  return { svg: box, by: box.width / svg.viewBox.baseVal.width };
}

/** The data at a place of the page; undefined beside the plane. */
function pointAt(
  host: HTMLElement | null,
  { height, left, top, width, x, y }: Plane,
  { clientX, clientY }: MouseEvent,
): readonly [number, number] | undefined {
  const scale = scaleIn(host);
  if (scale === undefined) return undefined;
  const across = ((clientX - scale.svg.left) / scale.by - left) / width;
  const down = ((clientY - scale.svg.top) / scale.by - top) / height;
  if (across < 0 || across > 1 || down < 0 || down > 1) return undefined;
  return [x[0] + across * (x[1] - x[0]), y[1] - down * (y[1] - y[0])];
}

function placeOf(
  [px, py]: readonly [number, number],
  { height, left, top, width, x, y }: Plane,
  host: HTMLElement | null,
) {
  const scale = scaleIn(host);
  const box = host?.getBoundingClientRect();
  if (scale === undefined || box === undefined) return {};
  const across = left + ((px - x[0]) / (x[1] - x[0])) * width;
  const down = top + ((y[1] - py) / (y[1] - y[0])) * height;
  return {
    left: `${scale.svg.left - box.left + across * scale.by}px`,
    top: `${scale.svg.top - box.top + down * scale.by}px`,
  };
}
