/** What a line could also mean: it is called wrong only if it is wrong in each of these readings. */
import { describe, expect, test } from "vitest";
import { audit } from "../src/index";

/** The verdict of each claim. */
const verdicts = (document: string): string[] =>
  audit(document).lines.flatMap(({ claims }) => claims.map(({ verdict }) => verdict));
const last = (document: string): string | undefined => verdicts(document).at(-1);

describe("what is given again", () => {
  test("a value, after an update", () => {
    expect(verdicts("$w = 3$, $x = 2 w = 6$. $w = w - 0.5 = 2.5$. $x = 2 w = 5$.").slice(-2)).toEqual([
      "proved",
      "proved",
    ]);
    expect(last("$w = 3$, $x = 2 w = 6$. $w = w - 0.5 = 2.5$. $x = 2 w = 4$.")).toBe("wrong");
    expect(verdicts("$w = 3$. $w = w - 0.5 = 2.4$.").at(-1)).toBe("wrong");
  });

  test("values row by row", () => {
    const rows = ["0, $b = 1$: $a + b = 1$", "1, $b = 1$: $a + b = 2$", "1, $b = 0$: $a + b = 2$"];
    const found = audit(rows.map((row) => `$a = ${row}`).join("\n\n"));
    expect(found.lines.filter(({ verdict }) => verdict === "wrong").map(({ line }) => line)).toEqual([5]);
  });

  test("a value that is given anew is said to be", () => {
    const [, again] = audit("$x = 2$.\n\n$x = 3$").lines;
    expect([again?.verdict, again?.because]).toEqual(["given", "given anew; it was 2 before"]);
  });

  test("more values than are followed make nothing wrong", () => {
    const rows = Array.from({ length: 60 }, (_, k) => `$a = ${k}$: $a + 1 = ${k + 1}$`);
    expect(verdicts(rows.join("\n\n"))).not.toContain("wrong");
    expect(verdicts(rows.join("\n\n")).filter((verdict) => verdict === "proved").length).toBeGreaterThan(30);
  });

  test("a training set is no optimum", () => {
    expect(last("On the training set, $(a + b)^2 = a^2 + b^2$.")).toBe("wrong");
    expect(last("令 $z = w x$。$(a + b)^2 = a^2 + b^2$。")).toBe("wrong");
  });

  test("a function in the next exercise, and none without a word", () => {
    const exercise = (sign: string): string =>
      `1. $f(x, y) = x y^2$.\n\n$\\frac{\\partial f}{\\partial y} = 2 x y$\n\n${sign}$f(x, y) = x^y$.\n\n$\\frac{\\partial f}{\\partial x} = y x^{y-1}$`;
    expect(verdicts(exercise("2. "))).toEqual(["definition", "proved", "definition", "proved"]);
    expect(verdicts(exercise("So "))[2]).toBe("wrong");
  });

  test("a second form with other names", () => {
    const forms = "$f = (x + y) z$, $q = x + y$, $f = q z$.\n\n$\\frac{\\partial f}{\\partial q} = ";
    expect(last(`${forms}z$`)).toBe("proved");
    expect(last(`${forms}2 z$`)).toBe("wrong");
  });
});

