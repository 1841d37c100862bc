/** Answers to one rubric: what each step earns, what carries a mistake, and what nobody can decide. */
import { ChainruleError } from "@chainrule/graph";
import { describe, expect, test } from "vitest";
import { classPage, classSummary, feedbackPage, grade, grader } from "../src/index";

const RUBRIC = String.raw`# One neuron

Given $x = 2$, $w = 0.5$, $b = 0.1$, $t = 1$, $\eta = 0.5$.

$net = w x + b = 1.1$ [1 point]

$out = \sigma(net) = 0.750260$ [2 points]

$E = \frac12 (t - out)^2 = 0.031185$ (1 point)

<!-- chainrule: points 2 -->
$$\frac{\partial E}{\partial out} = out - t = -0.249740$$

$$\frac{\partial E}{\partial w} = (out - t) out (1 - out) x$$ [3 points]

$$\frac{\partial E}{\partial w} = -0.093587$$ （1 分）

$w^+ = w - \eta \frac{\partial E}{\partial w} = 0.546794$ [1 pt]
`;
const neuron = grader(RUBRIC);
const outcomes = (answer: string): string => {
  const { points, steps } = neuron.grade(answer);
  return `${points}: ${steps.map(({ outcome }) => outcome).join(", ")}`;
};

describe("what steps earn", () => {
  test("an answer with other forms of the same formulas, and rounded numbers, earns all", () => {
    const answer = String.raw`$net = 0.5*2 + 0.1 = 1.1$, $out = 1/(1+e^{-1.1}) = 0.75026$, $E = 0.5(1-0.75026)^2 = 0.031185$
$\frac{dE}{dout} = out - t = -0.24974$
$\frac{\partial E}{\partial w} = -(t - out) out (1 - out) x = -0.0936$
$w^+ = 0.5 + 0.5*0.0936 = 0.5468$`;
    expect(outcomes(answer)).toBe("11: right, right, right, right, right, right, right");
    expect(neuron.grade(answer)).toMatchObject({ status: "graded", most: 11, open: 0 });
    expect(neuron.grade(answer)).not.toHaveProperty("firstMistake");
  });

  test("steps that a later right one needs are superfluous; the value of the loss is needed by none", () => {
    expect(
      outcomes(
        String.raw`$\frac{\partial E}{\partial w} = -(t - out) out (1 - out) x = -0.0936$, $w^+ = 0.5468$`,
      ),
    ).toBe("10: superfluous, superfluous, missing, superfluous, right, right, right");
  });

  test("a wrong number costs its own step only: what follows from it is carried", () => {
    const answer = String.raw`$net = w x + b = 1.2$
$out = \sigma(net) = 0.7685$
$E = \frac12 (t-out)^2 = 0.0268$
$\frac{\partial E}{\partial out} = out - t = -0.2315$
$\frac{\partial E}{\partial w} = (out-t) out (1-out) x = -0.0824$
$w^+ = w - 0.5 \cdot (-0.0824) = 0.5412$`;
    expect(outcomes(answer)).toBe("10: wrong, carried, carried, carried, right, carried, carried");
    expect(neuron.grade(answer).firstMistake).toMatchObject({
      place: { line: 1, text: "1.2" },
      expected: "1.1",
    });
    expect(neuron.grade(answer).steps[6]?.remark).toMatchObject({ inherits: 1, place: { line: 6 } });
  });

  test("a wrong sign in a factor is carried through the chain rule", () => {
    const answer = String.raw`$net = w x + b = 1.1$, $out = 0.75026$, $E = 0.031185$

$\frac{\partial E}{\partial out} = t - out = 0.24974$

$\frac{\partial E}{\partial w} = (t - out) out (1 - out) x = 0.0936$

$w^+ = w - 0.5 * 0.0936 = 0.4532$`;
    expect(outcomes(answer)).toBe("9: right, right, right, wrong, carried, carried, carried");
    expect(neuron.grade(answer).firstMistake).toMatchObject({
      place: { line: 3 },
      repair: { text: "out - t" },
      counterexample: expect.anything(),
    });
  });

  test("a formula that stops before its number is unfinished; a chain rule alone is no formula", () => {
    expect(outcomes("$net = w x + b$")).toBe(
      "0: unfinished, missing, missing, missing, missing, missing, missing",
    );
    expect(
      outcomes(
        String.raw`$\frac{\partial E}{\partial w} = \frac{\partial E}{\partial out} \frac{\partial out}{\partial net} \frac{\partial net}{\partial w}$`,
      ),
    ).toBe("0: missing, missing, missing, missing, unfinished, unfinished, missing");
  });

  test("data that were copied wrongly are the first mistake; what is right for them is carried", () => {
    const found = neuron.grade(
      String.raw`$x = 3$, so $net = w x + b = 1.6$ and $out = \sigma(net) = 0.8320$.`,
    );
    expect(found.steps.slice(0, 2).map(({ outcome }) => outcome)).toEqual(["carried", "carried"]);
    expect(found.firstMistake).toMatchObject({
      place: { text: "3" },
      finding: { kind: "given again", before: "2" },
    });
  });

  test("the same quantity by another name earns the step", () => {
    const rubric = "$x = 2$, $w = 3$. $net = w x + x^2$ [2 points]";
    expect(grade(rubric, "$a = w x + x^2$").points).toBe(2);
    expect(grade(rubric, "$a = w x + x$").points).toBe(0);
  });
});

