import { dirname, join, relative, sep } from "node:path";
import { classPage, classSummary } from "@chainrule/check";
import { terminalLines } from "@chainrule/latex";
import { filesBelow } from "../audit/files";
import { inOrder } from "../audit/in-order";
import { Processes } from "../audit/processes";
import { refuseFolder } from "../folder";
import type { Outcome } from "../outcome";
import { type Output, refuseOverwriting, save } from "../save";
import { messageOf, UsageError } from "../usage-error";
import { GRADE_WORKER } from "../workers";
import { type Graded, gradeFiles } from "./answer";
import { marksTable } from "./csv";
import { type GradeCall, readGradeCall } from "./options";

/** So many answers for each process may be under way or wait for one before them. */
const AHEAD = 8;
/** Something is for a person to look at. */
const OPEN = 3;

/** `chainrule grade`: a table of marks, pages for students, and what the class makes of each step. @throws UsageError, ChainruleError */
export async function gradeCommand(args: readonly string[]): Promise<Outcome> {
  const call = readGradeCall(args);
  const { answers, feedback, force, language, out, rubric } = call;
  gradeFiles({ rubric }); // what is wrong with the rubric is said before any work is done
  refuseOverwriting([out], force);
  if (feedback !== undefined) refuseFolder(feedback);
  const paths = [...filesBelow(answers)];
  if (paths.length === 0) throw new UsageError(`${answers}: no answers`);
  const pages = feedback === undefined ? [] : paths.map((path) => pageOf(path, answers, feedback));
  refuseOverwriting(feedback === undefined ? [] : [...pages, join(feedback, CLASS)], force);
  const graded = await gradedAll(paths, call);
  const rows = graded.map((each, k) => ({ name: nameOf(paths[k] as string, answers), ...each })); // one for each
  const summary = classSummary(rows);
  const page = classPage(summary, language === undefined ? {} : { language });
  save(dirname(out), [{ path: out, content: marksTable(rows) }]);
  if (feedback !== undefined) {
    const outputs = graded.flatMap((each, k): Output[] =>
      "page" in each ? [{ path: pages[k] as string, content: each.page }] : [],
    );
    for (const folder of new Set(outputs.map(({ path }) => dirname(path))))
      save(
        folder,
        outputs.filter(({ path }) => dirname(path) === folder),
      );
    save(feedback, [{ path: join(feedback, CLASS), content: page }]);
  }
  const isWhole = graded.every((each) => "grade" in each && each.grade.status === "graded");
  return {
    text: terminalLines(`${page}\nwrote ${out}${feedback === undefined ? "" : `\nwrote ${feedback}`}`),
    code: isWhole ? 0 : OPEN,
  };
}

const CLASS = "class.md";

const nameOf = (path: string, answers: string): string => relative(answers, path).split(sep).join("/");

const pageOf = (path: string, answers: string, feedback: string): string =>
  join(feedback, `${relative(answers, path)}.feedback.md`);

/** What each answer is worth. One whose process dies or takes too long is not graded. */
async function gradedAll(paths: readonly string[], { jobs, language, rubric }: GradeCall): Promise<Graded[]> {
  const processes = new Processes<Graded>(GRADE_WORKER, jobs, {
    rubric,
    ...(language !== undefined && { language }),
  });
  const found: Graded[] = [];
  try {
    const all = inOrder(paths, jobs * AHEAD, async (path): Promise<Graded> => {
      const answer = await processes.ask(path);
      return answer instanceof Error ? { because: messageOf(answer) } : answer;
    });
    for await (const each of all) found.push(each);
  } finally {
    processes.end();
  }
  return found;
}
