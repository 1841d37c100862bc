/** Claims as a newcomer types them: right ones, and ones with a single mistake. */
import type { networks } from "./newcomer-networks";

export type NetworkName = keyof typeof networks;

/** A claim about a quantity of a network. A wrong one has the place to name, and, if it can be mended, a word of the edit. */
export interface Row {
  readonly network: NetworkName;
  readonly truth: string;
  readonly claim: string;
  readonly wrong?: { readonly at: string; readonly edit?: string };
}

const right = (network: NetworkName, truth: string, ...claims: string[]): Row[] =>
  claims.map((claim) => ({ network, truth, claim }));

const wrong = (
  network: NetworkName,
  truth: string,
  ...claims: [claim: string, at: string, edit?: string][]
): Row[] =>
  claims.map(([claim, at, edit]) => ({
    network,
    truth,
    claim,
    wrong: { at, ...(edit !== undefined && { edit }) },
  }));

export const rows: readonly Row[] = [
  // losses of one residual
  ...right("mae", "dJ/da", "sign(r) * x", "sign(y - g) * x", "\\frac{|r|}{r} x", "x * (r > 0 ? 1 : -1)"),
  ...wrong(
    "mae",
    "dJ/da",
    ["sign(g - y) * x", "g - y", "difference"],
    ["sign(r)", "sign(r)", "missing factor"],
    ["abs(r) * x", "abs(r)"],
    ["sign(r) * a", "a", "name"],
  ),
  ...right("mae", "dJ/dc", "sign(r)", "\\frac{y - g}{|y - g|}"),
  ...right("huber", "dJ/dc", "abs(r) <= 1 ? r : sign(r)", "max(-1, min(r, 1))", "\\max(-1, \\min(1, r))"),
  ...right("huber", "dJ/da", "max(-1, min(r, 1)) * x"),
  ...wrong(
    "huber",
    "dJ/dc",
    ["abs(r) <= 1 ? r : 1", "abs(r) <= 1 ? r : 1"],
    ["abs(r) <= 1 ? 2 * r : sign(r)", "2"],
    ["max(-2, min(r, 2))", "max(-2, min(r, 2))"],
    ["r", "r"],
  ),
  ...right(
    "logCosh",
    "dJ/da",
    "tanh(r) * x",
    "\\tanh(r) x",
    "x * sinh(r) / cosh(r)",
    "(exp(r) - exp(-r)) / (exp(r) + exp(-r)) * x",
  ),
  ...wrong(
    "logCosh",
    "dJ/da",
    ["tanh(r)", "tanh(r)", "missing factor"],
    ["-tanh(r) * x", "tanh(r)", "sign"],
    ["2 * tanh(r) * x", "2"],
    ["cosh(r) * x", "cosh(r)"],
    ["sinh(r) * x", "sinh(r) * x"],
  ),
  ...right("hinge", "dJ/da", "g * y < 1 ? -g * x : 0", "-g * x * (1 - g * y > 0)"),
  ...wrong(
    "hinge",
    "dJ/da",
    ["g * y < 1 ? g * x : 0", "g * x"],
    ["g * y < 1 ? -x : 0", "-x"],
    ["g * y > 1 ? -g * x : 0", "g * y > 1"],
    ["-g * x", "-g * x"],
  ),
  // logistic regression
  ...right(
    "logistic",
    "dC/dv",
    "(p - t) * u",
    "-(t - p) * u",
    "u * (sigmoid(s) - t)",
    "(p - t) u",
    "\\left(\\sigma(s) - t\\right) u",
    "\\frac{\\partial C}{\\partial v} = \\left(-\\frac{t}{p} + \\frac{1-t}{1-p}\\right) p (1-p) u",
  ),
  ...wrong(
    "logistic",
    "dC/dv",
    ["(t - p) * u", "(t - p)", "difference"],
    ["(p - t) * v", "v", "name"],
    ["(p - t)", "(p - t)", "missing factor"],
    ["(p - t) * p * (1 - p) * u", "p"],
    ["2 * (p - t) * u", "2"],
    ["\\frac{1}{2} (p - t) u", "\\frac{1}{2}"],
    ["\\left(-\\frac{t}{p} - \\frac{1-t}{1-p}\\right) p (1-p) u", "\\frac{1-t}{1-p}", "sign"],
    ["(p + t) * u", "(p + t)", "sign"],
  ),
  ...right("logistic", "dC/dk", "p - t", "\\sigma(s) - t", "1 / (1 + exp(-s)) - t"),
  ...wrong(
    "logistic",
    "dC/dk",
    ["t - p", "t - p", "difference"],
    ["(p - t) * u", "u", "surplus"],
    ["1 / (1 + exp(s)) - t", "s"],
  ),
  ...right(
    "logistic",
    "dF/ds",
    "2 * (1 - p)^2 * p * log(p) - (1 - p)^3",
    "(1 - p)^2 * (2 * p * log(p) - (1 - p))",
    "(1-p)^2 \\left(2 p \\ln(p) + p - 1\\right)",
  ),
  ...wrong(
    "logistic",
    "dF/ds",
    ["(1 - p)^2 * (p * log(p) - (1 - p))", "p * log(p)"],
    ["(1 - p)^2 * (2 * p * log(p) + (1 - p))", "1 - p", "sign"],
    ["(1 - p) * (2 * p * log(p) - (1 - p))", "(1 - p)", "missing"],
  ),
  ...right(
    "logistic",
    "dF/dp",
    "2 * (1 - p) * log(p) - (1 - p)^2 / p",
    "2 (1-p) \\log(p) - \\frac{(1-p)^2}{p}",
  ),
  ...wrong(
    "logistic",
    "dF/dp",
    ["2 * (1 - p) * log(p) + (1 - p)^2 / p", "(1 - p)^2 / p", "sign"],
    ["(1 - p) * log(p) - (1 - p)^2 / p", "(1 - p) * log(p)"],
    ["2 * (1 - p) * log(p) - (1 - p)^2", "(1 - p)^2"],
  ),
  // a normal distribution
  ...right("gaussian", "dN/dmu", "(mu - d) / exp(h)", "-(d - mu) * exp(-h)", "\\frac{\\mu - d}{e^{h}}"),
  ...wrong(
    "gaussian",
    "dN/dmu",
    ["(d - mu) / exp(h)", "(d - mu)", "difference"],
    ["(mu - d) * exp(h)", "exp(h)"],
    ["(mu - d) / (2 * exp(h))", "2"],
    ["\\frac{\\mu - d}{h}", "h"],
  ),
  ...right(
    "gaussian",
    "dN/dh",
    "1 / 2 - (d - mu)^2 / (2 * exp(h))",
    "\\frac{1}{2}\\left(1 - \\frac{(d-\\mu)^2}{e^h}\\right)",
  ),
  ...wrong(
    "gaussian",
    "dN/dh",
    ["1 / 2 + (d - mu)^2 / (2 * exp(h))", "(d - mu)^2 / (2 * exp(h))", "sign"],
    ["1 / 2 - (d - mu)^2 / exp(h)", "(d - mu)^2 / exp(h)"],
    ["-(d - mu)^2 / (2 * exp(h))", "-(d - mu)^2 / (2 * exp(h))"],
    ["1 - (d - mu)^2 / (2 * exp(h))", "1"],
  ),
  ...right("gaussian", "dK/dmu", "mu", "\\mu"),
  ...right("gaussian", "dK/dh", "(exp(h) - 1) / 2", "\\frac{e^h - 1}{2}", "0.5 * exp(h) - 0.5"),
  ...wrong(
    "gaussian",
    "dK/dh",
    ["(exp(h) + 1) / 2", "(exp(h) + 1)", "sign"],
    ["exp(h) - 1", "exp(h) - 1", "factor 2"],
    ["(h - 1) / 2", "h"],
  ),
  // softmax with a temperature
  ...right("temperature", "dD/dw", "-q ./ w", "- \\frac{q_i}{w_i}"),
  ...wrong(
    "temperature",
    "dD/dw",
    ["q ./ w", "q ./ w", "sign"],
    ["\\frac{q_i}{w_i}", "\\frac{q_i}{w_i}", "sign"],
    ["-log(q ./ w)", "-log(q ./ w)"],
  ),
  ...right(
    "temperature",
    "dS/dz",
    "(p * sum(q) - q) / tau",
    "\\frac{1}{\\tau} \\left(p_i \\sum_j q_j - q_i\\right)",
  ),
  ...wrong(
    "temperature",
    "dS/dz",
    ["(q - p * sum(q)) / tau", "(q - p * sum(q))", "difference"],
    ["p * sum(q) - q", "p * sum(q) - q", "missing factor"],
    ["(p * sum(q) - q) * tau", "tau"],
    ["(p * sum(q) + q) / tau", "(p * sum(q) + q)", "sign"],
  ),
  // normalisation
  ...right(
    "norms",
    "dB/dx",
    "y * g / sqrt(v + epsilon)",
    "\\frac{g y}{\\sqrt{v + \\epsilon}}",
    "y g (v + \\epsilon)^{-1/2}",
    "g * y * sqrt(v + epsilon) / (v + epsilon)",
  ),
  ...wrong(
    "norms",
    "dB/dx",
    ["y * g / (v + epsilon)", "(v + epsilon)"],
    ["y / sqrt(v + epsilon)", "y / sqrt(v + epsilon)", "missing factor"],
    ["y * g * sqrt(v + epsilon)", "sqrt(v + epsilon)"],
    ["-y * g / sqrt(v + epsilon)", "y", "sign"],
    ["h * g / sqrt(v + epsilon)", "h", "name"],
  ),
  ...right("norms", "dB/dg", "y * h", "y \\cdot \\frac{x - \\mu}{\\sqrt{v + \\epsilon}}"),
  ...right(
    "norms",
    "dB/dv",
    "-y * g * (x - mu) / (2 * (v + epsilon)^(3/2))",
    "-\\frac{1}{2} g y (x - \\mu) (v + \\epsilon)^{-3/2}",
    "-y * g * h / (2 * (v + epsilon))",
  ),
  ...wrong(
    "norms",
    "dB/dv",
    ["y * g * h / (2 * (v + epsilon))", "y", "sign"],
    ["-y * g * h / (v + epsilon)", "-y * g * h / (v + epsilon)", "factor 2"],
    ["-y * g * (x - mu) / (2 * sqrt(v + epsilon))", "sqrt(v + epsilon)"],
  ),
  ...right(
    "norms",
    "dl/dc",
    "epsilon / (2 * s^3)",
    "\\frac{\\epsilon}{2 s^3}",
    "1 / (2 * s) - (c - d)^2 / (8 * s^3)",
  ),
  ...wrong(
    "norms",
    "dl/dc",
    ["1 / (2 * s)", "1 / (2 * s)"],
    ["1 / (2 * s) + (c - d)^2 / (8 * s^3)", "(c - d)^2 / (8 * s^3)", "sign"],
    ["epsilon / (2 * s^2)", "epsilon / (2 * s^2)"],
    ["-epsilon / (2 * s^3)", "epsilon / (2 * s^3)", "sign"],
  ),
  // two tokens
  ...right(
    "attention",
    "do/dq",
    "a * (1 - a) * (k1 - k2) * (v1 - v2)",
    "a(1-a)(k_1 - k_2)(v_1 - v_2)",
    "a (1 - a) (k_2 - k_1)(v_2 - v_1)",
  ),
  ...wrong(
    "attention",
    "do/dq",
    ["a * (1 - a) * (k1 + k2) * (v1 - v2)", "(k1 + k2)", "sign"],
    ["a * (1 - a) * (k1 - k2) * v1", "v1"],
    ["a(k_1 - k_2)(v_1 - v_2)", "a(k_1 - k_2)(v_1 - v_2)", "missing factor"],
    ["a * (1 - a) * (k2 - k1) * (v1 - v2)", "(k2 - k1)", "difference"],
    ["a * (1 - a) * (k1 - k2) * (v2 - v1)", "(v2 - v1)", "difference"],
  ),
  ...right("attention", "do/dk_1", "a * (1 - a) * q * (v1 - v2)"),
  ...wrong(
    "attention",
    "do/dk_1",
    ["a * (1 - a) * k1 * (v1 - v2)", "k1", "name"],
    ["a * (1 - a) * q * (v1 + v2)", "(v1 + v2)", "sign"],
    ["a * (1 + a) * q * (v1 - v2)", "(1 + a)", "sign"],
  ),
  // an LSTM cell
  ...right("lstm", "dh/dn_f", "O * (1 - tanh(c)^2) * c_0 * F * (1 - F)", "O (1 - \\tanh(c)^2) c_0 F (1 - F)"),
  ...wrong(
    "lstm",
    "dh/dn_f",
    ["O * (1 - tanh(c)^2) * F * (1 - F)", "O * (1 - tanh(c)^2) * F * (1 - F)", "missing factor"],
    ["O * (1 + tanh(c)^2) * c_0 * F * (1 - F)", "(1 + tanh(c)^2)", "sign"],
    ["O * (1 - tanh(c)) * c_0 * F * (1 - F)", "tanh(c)", "missing square"],
    ["O * (1 - tanh(c)^2) * c_0 * F", "O * (1 - tanh(c)^2) * c_0 * F", "missing factor"],
    ["O * (1 - tanh(c)^2) * c_0 * I * (1 - F)", "I", "name"],
  ),
  ...right("lstm", "dh/dn_g", "O * (1 - tanh(c)^2) * I * (1 - G^2)", "O I (1 - G^2)(1 - \\tanh(c)^2)"),
  ...wrong(
    "lstm",
    "dh/dn_g",
    ["O * (1 - tanh(c)^2) * I * G * (1 - G)", "G"],
    ["O * (1 - tanh(c)^2) * (1 - G^2)", "O * (1 - tanh(c)^2) * (1 - G^2)", "missing factor"],
    ["O I (1 - G^2)(1 - \\tanh(h)^2)", "h", "name"],
  ),
  ...right("lstm", "dh/dn_o", "tanh(c) * O * (1 - O)", "h * (1 - O)"),
  ...wrong(
    "lstm",
    "dh/dn_o",
    ["c * O * (1 - O)", "c"],
    ["tanh(c) * O", "tanh(c) * O", "missing factor"],
    ["h * (O - 1)", "(O - 1)", "difference"],
  ),
  // tensors
  ...right("tensors", "dQ/dx", "R^T ((r - t) \\odot \\mathrm{step}(u)) + (r - t)"),
  ...right("tensors", "dH/dA", "(b - y) e f^T", "(b - y) e_i f_j", "(b - y) * outer(e, f)"),
  ...wrong(
    "tensors",
    "dH/dA",
    ["(b - y) f e^T", "f e^T"],
    ["(y - b) e_i f_j", "y - b", "difference"],
    ["\\frac{\\partial H}{\\partial A_{ij}} = (b - y) e_j f_i", "e_j"],
    ["2 (b - y) e f^T", "2", "factor"],
    ["e f^T", "e f^T", "missing factor"],
  ),
  ...right("tensors", "dH/de", "(b - y) A f", "(b - y) \\sum_j A_{ij} f_j", "(b - y) * matmul(A, f)"),
  ...wrong(
    "tensors",
    "dH/de",
    ["(b - y) A^T f", "A^T", "transposed"],
    ["(b - y) \\sum_j A_{ji} f_j", "A_{ji}", "transposed"],
    ["(b - y) A e", "e", "name"],
    ["(b - y) * matmul(A', f)", "A'", "transposed"],
  ),
  ...right(
    "tensors",
    "dM/dw",
    "\\frac{2}{n} X^T (p - g)",
    "\\frac{2}{n} \\sum_i (p_i - g_i) X_{ij}",
    "2 / n * matmul(X', p - g)",
  ),
  ...wrong(
    "tensors",
    "dM/dw",
    ["2 X^T (p - g)", "2 X^T (p - g)", "1/n"],
    ["\\frac{1}{n} X^T (p - g)", "\\frac{1}{n} X^T (p - g)", "factor 2"],
    ["\\frac{2}{n} X (p - g)", "X", "transposed"],
    ["\\frac{2}{n} X^T (g - p)", "g - p", "difference"],
    ["2 * matmul(X', p - g)", "2 * matmul(X', p - g)", "1/n"],
    ["\\frac{2}{n} \\sum_i (p_i - g_i) X_{ji}", "X_{ji}", "transposed"],
  ),
  ...right("tensors", "dM/dc", "\\frac{2}{n} \\sum_i (p_i - g_i)", "2 / n * sum(p - g)"),
  ...wrong(
    "tensors",
    "dM/dc",
    ["2 \\sum_i (p_i - g_i)", "2 \\sum_i (p_i - g_i)", "1/n"],
    ["2 / n * sum(g - p)", "g - p", "difference"],
  ),
  // two layers
  ...right("twoLayers", "dE/dV", "((o - y) \\odot o \\odot (1 - o)) h^T", "(o_i - y_i) o_i (1 - o_i) h_j"),
  ...wrong(
    "twoLayers",
    "dE/dV",
    ["((o - y) \\odot (1 - o)) h^T", "(o - y) \\odot (1 - o)", "missing factor"],
    ["((o - y) \\odot o \\odot (1 - o)) x^T", "x"],
    ["(o_i - y_i) o_i (1 - o_j) h_j", "o_j", "index"],
    ["(y_i - o_i) o_i (1 - o_i) h_j", "y_i - o_i", "difference"],
  ),
  ...right("twoLayers", "dE/dc", "-(o - y) \\odot o \\odot (1 - o)", "(y - o) .* o .* (1 - o)"),
  ...wrong(
    "twoLayers",
    "dE/dc",
    ["(o - y) \\odot o \\odot (1 - o)", "o - y", "sign|difference"],
    ["(o - y) .* o .* (1 - o)", "(o - y)", "difference"],
  ),
  ...right(
    "twoLayers",
    "dE/dU",
    "((V^T ((o - y) \\odot o \\odot (1 - o))) \\odot (1 - h^2)) x^T",
    "\\sum_k (o_k - y_k) o_k (1 - o_k) V_{ki} (1 - h_i^2) x_j",
  ),
  ...wrong(
    "twoLayers",
    "dE/dU",
    ["((V ((o - y) \\odot o \\odot (1 - o))) \\odot (1 - h^2)) x^T", "V", "transposed"],
    ["((V^T ((o - y) \\odot o \\odot (1 - o))) \\odot (1 - h)) x^T", "h", "square"],
    ["\\sum_k (o_k - y_k) o_k (1 - o_k) V_{ik} (1 - h_i^2) x_j", "V_{ik}", "transposed"],
    ["\\sum_k (o_k - y_k) o_k (1 - o_k) V_{ki} (1 - h_i^2) h_j", "h_j"],
    ["\\sum_k (o_k - y_k) V_{ki} (1 - h_i^2) x_j", "\\sum_k (o_k - y_k) V_{ki} (1 - h_i^2) x_j"],
    [
      "(o_k - y_k) o_k (1 - o_k) V_{ki} (1 - h_i^2) x_j",
      "(o_k - y_k) o_k (1 - o_k) V_{ki} (1 - h_i^2) x_j",
      "missing sum",
    ],
  ),
];
