/** What an editor sees: the server over the protocol, in a process of its own. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { built, Editor, SERVER } from "./client";

const MARKDOWN = String.raw`Given $x = 2$, $w = 3$, $t = 5$. With $y = w x = 6$ and $E = (y - t)^2 / 2 = 0.5$,

$$\frac{\partial E}{\partial w} = (t - y) \cdot x$$

$y = w x = 7$ and $\frac{\partial E}{\partial w} = (y - t) x = 2$.
`;
const LATEX = String.raw`\documentclass{article}
\begin{document}
Let $x = 2$ and $y = x^2 = 5$.
\end{document}
`;
const PYTHON = `def square(x):
    return x * x

def square_backward(dout, x):
    dx = x * dout
    return dx
`;

let folder: string;
let editor: Editor;
beforeAll(async () => {
  folder = await built(SERVER, "server");
  editor = new Editor(join(folder, "main.js"));
  await editor.start();
});
afterAll(() => editor.stop());

describe("a derivation in Markdown", () => {
  const uri = "file:///a.md";
  test("has squiggles under the very factor, hovers, repairs and a status", async () => {
    await editor.open(uri, "markdown", MARKDOWN);
    const { diagnostics, status } = await editor.shown(uri);
    expect(diagnostics.map(({ code, range, severity }) => [editor.part(uri, range), code, severity])).toEqual(
      [
        ["(t - y)", "wrong", 1],
        ["7", "wrong", 1],
      ],
    );
    expect(status.standing).toMatchObject({ claims: 7, right: 5, wrong: 2, text: "5 of 7 equations hold" });

    const name = await editor.hover(uri, MARKDOWN.indexOf("(t - y)") + 5);
    expect(name?.contents).toMatchObject({
      value: expect.stringMatching(/^y = 6\ny = w x = 6 {2}\(line 1\)/),
    });
    expect(name?.contents).toMatchObject({ value: expect.stringContaining("its sign is wrong") });

    const [fix] = await editor.fixes(uri, diagnostics[0]?.range as never); // there are two
    expect(fix).toMatchObject({ title: "Replace t - y by y - t", isPreferred: true });
    await editor.apply(uri, fix as never);
    const number = (await editor.shown(uri)).diagnostics[0];
    const [second] = await editor.fixes(uri, number?.range as never);
    expect(second?.title).toBe("Replace 7 by 6");
    await editor.apply(uri, second as never);
    const mended = await editor.shown(uri);
    expect(mended.diagnostics).toEqual([]);
    expect(mended.status.standing?.text).toBe("7 of 7 equations hold");
  });

  test("is answered from the last audit while it is edited", async () => {
    const other = "file:///b.md";
    await editor.open(other, "markdown", MARKDOWN);
    await editor.shown(other);
    await editor.type(other, 0, 0, "Some words before it.\n\n"); // the answer comes before the next audit
    const at = editor.text(other).indexOf("(t - y)");
    const hover = await editor.hover(other, at + 1);
    expect(hover?.contents).toMatchObject({ value: expect.stringContaining("t = 5") });
    const { diagnostics } = await editor.shown(other);
    expect(diagnostics.map(({ range }) => editor.part(other, range))).toEqual(["(t - y)", "7"]);
    await editor.close(other);
  });
});

test("LaTeX and Python are audited too, by language or by the ending of the name", async () => {
  await editor.open("file:///a.tex", "unknown", LATEX);
  const { diagnostics } = await editor.shown("file:///a.tex");
  expect(diagnostics.map(({ range }) => editor.part("file:///a.tex", range))).toEqual(["5"]);

  await editor.open("file:///a.py", "python", PYTHON);
  const python = await editor.shown("file:///a.py");
  const [wrong] = python.diagnostics.filter(({ code }) => code === "wrong");
  const [fix] = await editor.fixes("file:///a.py", wrong?.range as never);
  await editor.apply("file:///a.py", fix as never);
  expect(editor.text("file:///a.py")).toContain("dx = 2 * (x * dout)");
  const mended = await editor.shown("file:///a.py");
  expect(mended.diagnostics).toEqual([]);
  expect(mended.status.standing?.wrong).toBe(0);
});

test("settings change language and severity; one that there is not is told, with the nearest", async () => {
  const uri = "file:///c.md";
  await editor.open(uri, "markdown", "$x = 2$, $y = x^2 = 5$, $q = \\sin x y$");
  await editor.shown(uri);
  await editor.set({ wrongg: "hint" });
  await editor.set({ language: "zh-Hans", wrong: "hint", notChecked: "off" });
  await editor.type(uri, 0, 0, " ");
  const { diagnostics, status } = await editor.shown(uri);
  expect(diagnostics).toMatchObject([{ severity: 4, message: expect.stringContaining("正确的值是 4") }]);
  expect(status.standing?.text).toBe("2 个式子中 0 个成立");
  expect(editor.warnings).toEqual([
    expect.stringMatching(/no such option, got "wrongg".* Did you mean wrong\?/),
  ]);
});

test("an audit that takes too long is ended and told; the next one is answered", async () => {
  const own = new Editor(join(folder, "main.js"));
  await own.start({ seconds: 0.005 });
  await own.open("file:///d.md", "markdown", MARKDOWN);
  const { diagnostics, status } = await own.shown("file:///d.md");
  expect(status.problem).toContain("too much time or memory");
  expect(diagnostics).toMatchObject([{ severity: 2, message: expect.stringContaining("not audited") }]);
  await own.set({ seconds: 60 });
  await own.type("file:///d.md", 0, 0, " ");
  expect((await own.shown("file:///d.md")).status.standing?.wrong).toBe(2);
  expect(await own.stop()).toBe(0);
});
