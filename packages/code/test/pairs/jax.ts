import { type Pair, pair } from "./pair";

const vjp = (name: string, code: string, mistakes: Pair["mistakes"]): Pair =>
  pair(
    `jax: ${name}`,
    `import jax\nimport jax.numpy as jnp\nfrom functools import partial\n${code}\nf.defvjp(f_fwd, f_bwd)\n`,
    mistakes,
  );

export const JAX: readonly Pair[] = [
  vjp(
    "log1pexp",
    `
@jax.custom_vjp
def f(x):
    return jnp.log(1 + jnp.exp(x))

def f_fwd(x):
    return f(x), x

def f_bwd(x, g):
    return ((1 - 1 / (1 + jnp.exp(x))) * g,)
`,
    [
      ["(1 - 1 / (1 + jnp.exp(x))) * g", "(1 + 1 / (1 + jnp.exp(x))) * g"],
      ["(1 - 1 / (1 + jnp.exp(x))) * g", "1 - 1 / (1 + jnp.exp(x))"],
    ],
  ),
  vjp(
    "sine times",
    `
@jax.custom_vjp
def f(x, y):
    return jnp.sin(x) * y

def f_fwd(x, y):
    return f(x, y), (jnp.cos(x), jnp.sin(x), y)

def f_bwd(res, g):
    cos_x, sin_x, y = res
    return (cos_x * g * y, sin_x * g)
`,
    [
      ["return (cos_x * g * y, sin_x * g)", "return (sin_x * g, cos_x * g * y)"],
      ["cos_x * g * y", "-cos_x * g * y"],
      ["sin_x * g)", "sin_x * g * y)"],
      ["(jnp.cos(x), jnp.sin(x), y)", "(jnp.sin(x), jnp.cos(x), y)"],
    ],
  ),
  vjp(
    "matrix product",
    `
@jax.custom_vjp
def f(a: "N D", b: "D M"):
    return a @ b

def f_fwd(a, b):
    return f(a, b), (a, b)

def f_bwd(res, g):
    a, b = res
    da = g @ b.T
    db = a.T @ g
    return da, db
`,
    [
      ["g @ b.T", "g @ b"],
      ["a.T @ g", "g.T @ a"],
      ["return da, db", "return db, da"],
    ],
  ),
  vjp(
    "softmax",
    `
@jax.custom_vjp
def f(x):
    return jax.nn.softmax(x, axis=-1)

def f_fwd(x):
    y = f(x)
    return y, y

def f_bwd(y, g):
    return (y * (g - jnp.sum(g * y, axis=-1, keepdims=True)),)
`,
    [
      ["g - jnp.sum", "g + jnp.sum"],
      ["jnp.sum(g * y, axis=-1, keepdims=True)", "jnp.sum(g, axis=-1, keepdims=True)"],
      ["axis=-1, keepdims=True", "axis=0, keepdims=True"],
    ],
  ),
  vjp(
    "norm with a safe gradient",
    `
@jax.custom_vjp
def f(x):
    return jnp.sqrt(jnp.sum(x ** 2, axis=-1))

def f_fwd(x):
    n = f(x)
    return n, (x, n)

def f_bwd(res, g):
    x, n = res
    return (g[..., None] * x / n[..., None],)
`,
    [
      ["x / n[..., None]", "x * n[..., None]"],
      ["g[..., None] * x / n", "2 * g[..., None] * x / n"],
    ],
  ),
  vjp(
    "power with a static exponent",
    `
@partial(jax.custom_vjp, nondiff_argnums=(1,))
def f(x, n: int):
    return x ** n

def f_fwd(x, n):
    return f(x, n), x

def f_bwd(n, x, g):
    return (n * x ** (n - 1) * g,)
`,
    [
      ["x ** (n - 1)", "x ** n"],
      ["n * x **", "x **"],
    ],
  ),
  vjp(
    "rotary embedding",
    `
@jax.custom_vjp
def f(x, cos, sin):
    # x: (T, 4), cos: (T, 2), sin: (T, 2)
    x1, x2 = x[..., :2], x[..., 2:]
    return jnp.concatenate([x1 * cos - x2 * sin, x2 * cos + x1 * sin], axis=-1)

def f_fwd(x, cos, sin):
    return f(x, cos, sin), (x, cos, sin)

def f_bwd(res, g):
    x, cos, sin = res
    x1, x2 = x[..., :2], x[..., 2:]
    g1, g2 = g[..., :2], g[..., 2:]
    dx = jnp.concatenate([g1 * cos + g2 * sin, g2 * cos - g1 * sin], axis=-1)
    dcos = g1 * x1 + g2 * x2
    dsin = g2 * x1 - g1 * x2
    return dx, dcos, dsin
`,
    [
      ["g1 * cos + g2 * sin", "g1 * cos - g2 * sin"],
      ["g2 * cos - g1 * sin", "g2 * cos + g1 * sin"],
      ["dsin = g2 * x1 - g1 * x2", "dsin = g1 * x2 - g2 * x1"],
      ["dcos = g1 * x1 + g2 * x2", "dcos = g1 * x1"],
    ],
  ),
  vjp(
    "clipped gradient of a loss",
    `
@jax.custom_vjp
def f(pred, target):
    return 0.5 * jnp.mean((pred - target) ** 2)

def f_fwd(pred, target):
    diff = pred - target
    return 0.5 * jnp.mean(diff ** 2), diff

def f_bwd(diff, g):
    dpred = g * diff / diff.size
    return dpred, -dpred
`,
    [
      ["g * diff / diff.size", "g * diff"],
      ["return dpred, -dpred", "return dpred, dpred"],
      ["g * diff / diff.size", "diff / diff.size"],
    ],
  ),
  vjp(
    "outer product",
    `
@jax.custom_vjp
def f(u: "M", v: "N"):
    return jnp.outer(u, v)

def f_fwd(u, v):
    return jnp.outer(u, v), (u, v)

def f_bwd(res, g):
    u, v = res
    return g @ v, g.T @ u
`,
    [
      ["g.T @ u", "g @ u"],
      ["g @ v, g.T @ u", "g.T @ u, g @ v"],
    ],
  ),
];
