import type { Statement } from "@chainrule/derive";
import { type Name, nameText, partialName, quantitiesIn } from "@chainrule/graph";
import { filled, type Inline, joined, type Phrase, plainText } from "../language/language";
import { printIndex } from "../symbol";
import { insertedIn } from "./inserted";
import { knownSumInline } from "./known-sums";
import { rulesUsed } from "./rules-used";
import { nameInline, nameOf, type Writing } from "./writing";

/** Why a line holds, in words. */
export function reasonOf(statement: Statement, writing: Writing): Inline[] {
  const { language, derivation, spelling } = writing;
  const inline = (name: Name): Inline => nameInline(name, writing);
  const { because, expression, role, symbol, stands = symbol } = statement;
  const entry = spelling.entry(stands, expression.shape);
  const by: Inline = entry.kind === "partial" ? inline(entry.by) : "";
  switch (because.kind) {
    case "given":
    case "definition":
      return [];
    case "chain rule": {
      const letters = spelling.summed(expression).map((letter): Inline => ({ math: printIndex(letter) }));
      return letters.length === 0
        ? filled(language, "chainRule")
        : filled(language, "chainRuleSum", { letters });
    }
    case "paths":
      return filled(language, "paths", { count: String(because.count) });
    case "terms": {
      const [only, ...others] = because.dependent;
      const dependent = because.dependent.map(inline);
      if (only === undefined || others.length > 0) return filled(language, "termsAll", { dependent, by });
      const reason = filled(language, "terms", { dependent, by });
      return role === "chain"
        ? reason
        : [...reason, language.phrases.semicolon, ...rulesReason(statement, writing)];
    }
    case "rules":
      return rulesReason(statement, writing);
    case "coefficient":
      return filled(language, "coefficient", { by });
    case "independent":
      return filled(language, "independent", { loss: inline(nameOf(derivation.loss)), by });
    case "simplified":
      return filled(language, "simplified");
    case "second derivative": {
      const references = referencesOf(statement, writing);
      const gradient: Inline =
        stands.kind === "partial" ? inline(partialName(nameOf(derivation.loss), stands.by)) : "";
      const other = stands.kind === "partial" && stands.of.kind === "partial" ? inline(stands.of.by) : "";
      return filled(language, "secondDerivative", {
        references: references.length > 0 ? references : [gradient],
        by: other,
      });
    }
    case "multiplied out":
      return filled(language, "multipliedOut");
    case "delta":
      return filled(language, collapse(role === "local" ? "deltaSimplified" : "delta", spelling));
    case "known sums": {
      const sums = because.of.map((quantity) => knownSumInline(quantity, writing));
      return filled(language, "knownSums", { sums });
    }
    case "same":
      return filled(language, "same", { as: inline(because.as) });
    case "gradient descent":
      return filled(language, "gradientDescent");
    case "collapsed":
    case "substituted": {
      const references = referencesOf(statement, writing);
      if (references.length > 0) return filled(language, collapse(because.kind, spelling), { references });
      const symbols = abbreviationsIn(statement, writing);
      return symbols.length === 0 ? [] : filled(language, "definitionOf", { symbols });
    }
  }
}

const BRACKETS = {
  collapsed: "collapsedBrackets",
  delta: "oneTerm",
  deltaSimplified: "bracketsSimplified",
} as const;

/** How it is said that a sum over Kronecker's delta collapses, by the sign that this has. */
const collapse = (
  phrase: keyof typeof BRACKETS | "substituted",
  { kronecker }: Writing["spelling"],
): Phrase => (kronecker === "brackets" && phrase !== "substituted" ? BRACKETS[phrase] : phrase);

/** The names of derivatives that a statement uses, or that it says its own quantity is. */
function abbreviationsIn({ expression, symbol }: Statement, writing: Writing): Inline[] {
  const { derivation } = writing;
  const stand = new Map(
    derivation.statements.flatMap(({ stands, symbol: name }) =>
      stands === undefined ? [] : [[nameText(name), name] as const],
    ),
  );
  const used = quantitiesIn(expression).flatMap(({ attrs }) => stand.get(nameText(attrs.name as Name)) ?? []);
  return used.filter((name) => nameText(name) !== nameText(symbol)).map((name) => nameInline(name, writing));
}

function rulesReason(statement: Statement, writing: Writing): Inline[] {
  const partial = statement.stands ?? statement.symbol;
  if (partial.kind !== "partial") return [];
  return joined(writing.language, rulesUsed(statement, partial.by, writing));
}

const collator = new Intl.Collator("en", { numeric: true });

/**
 * The other symbols' lines that a statement puts in: by their numbers, three and more in a row by the first and the last; those
 * without a number beside them by their symbols.
 */
function referencesOf(statement: Statement, writing: Writing): Inline[] {
  const { derivation, language, spelling, tags } = writing;
  const own = nameText(statement.symbol);
  const others = insertedIn(statement, derivation.statements, spelling.notation).filter(
    ({ symbol }) => nameText(symbol) !== own,
  );
  const found = new Set(others.flatMap(({ id }) => tags.get(id) ?? []));
  if (found.size === 0) return [];
  const numbers = [...found].sort(collator.compare);
  const runs: string[][] = [];
  for (const number of numbers) {
    const run = runs[runs.length - 1];
    if (run !== undefined && number === following(run[run.length - 1] as string)) run.push(number);
    else runs.push([number]);
  }
  const numbered = runs.flatMap((run): string[] => {
    const shown = run.map((number) => `(${number})`);
    const [first = "", last = ""] = [shown[0], shown[shown.length - 1]];
    return run.length < 3 ? shown : [plainText(filled(language, "range", { first, last }))];
  });
  const unnumbered = others.filter(
    (each) => each.role === "local" && !tags.has(each.id) && spelling.shows(each),
  );
  const symbols = unnumbered.map(({ expression, symbol }) =>
    nameInline(spelling.entry(symbol, expression.shape), writing),
  );
  return [...numbered, ...symbols];
}

/** 6-2-4 after 6-2-3; nothing after what does not end in digits. */
function following(number: string): string | undefined {
  const [, before = "", digits] = /^(.*?)(\d+)$/.exec(number) ?? [];
  return digits === undefined ? undefined : `${before}${Number(digits) + 1}`;
}
