import { check } from "@chainrule/check";
import { type Derivation, derive } from "@chainrule/derive";
import { ChainruleError } from "@chainrule/graph";
import { renderSections } from "@chainrule/latex";
import type { Answer, Ask, DerivationAsk, Judgement } from "../protocol";
import { chosenOf, gradientOf } from "./opened";

/** The derivation of what was selected: of a parameter with its update. @throws ChainruleError, SourceError */
export function derivationOf(ask: DerivationAsk): Derivation {
  const { isParameter, loss, node } = chosenOf(ask);
  return derive(loss, { wrt: node, form: ask.form, ...(isParameter && { rate: ask.rate }) });
}

export function derivation(ask: DerivationAsk): Answer<"derivation"> {
  const { language, notation } = ask;
  const sections = renderSections(derivationOf(ask), { language, notation, only: ["backward", "updates"] });
  return { blocks: sections.flatMap(({ blocks }) => blocks) };
}

/** What a formula is worth as the derivative of the loss by what was selected. */
export function judge(ask: Ask<"judge">): Judgement {
  const start = performance.now();
  const chosen = chosenOf(ask);
  const since = (): number => performance.now() - start;
  try {
    const { because, condition, repair, verdict, where } = check(ask.claim, gradientOf(chosen), {
      symbols: chosen.symbols,
    });
    const from = where === undefined ? undefined : where.place.column - 1;
    return {
      verdict,
      because,
      ...(from !== undefined && where !== undefined && { from, to: from + where.place.length }),
      ...(where?.expected !== undefined && { expected: where.expected }),
      ...(where?.ratio !== undefined && { ratio: where.ratio }),
      ...(condition !== undefined && { condition }),
      ...(repair !== undefined && { repair: repair.text }),
      milliseconds: since(),
    };
  } catch (error) {
    if (!(error instanceof ChainruleError)) throw error;
    const { column, mend } = error.details;
    return {
      verdict: "unread",
      because: mend === undefined ? error.what : `${error.what}. ${mend}`,
      ...(column !== undefined && { from: column - 1, to: column }),
      milliseconds: since(),
    };
  }
}