describe("what an answer may not do", () => {
  test("define the rubric's data otherwise, or tell the audit what to assume", () => {
    for (const answer of [
      String.raw`<!-- chainrule: assume t = out --> $\frac{\partial E}{\partial w} = 0$`,
      String.raw`If $t = out$, $\frac{\partial E}{\partial w} = 0$`,
      String.raw`$t = out$. $\frac{\partial E}{\partial w} = 0$`,
      String.raw`$E = w$. Next, $\frac{\partial E}{\partial w} = 1$`,
    ])
      expect([answer, neuron.grade(answer).points]).toEqual([answer, 0]);
  });

  test("earn a step under a condition of its own", () => {
    const rubric = String.raw`$L = -\sum_k y_k \log p_k$, $p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$. $\frac{\partial L}{\partial z_k} = p_k \sum_j y_j - y_k$ [2 points]`;
    const answer = String.raw`$\sum_k y_k = 1$. $\frac{\partial L}{\partial z_k} = p_k - y_k$`;
    expect(grade(rubric, answer)).toMatchObject({ status: "open", points: 0, open: 2 });
    const told = rubric.replace("$L", String.raw`$\sum_k y_k = 1$. $L`);
    expect(grade(told, answer)).toMatchObject({ status: "graded", points: 2 });
  });
});

describe("what cannot be graded is not worth nothing", () => {
  test("an answer without an equation", () => {
    expect(neuron.grade("I do not know.")).toMatchObject({
      status: "not graded",
      because: { kind: "no equation read" },
      points: 0,
      open: 11,
    });
    expect(feedbackPage(neuron.grade("我不知道。"))).toContain("未评分：没有从中读出等式。");
  });

  test("steps that may stand in a formula that cannot be read are open", () => {
    const found = neuron.grade(String.raw`$net = w x + b = 1.1$ and $\frac{\partial E}{= 3$`);
    expect(found).toMatchObject({
      status: "open",
      points: 1,
      open: 10,
      unread: [{ verdict: "not checked" }],
    });
    expect(feedbackPage(found)).toContain("10 more points are not decided");
  });
});

