import { afterAll, expect, test } from "vitest";
import { Project, removeProjects } from "./command";

afterAll(removeProjects);

const RUBRIC = "Given $x = 2$ and $w = 3$.\n\n$y = w x = 6$ [2 points]\n\n$z = y^2 = 36$ [1 point]\n";

test("grade: a table of marks, a page for each student, and the class; what nobody can read is not worth nothing", async () => {
  const project = new Project({
    "rubric.md": RUBRIC,
    "answers/ana.md": "$y = w x = 6$\n\n$z = y^2 = 36$\n",
    "answers/group/bo.tex": "\\section{A}\n$y = w x = 5$\n\n$z = y^2 = 25$\n",
    "answers/=cmd.txt": "no formula\n",
    "answers/scan.pdf": "%PDF",
  });
  const args = ["grade", "rubric.md", "answers", "--out", "marks.csv", "--feedback", "pages", "--jobs", "2"];
  const found = await project.run(...args);
  expect(found).toMatchObject({ code: 3, stderr: "" });
  expect(found.stdout).toContain("4 answers, 2 graded.");
  expect(project.read("marks.csv").split("\r\n")).toEqual([
    '\ufeffanswer,status,points,open,most,"step 1 (line 3, 2)","step 2 (line 5, 1)",deductions,because',
    "'=cmd.txt,not graded,,3,3,,,,no equation could be read in it",
    "ana.md,graded,3,0,3,2,1,,",
    'group/bo.tex,graded,1,0,3,0,1,"step 1, -2: line 2: the value is 6, not 5",',
    'scan.pdf,not graded,,,,,,,".pdf is not read (expected .md, .tex or .txt)"',
    "",
  ]);
  expect(project.read("pages/group/bo.tex.feedback.md")).toContain("Line 2: the value is 6, not 5.");
  expect(project.read("pages/class.md")).toContain("- scan.pdf: .pdf is not read");
  expect(await project.call(...args)).toMatchObject({ code: 2, stdout: "" });
});

test("grade: what cannot be asked for is refused before any work", async () => {
  const project = new Project({
    "rubric.md": RUBRIC,
    "wrong.md": "$x = 2$, $y = x^2 = 5$ [1 point]",
    "answers/a.md": "",
  });
  const said = async (...args: readonly string[]): Promise<string> => {
    const { code, stderr } = await project.call("grade", ...args);
    return `${code} ${stderr}`;
  };
  expect(await said("rubric.md")).toContain("2 chainrule: grade: expected a rubric and a folder");
  expect(await said("rubric.md", "answers")).toContain("where to?");
  expect(await said("rubric.md", "answers", "--out", "answers/marks.csv")).toContain(
    "lies among the answers",
  );
  expect(await said("rubric.md", "rubric.md", "--out", "marks.csv")).toContain("not a folder of answers");
  expect(await said("wrong.md", "answers", "--out", "marks.csv")).toContain(
    "line 1: a step of the rubric is wrong",
  );
});
