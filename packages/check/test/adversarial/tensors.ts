/** Index and matrix notation: bounds of sums, letters, shapes, traces, norms. */
import { dim, gradient, type Node, type Size, tensor } from "@chainrule/graph";
import {
  DIFFERS,
  EQUAL,
  leaves,
  NO_FORMULA,
  type Outcome,
  type Pair,
  PROVED,
  REGION,
  shortened,
  WRONG,
} from "./pair";

type Row = readonly [truth: Node, claim: string, allowed: readonly Outcome[], symbols?: Record<string, Node>];

const pairs = (kind: string, rows: readonly Row[]): Pair[] =>
  rows.map(([truth, claim, allowed, symbols = {}], k) => ({
    kind,
    title: `${shortened(claim)} (${k + 1})`,
    truth,
    claim,
    options: { symbols },
    allowed,
  }));

/** A linear layer and its squared error, with another size that has nothing to do with them. */
function layer(m: Size, n: Size) {
  const W = tensor("W", { shape: [m, n] });
  const [x, y] = [tensor("x", { shape: [n] }), tensor("y", { shape: [m] })];
  const u = tensor("u", { shape: [dim("K")] });
  const z = W.matmul(x).named("z");
  const E = z.sub(y).square().sum().mul(0.5).named("E");
  return { W, x, y, z, u, E, all: E.add(u.square().sum()) };
}

const { W, x, y, z, u, E, all } = layer(dim("m"), dim("n"));
const byX = gradient(E, x);
const ofAll = gradient(all, x);
const small = layer(2, 3);
const smallByX = gradient(small.E, small.x);
const [n, K] = [dim("n"), dim("K")];
const v = tensor("v", { shape: [n] });
const v3 = tensor("v", { shape: [3] });
const S = "W_{jk} (z_j - y_j)";

/** Bounds that are not those of the sum: `\sum_{j=<from>}^{<to>}`. */
const WRONG_BOUNDS = [
  ["1", "m-1"],
  ["1", "m+1"],
  ["1", "m-2"],
  ["1", "2m"],
  ["1", "m^2"],
  ["1", "K"],
  ["1", "n"],
  ["2", "m"],
  ["0", "m"],
  ["0", "m-1"],
  ["m", "m"],
  ["1", "m/2"],
  ["1", "\\infty"],
  ["1", "3"],
  ["1", "mn"],
] as const;

const bounds: readonly Pair[] = pairs("bounds of sums", [
  [byX, `\\sum_{j=1}^{m} ${S}`, PROVED],
  [byX, `\\sum_{j=1}^m ${S}`, PROVED],
  [byX, `\\sum_j ${S}`, PROVED],
  [byX, `\\frac{\\partial E}{\\partial x_k} = \\sum_{j=1}^{m} ${S}`, PROVED],
  ...WRONG_BOUNDS.flatMap(([from, to]): Row[] => [
    [byX, `\\sum_{j=${from}}^{${to}} ${S}`, NO_FORMULA],
    [ofAll, `\\sum_{j=${from}}^{${to}} ${S}`, NO_FORMULA, { z, u }],
  ]),
  [ofAll, `\\sum_{j=1}^{m} ${S}`, PROVED, { z, u }],
  [byX, `\\sum_{j=1}^{m-1} ${S} + W_{mk} (z_m - y_m)`, ["proved", ...NO_FORMULA]],
  [v.sum(), "\\sum_{i=1}^{n} v_i", PROVED],
  [v.sum(), "\\sum_{i=1}^{n-1} v_i", NO_FORMULA],
  [v.sum(), "\\sum_{i=2}^{n} v_i", NO_FORMULA],
  [v.mean(), "\\frac{1}{n} \\sum_{i=1}^{n} v_i", PROVED],
  [v.mean(), "\\frac{1}{n-1} \\sum_{i=1}^{n} v_i", WRONG],
  [v.mean(), "\\frac{1}{n} \\sum_{i=1}^{n-1} v_i", NO_FORMULA],
  [v.mean(), "\\frac{1}{n+1} \\sum_{i=1}^{n+1} v_i", NO_FORMULA],
  [v3.sum(), "\\sum_{i=1}^{3} v_i", PROVED],
  [v3.sum(), "\\sum_{i=1}^{2} v_i", NO_FORMULA],
  [v3.sum(), "\\sum_{i=1}^{4} v_i", NO_FORMULA],
  [v3.sum(), "\\sum_{i=2}^{3} v_i", NO_FORMULA],
  [v3.sum(), "\\sum_{i=0}^{2} v_i", NO_FORMULA],
  [v3.sum(), "v_1 + v_2 + v_3", PROVED],
  [v3.sum(), "v_1 + v_2", WRONG],
  [smallByX, `\\sum_{j=1}^{2} ${S}`, PROVED],
  [smallByX, `\\sum_{j=1}^{3} ${S}`, NO_FORMULA],
  [smallByX, `\\sum_{j=1}^{1} ${S}`, NO_FORMULA],
  [W.square().sum(), "\\sum_{i=1}^{m} \\sum_{j=1}^{n} W_{ij}^2", PROVED],
  [W.square().sum(), "\\sum_{i=1}^{n} \\sum_{j=1}^{m} W_{ij}^2", NO_FORMULA],
  [W.square().sum(), "\\sum_{i=1}^{m} \\sum_{j=1}^{m} W_{ij}^2", NO_FORMULA],
  [v.sum().mul(v.sum()), "\\sum_{i=1}^{n} \\sum_{j=1}^{n} v_i v_j", PROVED],
  [v.sum().mul(v.sum()), "\\sum_{i=1}^{n} v_i^2", WRONG],
  [v.sum().mul(v.sum()), "\\sum_{i=1}^{n} \\sum_{j=1}^{i} v_i v_j", NO_FORMULA],
]);

