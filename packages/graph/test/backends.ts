import { compile, type Node, type Value } from "../src/index";

const works = (attempt: () => unknown): boolean => {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
};

/** The part of the engine's WebAssembly that is asked for. */
interface WasmEngine {
  readonly Module: new (bytes: Uint8Array) => object;
}

/** What the content security policy of this page, if it is one, allows: `npm run test:browser` runs tests under two. */
export const allowed = {
  wasm: works(() => {
    const { WebAssembly: wasm } = globalThis as unknown as { readonly WebAssembly: WasmEngine };
    return new wasm.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  }),
  text: works(() => new Function("")),
};

/** What runs while WebAssembly is missing, as on a page whose policy forbids it. */
export function withoutWebAssembly<T>(run: () => T): T {
  const world = globalThis as { WebAssembly?: unknown };
  const engine = world.WebAssembly;
  try {
    world.WebAssembly = undefined;
    return run();
  } finally {
    world.WebAssembly = engine;
  }
}

/** What runs while something else happens wherever a function is made of text; `make` makes it. */
function whileMaking<T>(run: () => T, happens: (text: string, make: () => object) => object): T {
  const world = globalThis as { Function: FunctionConstructor };
  const made = world.Function;
  try {
    world.Function = new Proxy(made, {
      construct: (_, parts: string[]) => happens(parts.at(-1) as string, () => made(...parts)),
    });
    return run();
  } finally {
    world.Function = made;
  }
}

/** What runs while functions cannot be made of text, as under a policy that forbids it; `tried` is called at each attempt. */
export const withoutText = <T>(run: () => T, tried: () => void): T =>
  whileMaking(run, () => {
    tried();
    throw new EvalError("the page's policy forbids it");
  });

/** The texts of which functions are made while something runs. */
export function textsOf(run: () => unknown): string[] {
  const texts: string[] = [];
  whileMaking(run, (text, make) => {
    texts.push(text);
    return make();
  });
  return texts;
}

/**
 * What programs compute from the same values, by how they are run: as they first come, and again, when they are laid out; as
 * WebAssembly; as functions made of text; and in loops, which take over where WebAssembly may not be compiled.
 */
export function computed(
  outputs: readonly Node[],
  inputs: readonly Node[],
  values: readonly unknown[],
): Record<string, Value[]> {
  const interpreter = compile(outputs, inputs, { backend: "interpreter" });
  const refused = withoutWebAssembly(() => {
    const program = compile(outputs, inputs, { backend: "wasm" });
    return [program(values), program(values)];
  });
  return {
    interpreter: interpreter(values),
    "interpreter, again": interpreter(values),
    wasm: compile(outputs, inputs, { backend: "wasm" })(values),
    javascript: compile(outputs, inputs, { backend: "javascript" })(values),
    "without WebAssembly": refused[0] as Value[],
    "without WebAssembly, again": refused[1] as Value[],
  };
}

/** Points that functions treat in ways of their own, or near which they change over. */
export const EDGES = [
  ...[0, 1, 0.5, 2, 5e-324, 1e-310, 1e308, Infinity, 710, 745, 746, 1e-9, 1e-17, 0.5625, 20, 40],
  ...[1e7, 1000000.5, Math.PI, Math.SQRT2, 709.78, 3],
].flatMap((x) => [x, -x]).concat(NaN); // biome-ignore format: numbers
