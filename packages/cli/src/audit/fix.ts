import { dirname } from "node:path";
import { mendDocument, mendingReport } from "@chainrule/check";
import { terminal } from "@chainrule/latex";
import { loadNetwork } from "../load";
import type { Outcome } from "../outcome";
import { save } from "../save";
import { type Document, documentAt, formatOf } from "./document";
import { codeOf } from "./exit";
import type { Options } from "./options";

/** Mends a document where it is sure to, in its file; what comes by standard input goes mended to standard output. @throws UsageError */
export async function fixed(path: string, options: Options): Promise<Outcome> {
  const { allowsUnchecked, language, network } = options;
  const document = documentAt(path);
  const found = mendDocument(document.text, {
    ...formatOf(path),
    ...(network !== undefined && { network: (await loadNetwork(network)).loss }),
  });
  const report = mendingReport(found, language === undefined ? {} : { language });
  const code = codeOf(found.audit, allowsUnchecked);
  if (path === "-") {
    process.stderr.write(`${report}\n`);
    await new Promise<void>((resolve) =>
      process.stdout.write(withMark(document, found.text), () => resolve()),
    );
    return { code };
  }
  if (found.mended.length > 0) save(dirname(path), [{ path, content: withMark(document, found.text) }]);
  return { text: terminal`${report}`, code };
}

const withMark = ({ mark }: Document, text: string): string => `${mark}${text}`;
