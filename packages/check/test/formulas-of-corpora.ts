/** The formulas of all corpora of the repository: published derivations, formulas with a meaning, rules of libraries, documents. */
import { readdirSync, readFileSync } from "node:fs";
import { corpus } from "./corpus";
import { newcomerDocuments } from "./newcomer-documents";
import { formulas } from "./reading/formulas";

const EXAMPLES = new URL("../../../examples/", import.meta.url);
const FOLDERS = ["expected", "audits"] as const;

/** In dollars or in a display of LaTeX. */
const FORMULA =
  /\$\$([^$]+)\$\$|\$([^$\n]+)\$|\\\[([\s\S]+?)\\\]|\\begin\{(?:align|equation)\*?\}([\s\S]+?)\\end\{(?:align|equation)\*?\}/g;
/** A line of words and signs with an equation in it, as notes have it. */
const EQUATION = /^.*[^\s:=<>]\s*=\s*[^\s=>].*$/gm;

function formulasIn(document: string): string[] {
  const found = [...document.matchAll(FORMULA)].flatMap(
    ([, ...groups]) => groups.find((group) => group !== undefined) ?? [],
  );
  const rest = document.replaceAll(FORMULA, " ");
  return [...found, ...(rest.match(EQUATION) ?? [])];
}

const { cases } = JSON.parse(
  readFileSync(new URL("published/derivations.json", import.meta.url), "utf8"),
) as {
  readonly cases: readonly { readonly text: string }[];
};
const documents = [
  ...cases.map(({ text }) => text),
  ...newcomerDocuments.map(([, text]) => text),
  ...FOLDERS.flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, EXAMPLES))
      .filter((file) => file.endsWith(".md"))
      .map((file) => readFileSync(new URL(`${folder}/${file}`, EXAMPLES), "utf8")),
  ),
];

/** Each once, without spaces around it. */
export const formulasOfCorpora: readonly string[] = [
  ...new Set(
    [
      ...formulas.map(({ text }) => text),
      ...corpus.flatMap(({ claim, of }) => [of, claim]),
      ...documents.flatMap(formulasIn),
    ].map((text) => text.trim()),
  ),
].filter((text) => text !== "");