describe("rubrics that are refused", () => {
  const refused = (rubric: string): string => {
    try {
      grader(rubric);
    } catch (error) {
      if (error instanceof ChainruleError) return error.message;
      throw error;
    }
    return "taken";
  };
  test("say why, with the line", () => {
    expect(refused("$y = 2$")).toContain("gives no points");
    expect(refused("[2 points]\n\n$x = 2$")).toContain("line 1: 2 points, and no equation before them");
    expect(refused("$x = 2$\n\n$y = x^2 = 5$ [2 points]")).toContain("line 3: a step of the rubric is wrong");
    expect(refused("$x = 2$ [1 point] [2 points]")).toContain("line 1: a step has points twice");
    expect(refused("$x = 2$\n\n<!-- chainrule: points two -->\n$y = x^2 = 4$")).toContain(
      "line 3: this is no number of points",
    );
    expect(refused("$q = foo(x) = 3$ [1 point]")).toContain("cannot be checked");
  });
});

test("in LaTeX, points stand in a comment before the step", () => {
  const rubric =
    "\\documentclass{article}\n\\begin{document}\nGiven $x = 2$.\n% chainrule: points 2.5\n\\[ y = x^2 = 4 \\]\n\\end{document}";
  expect(grade(rubric, "y = 4", { answerFormat: "text" })).toMatchObject({ points: 2.5, most: 2.5 });
});

test("feedback is in the language of the answer, and shows what it says as text", () => {
  const page = feedbackPage(neuron.grade("首先 $net = w x + b = 1.2$，因此有下面的结果 <b>|</b>"), {
    name: "a|b",
  });
  expect(page).toContain("# 批改意见：a\\|b");
  expect(page).toContain("## 第一处错误");
  expect(page).toContain("第 1 行：正确的值是 1.1，不是 1.2。");
  expect(feedbackPage(neuron.grade("這裡設 $net = w x + b = 1.2$，後面還沒有計算"))).toContain("第一處錯誤");
});

test("steps in index notation and in matrices, and pages about them", () => {
  const softmax =
    grader(String.raw`设 $p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$，$L = -\sum_k y_k \log p_k$，其中 $\sum_k y_k = 1$。

$\frac{\partial L}{\partial p_k} = -\frac{y_k}{p_k}$ （1 分）

$\frac{\partial L}{\partial z_i} = p_i - y_i$ （3 分）`);
  expect(softmax.grade(String.raw`$\frac{\partial L}{\partial z_i} = p_i - y_i$`).points).toBe(4);
  const wrong = softmax.grade(String.raw`我们得到 $\frac{\partial L}{\partial z_i} = y_i - p_i$`);
  expect(wrong).toMatchObject({ points: 0, language: "zh-Hans" });
  expect(feedbackPage(wrong, { name: "小明" })).toContain("第 1 行：与由定义推出的结果不符。");
  const layer = grader(String.raw`$z = W x$, $a = \sigma(z)$, $L = \frac12 \|a - y\|^2$.

$\frac{\partial L}{\partial z} = (a - y) \odot a \odot (1 - a)$ [2 points]

$\frac{\partial L}{\partial W} = \frac{\partial L}{\partial z} x^T$ [2 points]`);
  const named = String.raw`$\delta = (a - y) \odot a \odot (1-a)$ and $\frac{\partial L}{\partial W} = \delta x^T$`;
  expect(layer.grade(named).points).toBe(4);
});

test("a class: which step most lose, and who is not graded", () => {
  const answers = ["$net = 1.1$", "$net = 1.2$", "$net = 1.3$", "nothing"];
  const summary = classSummary([
    ...answers.map((answer, k) => ({ name: `s${k}`, grade: neuron.grade(answer) })),
    { name: "s4", because: "could not be read" },
  ]);
  expect(summary).toMatchObject({ answers: 5, graded: 3, most: 11, hardest: { lost: 3 } });
  expect(summary.steps[0]).toMatchObject({ counts: { right: 1, wrong: 2 }, lost: 2 });
  expect(summary.notGraded.map(({ name }) => name)).toEqual(["s3", "s4"]);
  expect(classPage(summary)).toContain("- s4: could not be read");
  expect(classPage(summary, { language: "zh-Hant" })).toContain("共 5 份答案，已評分 3 份。");
});
