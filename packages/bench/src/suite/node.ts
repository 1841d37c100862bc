/*
 * What test files import from Node, for a page: files of the repository and of packages, which the page's program brings
 * along, and the engine's collector of garbage. Chromium is started so that pages may collect, and know how much is in use.
 */

/** Files in base64, by their places from the root of the repository. */
const files = new Map<string, string>();

/** What Chromium offers when asked on its command line. */
interface Engine {
  readonly gc: () => void;
  readonly performance: { readonly memory: { readonly usedJSHeapSize: number } };
}
const engine = globalThis as unknown as Engine; // in a page that was not started so, tests of memory fail

/** Makes files readable, and puts into the page the part of `process` that our packages and tests use if it is there. */
export function mount(brought: Readonly<Record<string, string>>): void {
  for (const [place, base64] of Object.entries(brought)) files.set(`/${place}`, base64);
  Object.assign(globalThis, {
    process: {
      env: {},
      getBuiltinModule: () => ({ readFileSync, createRequire }),
      // buffers count as part of the heap
      memoryUsage: () => ({
        heapUsed: engine.performance.memory.usedJSHeapSize,
        arrayBuffers: 0,
        external: 0,
      }),
    },
  });
}

type Place = string | URL;
const pathOf = (place: Place): string => new URL(place, "file:///").pathname;
const bytesOf = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
const decoded = (base64: string): string => new TextDecoder().decode(bytesOf(base64));

/** The text of a file, or its bytes, which tell their text in an encoding as a buffer does. */
export function readFileSync(place: Place, encoding?: "utf8") {
  const base64 = files.get(pathOf(place));
  if (base64 === undefined) throw new Error(`${place}: not among the page's files`);
  if (encoding !== undefined) return decoded(base64);
  return Object.assign(bytesOf(base64), {
    toString: (as?: "utf8" | "base64") => (as === "base64" ? base64 : decoded(base64)),
  });
}

/** The names in a folder, or the paths of all files below it. */
export function readdirSync(place: Place, { recursive = false } = {}): string[] {
  const folder = pathOf(place).replace(/\/?$/, "/");
  const below = [...files.keys()].flatMap((path) =>
    path.startsWith(folder) ? path.slice(folder.length) : [],
  );
  return recursive ? below : [...new Set(below.map((path) => path.replace(/\/.*/, "")))];
}

export const fileURLToPath = pathOf;

/** Packages that files are read from lie where npm would put them. */
export const createRequire = () => ({ resolve: (file: string) => `/node_modules/${file}` });

/** Flags are given to Chromium when it is started. */
export const setFlagsFromString = (): void => undefined;

export const runInNewContext = (name: "gc"): unknown => engine[name];
