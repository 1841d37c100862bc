import {
  type AuditReport,
  audit,
  auditFormulas,
  auditReport,
  formulaGraph,
  verdictKind,
} from "@chainrule/check";
import { auditCode, type CodeAudit } from "@chainrule/code";
import { type Derivation, derive } from "@chainrule/derive";
import { ChainruleError, evaluate, gradient, type Node, nearest } from "@chainrule/graph";
import { toMathjs } from "@chainrule/graph/mathjs";
import { printName, toLatex } from "@chainrule/latex";
import type { Calls } from "./calls";

/* What the tools do, each a function of what it is called with: the thread runs these. */

/** The report of an audit as the command prints it, with the verdict of what was asked. */
export interface FormulaVerdict extends AuditReport {
  readonly verdict: AuditReport["lines"][number]["verdict"];
  readonly because: string;
}

/** A derivation as formulas. */
export interface Derived {
  readonly form: Derivation["form"];
  readonly gradients: readonly {
    readonly by: string;
    /** Over the definitions, as text that `check_formula` reads, and as LaTeX. */
    readonly formula: string;
    readonly latex: string;
    /** Where the definitions give a value to all that it is made of. */
    readonly value?: number;
  }[];
  /** The way there: `latex` is "symbol = expression", `from` are the numbers of the steps that it uses, counted from 0. */
  readonly steps: readonly {
    readonly latex: string;
    readonly role: string;
    readonly because: string;
    readonly from: readonly number[];
  }[];
}

export const TOOLS = {
  check_formula: ({ claim, definitions, language = "en" }: Calls["check_formula"]): FormulaVerdict => {
    const formulas = [...definitions, claim];
    const found = auditFormulas(formulas);
    const report = reportOf(auditReport(found, formulas.join("\n"), { format: "json", language }));
    const first = definitions.reduce((line, each) => line + each.split("\n").length, 1);
    const own = report.lines.filter(({ line }) => line >= first);
    const [asked] = [...own].sort((a, b) => rank(a.verdict) - rank(b.verdict));
    if (asked === undefined)
      throw new ChainruleError("SYNTAX", "the claim is no equation", {
        where: "check_formula",
        got: claim,
        expected: "an equation such as dL/dw = (w x - y) x",
      });
    return { verdict: asked.verdict, because: asked.message ?? asked.because, ...report };
  },

  audit_derivation: ({ format, language, text }: Calls["audit_derivation"]): AuditReport =>
    reportOf(
      auditReport(audit(text, format === undefined ? {} : { format }), text, {
        format: "json",
        ...(language !== undefined && { language }),
      }),
    ),

  derive_gradient: ({ definitions, form, loss, wrt }: Calls["derive_gradient"]): Derived => {
    const { nodes, values } = formulaGraph(definitions);
    const node = (name: string, where: string): Node => {
      const found = nodes.get(name) ?? nodes.get(loosely(name, nodes));
      if (found !== undefined) return found;
      const alike = nearest(name, [...nodes.keys()]);
      throw new ChainruleError("UNKNOWN_SYMBOL", "the definitions have no such quantity", {
        where: `derive_gradient: ${where}`,
        got: name,
        expected: [...nodes.keys()].slice(0, MOST_NAMES).join(", "),
        ...(alike !== undefined && { mend: `Did you mean ${alike}?` }),
      });
    };
    const of = node(loss, "loss");
    const by = wrt.map((name) => node(name, "wrt"));
    const derivation = derive(of, { wrt: by, form });
    return {
      form: derivation.form,
      gradients: by.map((each, k) => {
        const formula = gradient(of, each);
        const value = numberOf(formula, values);
        return {
          by: wrt[k] as string, // as many
          formula: toMathjs(formula),
          latex: toLatex(formula),
          ...(value !== undefined && { value }),
        };
      }),
      steps: derivation.statements.map(({ because, expression, from, role, symbol }) => ({
        latex: `${printName(symbol)} = ${toLatex(expression)}`,
        role,
        because: because.kind,
        from,
      })),
    };
  },

  check_backward: ({ code }: Calls["check_backward"]): CodeAudit => auditCode(code),
} as const;

export type ToolName = keyof typeof TOOLS;

const reportOf = (json: string): AuditReport => JSON.parse(json) as AuditReport; // as `auditReport` writes it

/** So many names a message lists. */
const MOST_NAMES = 20;

/** Wrong first, then what is open. */
const rank = (verdict: FormulaVerdict["verdict"]): number =>
  ["wrong", "open", "right", "no claim"].indexOf(verdictKind(verdict));

/** w5 for w_5, net_{h1} for net_h1. */
const loosely = (name: string, nodes: ReadonlyMap<string, Node>): string => {
  const plain = (text: string): string => text.replace(/[^\p{L}\p{N}'+]/gu, "");
  return [...nodes.keys()].find((each) => plain(each) === plain(name)) ?? name;
};

function numberOf(formula: Node, values: ReadonlyMap<Node, number>): number | undefined {
  try {
    const value = evaluate(formula, values);
    return typeof value === "number" && Number.isFinite(value) ? value : undefined;
  } catch (error) {
    if (error instanceof ChainruleError && error.code === "UNBOUND") return undefined;
    throw error;
  }
}
