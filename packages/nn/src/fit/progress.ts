import type { Epoch } from "./history";

/* How a training goes, in words: one line that is written over in a terminal, else a line now and then. */

/** About so many lines are written where they stay. */
const LINES = 20;

/** Told of each epoch; `end` closes what is open. */
export interface Progress {
  readonly see: (at: Epoch) => void;
  readonly end: () => void;
}

const silent: Progress = { see: () => {}, end: () => {} };

/** The progress that is asked for: none, on the console, or by a function. */
export function progressOf(
  given: boolean | ((line: string) => unknown) | undefined,
  epochs: number,
): Progress {
  if (given === undefined || given === false) return silent;
  const out = given === true ? globalThis.process?.stdout : undefined;
  if (out?.isTTY) return writtenOver((text) => out.write(text), epochs);
  const say = typeof given === "function" ? given : (line: string): void => console.log(line);
  const every = typeof given === "function" ? 1 : Math.ceil(epochs / LINES);
  let unsaid: Epoch | undefined;
  return {
    see: (at) => {
      const isDue = at.epoch === 1 || at.epoch % every === 0;
      if (isDue) say(lineOf(at, epochs));
      unsaid = isDue ? undefined : at;
    },
    end: () => {
      if (unsaid !== undefined) say(lineOf(unsaid, epochs));
    },
  };
}

function writtenOver(write: (text: string) => unknown, epochs: number): Progress {
  let isOpen = false;
  return {
    see: (at) => {
      write(`\r${bar(at.epoch / epochs)} ${lineOf(at, epochs)}\x1b[K`);
      isOpen = true;
    },
    end: () => {
      if (isOpen) write("\n");
    },
  };
}

const WIDTH = 20;

function bar(share: number): string {
  const full = Math.round(WIDTH * share);
  return `${"█".repeat(full)}${"░".repeat(WIDTH - full)}`;
}

/** `epoch 3 of 20  loss 0.1234  validation loss 0.2` */
function lineOf({ epoch, loss, measures }: Epoch, epochs: number): string {
  const values = Object.entries({ loss, ...measures }).map(([name, value]) => `${name} ${short(value)}`);
  return [`epoch ${epoch} of ${epochs}`, ...values].join("  ");
}

const short = (value: number): string => String(Number(value.toPrecision(4)));
