import { type JudgedSource, judgedSource, type Source } from "../audit/audit";
import { blank, type DocumentFormat } from "../audit/document/blocks";
import { extracted } from "../audit/document/extract";
import { Positions } from "../audit/document/passage";

/*
 * A rubric and an answer are judged as one document, the rubric first: what it defines and gives is in force, and what the answer
 * says of the same is a claim.
 */

/** What stands between the two; no chain goes on over it. */
const BETWEEN = "\n\n---\n\n";

/** Comments that would tell an audit something: an answer may not. */
const DIRECTIVES = /<!--\s*chainrule:[\s\S]*?-->|^[ \t]*%[ \t]*chainrule:[^\n]*/gm;

/** A document whose later part is an answer. */
export interface Together extends JudgedSource {
  readonly document: string;
  /** Where the answer begins. */
  readonly begin: number;
  /** Lines and columns of the answer. */
  readonly inAnswer: Positions;
}

/** A rubric with an answer behind it. */
export function judgedTogether(rubric: Source, answer: string, format: DocumentFormat | undefined): Together {
  const before = `${rubric.document}${BETWEEN}`;
  const begin = before.length;
  const document = `${before}${answer}`;
  const text = `${blank(before)}${answer.replace(DIRECTIVES, blank)}`;
  const own = extracted(text, format);
  const source: Source = {
    document,
    text: `${rubric.text}${BETWEEN}${text.slice(begin)}`,
    passages: [...rubric.passages, ...own.passages],
    rows: [...rubric.rows, ...own.rows],
    declarations: rubric.declarations, // an answer changes nothing of how the rubric is read
    skipped: rubric.skipped,
    mistakes: rubric.mistakes,
  };
  return {
    ...judgedSource(source, undefined, begin),
    document,
    begin,
    inAnswer: new Positions(document, begin),
  };
}
