import { createWriteStream } from "node:fs";
import { dirname } from "node:path";
import type { AuditSummary } from "@chainrule/check";
import { type Terminal, terminal } from "@chainrule/latex";
import { createFolder } from "../folder";
import { refuseOverwriting } from "../save";
import { messageOf, UsageError } from "../usage-error";
import { AUDIT_WORKER } from "../workers";
import { type Audited, bytesOf, failed, hashOf } from "./document";
import { type Done, doneIn, keyOf } from "./done";
import { codeOfSummary, worst } from "./exit";
import { documentsIn } from "./files";
import { inOrder } from "./in-order";
import type { Options } from "./options";
import { Processes } from "./processes";

/** What many documents came to. */
export interface Found {
  readonly code: number;
  readonly summaries: readonly AuditSummary[];
}

/** So many documents for each process may be under way or wait for one before them: reports come in the order of the documents. */
const AHEAD = 8;
const PROGRESS_MILLISECONDS = 1000;

/** Audits many documents and writes their reports as they come, in order. @throws UsageError */
export async function auditMany(options: Options): Promise<Found> {
  const { allowsUnchecked, format, jobs, language, out, resumes } = options;
  if (out !== undefined && !resumes) refuseOverwriting([out], options.force);
  const done =
    resumes && out !== undefined
      ? await doneIn(out)
      : { known: new Set<string>(), summaries: new Map<string, AuditSummary>() };
  const sink = new Sink(out, resumes);
  const settings = { allowsUnchecked, format, language };
  const processes = new Processes<Audited>(AUDIT_WORKER, jobs, settings);
  const progress = new Count();
  const found = new Map<string, Pick<Audited, "code" | "summary">>(
    [...done.summaries].map(([path, summary]) => [
      path,
      { code: codeOfSummary(summary, allowsUnchecked), summary },
    ]),
  );
  try {
    const audited = inOrder(documentsIn(options.paths), jobs * AHEAD, async (path) => {
      if (isDone(path, done)) return { path, result: undefined };
      const answer = await processes.ask(path);
      return { path, result: answer instanceof Error ? failed(path, messageOf(answer), settings) : answer };
    });
    for await (const { path, result } of audited) {
      progress.add(result);
      if (result === undefined) continue;
      found.set(path, result);
      await sink.write(terminal`${result.report}\n`);
    }
  } finally {
    processes.end();
    await sink.end();
    progress.end();
  }
  if (found.size === 0) throw new UsageError(`${options.paths.join(" ")}: no document (.md, .tex, .txt)`);
  const all = [...found.values()];
  return { code: worst(all.map(({ code }) => code)), summaries: all.flatMap(({ summary }) => summary ?? []) };
}

function isDone(path: string, { known }: Done): boolean {
  if (known.size === 0) return false;
  try {
    return known.has(keyOf(path, hashOf(bytesOf(path))));
  } catch (error) {
    if (error instanceof UsageError) return false; // it is reported where it is audited
    throw error;
  }
}

/** Standard output or a file, written no faster than it takes. */
class Sink {
  readonly #stream: NodeJS.WritableStream;
  #broken: Error | undefined;

  constructor(out: string | undefined, goesOn: boolean) {
    if (out === undefined) this.#stream = process.stdout;
    else {
      createFolder(dirname(out));
      this.#stream = createWriteStream(out, { flags: goesOn ? "a" : "w" });
      this.#stream.on("error", (error: Error) => {
        this.#broken = error;
      });
    }
  }

  async write(text: Terminal): Promise<void> {
    await new Promise<void>((resolve) => this.#stream.write(text, () => resolve()));
    if (this.#broken !== undefined)
      throw new UsageError(`--out: cannot be written (${messageOf(this.#broken)})`, { cause: this.#broken });
  }

  async end(): Promise<void> {
    if (this.#stream === process.stdout || this.#broken !== undefined) return;
    await new Promise<void>((resolve) => this.#stream.end(() => resolve()));
  }
}

/** Says on stderr how far it is. */
class Count {
  #documents = 0;
  #skipped = 0;
  #wrong = 0;
  #failed = 0;
  #said = 0;
  readonly #timer = setInterval(() => {
    if (this.#said < this.#documents) this.#say("...");
  }, PROGRESS_MILLISECONDS);

  add(found: Audited | undefined): void {
    this.#documents++;
    if (found === undefined) this.#skipped++;
    else if (found.summary === undefined) this.#failed++;
    else if (found.summary.wrong > 0) this.#wrong++;
  }

  end(): void {
    clearInterval(this.#timer);
    this.#say("");
  }

  #say(more: "..." | ""): void {
    this.#said = this.#documents;
    const parts = [
      `${this.#documents} audited`,
      `${this.#wrong} with mistakes`,
      ...(this.#failed > 0 ? [`${this.#failed} not readable`] : []),
      ...(this.#skipped > 0 ? [`${this.#skipped} known already`] : []),
    ];
    process.stderr.write(`chainrule: documents: ${parts.join(", ")}${more === "" ? "" : ` ${more}`}\n`);
  }
}
