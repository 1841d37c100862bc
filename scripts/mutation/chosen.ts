import { type File, Instrumenter } from "@stryker-mutator/instrumenter";

/** A mutant as Stryker makes it, by where it is and what it puts there; lines and columns from 0. */
export interface Chosen {
  readonly file: string;
  readonly location: {
    readonly start: { readonly line: number; readonly column: number };
    readonly end: { readonly line: number; readonly column: number };
  };
  readonly replacement: string;
}

type Source = Readonly<Record<"content" | "name", string>>;

const silent = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  fatal: () => undefined,
};

/** As many of all mutants of these files, drawn with a seed, in the order of the sources. */
export async function chosen(files: readonly Source[], count: number, seed: number): Promise<Chosen[]> {
  const given: File[] = files.map((file) => ({ ...file, mutate: true }));
  const { mutants } = await new Instrumenter(silent).instrument(given, {
    excludedMutations: ["StringLiteral"],
    ignorers: [],
    plugins: null,
    noHeader: true,
  });
  const left = mutants.map(({ fileName: file, location, replacement }) => ({ file, location, replacement }));
  let state = seed;
  const drawn = new Set<Chosen>();
  while (drawn.size < count && left.length > 0) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const place = Math.floor((state / 2 ** 32) * left.length);
    drawn.add(left[place] as Chosen);
    left[place] = left.at(-1) as Chosen;
    left.pop();
  }
  return mutants
    .map(({ fileName, location, replacement }) =>
      [...drawn].find(
        (mutant) =>
          mutant.file === fileName && mutant.location === location && mutant.replacement === replacement,
      ),
    )
    .filter((mutant) => mutant !== undefined);
}
