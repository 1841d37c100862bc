import type { Passage } from "./passage";

/** Letters and signs of a formula in a line of text that are those of running text too; no quotes. */
const PLAIN = "A-Za-z0-9_^{}()[\\]+\\-*/@.,=<>!:'|\\\\ \\t（）＋－＝＊／，．＜＞０-９Ａ-Ｚａ-ｚ";
/** Those that no running text has, whether the grammar knows them or not; but for ∈, ∴, ∵, and arrows that lead on. */
const MATHEMATICAL =
  "–·•←′″‖α-ωϑϕϵΓΔΘΛΞΠΣΥΦΨΩ¹²³⁰⁴-ⁿ₀-ₜ½¼¾⅓⅔⅛ʰʲʳʷʸˡ-ˣᴬ-ᵪᶛ-ᶿⱼℂ-ℿ\\u2200-\\u2207\\u2209-\\u2233\\u2236-\\u22ff⌈-⌋⟀-⟯⦀-⫿±×÷\\u0302-\\u0304\\u0307\\u0308\\u20d7\\u{1d400}-\\u{1d7ff}";
/** A letter by itself with a hat, a bar, a tilde or a dot, ŷ; with others it is a word. */
const ACCENTED = [..."aeiouncdghjklmpqrstvwxyzAEIOUNCDGHJKLMPQRSTVWXYZ"]
  .flatMap((letter) =>
    ["\u0302", "\u0304", "\u0303", "\u0307"].map((over) => `${letter}${over}`.normalize("NFC")),
  )
  .filter((letter) => letter.length === 1)
  .join("");
const RUN = new RegExp(
  `(?:[${PLAIN}${MATHEMATICAL}]|(?<!\\p{L})[${ACCENTED}](?!\\p{L})|(?<=(?<!\\p{L})\\p{L})’(?=\\())+`,
  "gu",
);
const SIGN = new RegExp(`[${MATHEMATICAL}]`, "u");
const RELATION = /:=|<=|>=|=|≈|＝|≤|≥|←|<-|<|>|＜|＞|[≔≜≝]|\\approx|\\leftarrow|\\geq?|\\leq?/;
const WORD = /^[A-Za-z]{2,}[A-Za-z'’-]*[,.:;!?)]*$/;
/** Words of several letters that formulas have; others beside one are prose. */
const KNOWN =
  /^\(?-?(net|out|in|target|output|exp|log|ln|sin|cos|tan|tanh|sqrt|max|min|sum|sigmoid|relu|softmax|sign|step|abs|delta|alpha|beta|gamma|theta|eta|new|old|loss|error|total)\b/i;
const LONGEST_LINE = 20_000;

/** The equations in running text, wherever a line has a relation between two formulas. */
export function formulasInProse(text: string, offset = 0, isMath = false): Passage[] {
  const passages: Passage[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    if (line.length <= LONGEST_LINE && RELATION.test(line)) {
      const plain = withoutMarks(line);
      for (const run of plain.matchAll(RUN))
        for (const found of equationsIn(
          run[0],
          offset + start + run.index,
          isMath,
          isBlank(plain, run.index),
        ))
          passages.push(isWhole(found, plain) ? { ...found, isMath: true } : found);
    }
    start += line.length + 1;
  }
  return passages;
}

/** Whether a formula is all that a line has, and has signs that no prose has: it is no accident then. */
const isWhole = ({ isText, text }: Passage, line: string): boolean =>
  isText === true && SIGN.test(text) && line.replace(/[.,;。，；]?\s*$/, "").trim() === text.trim();

const isBlank = (line: string, to: number): boolean => line.slice(0, to).trim() === "";

const same = (text: string): string => " ".repeat(text.length);

/** Markdown's own signs blanked, full-width forms left; each character keeps its place. */
function withoutMarks(line: string): string {
  return line
    .replace(/^\s*(?:#{1,6}\s|>\s?|[-+*•◦▪‣]\s+|\d{1,3}[.)]\s+)+/, same)
    .replace(/^\s*(?:=+>|-+>|⇒|→|∴|∵)(?=.*[=≈])/, same)
    .replace(/`[^\w`]*`/g, same)
    .replace(/`/g, " ")
    .replace(/(?<=[\w)\]}])\*\*(?=\s*[\d(])/g, " ^")
    .replace(/\*\*|__(?=\S.*__)/g, "  ")
    .replace(/\\([_*])/g, " $1")
    .replace(/https?:\/\/\S+/g, same)
    .replace(/<\/?[a-z][^<>]*>/gi, same);
}

/** Where a run of words ends and a formula begins: two words side by side are prose. */
function equationsIn(run: string, offset: number, isMath: boolean, opensLine: boolean): Passage[] {
  const passages: Passage[] = [];
  for (const clause of clausesOf(run).flatMap(betweenWords)) {
    if (!RELATION.test(clause.text)) continue;
    const { from, to } = formulaIn(clause, opensLine && isBlank(run, clause.at));
    const text = clause.text.slice(from, to);
    const relation = RELATION.exec(text);
    if (relation === null || text.slice(relation.index + relation[0].length).trim() === "") continue;
    if (!/[\p{L}0-9)\]}]/u.test(text)) continue;
    if (goesOnAsProse(text, run.slice(clause.at + to))) continue;
    const isText = !/[\\{]/.test(text);
    passages.push({
      text: isText ? text : withUpdates(text),
      offset: offset + clause.at + from,
      isMath,
      isText,
    });
  }
  return passages;
}

