import { extname } from "node:path";
import { feedbackPage, type Grade, type GradeOptions, type Grader, grader } from "@chainrule/check";
import { ChainruleError } from "@chainrule/graph";
import { documentAt, formatOf } from "../audit/document";
import { isDocument } from "../audit/files";
import { UsageError } from "../usage-error";
import type { GradeSettings } from "./options";

/** What an answer is worth, with its page; or why it could not be graded at all. */
export type Graded = { readonly grade: Grade; readonly page: string } | { readonly because: string };

/** Grades files by a rubric, which is read once. @throws UsageError, ChainruleError for a rubric that cannot be used */
export function gradeFiles({ language, rubric }: GradeSettings): (path: string) => Graded {
  const { text } = documentAt(rubric);
  const { format } = formatOf(rubric);
  const graders = new Map<GradeOptions["answerFormat"], Grader>();
  const graderFor = (answerFormat: GradeOptions["answerFormat"]): Grader => {
    const found =
      graders.get(answerFormat) ??
      grader(text, {
        ...(format !== undefined && { format }),
        ...(answerFormat !== undefined && { answerFormat }),
      });
    graders.set(answerFormat, found);
    return found;
  };
  graderFor(undefined);
  return (path) => {
    if (!isDocument(path))
      return {
        because: `${extname(path) || "a file without an ending"} is not read (expected .md, .tex or .txt)`,
      };
    try {
      const grade = graderFor(formatOf(path).format).grade(documentAt(path).text);
      return { grade, page: feedbackPage(grade, { ...(language !== undefined && { language }) }) };
    } catch (error) {
      if (error instanceof UsageError || error instanceof ChainruleError) return { because: error.message };
      throw error;
    }
  };
}
