import type { Derivation, Statement } from "@chainrule/derive";
import { ChainruleError, nameText } from "@chainrule/graph";
import { insertedIn } from "./inserted";
import type { Spelling } from "./spelling";

/**
 * Which lines have which numbers, as the author says: for a symbol, by the text of its name, the number of its only line or of
 * its lines in their order; "" leaves a line without. `{ "a^L": "6-2-1", "dE/dw^L": ["6-2-3", "6-2-8"] }`
 */
export type Numbering = Readonly<Record<string, string | readonly string[]>>;

/** Letters, digits and what numbers of formulas are made of. */
const ALLOWED = /^[\p{L}\p{N}.\-–*']{1,20}$/u;

/**
 * The numbers of lines by statement: the author's, or else 1, 2, ... for lines that later ones refer to, after those of lines before.
 * @throws ChainruleError OPTION for a symbol that the derivation does not have, more numbers than it has lines, one number
 * for two lines, or what is no number
 */
export function tagsOf(
  derivation: Derivation,
  spelling: Spelling,
  numbering: Numbering | undefined,
  before = 0,
): Map<number, string> {
  const { shows } = spelling;
  const tags =
    numbering === undefined ? citedLines(derivation, spelling, before) : ownLines(derivation, numbering);
  return new Map([...tags].filter(([id]) => shows(derivation.statements[id] as Statement)));
}

/** Only lines that are referred to. */
function citedLines(
  { form, statements }: Derivation,
  { notation, shows }: Spelling,
  before: number,
): Map<number, string> {
  const cited = new Set<number>();
  for (const statement of statements) {
    const { because, role } = statement;
    const isBent = because.kind === "second derivative";
    const isInsertion = isBent || because.kind === "substituted" || because.kind === "collapsed";
    if (!isInsertion || (!isBent && !["closed", "step", "update"].includes(role))) continue;
    for (const used of insertedIn(statement, statements, notation)) {
      const isOwn = nameText(used.symbol) === nameText(statement.symbol);
      if (!isOwn && used.role !== "chain" && shows(used)) cited.add(used.id);
    }
  }
  if (form === "factors") return new Map();
  return new Map([...cited].sort((a, b) => a - b).map((id, k) => [id, String(before + k + 1)]));
}

/** The text that authors write for a name: without braces and without the axes that a partial shares. */
const plain = (text: string): string => text.replace(/\[[^\]]*\]|[{}]/g, "");

function ownLines({ statements }: Derivation, numbering: Numbering): Map<number, string> {
  if (typeof numbering !== "object" || numbering === null)
    throw wrong("numbering is a record", String(numbering));
  const lines = new Map<string, Statement[]>();
  for (const statement of statements) {
    if (statement.role === "given") continue;
    const text = plain(nameText(statement.symbol));
    lines.set(text, [...(lines.get(text) ?? []), statement]);
  }
  const tags = new Map<number, string>();
  const met = new Set<string>();
  for (const [symbol, given] of Object.entries(numbering)) {
    const own = lines.get(plain(symbol));
    if (own === undefined) throw wrong("no line of the derivation is about this symbol", symbol);
    const numbers = typeof given === "string" ? [given] : given;
    if (!Array.isArray(numbers)) throw wrong("a number is a text, or a list of texts", symbol);
    if (numbers.length > own.length) {
      const counts = `${numbers.length} numbers for ${symbol}`;
      throw wrong("a symbol has fewer lines than numbers", counts, `at most ${own.length}`);
    }
    numbers.forEach((number, k) => {
      if (number === "") return;
      if (typeof number !== "string" || !ALLOWED.test(number))
        throw wrong("not the number of a line", String(number), "letters, digits, dots and hyphens");
      if (met.has(number)) throw wrong("two lines have one number", number);
      met.add(number);
      tags.set((own[k] as Statement).id, number);
    });
  }
  return tags;
}

const wrong = (what: string, got: string, expected?: string): ChainruleError =>
  new ChainruleError("OPTION", what, {
    where: "renderDocument: numbering",
    got,
    ...(expected === undefined ? {} : { expected }),
  });
