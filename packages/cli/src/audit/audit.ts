import { dirname } from "node:path";
import { type AuditSummary, auditBadge } from "@chainrule/check";
import { loadNetwork } from "../load";
import type { Outcome } from "../outcome";
import { save } from "../save";
import { auditedCode, isCode } from "./code";
import { auditedDocument, documentAt } from "./document";
import { isFolder } from "./files";
import { fixed } from "./fix";
import { auditMany } from "./many";
import { type Options, readOptions, refuseMixture } from "./options";

/** `chainrule audit`: reports of one or many documents, with the code that says what they come to. @throws UsageError, ChainruleError */
export async function auditCommand(args: readonly string[]): Promise<Outcome> {
  const options = readOptions(args);
  const { out, paths, resumes } = options;
  const [path = "-"] = paths;
  const isOfMany = paths.length > 1 || isFolder(path) || out !== undefined || resumes;
  refuseMixture(options, isOfMany);
  if (isOfMany) {
    const { code, summaries } = await auditMany(options);
    writeBadge(options, summaries);
    return { code };
  }
  if (isCode(path)) return auditedCode(path, options);
  if (options.fixes) return fixed(path, options);
  const { network } = options;
  const document = documentAt(path);
  const loss = network === undefined ? undefined : (await loadNetwork(network)).loss;
  const { code, report, summary } = auditedDocument(document, options, loss);
  writeBadge(options, summary === undefined ? [] : [summary]);
  return { text: report, code };
}

function writeBadge({ badge, language }: Options, summaries: readonly AuditSummary[]): void {
  if (badge === undefined) return;
  const content = auditBadge(summaries, language === undefined ? {} : { language });
  save(dirname(badge), [{ path: badge, content }]);
}