const squares = gradient(v.square().sum().named("E"), v);
const squares3 = gradient(v3.square().sum().named("E"), v3);
const total = v.sum().named("E");
const t = tensor("t", { shape: [n] });
const Z = t.square().sum().named("Z");
const independent = gradient(Z.add(v.mul(0).sum()).named("Z"), v);

const letters: readonly Pair[] = pairs("letters of sums", [
  [squares, "\\frac{1}{n} \\sum_{j=1}^{n} 2 v_i", PROVED],
  [squares, "\\frac1n \\sum_{j=1}^n 2 v_i", PROVED],
  [squares, "\\sum_{j=1}^{n} 2 v_i", NO_FORMULA],
  [squares, "\\frac{1}{n} \\sum_{j=1}^{n} 2 v_j", NO_FORMULA],
  [squares, "\\frac{1}{n} \\sum_{j=1}^{n} v_i", NO_FORMULA],
  [squares3, "\\frac{1}{3} \\sum_{j=1}^{3} 2 v_i", PROVED],
  [squares3, "\\sum_{j=1}^{3} 2 v_i", NO_FORMULA],
  [squares3, "\\frac{1}{2} \\sum_{j=1}^{3} 2 v_i", NO_FORMULA],
  [squares, "2 v_i", PROVED],
  [squares, "2 v", PROVED],
  [gradient(total, v), "\\frac{\\partial E}{\\partial v_j} = 1", PROVED],
  [gradient(total, v), "\\frac{\\partial E}{\\partial v_j} = 0", WRONG],
  [gradient(total, v), "\\frac{\\partial E}{\\partial v_j} = n", WRONG],
  [gradient(total, v), "\\frac{\\partial E}{\\partial v_j} = \\frac{1}{n}", WRONG],
  [gradient(v.mean().named("E"), v), "\\frac{\\partial E}{\\partial v_j} = \\frac{1}{n}", PROVED],
  [independent, "\\frac{\\partial Z}{\\partial v_i} = 0", PROVED],
  [independent, "\\frac{\\partial Z}{\\partial v_i} = 1", WRONG],
  [v.sum(), "\\sum_{i} \\sum_{i} v_i", NO_FORMULA],
  [z.sum(), "\\sum_{i=1}^{m} \\sum_{j=1}^{n} W_{ij} x_j", PROVED],
  [z.sum(), "\\sum_{i=1}^{m} \\sum_{j=1}^{n} W_{ji} x_j", NO_FORMULA],
  [z.sum(), "\\sum_{j=1}^{n} W_{ij} x_j", NO_FORMULA],
  [gradient(E, W), "\\frac{\\partial E}{\\partial W_{jk}} = (z_j - y_j) x_k", PROVED],
  [gradient(E, W), "\\frac{\\partial E}{\\partial W_{jk}} = (z_k - y_k) x_j", WRONG],
  [gradient(E, W), "\\frac{\\partial E}{\\partial W_{jk}} = \\sum_j (z_j - y_j) x_k", NO_FORMULA],
]);

