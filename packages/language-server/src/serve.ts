import {
  CodeActionKind,
  type Connection,
  DiagnosticSeverity,
  DidChangeConfigurationNotification,
  MessageType,
  ShowMessageNotification,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { Audited } from "./audited";
import { type Audits, audits, type Job, type Outcome } from "./audits";
import { kindOf } from "./kind";
import { DEFAULTS, type Settings, settingsOf } from "./settings";
import { STATUS } from "./status";

export interface ServeOptions {
  /** The program of the thread that audits: this package's `worker`. */
  readonly worker: URL;
}

/** Longer documents are not audited. */
const LONGEST = 1_000_000;
const START = { line: 0, character: 0 };

/**
 * Answers an editor over a connection, which the caller makes and which starts to listen here. Documents are audited in a thread; what
 * is asked meanwhile is answered from the last audit, moved with the edits since.
 */
export function serve(connection: Connection, { worker }: ServeOptions): void {
  const documents = new TextDocuments(TextDocument);
  const audited = new Map<string, Audited>();
  let settings: Settings = DEFAULTS;
  let running: Audits = start();
  let asksForSettings = false;

  function start(): Audits {
    return audits(worker, settings, tell);
  }
  function request(document: TextDocument): void {
    const { languageId, uri, version } = document;
    const kind = kindOf(languageId, uri);
    if (kind === undefined) return;
    const text = document.getText();
    const own = kind === "python" || settings.format === "auto" ? kind : settings.format;
    const job: Job = { ask: "report", uri, version, kind: own, text, language: settings.language };
    if (text.length <= LONGEST) running.request(job);
    else
      tell(job, {
        problem: `too long: ${text.length} characters (expected at most ${LONGEST})`,
      });
  }
  function tell({ text, uri, version }: Job, outcome: Outcome): void {
    const document = documents.get(uri);
    if (document === undefined) return; // closed meanwhile
    if ("problem" in outcome) {
      audited.delete(uri);
      const message = `not audited: ${outcome.problem}`;
      const range = { start: START, end: document.positionAt(Math.max(0, text.indexOf("\n"))) };
      const diagnostic = { range, message, severity: DiagnosticSeverity.Warning, source: "chainrule" };
      void connection.sendDiagnostics({ uri, version, diagnostics: [diagnostic] });
      void connection.sendNotification(STATUS, { uri, version, problem: outcome.problem });
      return;
    }
    const own = new Audited(text, outcome.report);
    audited.set(uri, own);
    const diagnostics = own.diagnostics(document, settings);
    void connection.sendDiagnostics({ uri, version: document.version, diagnostics });
    void connection.sendNotification(STATUS, { uri, version, standing: outcome.report.standing });
  }
  /** Takes settings as they were sent; what cannot be is told to the user, and the settings stay as they were. */
  function take(sent: unknown): void {
    try {
      const next = settingsOf(sent);
      const isOther = next.seconds !== settings.seconds || next.megabytes !== settings.megabytes;
      settings = next;
      if (isOther) {
        void running.end();
        running = start();
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message });
    }
  }

  connection.onInitialize(({ capabilities, initializationOptions }) => {
    take(initializationOptions);
    asksForSettings = capabilities.workspace?.configuration === true;
    return {
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
      },
      serverInfo: { name: "chainrule" },
    };
  });
  connection.onInitialized(async () => {
    if (!asksForSettings) return;
    const { type } = DidChangeConfigurationNotification;
    // an editor that does not tell of changes is asked once
    connection.client.register(type, { section: "chainrule" }).catch(() => undefined);
    await refresh();
  });
  async function refresh(sent?: unknown): Promise<void> {
    take(asksForSettings ? await connection.workspace.getConfiguration("chainrule") : sent);
    for (const document of documents.all()) request(document);
  }
  connection.onDidChangeConfiguration(({ settings: all }) =>
    refresh((all as { readonly chainrule?: unknown } | null)?.chainrule),
  );
  connection.onHover(({ position, textDocument: { uri } }) => {
    const document = documents.get(uri);
    return document && audited.get(uri)?.hover(document, position);
  });
  connection.onCodeAction(({ range, textDocument: { uri } }) => {
    const document = documents.get(uri);
    return document && audited.get(uri)?.repairs(document, range);
  });
  connection.onShutdown(() => running.end());
  documents.onDidChangeContent(({ document }) => request(document));
  documents.onDidClose(({ document: { uri } }) => {
    audited.delete(uri);
    running.forget(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });
  documents.listen(connection);
  connection.listen();
}
