import { STATUS, type Status } from "@chainrule/language-server";
import {
  commands,
  type ExtensionContext,
  StatusBarAlignment,
  type StatusBarItem,
  type TextEditor,
  Uri,
  window,
} from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";

/* The language server, started by VS Code, and a place in the status bar: how many equations of the document hold. */

const LANGUAGES: readonly string[] = ["markdown", "latex", "tex", "python"];
let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const item = window.createStatusBarItem(StatusBarAlignment.Right);
  item.name = "chainrule";
  const known = new Map<string, Status>();
  const module = Uri.joinPath(context.extensionUri, "dist", "server.cjs").fsPath;
  client = new LanguageClient(
    "chainrule",
    "chainrule",
    { module, transport: TransportKind.stdio },
    {
      documentSelector: LANGUAGES.map((language) => ({ language })),
      synchronize: { configurationSection: "chainrule" },
    },
  );
  client.onNotification(STATUS, (status) => {
    known.set(status.uri, status);
    show(item, window.activeTextEditor, known);
  });
  context.subscriptions.push(
    item,
    window.onDidChangeActiveTextEditor((editor) => show(item, editor, known)),
    commands.registerCommand("chainrule.restart", () => client?.restart()),
  );
  await client.start();
}

export const deactivate = (): Promise<void> | undefined => client?.stop();

/** What the document in front comes to. */
function show(item: StatusBarItem, editor: TextEditor | undefined, known: ReadonlyMap<string, Status>): void {
  const uri = editor && client?.code2ProtocolConverter.asUri(editor.document.uri);
  const status = uri === undefined ? undefined : known.get(uri);
  if (status === undefined) {
    item.hide();
    return;
  }
  const { problem, standing } = status;
  const icon = { right: "check", wrong: "error", open: "question" }[standing?.state ?? "open"];
  item.text = `$(${icon}) ${standing?.text ?? "not audited"}`;
  item.tooltip = problem ?? (standing && `${standing.wrong} wrong, ${standing.unchecked} not checked`);
  item.show();
}