const [A, B] = [tensor("A", { shape: [n, n] }), tensor("B", { shape: [n, n] })];
const [p, q] = [dim("p"), dim("q")];
const [F, G, H] = [
  tensor("F", { shape: [n, p] }),
  tensor("G", { shape: [p, q] }),
  tensor("H", { shape: [q, n] }),
];
const C = tensor("C", { shape: [n, n] });
const trABC = A.matmul(B).matmul(C).trace();
const trFGH = F.matmul(G).matmul(H).trace();
const quadratic = v.dot(A.matmul(v)).named("E");
const byV = gradient(quadratic, v);
const bilinear = y.dot(W.matmul(x));
const bilinear23 = small.y.dot(small.W.matmul(small.x));

const shapes: readonly Pair[] = pairs("shapes of products", [
  [W.matmul(x), "W x", PROVED],
  [W.matmul(x), "x W^T", NO_FORMULA],
  [W.matmul(x), "x^T W^T", NO_FORMULA],
  [W.matmul(x), "W^T x", NO_FORMULA],
  [W.matmul(x), "x W", NO_FORMULA],
  [W.matmul(x), "(x^T W^T)^T", PROVED],
  [W.transpose().matmul(y), "W^T y", PROVED],
  [W.transpose().matmul(y), "W y", NO_FORMULA],
  [W.transpose().matmul(y), "y W", NO_FORMULA],
  [A.matmul(v), "A v", PROVED],
  [A.matmul(v), "v A", NO_FORMULA],
  [A.matmul(v), "v A^T", NO_FORMULA],
  [A.matmul(v), "A^T v", WRONG],
  [byV, "(A + A^T) v", PROVED],
  [byV, "v (A + A^T)", NO_FORMULA],
  [byV, "2 A v", WRONG],
  [byV, "A v + A^T v", PROVED],
  [byV, "A v + v A", NO_FORMULA],
  [byV, "(A + A) v", WRONG],
  [A.matmul(B), "A B", PROVED],
  [A.matmul(B), "B A", WRONG],
  [A.matmul(B), "A \\odot B", WRONG],
  [A.mul(B), "B \\odot A", PROVED],
  [A.matmul(B).transpose(), "B^T A^T", PROVED],
  [A.matmul(B).transpose(), "A^T B^T", WRONG],
  [y.outer(x), "y x^T", PROVED],
  [y.outer(x), "y^T x", NO_FORMULA],
  [y.outer(x), "x^T y", NO_FORMULA],
  [v.dot(v), "v^T v", PROVED],
  [v.dot(v), "v v^T", NO_FORMULA],
  [W.matmul(W.transpose()), "W W^T", PROVED],
  [W.matmul(W.transpose()), "W^T W", NO_FORMULA],
  [A.matmul(A), "A^2", ["proved", "refused", "wrong"]], // the power of the entries, or of the matrix
  [gradient(E, W), "(z - y) x^T", PROVED],
  [gradient(E, W), "x (z - y)^T", NO_FORMULA],
  [gradient(E, W), "(z - y)^T x", NO_FORMULA],
  [gradient(E, W), "x^T (z - y)", NO_FORMULA],
]);

