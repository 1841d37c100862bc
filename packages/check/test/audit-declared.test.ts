/** Tables that say which shape quantities have, or what indices run over; and other notation that was once misread. */
import { expect, test } from "vitest";
import { audit } from "../src/index";

const verdicts = (document: string): string[] => audit(document).lines.map(({ verdict }) => verdict);

test("a column of indices tells entries from marks, W_{Q,kj} and h_{2,j}", () => {
  const document = (claim: string): string => String.raw`
| Symbol | Indices |
| --- | --- |
| $W_{Q,kj}$ | $k = 1, \ldots, m;\ j = 1, \ldots, n$ |
| $x_{ij}$ | $i = 1, \ldots, 3;\ j = 1, \ldots, n$ |
| $h_{2,k}$ | $k = 1, \ldots, m$ |
| $E$ | |

$$h_{2,k} = \sum_{j=1}^{n} W_{Q,kj} x_{2j}$$
$$E = \frac{1}{2} \sum_{k=1}^{m} h_{2,k}^2$$
$$\frac{\partial E}{\partial h_{2,k}} = h_{2,k}$$
$$\frac{\partial h_{2,k}}{\partial x_{ij}} = ${claim}$$`;
  const told = ["definition", "definition", "proved"];
  expect(verdicts(document(String.raw`W_{Q,kj} \delta_{2i}`))).toEqual([...told, "proved"]);
  expect(verdicts(document(String.raw`W_{Q,kj} \delta_{1i}`))).toEqual([...told, "wrong"]);
});

test("a column of shapes tells vectors from numbers, in LaTeX and in Chinese too", () => {
  const markdown = (head: string): string => String.raw`
| x | ${head} |
| --- | --- |
| $w$ | $n$ |
| $x$ | $n$ |
| $d_w$ | $n$ |

$$E = \frac{1}{2} \|w - x + d_w\|^2$$
$$\frac{\partial E}{\partial w} = w - x + d_w$$`;
  const tabular = String.raw`\documentclass{article}\begin{document}
\begin{tabular}{l@{\quad}l} Symbol & Shape \\ $w$ & $n$ \\ $x$ & $n$ \\ \end{tabular}
$E = \frac{1}{2} \|w - x\|^2$, $\frac{\partial E}{\partial w} = x - w$\end{document}`;
  for (const head of ["Shape", "形状", "形狀"])
    expect(verdicts(markdown(head))).toEqual(["definition", "proved"]);
  expect(verdicts(tabular)).toEqual(["definition", "wrong"]);
});

test("a kink of what is declared with axes gives it no value", () => {
  const document = String.raw`
| Symbol | Shape |
| --- | --- |
| $x$ | $n$ |

The modulus has no derivative at $x = 0$. $$E = \|x\|_1$$ $$\frac{\partial E}{\partial x} = \operatorname{sgn}(x)$$`;
  expect(verdicts(document)).not.toContain("wrong");
  expect(verdicts(document)).toContain("proved");
});

test("a row that goes on with an operator is no equation by itself", () => {
  const document = String.raw`Given $a = 2$, $b = 3$: $$y = a b$$ $$z = a + b$$
$$\begin{aligned}
y &= 2 \\
&\quad \cdot 3 \\
z &= 2 \\
&\quad + 3
\end{aligned}$$`;
  expect(verdicts(document)).not.toContain("wrong");
});

test("ones before brackets, and factors before what is transposed in brackets", () => {
  const document = String.raw`
| Symbol | Shape |
| --- | --- |
| $x$ | $N \times n$ |
| $W$ | $m \times n$ |
| $b$ | $m$ |
| $z$ | $N \times m$ |

$$z = x (W)^{\mathsf T} + \mathbf{1} (b)^{\mathsf T}$$
$$E = \frac{1}{2} \|z\|_F^2$$
$$\frac{\partial E}{\partial b} = z^{\mathsf T} \mathbf{1}$$`;
  expect(verdicts(document)).toEqual(["definition", "definition", "proved"]);
});
