/** What the reader of LaTeX refuses, and where; how large formulas may be; displays taken apart. */
import { ChainruleError, dim, tensor } from "@chainrule/graph";
import { fromLatex, parseLatex } from "@chainrule/latex";
import { describe, expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { names, values as v } from "./read-names";

/** The error of a formula. */
function errorOf(latex: string, given: Parameters<typeof fromLatex>[1] = names): ChainruleError {
  try {
    fromLatex(latex, given);
  } catch (error) {
    if (error instanceof ChainruleError) return error;
    throw error;
  }
  throw new Error(`${latex} was read`);
}

describe("refusals", () => {
  const [m, p] = [dim("m"), dim("p")];
  const [W, u, d] = [tensor("W", [m, p]), tensor("u", [p]), tensor("d", [m])];
  const S = tensor("S", [m, m]);

  test.each<[latex: string, code: string, column: number, message: RegExp]>([
    ["x + q", "UNKNOWN_SYMBOL", 5, /no such name, got q/],
    ["out_{o2}", "UNKNOWN_SYMBOL", 1, /expected .*out_o1/],
    ["\\sin", "REFUSED", 1, /needs its argument/],
    ["\\sin + x", "REFUSED", 1, /needs its argument/],
    ["\\log x z", "REFUSED", 6, /two readings/],
    ["\\log x(1 - x)", "REFUSED", 1, /two readings.*\\log\(\.\.\.\)/s],
    ["\\log x / z", "REFUSED", 6, /two readings/],
    ["\\log 2x z", "REFUSED", 6, /two readings/],
    ["sin x", "REFUSED", 1, /argument in parentheses|no such name/],
    ["\\sin^2(x)^2", "SYNTAX", 10, /second superscript/],
    ["1/2x", "REFUSED", 4, /two readings/],
    ["x/y(z+1)", "REFUSED", 3, /two readings/],
    ["2\\frac12", "REFUSED", 2, /mixed number/],
    ["x 2", "REFUSED", 3, /sign before it/],
    ["2 3", "SYNTAX", 3, /two numbers/],
    ["x +", "SYNTAX", 4, /a value is missing/],
    ["(x + y", "SYNTAX", 1, /never closed/],
    ["x + y)", "SYNTAX", 6, /nothing opens this bracket/],
    ["[x + y)", "SYNTAX", 7, /brackets do not match/],
    ["x^2^3", "SYNTAX", 4, /second superscript/],
    ["x = y", "REFUSED", 5, /an equation is no value/],
    ["", "SYNTAX", 1, /empty/],
    ["\\frac{x}{y}^2", "REFUSED", 13, /power after a fraction/],
    ["x!", "REFUSED", 2, /factorial/],
    ["50%", "REFUSED", 3, /\\%/],
    ["foo(x)", "UNKNOWN_SYMBOL", 1, /no such function/],
    ["\\max(1, x", "SYNTAX", 5, /never closed/],
    ["\\sigma(x, y)", "OPERAND", 1, /wrong number of arguments/],
    ["a_1 + \\ldots + a_3", "REFUSED", 7, /dots/],
    ["\\frac{\\partial x}{y}", "REFUSED", 7, /differential without another/],
    ["\\Delta x", "UNKNOWN_SYMBOL", 1, /difference/],
    ["\\input{secret}", "REFUSED", 1, /include/],
    ["x + \\write18{rm}", "REFUSED", 5, /define, include or link/],
    ["\\catcode`x", "REFUSED", 1, /define/],
    ["\\def\\x{1}", "REFUSED", 1, /define/],
    ["\\href{javascript:alert(1)}{x}", "REFUSED", 1, /link/],
    ["\\htmlData{a=b}{x}", "REFUSED", 1, /link/],
    ["x \u202e y", "SYNTAX", 3, /U\+202E/],
    ["1e999", "NUMBER", 1, /too large/],
    ["(1,5)", "SYNTAX", 3, /comma only separates/],
    ["x\\\\ + * y", "SYNTAX", 7, /value is missing/],
  ])("%s", (latex, code, column, message) => {
    const error = errorOf(latex);
    expect(error.message).toMatch(message);
    expect([error.code, error.details.line, error.details.column]).toEqual([code, 1, column]);
    expect(error.details.excerpt).toContain("^");
  });

  test.each<[latex: string, code: string, message: RegExp]>([
    ["\\sum_j W_{jk} + d_j", "REFUSED", /summed over in one place and free in another/],
    ["d_j + \\sum_j W_{jk}", "REFUSED", /summed over in one place and free in another/],
    ["\\sum_j \\sum_j W_{jj}", "REFUSED", /summed over twice/],
    ["\\sum_{j} u_k", "REFUSED", /index that its summand does not have/],
    ["\\sum W_{jk}", "REFUSED", /letter that it runs over/],
    ["\\sum_{j=1}^{p} d_j", "SHAPE", /two sizes, got j over p and m/],
    ["\\sum_{j=1}^{m-1} d_j", "REFUSED", /part of an axis whose size is no number/],
    ["\\sum_{j=2}^{m} d_j", "REFUSED", /part of an axis/],
    ["\\sum_{i,j=1}^{m-1} d_i d_j", "REFUSED", /part of an axis/],
    ["\\sum_{j=1}^{m+1} d_j", "SHAPE", /beyond its axis, got m\+1 \(expected 1 to m\)/],
    ["\\sum_{j=0}^{m} d_j", "SHAPE", /beyond its axis, got 0/],
    ["\\sum_{j=0}^{m-1} d_j", "REFUSED", /counts from 0/],
    ["\\sum_{j=1}^{2m} d_j", "REFUSED", /no number and no size/],
    ["\\sum_{j=1}^{K} d_j", "REFUSED", /no number and no size/],
    ["\\sum_{i=1}^{m} \\sum_{j=1}^{i} d_i d_j", "REFUSED", /no number and no size/],
    ["\\sum_{j=1}^{3} d_j", "SHAPE", /two sizes/],
    ["\\sum_{j=2} d_j", "REFUSED", /needs its upper bound/],
    ["\\sum_{j=1}^{m/2} 2", "REFUSED", /no whole number/],
    ["d W", "SHAPE", /a column before a matrix has no product/],
    ["u W^T", "SHAPE", /a column before a matrix has no product/],
    ["W_{jk} d_k", "SHAPE", /two sizes, got k over p and m/],
    ["W_{jkl}", "SHAPE", /as many indices as axes/],
    ["W d", "SHAPE", /inner sizes differ, got \[m,p\] and \[m\]/],
    ["u u", "SHAPE", /two columns side by side/],
    ["S * S", "REFUSED", /two readings/],
    ["W u + u", "SHAPE", /do not broadcast/],
    ["u^T + u", "SHAPE", /a row and a column/],
    ["W u + d_j", "REFUSED", /whole tensor beside entries/],
    ["\\operatorname{softmax}(u_k)", "REFUSED", /takes a whole tensor/],
    ["\\mathbf{1}", "SIZE", /how many ones/],
    ["\\delta_{ij}", "SIZE", /how far this index runs/],
    ["\\frac{\\partial q}{\\partial u_k}", "UNKNOWN_SYMBOL", /no such name, got q/],
    ["\\prod_j d_j", "REFUSED", /no operation/],
  ])("tensors: %s", (latex, code, message) => {
    const error = errorOf(latex, { S, W, u, d });
    expect(error.message).toMatch(message);
    expect([error.code, error.details.line]).toEqual([code, 1]);
  });

  test("the place of an error in a display, with its line and a mark", () => {
    const text = "\\begin{aligned}\n  x &= y \\\\\n  &= z + \\sin \n\\end{aligned}";
    try {
      parseLatex(text);
      expect.unreachable();
    } catch (error) {
      const { details, message } = error as ChainruleError;
      expect([details.line, details.column]).toEqual([3, 10]);
      expect(message).toMatch(/line 3, column 10: .*\n {2} {2}&= z \+ \\sin \n {11}\^+$/);
    }
  });
});

const MANY = sampled(100_000, 20_000);

describe("size", () => {
  test(`1000 nested brackets, and ${MANY}`, () => {
    for (const depth of [1_000, MANY])
      expect(fromLatex(`${"(".repeat(depth)}x${")".repeat(depth)}`, names).value).toBe(v.x);
    expect(errorOf("(".repeat(5_000)).code).toBe("SYNTAX");
    const deep = `${"\\frac{1}{1+".repeat(3_000)}x${"}".repeat(3_000)}`;
    expect(fromLatex(deep, names).value).toBeCloseTo((Math.sqrt(5) - 1) / 2, 12);
    expect(errorOf(`${"x^{".repeat(5_000)}2${"}".repeat(5_000)}`).code).toBe("TOO_DEEP");
  });

  test(`${MANY} terms and factors`, () => {
    const count = MANY;
    expect(fromLatex(Array.from({ length: count }, () => "x").join(" + "), names).value).toBeCloseTo(
      v.x * count,
      4,
    );
    expect(fromLatex(`${Array.from({ length: count }, () => "z").join(" ")}`, names).value).toBe(0);
    expect(errorOf("x".repeat(5_000_000)).code).toBe("TOO_LONG");
    expect(errorOf("\\sum_{i=1}^{1000000000} a_1 i").code).toBe("TOO_LONG");
  });
});

describe("displays", () => {
  const linesIn = (text: string) =>
    parseLatex(text).lines.map(({ left, right, tag, label, remarks }) => ({
      left: left === undefined ? undefined : text.slice(left.start, left.end),
      right: right.map(({ sign, tree }) => `${sign} ${text.slice(tree.start, tree.end)}`),
      ...(tag !== undefined && { tag }),
      ...(label !== undefined && { label }),
      remarks: remarks.map((remark) => remark.trim()),
    }));

  test("rows of an alignment, with reasons, tags, and a line that goes on", () => {
    const text = `\\begin{align*}
      \\frac{\\partial E}{\\partial w_5} &= a \\cdot b && \\text{chain rule} \\\\[6pt]
      &\\approx 0.74 \\cdot 0.19 \\tag{1} \\\\
      z &:= x + y \\\\
      &\\quad - w \\label{eq:z} \\\\
      &= 3
    \\end{align*}`;
    expect(linesIn(text)).toEqual([
      { left: "\\frac{\\partial E}{\\partial w_5}", right: ["= a \\cdot b"], remarks: ["chain rule"] },
      { left: undefined, right: ["≈ 0.74 \\cdot 0.19"], tag: "1", remarks: [] },
      {
        left: "z",
        right: [expect.stringMatching(/^:= x \+ y[\s\S]*- w$/)],
        label: "eq:z",
        remarks: [],
      },
      { left: undefined, right: ["= 3"], remarks: [] },
    ]);
  });

  test("chains, several equations in a row, several displays", () => {
    expect(linesIn("a = b \\approx c \\le d")).toEqual([
      { left: "a", right: ["= b", "≈ c", "≤ d"], remarks: [] },
    ]);
    expect(linesIn("$$a = b,\\qquad c = d$$ \\[ e = f \\]").map(({ left }) => left)).toEqual(["a", "c", "e"]);
    expect(
      linesIn("\\begin{gather} a = b \\\\ c \\propto d \\end{gather}").map(({ right }) => right),
    ).toEqual([["= b"], ["∝ d"]]);
    expect(
      linesIn("\\begin{equation}\\begin{split} a &= b \\\\ &= c \\end{split}\\end{equation}").length,
    ).toBe(2);
    expect(linesIn("w_5^{+} = w_5 - \\eta g")).toEqual([
      { left: "w_5^{+}", right: ["= w_5 - \\eta g"], remarks: [] },
    ]);
    expect(linesIn("w \\leftarrow w - \\eta g \\text{ 更新}")[0]?.remarks).toEqual(["更新"]);
    const beside = linesIn("a &= b w &&\\text{coefficient of }w_8 \\\\ &= c && \\sum_k t_k = 1");
    expect(beside.map(({ right }) => right)).toEqual([["= b w"], ["= c"]]);
  });

  test("numbers keep their digits", () => {
    const [line] = parseLatex("x = 0.7410").lines;
    expect(line?.right[0]?.tree).toMatchObject({
      kind: "number",
      text: "0.7410",
      value: 0.741,
      start: 4,
      end: 10,
    });
  });
});