const scalarsOfMatrices: readonly Pair[] = pairs("scalars of matrices", [
  [bilinear, "y^T W x", PROVED],
  [bilinear, "x^T W^T y", PROVED],
  [bilinear, "x^T W y", NO_FORMULA],
  [bilinear, "\\sum_{ij} y_i W_{ij} x_j", PROVED],
  [bilinear, "\\sum_{i,j} y_i W_{ij} x_j", PROVED],
  [bilinear, "\\sum_{i=1}^{m} \\sum_{j=1}^{n} y_i W_{ij} x_j", PROVED],
  [bilinear, "\\sum_{ij} y_j W_{ij} x_i", NO_FORMULA],
  [bilinear, "\\sum_{ij} y_i W_{ji} x_j", NO_FORMULA],
  [bilinear23, "y^T W x", PROVED],
  [bilinear23, "\\sum_{ij} y_i W_{ij} x_j", PROVED],
  [bilinear23, "x^T W^T y", PROVED],
  [bilinear23, "x^T W y", NO_FORMULA],
  [bilinear23, "dot(x, matmul(W', y))", PROVED],
  [A.matmul(B).trace(), "\\operatorname{tr}(B A)", PROVED],
  [A.matmul(B).trace(), "\\operatorname{tr}(A^T B)", WRONG],
  [A.matmul(B).trace(), "\\sum_{ij} A_{ij} B_{ji}", PROVED],
  [A.matmul(B).trace(), "\\sum_{ij} A_{ij} B_{ij}", WRONG],
  [trABC, "\\sum_{ijk} A_{ij} B_{jk} C_{ki}", PROVED],
  [trABC, "\\sum_{i,j,k} A_{ij} B_{jk} C_{ki}", PROVED],
  [trABC, "\\sum_i \\sum_j \\sum_k A_{ij} B_{jk} C_{ki}", PROVED],
  // the letter k is summed over by convention or forgotten
  [trABC, "\\sum_{ij} A_{ij} B_{jk} C_{ki}", ["proved", ...NO_FORMULA]],
  [trABC, "\\sum_{ijk} A_{ij} B_{jk} C_{ik}", WRONG],
  [trABC, "\\operatorname{tr}(C A B)", PROVED],
  [trABC, "\\operatorname{tr}(A C B)", WRONG],
  [trABC, "\\operatorname{tr}(C^T B^T A^T)", PROVED],
  [trFGH, "\\sum_{ijk} F_{ij} G_{jk} H_{ki}", PROVED],
  [trFGH, "\\operatorname{tr}(H F G)", PROVED],
  [trFGH, "\\operatorname{tr}(G H F)", PROVED],
  [trFGH, "\\operatorname{tr}(F H G)", NO_FORMULA],
  [trFGH, "\\sum_{ijk} F_{ij} G_{jk} H_{ik}", NO_FORMULA],
  [quadratic, "\\sum_{ij} v_i A_{ij} v_j", PROVED],
  [quadratic, "\\sum_{i} v_i A_{ii} v_i", WRONG],
  [quadratic, "v^T A^T v", PROVED],
]);

const norms: readonly Pair[] = pairs("norms and reductions", [
  [v.norm(), "\\|v\\|_2", PROVED],
  [v.norm(), "\\|v\\|", PROVED],
  [v.norm(), "\\|v\\|_1", NO_FORMULA],
  [v.norm(), "\\sqrt{\\sum_i v_i^2}", PROVED],
  [v.norm(), "\\sum_i |v_i|", DIFFERS],
  [v.norm().square(), "v^T v", PROVED],
  [v.norm().square(), "\\|v\\|_2^2", PROVED],
  [v.abs().sum(), "\\|v\\|_1", EQUAL],
  [v.abs().sum(), "\\|v\\|_2", NO_FORMULA],
  [v.abs().sum(), "\\sum_i |v_i|", EQUAL],
  [v.abs().max(), "\\|v\\|_\\infty", [...EQUAL, "refused"]],
  [v.abs().max(), "\\|v\\|_1", NO_FORMULA],
  [v.sum(), "\\sum_i |v_i|", ["holds where", "wrong"]],
  [v.softmax(), "\\frac{e^{v_i}}{\\sum_j e^{v_j}}", PROVED],
  [v.softmax(), "\\frac{e^{v_j}}{\\sum_j e^{v_j}}", PROVED], // the letter below is the sum's own
  [v.softmax(), "\\frac{e^{v_i}}{\\sum_j e^{2 v_j}}", WRONG],
  [v.logSumExp(), "\\log \\sum_j e^{v_j}", PROVED],
  [v.logSumExp(), "\\sum_j \\log e^{v_j}", WRONG],
  [v.exp().sum().log(), "\\log \\sum_{j=1}^{n} e^{v_j}", PROVED],
  [v.sub(v.mean()).sum(), "0", PROVED],
  [
    v.sub(v.mean()).square().mean(),
    "\\frac{1}{n} \\sum_i v_i^2 - \\left(\\frac{1}{n} \\sum_i v_i\\right)^2",
    PROVED,
  ],
  [
    v.sub(v.mean()).square().mean(),
    "\\frac{1}{n} \\sum_i v_i^2 - \\frac{1}{n} \\left(\\sum_i v_i\\right)^2",
    WRONG,
  ],
]);