/** "The sign = stands only where": what follows the relation is a word, and so is what follows that. */
const goesOnAsProse = (text: string, after: string): boolean => {
  const last = /[=≈]\s*([a-z]{4,})\s*$/.exec(text)?.[1];
  return last !== undefined && !KNOWN.test(last) && /^\s*[A-Za-z]{2,}(?:\s|$)/.test(after);
};

interface Clause {
  readonly text: string;
  readonly at: number;
  /** No word follows it: a sentence mark, or the end of the line. */
  readonly isLast?: boolean;
}

/** Cut at sentence marks, commas and semicolons that stand before a space and outside brackets. */
function clausesOf(run: string): Clause[] {
  const clauses: Clause[] = [];
  let [from, depth] = [0, 0];
  for (let k = 0; k <= run.length; k++) {
    const c = run[k];
    if (c === "(" || c === "[" || c === "{" || c === "（") depth++;
    if (c === ")" || c === "]" || c === "}" || c === "）") depth = Math.max(0, depth - 1);
    const next = run[k + 1];
    const isMark =
      c === "，" ||
      ((c === "," || c === "." || c === ":" || c === "!") &&
        (next === undefined || next === " " || next === "\t"));
    if (c !== undefined && !(isMark && depth === 0)) continue;
    clauses.push({ text: run.slice(from, k), at: from });
    from = k + 1;
  }
  return clauses;
}

/** A clause cut at the words in it that no operator or relation joins to what stands beside them: "so", "where", "and". */
function betweenWords(clause: Clause): Clause[] {
  const words = [...clause.text.matchAll(/\S+/g)];
  const pieces: Clause[] = [];
  let from = 0;
  for (const [k, word] of words.entries()) {
    const [before, after] = [words[k - 1]?.[0] ?? "", words[k + 1]?.[0] ?? ""];
    const isJoined = /[-+*/@×·⋅∙•⊙∘−÷=≈^(<>≤≥←]$/.test(before) || /^[-+*/@×·⋅∙•⊙∘−÷=≈^)<>≤≥←:]/.test(after);
    if (isJoined || !WORD.test(word[0]) || KNOWN.test(word[0])) continue;
    pieces.push({ text: clause.text.slice(from, word.index), at: clause.at + from });
    from = word.index + word[0].length;
  }
  pieces.push({ text: clause.text.slice(from), at: clause.at + from, isLast: true });
  return pieces;
}