describe("goals and conditions", () => {
  test("what is wanted is no claim", () => {
    expect(last("$w = 3$, $b = 4$, $z = w b = 12$. The goal is $z = 15$.")).toBe("given");
    expect(last("$w = 3$, $b = 4$, $z = w b = 12$。目标是 $z = 15$。")).toBe("given");
    expect(last("$w = 3$, $b = 4$, $z = w b = 12$. So $z = 15$.")).toBe("wrong");
    expect(last("$w = 3$, $b = 4$, $z = w b = 12$. It should be $z = 15$.")).toBe("not checked");
  });

  const HINGE = "$x \\in \\mathbb{R}^d$, $s = w^T x + b$, $L = \\max(0, 1 - y s)$.\n\n";

  test("a comparison that a sentence supposes holds for that sentence", () => {
    expect(last(`${HINGE}If $y s < 1$: $\\frac{\\partial L}{\\partial w} = -y x$.`)).toBe("proved");
    expect(last(`${HINGE}If $y s > 1$: $\\frac{\\partial L}{\\partial w} = 0 x$.`)).toBe("proved");
    expect(last(`${HINGE}If $y s > 1$: $\\frac{\\partial L}{\\partial w} = -y x$.`)).toBe("wrong");
    expect(last(`${HINGE}If $y s < 1$: $\\frac{\\partial L}{\\partial w} = y x$.`)).toBe("wrong");
    expect(last(`${HINGE}$\\frac{\\partial L}{\\partial w} = -y x$.`)).toBe("holds where");
  });

  test("what one sentence supposes proves nothing in another", () => {
    const both = `${HINGE}If $y s > 1$: $\\frac{\\partial L}{\\partial b} = 0$.\n\nIf $y s < 1$: `;
    expect(last(`${both}$\\frac{\\partial L}{\\partial w} = x$.`)).toBe("wrong");
  });

  test("what holds for a whole document holds after its sentence too", () => {
    expect(last("$f = \\log x^2$ where $x > 0$.\n\nSo $f = 2 \\log x$.")).toBe("proved");
    expect(last("If $x > 0$, $f = \\log x^2$.\n\nSo $f = 2 \\log x$.")).toBe("holds where");
    const both = "$f = \\log x^2$. For $x > 0$: $f = 2 \\log x$. For $x < 0$: $f = 2 \\log x$.";
    expect(verdicts(both).filter((verdict) => verdict === "proved")).toHaveLength(1);
  });

  test("the document's values decide over a condition", () => {
    expect(last("$u = -3$, $S = \\sqrt{u^2} = 3$.\n\n$S = u$")).toBe("wrong");
    expect(last("$u = -0.8$, $K = \\log(u^2)$.\n\n$K = 2 \\log u$")).toBe("wrong");
    expect(last("$u = 3$, $S = \\sqrt{u^2} = 3$.\n\n$S = u$")).toBe("proved");
  });

  test("a matrix that is symmetric for one sentence", () => {
    const trace =
      "$A \\in \\mathbb{R}^{m \\times m}$, $X \\in \\mathbb{R}^{m \\times n}$, $f = \\mathrm{tr}(X^T A X)$.\n\n";
    const claim = "$\\frac{\\partial f}{\\partial X} = 2 A X$";
    expect(verdicts(`${trace}${claim}.\n\n若 $A$ 对称，则 ${claim}。`).slice(-2)).toEqual([
      "wrong",
      "proved",
    ]);
  });
});

describe("kinks", () => {
  test("any subgradient will do at a kink, and no other number", () => {
    const at = (value: string): string | undefined =>
      last(`$z = 0$, $h = \\max(0, z)$.\n\n$\\frac{\\partial h}{\\partial z} = ${value}$`);
    expect([at("0"), at("1"), at("0.5"), at("2"), at("-0.1")]).toEqual([
      "proved",
      "proved",
      "proved",
      "wrong",
      "wrong",
    ]);
  });

  test("the slope of relu at 0, but not the value of a step", () => {
    const slope = "\\begin{cases} 1 & z \\ge 0 \\\\ 0 & z < 0 \\end{cases}";
    expect(last(`$h = \\mathrm{relu}(z)$\n\n$\\frac{\\partial h}{\\partial z} = ${slope}$`)).toBe(
      "numerically equal",
    );
    const step = "\\begin{cases} 1 & z > 0 \\\\ 0 & z \\le 0 \\end{cases}";
    expect(last(`$h = ${step}$\n\nSo $h = ${slope}$`)).not.toBe("proved");
  });

  test("a mask that is missing is a mistake, not a case", () => {
    const layer =
      "$Z \\in \\mathbb{R}^{n \\times m}$, $H = \\mathrm{relu}(Z)$, $L = \\sum_{ij} G_{ij} H_{ij}$.\n\n";
    expect(last(`${layer}$\\frac{\\partial L}{\\partial Z} = G$`)).not.toBe("proved");
  });
});

describe("where a gradient is zero", () => {
  const RIDGE =
    "$H \\in \\mathbb{R}^{N \\times D}$, $y \\in \\mathbb{R}^N$.\n\n$J(w) = (y - Hw)^T(y - Hw) + \\lambda w^T w$\n\n";

  test("the gradient and the Hessian by the argument of the loss", () => {
    expect(last(`${RIDGE}$\\nabla J(w) = -2H^T(y - Hw) + 2\\lambda w$`)).toBe("proved");
    expect(last(`${RIDGE}$\\nabla J(w) = -2H^T(y - Hw) + \\lambda w$`)).toBe("wrong");
    expect(last(`${RIDGE}$\\nabla^2 J(w) = 2 (H^T H + \\lambda I)$`)).toBe("proved");
    expect(last(`${RIDGE}$\\nabla^2 J(w) = 2 H^T H + \\lambda I$`)).toBe("wrong");
  });

  test("the equations at the optimum", () => {
    expect(last(`${RIDGE}Setting the gradient to zero, $(H^T H + \\lambda I) w = H^T y$.`)).toBe("proved");
    expect(last(`${RIDGE}Setting the gradient to zero, $(H^T H + 2 \\lambda I) w = H^T y$.`)).not.toBe(
      "proved",
    );
  });
});

