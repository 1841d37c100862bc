import type { Library } from "./call";

/** What names mean where a file does not import them: everybody's abbreviations. */
const USUAL: Readonly<Record<string, string>> = {
  np: "numpy",
  numpy: "numpy",
  torch: "torch",
  F: "torch.nn.functional",
  nn: "torch.nn",
  jnp: "jax.numpy",
  jax: "jax",
  lax: "jax.lax",
  math: "math",
  scipy: "scipy",
  special: "scipy.special",
  cp: "numpy",
};

/** Functions of Python itself. */
const BUILTIN: ReadonlySet<string> = new Set(
  "abs max min sum range len enumerate zip reversed int float tuple list isinstance print slice super dict round any all pow bool sorted getattr hasattr".split(
    " ",
  ),
);

export const usualMeaning = (name: string): string | undefined =>
  Object.hasOwn(USUAL, name) ? USUAL[name] : BUILTIN.has(name) ? `builtins.${name}` : undefined;

/** Numbers by name, as `np.pi`; `np.newaxis` is None. */
export const CONSTANTS: Readonly<Record<string, number>> = {
  pi: Math.PI,
  e: Math.E,
  inf: Number.POSITIVE_INFINITY,
  nan: Number.NaN,
};

/** The library that methods of tensors belong to: PyTorch's wherever a file mentions it. */
export const libraryOf = (text: string): Library => (/\btorch\b|\bF\.\w/.test(text) ? "torch" : "numpy");

/** Functions that draw numbers. */
export const DRAWN: ReadonlySet<string> = new Set(
  "rand randn random random_sample normal uniform bernoulli binomial rand_like randn_like standard_normal truncated_normal bernoulli_ uniform_ normal_".split(
    " ",
  ),
);
