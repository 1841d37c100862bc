import { derive } from "@chainrule/derive";
import { renderDocument } from "@chainrule/latex";
import type { Answer, Ask, ExportFormat } from "../protocol";
import { chosenOf, networkOf } from "./opened";

const FILES: Readonly<Record<ExportFormat, readonly [ending: string, type: string]>> = {
  markdown: ["md", "text/markdown"],
  latex: ["tex", "application/x-tex"],
  html: ["html", "text/html"],
  pytorch: ["py", "text/x-python"],
  numpy: ["py", "text/x-python"],
  onnx: ["onnx", "application/octet-stream"],
};

/** A derivation as a document, or a loss with its gradient as code. @throws ChainruleError, SourceError */
export async function exported(ask: Ask<"export">): Promise<Answer<"export">> {
  const { all, files, form, format, language, notation, rate } = ask;
  const [ending, type] = FILES[format];
  const about = { name: `derivation.${ending}`, type };
  const { parameters } = networkOf(ask);
  const chosen = chosenOf(ask);
  if (format === "pytorch" || format === "numpy" || format === "onnx") {
    const { written } = await import("./code");
    return {
      name: `network_${format}.${ending}`,
      type,
      data: written(format, networkOf(ask).loss, parameters),
    };
  }
  const trained = notation === "scalar" ? parameters : parametersOf(ask);
  const wrt = all ? trained : [chosen.node];
  const hasRate = all || chosen.isParameter;
  const derivation = derive(chosen.loss, { wrt, form, ...(hasRate && { rate }) });
  const data = renderDocument(derivation, {
    format,
    notation,
    language,
    ...(wrt.length > 4 && { detail: "standard" as const }),
    katexFile: (path) => {
      const file = files[path];
      if (file === undefined) throw new Error(`${path} was not sent`);
      return file;
    },
  });
  return { ...about, data };
}

/** The parameters over tensors, each once. */
function parametersOf(ask: Ask<"export">) {
  const { parameters } = networkOf(ask);
  const nodes = parameters.map((node) => chosenOf({ ...ask, selected: String(node) }).node);
  return [...new Set(nodes)];
}