const s = leaves as Readonly<Record<string, Node<number>>>;
const leaf = (name: string): Node<number> => s[name] as Node<number>;
const product = leaf("m").mul(leaf("n")).log();

const scalarLatex: readonly Pair[] = [
  {
    ...(pairs("scalars in LaTeX", [[product, "\\ln(m)+\\ln(n)", REGION]])[0] as Pair),
    holds: ({ m = 0, n: k = 0 }) => (m * k > 0 ? m > 0 : undefined),
    noRepair: true,
  },
  ...pairs("scalars in LaTeX", [
    [leaf("x"), "x + \\cos(\\pi)", WRONG],
    [leaf("x"), "\\sqrt[3]{x^3}", [...EQUAL, "holds where"]], // with the real root of negative numbers, or without
    [leaf("x"), "\\sqrt{x^2}", REGION],
    [leaf("x").square(), "\\sqrt{x^4}", EQUAL],
    [leaf("x").abs(), "\\sqrt{x^2}", EQUAL],
    [leaf("x").log(), "\\ln|x|", EQUAL],
    [leaf("x").abs().log(), "\\ln x", REGION],
    [leaf("x").sigmoid().log(), "-\\log(1+e^{-x})", PROVED],
    [gradient(leaf("x").relu(), leaf("x")), "\\mathbb{1}[x>0]", EQUAL],
    [leaf("x").square().log(), "2 \\log x", REGION],
    [leaf("x").square().add(1).log(), "2 \\log \\sqrt{1+x^2}", PROVED],
    [gradient(leaf("x").max(leaf("x")), leaf("x")), "1", EQUAL],
    [gradient(leaf("x").max(leaf("x")), leaf("x")), "2", WRONG],
    [gradient(leaf("x").abs(), leaf("x")), "\\frac{x}{|x|}", EQUAL],
    [gradient(leaf("x").abs(), leaf("x")), "-\\frac{x}{|x|}", WRONG],
  ]),
];

const largeSizes: readonly Pair[] = pairs("sizes", [
  [tensor("x", { shape: [40] }).sum(), "\\sum_{i=1}^{40} x_i", PROVED],
  [tensor("x", { shape: [40] }).sum(), "\\sum_{i=1}^{39} x_i", NO_FORMULA],
  [tensor("A", { shape: [12, 12] }).matmul(tensor("B", { shape: [12, 12] })), "B A", NO_FORMULA],
  [tensor("x", { shape: [1] }).sum(), "x_1", PROVED],
  [
    tensor("x", { shape: [n] })
      .sum()
      .mul(0)
      .add(leaf("a")),
    "a",
    PROVED,
  ],
  [
    tensor("x", { shape: [n] })
      .mul(0)
      .add(1)
      .sum(),
    "n",
    PROVED,
  ],
  [
    tensor("x", { shape: [n] })
      .mul(0)
      .add(1)
      .sum(),
    "n + 1",
    WRONG,
  ],
  [
    tensor("x", { shape: [n, K] })
      .mul(0)
      .add(1)
      .sum(),
    "n K",
    PROVED,
  ],
  [
    tensor("x", { shape: [n, K] })
      .mul(0)
      .add(1)
      .sum(),
    "n^2",
    WRONG,
  ],
]);

export const tensors: readonly Pair[] = [
  ...bounds,
  ...letters,
  ...shapes,
  ...scalarsOfMatrices,
  ...norms,
  ...scalarLatex,
  ...largeSizes,
];
