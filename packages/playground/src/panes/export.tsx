import { useState } from "preact/hooks";
import { type Client, Refusal } from "../client";
import type { DerivationAsk, ExportFormat } from "../protocol";
import type { Words } from "../words/words";

interface Props {
  readonly client: Client;
  readonly ask: DerivationAsk | undefined;
  readonly words: Words;
}

const FORMATS: readonly (readonly [ExportFormat, string])[] = [
  ["markdown", "Markdown"],
  ["latex", "LaTeX"],
  ["html", "HTML"],
  ["pytorch", "PyTorch"],
  ["numpy", "NumPy"],
  ["onnx", "ONNX"],
];

/** KaTeX's fonts, which a page that stands alone has inside. */
const FONTS = ["Main-Regular", "Math-Italic", "Main-Bold", "Main-Italic", "AMS-Regular", "SansSerif-Regular"]
  .concat(["Caligraphic-Regular", "Size1-Regular", "Size2-Regular", "Size3-Regular", "Size4-Regular"])
  .map((name) => `fonts/KaTeX_${name}.woff2`);

async function katexFiles(): Promise<Record<string, Uint8Array>> {
  const load = async (path: string): Promise<[string, Uint8Array]> => {
    const response = await fetch(new URL(`katex/${path}`, document.baseURI));
    return [path, new Uint8Array(await response.arrayBuffer())];
  };
  return Object.fromEntries(await Promise.all(["katex.min.css", ...FONTS].map(load)));
}

/** The derivation as a document, or the network with its gradients as code. */
export function Export({ ask, client, words }: Props) {
  const [isAll, setAll] = useState(false);
  const [complaint, setComplaint] = useState("");
  const make = async (format: ExportFormat, use: (file: Blob, name: string) => void): Promise<void> => {
    if (ask === undefined) return;
    try {
      const files = format === "html" ? await katexFiles() : {};
      const { data, name, type } = await client.ask("export", { ...ask, all: isAll, format, files });
      setComplaint("");
      use(new Blob([data], { type }), name);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setComplaint(error.problem.message);
    }
  };
  return (
    <details class="export">
      <summary>{words.exportAs}</summary>
      <div>
        <label>
          <input type="checkbox" checked={isAll} onChange={() => setAll(!isAll)} /> {words.exportAll}
        </label>
        <div class="controls">
          {FORMATS.map(([format, name]) => (
            <button
              key={format}
              type="button"
              id={`export-${format}`}
              disabled={ask === undefined}
              onClick={() => void make(format, download)}
            >
              {name}
            </button>
          ))}
          <button
            type="button"
            id="print"
            disabled={ask === undefined}
            onClick={() => void make("html", print)}
          >
            {words.print}
          </button>
        </div>
        {complaint !== "" && (
          <p class="complaint" role="alert" lang="en">
            {complaint}
          </p>
        )}
      </div>
    </details>
  );
}

function download(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The document as the browser prints it; its print dialog makes PDF too. */
function print(file: Blob): void {
  const frame = document.createElement("iframe");
  frame.className = "printed";
  frame.src = URL.createObjectURL(file);
  frame.onload = () => frame.contentWindow?.print();
  document.querySelector("iframe.printed")?.remove();
  document.body.append(frame);
}
