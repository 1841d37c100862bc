import { EMPTY, type State } from "./state";

/*
 * The state as the part of an address after `#`: what differs from the empty state, as JSON, deflated, in letters that addresses have. No
 * server sees it. What is read is checked part by part; a part that is none is left out and named.
 */

const PREFIX = "s=";
/** Longer links than this are not read: a page would hang on what unpacks to far more. */
const LONGEST = 200_000;
const LONGEST_TEXT = 2_000_000;

/** What a link says, and the names of the parts that could not be used. */
export interface Restored {
  readonly state: State;
  readonly refused: readonly string[];
}

export async function toHash(state: State): Promise<string> {
  const changed = Object.entries(state).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(EMPTY[key as keyof State]),
  );
  const bytes = new TextEncoder().encode(JSON.stringify(Object.fromEntries(changed)));
  return PREFIX + base64url(await through(bytes, new CompressionStream("deflate-raw")));
}

/** Undefined where the address has no state. A link that cannot be unpacked gives the empty state and says so. */
export async function fromHash(hash: string): Promise<Restored | undefined> {
  const text = hash.replace(/^#/, "");
  if (!text.startsWith(PREFIX)) return undefined;
  if (text.length > LONGEST) return { state: EMPTY, refused: ["link"] };
  try {
    const bytes = await through(bytesOf(text.slice(PREFIX.length)), new DecompressionStream("deflate-raw"));
    return checked(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return { state: EMPTY, refused: ["link"] };
  }
}

type Check<K extends keyof State> = (value: unknown) => value is State[K];

const isText = (value: unknown): value is string => typeof value === "string" && value.length <= LONGEST_TEXT;
const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const isCount = (value: unknown): value is number => isNumber(value) && Number.isInteger(value) && value >= 0;
const oneOf =
  <T extends string>(...allowed: readonly T[]) =>
  (value: unknown): value is T =>
    allowed.includes(value as T);
const isValue = (value: unknown): boolean =>
  isNumber(value) || (Array.isArray(value) && value.every(isNumber));
const areRows = (value: unknown): value is number[][] =>
  Array.isArray(value) && value.every((row) => Array.isArray(row) && row.every(isNumber));

const CHECKS: { readonly [K in keyof State]: Check<K> } = {
  kind: oneOf("network", "derivation", "code"),
  source: isText,
  values: (value): value is State["values"] =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(isValue),
  selected: isText,
  view: oneOf("network", "graph"),
  form: oneOf("chain", "delta", "factors"),
  notation: oneOf("scalar", "index", "matrix"),
  language: oneOf("en", "zh-Hans", "zh-Hant"),
  shown: (value): value is State["shown"] => value === "all" || isCount(value),
  claim: isText,
  rows: areRows,
  rate: (value): value is number => isNumber(value) && value >= 0,
  steps: isCount,
  losses: (value): value is State["losses"] => areRows(value) && value.every((pair) => pair.length === 2),
};

function checked(given: unknown): Restored {
  if (typeof given !== "object" || given === null) return { state: EMPTY, refused: ["link"] };
  const entries = Object.entries(given);
  const isGood = ([key, value]: readonly [string, unknown]): boolean =>
    Object.hasOwn(CHECKS, key) && CHECKS[key as keyof State](value);
  return {
    state: { ...EMPTY, ...Object.fromEntries(entries.filter(isGood)) },
    refused: entries.filter((entry) => !isGood(entry)).map(([key]) => key),
  };
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: { readonly readable: ReadableStream; readonly writable: WritableStream },
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

const base64url = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) =>
    character.charCodeAt(0),
  );
