import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { useEffect, useRef } from "preact/hooks";

export type Mark = Diagnostic;

interface Props {
  readonly id: string;
  readonly text: string;
  /** What a screen reader calls it. */
  readonly label: string;
  readonly marks: readonly Mark[];
  readonly isLine?: boolean;
  readonly hint?: string;
  readonly onText: (text: string) => void;
  /** Where the cursor is put next: a place to be shown. */
  readonly goTo?: { readonly from: number; readonly to: number } | undefined;
}

/** A text that can be edited, with marks under the parts that something is said about. */
export function Editor({ goTo, hint = "", id, isLine = false, label, marks, onText, text }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const attributes = useRef(new Compartment()).current;
  const changed = useRef(onText);
  changed.current = onText;
  useEffect(() => {
    const listener = EditorView.updateListener.of((update) => {
      if (update.docChanged && !update.transactions.some((each) => each.isUserEvent("set")))
        changed.current(update.state.doc.toString());
    });
    view.current = new EditorView({
      parent: host.current as HTMLDivElement, // it is there when effects run
      state: EditorState.create({
        doc: text,
        extensions: [
          ...(isLine ? line : [lineNumbers(), lintGutter(), keymap.of([indentWithTab])]),
          history(),
          keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]),
          EditorView.lineWrapping,
          placeholder(hint),
          attributes.of(labelled(label, id)),
          listener,
        ],
      }),
    });
    return () => view.current?.destroy();
  }, []);
  useEffect(() => {
    view.current?.dispatch({ effects: attributes.reconfigure(labelled(label, id)) });
  }, [label]);
  useEffect(() => {
    const editor = view.current;
    if (editor === undefined || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text }, userEvent: "set" });
  }, [text]);
  useEffect(() => {
    const editor = view.current;
    if (editor === undefined) return;
    const end = editor.state.doc.length;
    const inside = marks.map((mark) => ({
      ...mark,
      from: Math.min(mark.from, end),
      to: Math.min(mark.to, end),
    }));
    editor.dispatch(setDiagnostics(editor.state, inside));
  }, [marks, text]);
  useEffect(() => {
    const editor = view.current;
    if (editor === undefined || goTo === undefined) return;
    const end = editor.state.doc.length;
    const selection = { anchor: Math.min(goTo.from, end), head: Math.min(goTo.to, end) };
    editor.dispatch({ selection, effects: EditorView.scrollIntoView(selection.anchor, { y: "center" }) });
    editor.focus();
  }, [goTo]);
  return <div class={isLine ? "editor line" : "editor"} ref={host} />;
}

const labelled = (label: string, id: string): Extension =>
  EditorView.contentAttributes.of({ "aria-label": label, id, spellcheck: "false", autocapitalize: "off" });

/** A single line: no line is begun, and tabs leave it. */
const line: Extension[] = [
  EditorState.transactionFilter.of((transaction) => {
    if (transaction.newDoc.lines === 1) return transaction;
    const insert = transaction.newDoc
      .toString()
      .replace(/\s*\n\s*/g, " ")
      .trim();
    return [
      {
        changes: { from: 0, to: transaction.startState.doc.length, insert },
        selection: { anchor: insert.length },
      },
    ];
  }),
];
