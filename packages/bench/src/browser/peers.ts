import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "esbuild";
import { peers } from "../folders";
import { MICROGRAD } from "../libraries/micrograd";
import { tfjsSource } from "../libraries/tfjs";
import { bundled } from "./chromium";

/** Peers that run in pages, as their users import them. */
const NAMES = [
  "@jax-js/jax",
  "@stdlib/blas-base-dgemm",
  "algebrite",
  "brain.js",
  "js-pytorch",
  "mathjs",
  "ml-matrix",
  "nerdamer",
  "numpy-ts",
] as const;
const WASM = "/node_modules/@tensorflow/tfjs-backend-wasm/dist/";

/** Whatever is asked of it, or of what is required through it, is a class without anything. */
const EMPTY = `
const nothing = new Proxy({}, { get: (_, name) => (name === "__esModule" ? undefined : class {}) });
module.exports = new Proxy({ createRequire: () => () => nothing }, { get: (own, name) => own[name] ?? nothing[name] });
`;

/** Node's own modules are empty in a page: peers import them for what they do not do here. */
const withoutNode: Plugin = {
  name: "without node",
  setup(build) {
    build.onResolve(
      { filter: /^(node:.*|path|stream|module|fs|url|util|os|crypto|buffer)$/ },
      ({ path }) => ({
        path,
        namespace: "nothing",
      }),
    );
    build.onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: EMPTY }));
  },
};

/** What a page's `load` asks for, by path: each peer bundled for pages. What does not bundle is not there. */
export async function peerFiles(): Promise<(path: string) => string | Uint8Array | undefined> {
  const files = new Map<string, string>();
  const add = async (path: string, ...what: Parameters<typeof bundled>): Promise<void> => {
    try {
      files.set(path, await bundled(...what));
    } catch {
      // whoever asks for it is told that it is missing
    }
  };
  const fields = {
    mainFields: ["browser", "module", "main"],
    plugins: [withoutNode],
    define: { __dirname: '"/"' },
  };
  const engine = process.env[MICROGRAD];
  await Promise.all([
    ...NAMES.map((name) => {
      const text = `export * from "${name}"; import * as all from "${name}"; export default all.default ?? all;`;
      return add(`/peer/${encodeURIComponent(name)}.js`, { text, folder: peers }, fields);
    }),
    add("/tfjs.cjs", { text: tfjsSource, folder: peers }, fields),
    ...(engine === undefined ? [] : [add(`/${MICROGRAD}.mjs`, engine)]),
  ]);
  return (path) => {
    const binary = join(peers, path);
    if (path.startsWith(WASM) && !path.includes("..") && existsSync(binary)) return readFileSync(binary);
    return files.get(path);
  };
}