/** The part of a clause around its relations that words do not belong to. */
function formulaIn(
  { isLast = false, text: clause }: Clause,
  isFirst: boolean,
): { readonly from: number; readonly to: number } {
  const words = [...clause.matchAll(/\S+/g)].map((found) => ({
    text: found[0],
    from: found.index,
    to: found.index + found[0].length,
  }));
  const first = words.findIndex(({ text }) => RELATION.test(text));
  let last = words.length - 1;
  while (last > first && !RELATION.test(words[last]?.text as string)) last--;
  let [start, end] = [first, last];
  const isOperator = (text: string | undefined): boolean =>
    text !== undefined && /^[-+*/@×·⋅∙•⊙∘−÷=≈^]$|^\\(?:times|cdot|approx)$|[-+*/@×·−=(]$/.test(text);
  const opens = (text: string | undefined): boolean =>
    text !== undefined && /^[-+*/@×·⋅∙•⊙∘−÷^)=]|^\\(?:times|cdot|approx)/.test(text);
  const isProse = (text: string): boolean => WORD.test(text) && !KNOWN.test(text);
  // backwards: a further word belongs only if an operator joins it
  const startsWithRelation = /^(?::=|[=≈<>≤≥←])/.test(words[first]?.text ?? "");
  if (startsWithRelation && start > 0) start--;
  while (
    start > 0 &&
    (isOperator(words[start - 1]?.text) ||
      opens(words[start]?.text) ||
      isOpenBefore(clause, words[start]?.from, words[first]?.to) ||
      (isIndexed(words[start - 1]?.text) && isIndexed(words[start]?.text))) &&
    !(startsWithRelation && start === first)
  ) {
    const before = words[start - 1]?.text as string;
    if (isProse(before)) break;
    start--;
  }
  const isLeftSide = startsWithRelation && start === first - 1;
  if (isProse(words[start]?.text ?? "") && start < first && !isLeftSide) start = first;
  // d^2 E/dw^2, and other factors side by side that nothing stands before
  if (isFirst && words.slice(0, start).every(({ text }) => isFactor(text))) start = 0;
  // forwards: operands joined by operators
  const endsWithRelation = /[=≈<>≤≥←]$/.test(words[last]?.text ?? "");
  if (endsWithRelation && end < words.length - 1) end++;
  while (
    end < words.length - 1 &&
    (isOperator(words[end]?.text) ||
      opens(words[end + 1]?.text) ||
      isOpen(clause, words[start]?.from, words[end]?.to))
  )
    end++;
  // factors side by side, where nothing else follows: (w x - y) x
  if (isLast && words.slice(end + 1).every(({ text }) => FACTOR.test(text) || SIGN.test(text)))
    end = words.length - 1;
  return { from: words[start]?.from ?? 0, to: words[end]?.to ?? clause.length };
}

/** A factor beside others: a name of one letter with its indices, what is raised, operators, brackets, a function before its argument. */
const FACTOR = new RegExp(
  [
    "^[-+*/×·⋅−÷^()∂∇∑⊙]*",
    "(?:(?:log|ln|exp|sin|cos|tanh?|sqrt|max|min|sigmoid|relu|softmax|sign|sgn|tr)[²³]?(?:$|(?=\\()))?",
    "[-+−()]*(?:[A-Za-zα-ω](?:_(?:\\w+|\\{\\w+\\}))?(?:\\^\\w+)?[²³¹⁰⁴-ⁿ₀-ₜᵢ-ᵥⱼᵀ]*|\\d+(?:\\.\\d+)?)?",
    "[-+*/×·⋅−÷^()²³]*$",
  ].join(""),
  "u",
);

/** A factor that opens a line, and no word of one letter. */
const isFactor = (text: string): boolean => (FACTOR.test(text) || SIGN.test(text)) && !/^[AIa]$/.test(text);

/** w_1 before w_2: a product. */
const isIndexed = (text: string | undefined): boolean =>
  text !== undefined && /^[A-Za-z]_(?:\w|\{\w+\})$/.test(text);

const depthOf = (text: string): number =>
  (text.match(/[([{（]/g) ?? []).length - (text.match(/[)\]}）]/g) ?? []).length;

/** Whether a bracket that is closed later is still open: x = (1, 2). */
const isOpen = (clause: string, from = 0, to = clause.length): boolean =>
  depthOf(clause.slice(from, to)) > 0 && /[)\]}）]/.test(clause.slice(to));

/** Whether a bracket that is closed was opened earlier: (a, b) = c. */
const isOpenBefore = (clause: string, from = 0, to = clause.length): boolean =>
  depthOf(clause.slice(from, to)) < 0 && /[([{（]/.test(clause.slice(0, from));

/** `w5+ = ...`: the quantity after an update; the sign becomes a mark above. */
const withUpdates = (text: string): string =>
  text.replace(
    /^(\s*[A-Za-z]\w*)\+(\s*)(?==|:=|≈|＝)/,
    (_, name: string, space: string) => `${name}^+${space}`,
  );