describe("names", () => {
  test("gates of an LSTM are marks, and h_prev is one name", () => {
    const cell = `Z_g = w_xg * x + w_hg * h_prev + b_g
g = tanh(Z_g)
Z_i = w_xi * x + w_hi * h_prev + b_i
i = sigmoid(Z_i)
c_t = c_prev + i * g
E = 0.5 * (y - c_t)^2

`;
    expect(last(`${cell}dE/dw_xg = (c_t - y) * i * (1 - g^2) * x`)).toBe("proved");
    expect(last(`${cell}dE/dw_xg = (c_t - y) * g * (1 - g^2) * x`)).toBe("wrong");
  });

  test("partials as subscripts", () => {
    const wave = "$u(x, t) = a \\tanh(k x - c t)$\n\n";
    expect(last(`${wave}$u_x = a k (1 - \\tanh^2(k x - c t))$`)).toBe("proved");
    expect(last(`${wave}$u_x = a c (1 - \\tanh^2(k x - c t))$`)).toBe("wrong");
    expect(last(`${wave}$u_{xt} = 2 a k c \\tanh(k x - c t) (1 - \\tanh^2(k x - c t))$`)).toBe("proved");
    expect(last(`${wave}$\\partial_a u = \\tanh(k x - c t)$`)).toBe("proved");
  });

  test("a function that nothing defines makes nothing wrong", () => {
    expect(last("$y = w x$\n\n$\\frac{\\partial y}{\\partial w} = \\mathrm{foo}(x)$")).toBe("not checked");
  });

  test("the rate of an update may have a factor", () => {
    const update =
      "$C = (p q - r)^2$. $p \\leftarrow p - \\frac{\\alpha}{2} \\frac{\\partial C}{\\partial p} = ";
    expect(last(`${update}p - \\alpha (p q - r) q$`)).toBe("proved");
    expect(last(`${update}p - 2 \\alpha (p q - r) q$`)).toBe("wrong");
  });
});

describe("where formulas stand", () => {
  test("in boxes, after arrows, in signs of full width", () => {
    expect(last("$y = w x$\n\n$$\\boxed{\\frac{\\partial y}{\\partial w} = 2 x}$$")).toBe("wrong");
    expect(last("$y = w x$\n\n=> dy/dw = x")).toBe("proved");
    expect(last("设 x＝2，w＝3。\n\nz ＝ w·x ＝ 6\n\n∂z/∂x ＝ w ＝ 2")).toBe("wrong");
    expect(verdicts("$a = 1, b = 2 \\rightarrow a + b = 3$")).toEqual(["given", "given", "proved"]);
  });

  test("side by side in a table whose heads say what the second is", () => {
    const table = (head: string, left: string, right: string): string | undefined =>
      last(`$y = w x$\n\n| ${head} |\n|---|---|\n| $${left}$ | $${right}$ |`);
    expect(table("quantity | value", "\\frac{\\partial y}{\\partial w}", "2 x")).toBe("wrong");
    expect(table("function | derivative", "\\arctan(t)", "\\frac{1}{1 + t^2}")).toBe("proved");
    expect(table("$f(t)$ | $f'(t)$", "\\sin(a t)", "a \\cos(a t)")).toBe("proved");
    expect(table("function | derivative", "t^3", "3 t")).toBe("wrong");
    expect(table("function | integral", "2 t", "t^2")).toBe("definition");
  });

  test("rows of cases are no equations", () => {
    const cases = "\\begin{cases} 0 & z \\le 0 \\\\ \\frac{dz}{dz} = 1 & z > 0 \\end{cases}";
    expect(verdicts(`$\\frac{\\partial}{\\partial z} \\max(0, z) = ${cases}$`)).toEqual(["not checked"]);
  });

  test("lines after a remark with a formula in it go on", () => {
    const rows = String.raw`y &= w x + b \\ \frac{\partial y}{\partial w} &= x && \text{for } b < 1 \\ &= 2 x`;
    expect(last(`$$\\begin{aligned} ${rows} \\end{aligned}$$`)).toBe("wrong");
  });

  test("the matrix product of programs", () => {
    const program =
      "$W \\in \\mathbb{R}^{m \\times n}$, $X \\in \\mathbb{R}^{n \\times k}$.\n\nZ = W @ X\nL = sum(Z * Z)\n\n";
    expect(last(`${program}dL/dW = 2 * Z @ X.T`)).toBe("proved");
    expect(last(`${program}dL/dW = Z @ X.T`)).toBe("wrong");
  });

  test("gradients of single examples, where the loss is a mean", () => {
    const program = "A = tanh(Z)\ncost = (1/m) * sum(A * A @ B)\n\n";
    expect(last(`${program}dA = 3 * A`)).toBe("not checked");
  });
});
