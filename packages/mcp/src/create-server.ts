import { type Thread, thread } from "@chainrule/check/thread";
import { ChainruleError } from "@chainrule/graph";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { Question } from "./answer";
import { SCHEMAS } from "./calls";

export interface ServerOptions {
  /** The program of the thread that works: this package's `worker`. */
  readonly worker: URL;
  /** How long one call may take; 20 by default. */
  readonly seconds?: number;
  /** How much memory the thread may take; 1024 by default. */
  readonly megabytes?: number;
  /** So many characters a call may have, all its texts together; 200,000 by default. */
  readonly characters?: number;
}

const DEFAULTS = { seconds: 20, megabytes: 1024, characters: 200_000 };
/** The answer is JSON, which a program reads and which the assistant is shown; longer ones are refused. */
const LONGEST_ANSWER = 2_000_000;

const ABOUT: Readonly<
  Record<keyof typeof SCHEMAS, { readonly title: string; readonly description: string }>
> = {
  check_formula: {
    title: "Check a formula",
    description:
      "Is this equation what the definitions give? Proves it, or says where it is wrong with a point at which it fails and a repair. Use it for every gradient or step that you derive.",
  },
  audit_derivation: {
    title: "Audit a derivation",
    description:
      "Checks every = of a derivation in Markdown, LaTeX or plain text against the graph that its own definitions and values describe: a verdict for each, the wrong factor, a counterexample, a repair, and which lines only inherit a mistake.",
  },
  derive_gradient: {
    title: "Derive a gradient",
    description:
      "The gradient of a scalar loss given by equations, with every step of backpropagation, its reason and the steps that it uses. Every step is verified.",
  },
  check_backward: {
    title: "Check a backward pass",
    description:
      "Compares the backward pass of Python code with the gradient of its forward pass, line by line: a verdict, a point, and the change that mends it.",
  },
};

/** A server of the four tools; `connect` it to a transport, `close` ends its thread too. */
export function createServer(options: ServerOptions): McpServer {
  const { characters, megabytes, seconds } = { ...DEFAULTS, ...options };
  const working: Thread<Question, unknown> = thread(options.worker, { seconds, megabytes });
  const server = new McpServer({ name: "chainrule", version: "0.1.0" });
  for (const tool of Object.keys(SCHEMAS) as (keyof typeof SCHEMAS)[])
    server.registerTool(
      tool,
      {
        ...ABOUT[tool],
        inputSchema: SCHEMAS[tool].shape,
        annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
      },
      async (call: unknown) => {
        try {
          refuseTooLong(call, characters, tool);
          return told(await working.ask({ tool, call } as Question), tool); // the SDK has checked the call
        } catch (error) {
          return refused(error);
        }
      },
    );
  server.server.onclose = () => void working.end();
  return server;
}

function refuseTooLong(call: unknown, most: number, where: string): void {
  const length = lengthOf(call);
  if (length > most)
    throw new ChainruleError("TOO_LONG", "the call is too long", {
      where,
      got: `${length} characters`,
      expected: `at most ${most}`,
      mend: "Check it part by part",
    });
}

const lengthOf = (value: unknown): number =>
  typeof value === "string"
    ? value.length
    : typeof value === "object" && value !== null
      ? Object.values(value).reduce((total: number, each) => total + lengthOf(each), 0)
      : 0;

function told(answer: unknown, where: string) {
  const text = JSON.stringify(answer);
  if (text.length > LONGEST_ANSWER)
    throw new ChainruleError("TOO_LONG", "the answer is too long", {
      where,
      got: `${text.length} characters`,
      expected: `at most ${LONGEST_ANSWER}`,
      mend: "Ask for less at a time",
    });
  return {
    content: [{ type: "text" as const, text }],
    structuredContent: answer as Record<string, unknown>, // every tool answers with an object
  };
}

/** An error that was thrown on purpose says what to do; anything else is a fault of ours. */
function refused(error: unknown) {
  const problem =
    error instanceof ChainruleError
      ? { code: error.code, message: error.message, ...error.details }
      : { code: "FAULT", message: error instanceof Error ? error.message.split("\n")[0] : String(error) };
  return {
    isError: true,
    content: [{ type: "text" as const, text: JSON.stringify({ error: problem }) }],
    structuredContent: { error: problem },
  };
}
