/** The server as an assistant starts it. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { built } from "../../language-server/test/client";

const PROGRAMS = ["main", "worker"].map((name) => `packages/mcp/src/${name}.ts`);

/** Builds the server; the folder with `main.js` and `worker.js`. */
export const builtServer = (): Promise<string> => built(PROGRAMS, "mcp");

export const workerIn = (folder: string): URL => pathToFileURL(join(folder, "worker.js"));

/** A client of a server in a process of its own. */
export async function clientOf(folder: string, args: readonly string[] = []): Promise<Client> {
  const client = new Client({ name: "test", version: "1" });
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [join(folder, "main.js"), ...args] }),
  );
  return client;
}

/** What a tool answers, and whether it refuses. */
export interface Answered {
  readonly isError: boolean;
  readonly answer: Readonly<Record<string, unknown>>;
}

export async function call(client: Client, name: string, given: Record<string, unknown>): Promise<Answered> {
  const { content, isError, structuredContent } = await client.callTool(
    { name, arguments: given },
    undefined,
    {
      timeout: 120_000,
    },
  );
  const [first] = content as { text: string }[];
  return {
    isError: isError === true,
    answer: (structuredContent as Answered["answer"] | undefined) ?? { text: first?.text },
  };
}
