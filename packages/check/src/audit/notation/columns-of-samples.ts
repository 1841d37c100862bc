import { mapTree, type Tree } from "@chainrule/graph/read";
import type { Statement } from "../document/passage";
import { mapStatements } from "../statements/statements";

const COLUMNS = [
  /\b(?:one|each|every|an?)\s+(?:training\s+)?(?:example|sample)\s+(?:per|in\s+(?:a|each|every)|is\s+(?:a|one))\s+column/i,
  /\b(?:examples|samples)\s+(?:are|as|in|stand\s+in)\s+(?:the\s+)?columns/i,
  /\bcolumns?\s+(?:of\s+\$?\w{1,9}\$?\s+)?(?:is|are)\s+(?:an?\s+|the\s+)?(?:training\s+)?(?:examples?|samples?)/i,
  /(?:每(?:一)?[列行])?(?:样本|樣本)(?:为|為|是|按)列|每(?:一)?列(?:是|为|為)?(?:一)?(?:个|個)?(?:样本|樣本)/,
];

/** Whether the words of a document say that each column of its matrices is a sample. */
export const hasSamplesInColumns = (document: string): boolean =>
  COLUMNS.some((pattern) => pattern.test(document));

/** softmax of a document whose samples are columns, along each column. */
export const withColumnSoftmax = (
  statements: readonly Statement[],
  document: string,
): readonly Statement[] =>
  hasSamplesInColumns(document) ? mapStatements(statements, alongColumns) : statements;

function alongColumns(part: Tree): Tree | undefined {
  if (part.kind !== "applied" || !/^(?:log)?softmax$/i.test(part.head.name.base)) return undefined;
  const [of, ...others] = part.arguments;
  const isTold = part.options !== undefined || part.head.name.sub !== undefined || others.length > 0;
  if (of === undefined || isTold) return undefined;
  const { end } = part;
  return { ...part, arguments: [mapTree(of, alongColumns)], options: { start: end, end, axis: 0 } };
}
