import type { ParseArgsConfig } from "node:util";
import { type CheckResult, check } from "@chainrule/check";
import { gradient, type Node, nameText, topologicalOrder } from "@chainrule/graph";
import { terminalJson, terminalLines } from "@chainrule/latex";
import { LANGUAGES } from "./audit/options";
import { checkedFormulas } from "./check-formulas";
import { oneOf, parsedFlags } from "./flags";
import { isModule, loadNetwork } from "./load";
import type { Outcome } from "./outcome";
import { alternatives } from "./usage";
import { UsageError } from "./usage-error";

const FLAGS = {
  "allow-unchecked": { type: "boolean" },
  claim: { type: "string" },
  format: { type: "string" },
  lang: { type: "string" },
  node: { type: "string" },
} as const satisfies ParseArgsConfig["options"];

/**
 * `chainrule check FILE --node "dE/dw_5" --claim "..."`: the verdict, and 1 if it is wrong or undecided. `chainrule check DEFINITION ...
 * CLAIM`: formulas as arguments, with the codes of an audit. @throws UsageError, ChainruleError
 */
export async function checkCommand(args: readonly string[]): Promise<Outcome> {
  const { positionals, values } = parsedFlags("check", joined(args), FLAGS);
  const isJson = oneOf("--format", values.format ?? "text", ["text", "json"]) === "json";
  const { claim, lang, node } = values;
  const isOfModule = node !== undefined || claim !== undefined || positionals.every(isModule);
  if (!isOfModule) {
    const language = lang === undefined ? "en" : oneOf("--lang", lang, LANGUAGES);
    return checkedFormulas(positionals, {
      isJson,
      language,
      allowsUnchecked: values["allow-unchecked"] ?? false,
    });
  }
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0)
    throw new UsageError(
      'check: one file (chainrule check FILE --node "dE/dw_5" --claim "..."), or formulas (chainrule check "y = x^2" "dy/dx = 2 x")',
    );
  if (node === undefined) throw new UsageError('check: which quantity? (--node "dE/dw_5")');
  if (claim === undefined) throw new UsageError('check: which formula? (--claim "...")');
  const { loss } = await loadNetwork(file);
  const result = check(claim, nodeNamed(node, loss));
  return {
    text: isJson ? terminalJson(result) : terminalLines(shown(result, claim)),
    code: result.verdict === "wrong" || result.verdict === "undecided" ? 1 : 0,
  };
}

/** A formula may begin with a minus: `--claim -x` is `--claim=-x`. */
function joined(args: readonly string[]): string[] {
  const result: string[] = [];
  for (const arg of args) {
    const last = result[result.length - 1];
    if (last === "--claim" || last === "--node") result[result.length - 1] = `${last}=${arg}`;
    else result.push(arg);
  }
  return result;
}

/** A quantity of the network, or the derivative of one by another: dE/dw_5, ∂E/∂w_5. */
function nodeNamed(text: string, loss: Node): Node {
  const quotient = /^\s*(?:d|∂)\s*(.+?)\s*\/\s*(?:d|∂)\s*(.+?)\s*$/.exec(text);
  if (quotient === null) return quantity(text.trim(), loss);
  return gradient(quantity(quotient[1] as string, loss), quantity(quotient[2] as string, loss));
}

const loose = (text: string): string => text.replace(/[^\p{L}\p{N}']/gu, "");

function quantity(text: string, loss: Node): Node {
  const known = topologicalOrder([loss]).filter(({ attrs }) => attrs.name?.kind === "symbol");
  const names = known.map((node) => (node.attrs.name === undefined ? "" : nameText(node.attrs.name)));
  const exact = known[names.indexOf(text)];
  if (exact !== undefined) return exact;
  const alike = known.filter((_, k) => loose(names[k] as string) === loose(text));
  const [only] = alike;
  if (only !== undefined && alike.length === 1) return only;
  // E for the one loss that is called E_total
  if (loss.attrs.name?.kind === "symbol" && loss.attrs.name.base === text) return loss;
  throw new UsageError(`--node: no quantity ${JSON.stringify(text)} (${alternatives(text, names)})`);
}

function shown(
  { because, counterexample, domain, repair, repairs = [], verdict, where }: CheckResult,
  claim: string,
): string {
  const lines = [`${verdict}: ${because}`];
  if (where !== undefined) {
    const { column, length } = where.place;
    lines.push(
      `  ${claim}`,
      `  ${" ".repeat(column - 1)}${"^".repeat(length)} ${where.what}${where.expected === undefined ? "" : `, expected ${where.expected}`}`,
    );
    if (where.ratio !== undefined) lines.push(`  claim / truth = ${where.ratio}`);
  }
  if (domain !== undefined) lines.push(`  ${domain}`);
  if (where === undefined && counterexample !== undefined)
    lines.push(`  the claim is ${counterexample.claim}, the truth ${counterexample.truth}`);
  for (const { edit, text } of repair === undefined ? repairs : [repair])
    lines.push(`  repair (${edit}): ${text}`);
  return lines.join("\n");
}
