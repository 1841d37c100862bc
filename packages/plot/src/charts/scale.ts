import { ChainruleError } from "@chainrule/graph";
import { scaleLinear, scaleLog } from "d3-scale";
import { numberText } from "../numbers/format";

/* Scales of axes: where a number is, in pixels, and at which numbers ticks stand. */

export interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
  /** Whether a number has a place: positive on a logarithmic axis, finite everywhere. */
  readonly has: (value: number) => boolean;
  readonly domain: readonly [number, number];
}

export interface ScaleOptions {
  readonly log?: boolean;
  /** Ends stay as they are; otherwise they move out to round numbers. */
  readonly exact?: boolean;
  /** Whether ticks are whole numbers. */
  readonly whole?: boolean;
  /** About how many ticks. */
  readonly ticks?: number;
}

type Range = readonly [number, number];

/** From numbers (`domain`) to pixels (`range`). @throws ChainruleError OPTION where a logarithm has nothing positive to show */
export function scaleOf(domain: Range, range: Range, options: ScaleOptions = {}): Scale {
  return options.log ? logarithmic(domain, range, options) : linear(domain, range, options);
}

function linear(domain: Range, range: Range, { exact, whole, ticks = 6 }: ScaleOptions): Scale {
  const [low, high] = spread(domain);
  const scale = scaleLinear([low, high], [...range]);
  if (!exact) scale.nice(ticks);
  const marks = scale.ticks(ticks).filter((value) => !whole || Number.isInteger(value));
  const step = (marks[1] ?? 1) - (marks[0] ?? 0);
  const [start, end] = scale.domain() as [number, number]; // two numbers were given
  return {
    at: (value) => scale(value),
    // As many digits as tell one tick from the next.
    ticks: marks.map((value) => ({ value, text: numberText(value, digitsFor(value, step)) })),
    has: Number.isFinite,
    domain: [start, end],
  };
}

const digitsFor = (value: number, step: number): number =>
  value === 0 ? 1 : Math.min(15, Math.max(1, Math.floor(Math.log10(Math.abs(value) / step) + 1e-9) + 2));

function logarithmic(domain: Range, range: Range, { exact, ticks = 6 }: ScaleOptions): Scale {
  const [low, high] = domain;
  if (!(high > 0 && low > 0))
    throw new ChainruleError("OPTION", "a logarithmic axis needs numbers above 0", {
      where: "log",
      got: `${low} to ${high}`,
    });
  const scale = scaleLog(low === high ? [low / 2, high * 2] : [low, high], [...range]);
  if (!exact) scale.nice();
  const [start, end] = scale.domain() as [number, number]; // two numbers were given
  const decades = Math.log10(end / start);
  const every = Math.max(1, Math.ceil(decades / ticks));
  // d3 gives up powers for round steps where it is asked for more ticks than there are multiples of powers.
  const multiples = scale.ticks(9 * Math.max(1, Math.ceil(decades)));
  const powers = multiples.filter((value) => isPower(value) && Math.round(Math.log10(value)) % every === 0);
  const marks = decades < 1.5 ? scale.ticks(ticks) : powers;
  return {
    at: (value) => scale(value),
    ticks: marks.map((value) => ({ value, text: isPower(value) ? powerText(value) : numberText(value, 2) })),
    has: (value) => Number.isFinite(value) && value > 0,
    domain: [start, end],
  };
}

const isPower = (value: number): boolean =>
  Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;

function powerText(value: number): string {
  const power = Math.round(Math.log10(value));
  return power >= -2 && power <= 3 ? numberText(value) : numberText(value, 1).replace(/^1·/, "");
}

/** A range of some width around what is one number, or none. */
function spread([low, high]: Range): Range {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  if (low < high) return [low, high];
  const half = low === 0 ? 1 : Math.abs(low) / 2;
  return [low - half, low + half];
}
