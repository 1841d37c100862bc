/** An editor's side of the protocol: a server as a process of its own, spoken to over its standard input and output. */
import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import {
  type CodeAction,
  createProtocolConnection,
  type Diagnostic,
  type Hover,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { STATUS, type Status } from "../src/status";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Builds programs of a package with all that they import, as files beside one another; where they are. */
export async function built(entries: readonly string[], name: string): Promise<string> {
  // below a package, so that libraries are found
  const folder = join(root, "packages", "language-server", ".installed", name);
  rmSync(folder, { recursive: true, force: true });
  await build({
    entryPoints: entries.map((entry) => join(root, entry)),
    outdir: folder,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    conditions: ["@chainrule/source"],
    splitting: true,
    external: ["@resvg/resvg-js", "mathjs", "tsx"],
    banner: {
      js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
    },
    logLevel: "error",
  });
  return folder;
}

export const SERVER: readonly string[] = ["main", "worker"].map(
  (name) => `packages/language-server/src/${name}.ts`,
);

/** One server, with documents that are open in it. */
export class Editor {
  readonly process: ChildProcess;
  readonly #connection: ProtocolConnection;
  readonly #texts = new Map<string, { text: string; version: number }>();
  readonly #told = new Map<string, PublishDiagnosticsParams>();
  readonly #status = new Map<string, Status>();
  readonly warnings: string[] = [];
  #wake: (() => void)[] = [];

  constructor(program: string, args: readonly string[] = []) {
    this.process = spawn(process.execPath, [program, ...args], { stdio: ["pipe", "pipe", "inherit"] });
    this.process.on("exit", () => this.#wakeAll());
    const { stdin, stdout } = this.process;
    if (stdin === null || stdout === null) throw new Error("no standard input or output");
    this.#connection = createProtocolConnection(
      new StreamMessageReader(stdout),
      new StreamMessageWriter(stdin),
    );
    this.#connection.onNotification("textDocument/publishDiagnostics", (told: PublishDiagnosticsParams) => {
      this.#told.set(told.uri, told);
    });
    this.#connection.onNotification(STATUS, (status) => {
      this.#status.set(status.uri, status);
      this.#wakeAll();
    });
    this.#connection.onNotification("window/showMessage", ({ message }: { message: string }) => {
      this.warnings.push(message);
    });
    this.#connection.listen();
  }

  async start(settings: object = {}): Promise<unknown> {
    const told = await this.#connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
      initializationOptions: settings,
    });
    await this.#connection.sendNotification("initialized", {});
    return told;
  }

  async open(uri: string, languageId: string, text: string): Promise<void> {
    this.#texts.set(uri, { text, version: 1 });
    await this.#connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  /** Types a text in the place of a part of the document; the version that this makes. */
  async type(uri: string, start: number, end: number, text: string): Promise<number> {
    const own = this.#own(uri);
    const range = { start: positionIn(own.text, start), end: positionIn(own.text, end) };
    own.text = own.text.slice(0, start) + text + own.text.slice(end);
    own.version++;
    await this.#connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: own.version },
      contentChanges: [{ range, text }],
    });
    return own.version;
  }

  async close(uri: string): Promise<void> {
    await this.#connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  }

  async set(settings: object): Promise<void> {
    await this.#connection.sendNotification("workspace/didChangeConfiguration", {
      settings: { chainrule: settings },
    });
  }

  /** What is shown when the document as it stands is audited. */
  async shown(uri: string): Promise<{ diagnostics: Diagnostic[]; status: Status }> {
    for (;;) {
      const status = this.#status.get(uri);
      const told = this.#told.get(uri);
      if (this.process.exitCode !== null) throw new Error(`the server ended: ${this.process.exitCode}`);
      if (status?.version === this.#own(uri).version && told !== undefined)
        return { diagnostics: told.diagnostics, status };
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  hover(uri: string, offset: number): Promise<Hover | null> {
    const position = positionIn(this.#own(uri).text, offset);
    return this.#connection.sendRequest("textDocument/hover", { textDocument: { uri }, position });
  }

  fixes(uri: string, range: Range): Promise<CodeAction[]> {
    return this.#connection.sendRequest("textDocument/codeAction", {
      textDocument: { uri },
      range,
      context: { diagnostics: [] },
    });
  }

  /** The document with an action's edits made. */
  async apply(uri: string, action: CodeAction): Promise<void> {
    for (const { newText, range } of action.edit?.changes?.[uri] ?? []) {
      const { text } = this.#own(uri);
      await this.type(uri, offsetIn(text, range.start), offsetIn(text, range.end), newText);
    }
  }

  text(uri: string): string {
    return this.#own(uri).text;
  }

  /** The part of the document that a range is. */
  part(uri: string, { end, start }: Range): string {
    const { text } = this.#own(uri);
    return text.slice(offsetIn(text, start), offsetIn(text, end));
  }

  async stop(): Promise<number | null> {
    const code = new Promise<number | null>((resolve) => this.process.on("exit", resolve));
    await this.#connection.sendRequest("shutdown");
    await this.#connection.sendNotification("exit");
    return code;
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }

  #own(uri: string): { text: string; version: number } {
    const own = this.#texts.get(uri);
    if (own === undefined) throw new Error(`${uri} is not open`);
    return own;
  }
}

function positionIn(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length - 1, character: offset - before.lastIndexOf("\n") - 1 };
}

function offsetIn(text: string, { character, line }: Position): number {
  let start = 0;
  for (let k = 0; k < line; k++) start = text.indexOf("\n", start) + 1;
  return start + character;
}
