import { checkChoice, checkOptions, type OptionNames } from "@chainrule/graph";
import { codeMarkdown, type Markdown, markdown } from "@chainrule/latex";
import type { LanguageCode, Sentence } from "../audit/findings/languages/language";
import { LANGUAGE_CODES, LANGUAGES } from "../audit/findings/languages/languages";
import { filled, type Places, said } from "../audit/findings/say";
import { counterexampleText, word } from "../audit/report/phrases";
import type { ClassSummary } from "./class";
import type { Grade, Remark, StepMark } from "./grade";
import { english } from "./languages/en";
import type { GradePhrases } from "./languages/phrases";
import { simplifiedChinese } from "./languages/zh-hans";
import { traditionalChinese } from "./languages/zh-hant";
import type { StepOutcome } from "./outcome";

const PHRASES: Readonly<Record<LanguageCode, GradePhrases>> = {
  en: english,
  "zh-Hans": simplifiedChinese,
  "zh-Hant": traditionalChinese,
};

export interface PageOptions {
  /** Whose answer it is, for the title. */
  readonly name?: string;
  /** That of the answer by default; English for a class. */
  readonly language?: LanguageCode;
}

const OPTIONS: OptionNames<PageOptions> = { language: true, name: true };

/** Writes lines in one language. */
class Writer {
  readonly #code: LanguageCode;
  readonly phrases: GradePhrases;

  constructor(code: LanguageCode) {
    this.#code = code;
    this.phrases = PHRASES[code];
  }

  fill(sentence: Sentence, places: Places = {}): Markdown {
    return markdown.escape(filled(sentence, places, LANGUAGES[this.#code]));
  }

  /** What is said of a step, or why it is not decided. */
  outcome({ outcome, remark }: Pick<StepMark, "outcome" | "remark">): Markdown {
    const { otherData, outcomes } = this.phrases;
    const isOfData = outcome === "carried" && remark?.inherits === undefined;
    return this.fill(isOfData ? otherData : outcomes[outcome], {
      line: remark?.place.line,
      because: remark?.finding,
    });
  }

  /** A mistake with what shows it and what mends it. */
  mistake({ counterexample, expected, finding, place, repair }: Remark): Markdown[] {
    const language = LANGUAGES[this.#code];
    const shown = counterexample && counterexampleText(counterexample, language);
    return [
      markdown`${this.fill(this.phrases.atLine, { line: place.line, because: finding })}`,
      markdown``,
      codeMarkdown(place.text),
      markdown``,
      ...(expected === undefined ? [] : [this.item(word("expected", language, { expected }))]),
      ...(shown === undefined ? [] : [this.item(shown)]),
      ...(repair === undefined ? [] : [this.item(word("repair", language, { text: repair.text }))]),
      markdown``,
    ];
  }

  item(text: string): Markdown {
    return markdown`- ${markdown.escape(text)}`;
  }

  head(text: Markdown): Markdown[] {
    return [markdown`## ${text}`, markdown``];
  }

  because(grade: Grade): string {
    return grade.because === undefined ? "" : said(grade.because, LANGUAGES[this.#code]);
  }
}

const lines = (all: readonly Markdown[]): Markdown => markdown`${markdown.join(all, markdown`\n`)}\n`;
const row = (cells: readonly Markdown[]): Markdown => markdown`| ${markdown.join(cells, markdown` | `)} |`;

/**
 * A page for who wrote an answer, in their language: the points, the first mistake with a point that shows it and what mends it, and
 * every step with its line and reason.
 * @throws ChainruleError OPTION
 */
export function feedbackPage(grade: Grade, options: PageOptions = {}): Markdown {
  checkOptions(options, OPTIONS, "feedbackPage");
  const code = checkChoice(options.language, LANGUAGE_CODES, "feedbackPage: language") ?? grade.language;
  const page = new Writer(code);
  const { name = "" } = options;
  const { phrases } = page;
  const title = name === "" ? page.fill(phrases.title) : page.fill(phrases.titleOf, { name });
  const head = [markdown`# ${title}`, markdown``];
  const unread =
    grade.unread.length === 0
      ? []
      : [...page.head(page.fill(phrases.unread)), ...grade.unread.flatMap((each) => page.mistake(each))];
  if (grade.status === "not graded")
    return lines([
      ...head,
      page.fill(phrases.notGraded, { because: page.because(grade) }),
      markdown``,
      ...unread,
    ]);
  const { firstMistake, most, open, points, steps } = grade;
  return lines([
    ...head,
    page.fill(phrases.total, { points, most }),
    ...(open > 0 ? [page.fill(phrases.undecided, { open })] : []),
    markdown``,
    ...(firstMistake === undefined
      ? []
      : [...page.head(page.fill(phrases.firstMistake)), ...page.mistake(firstMistake)]),
    ...page.head(page.fill(phrases.steps)),
    row([phrases.step, phrases.points, phrases.finding].map((each) => page.fill(each))),
    markdown`|---|---|---|`,
    ...steps.map((mark) =>
      row([
        codeMarkdown(mark.step),
        page.fill(phrases.pointsOf, { points: mark.points, most: mark.most }),
        page.outcome(mark),
      ]),
    ),
    markdown``,
    ...unread,
  ]);
}

const OUTCOMES: readonly StepOutcome[] = [
  "right",
  "carried",
  "superfluous",
  "wrong",
  "unfinished",
  "missing",
  "open",
];

/** A page about all answers: how many make what of each step, and which step is lost most. @throws ChainruleError OPTION */
export function classPage(summary: ClassSummary, options: PageOptions = {}): Markdown {
  checkOptions(options, OPTIONS, "classPage");
  const code = checkChoice(options.language, LANGUAGE_CODES, "classPage: language") ?? "en";
  const page = new Writer(code);
  const { phrases } = page;
  const { answers, graded, hardest, mean, most, notGraded, steps } = summary;
  return lines([
    markdown`# ${page.fill(phrases.ofClass)}`,
    markdown``,
    page.fill(phrases.answers, { count: answers, graded }),
    ...(mean === undefined ? [] : [page.fill(phrases.mean, { mean: Number(mean.toFixed(2)), most })]),
    markdown``,
    ...(hardest === undefined
      ? []
      : [page.fill(phrases.hardest, { step: hardest.step, lost: hardest.lost, graded }), markdown``]),
    row([
      page.fill(phrases.step),
      page.fill(phrases.points),
      ...OUTCOMES.map((each) => page.fill(phrases.short[each])),
    ]),
    markdown.join(
      Array.from({ length: OUTCOMES.length + 3 }, () => markdown`|`),
      markdown`---`,
    ),
    ...steps.map(({ counts, most: points, step }) =>
      row([codeMarkdown(step), markdown`${points}`, ...OUTCOMES.map((each) => markdown`${counts[each]}`)]),
    ),
    markdown``,
    ...(notGraded.length === 0
      ? []
      : [
          ...page.head(page.fill(phrases.notGradedNames)),
          ...notGraded.map(({ because, name }) => page.item(`${name}: ${because}`)),
          markdown``,
        ]),
  ]);
}
