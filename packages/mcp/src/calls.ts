import { z } from "zod";

/* What each tool is called with. Lengths are checked by the server, so that what is too long gets an answer that says so. */

const language = z
  .enum(["en", "zh-Hans", "zh-Hant"])
  .optional()
  .describe("Language of the messages; by default that of the document, or English");

export const SCHEMAS = {
  check_formula: z.object({
    definitions: z
      .array(z.string())
      .default([])
      .describe(
        'What the formula is about, an equation each, text or LaTeX: ["y = w x + b", "L = (y - t)^2 / 2", "x = 0.5"]',
      ),
    claim: z.string().describe('The equation to be checked, text or LaTeX: "dL/dw = (y - t) x"'),
    language,
  }),
  audit_derivation: z.object({
    text: z
      .string()
      .describe("The derivation, whole: a document whose own definitions and values build the graph"),
    format: z.enum(["markdown", "latex", "text"]).optional().describe("Guessed by default"),
    language,
  }),
  derive_gradient: z.object({
    definitions: z
      .array(z.string())
      .min(1)
      .describe(
        'The loss and what it is made of, an equation each, text or LaTeX: ["y = w x + b", "L = (y - t)^2 / 2"]',
      ),
    loss: z.string().describe('The name of the scalar to be differentiated: "L"'),
    wrt: z.array(z.string()).min(1).describe('The names to differentiate by: ["w", "b"]'),
    form: z
      .enum(["chain", "delta", "factors"])
      .default("chain")
      .describe("chain: products of partials; delta: recurring adjoints named; factors: R_1, R_2, ..."),
  }),
  check_backward: z.object({
    code: z
      .string()
      .describe(
        "Python with a forward and a backward pass: torch.autograd.Function, classes, f_forward and f_backward, jax.custom_vjp. It is read, never run",
      ),
  }),
} as const;

/** What each tool is called with, checked, defaults put in. */
export type Calls = { readonly [name in keyof typeof SCHEMAS]: z.output<(typeof SCHEMAS)[name]> };
