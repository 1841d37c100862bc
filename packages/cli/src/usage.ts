import { nearest } from "@chainrule/graph";

const USAGE = `chainrule derive FILE [options]
  Derives the gradients of the network that FILE exports and writes the derivation.

  --wrt w_5,w_1        differentiate by these quantities (default: the parameters FILE exports, else all symbols)
  --form chain         chain | delta | factors (default: what FILE asks for, else chain)
  --order 1            2: second derivatives too, by all pairs of the quantities
  --format html,latex  html | latex | markdown | pdf, several with commas (default: html,latex,markdown)
  --out DIR            where to write (default: the current folder)
  --force              overwrite existing files
  --open               show the HTML (or the PDF) when it is written
  --watch              write it again whenever FILE, or a module or data in its folder, is saved
  --list               write nothing, and list the quantities that --wrt may name
  --loss NAME          the export that is the loss (default: loss, else the only named scalar)
  --audit              read the document as \`chainrule audit\` does, and say how many of its claims hold; exit codes as of audit
  --rate 0.5           learning rate of the update (default: the one FILE exports; "none" leaves updates out)
  --updates 1          a training of so many: the first two updates in full, then the loss in a table and a curve
  --digits 6           significant digits of printed numbers, 1 to 17
  --number-notation decimal  decimal (0.000438568) | scientific (4.38568 · 10^-4)
  --no-numbers         formulas only
  --notation scalar    scalar: every quantity by itself | index: entries of tensors | matrix: products of matrices |
                       both: index, with matrix below (default: scalar, or index where there are tensors)
  --detail every-step  every-step | standard: of units that differ in numbers alone the first one's way, and a table for the
                       others | summary: definitions and results
  --layers general     general: layers that repeat one another are derived once | unrolled: each by itself
  --layout denominator denominator | numerator: in matrix notation, the shape of derivatives by tensors
  --language en        language of the document: en, zh-Hans, zh-Hant
  --title TEXT         title of the document (default: the one FILE exports)
  --describe "lambda=regularisation strength"  what a symbol means, in your words; more than once for several

FILE is a TypeScript or JavaScript module that exports a loss: \`export const loss\`, \`export const network = { loss,
parameters, rate, title }\`, or one named scalar node. It may also export how to derive and to write: \`deriveOptions\`
(abbreviations, form, kronecker, updates) and \`documentOptions\` (describe, detail, layout, notation, numbering, symbols, updates,
wholeFormulas).

chainrule audit FILE|FOLDER|- ... [options]
  Checks every = of the derivation in FILE (Markdown, LaTeX or plain text; .tex is LaTeX, .txt is text, - is standard input)
  against the network that its own definitions and values describe. Exit code 0: every claim was judged and is right, 1:
  something is wrong, 2: not readable, or nothing was judged, 3: nothing is wrong, but not every claim was judged. Folders are
  walked for .md, .markdown, .tex and .txt; the exit code of several documents is that of the worst (1, then 2, then 3).

  --format text        text | json | markdown | html | github (annotations of GitHub Actions) | jsonl (a line of JSON for each
                       document) | tex (marks for chainrule.sty); of several documents text, github or jsonl
  --lang zh-Hans       language of the report: en, zh-Hans, zh-Hant (default: that of the document)
  --allow-unchecked    0 instead of 3
  --network MODULE     the network that the derivation is about (default: what FILE itself defines and gives)
  --fix                mends in FILE what it is sure of, and says what; of - the mended text goes to standard output
  --badge FILE         writes a picture: 42 of 42 equations hold
  --jobs 2             so many documents at a time
  --out FILE           writes reports of several documents there (--force overwrites it)
  --resume             goes on with --out FILE (of --format jsonl): documents that stand in it and are as they were are not done again

  A FILE that ends in .py is code: its backward passes are compared with the gradients of its forward passes. Nothing is run.
  Formats: text, json.

  Comments in a document that it obeys: <!-- chainrule: assume x > 0 -->, <!-- chainrule: loss L = (w x - y)^2 / 2 -->,
  <!-- chainrule: skip: why --> (the next block is not checked); in LaTeX, % chainrule: assume x > 0.

chainrule check "L = (w x - y)^2 / 2" "dL/dw = (w x - y) x" [options]
  Checks formulas: what the first ones define or give, and what the others claim. Exit codes as of audit; 3 too where no claim
  could be checked.

  --format text        text | json
  --lang en            en, zh-Hans, zh-Hant
  --allow-unchecked    0 instead of 3

chainrule check FILE --node "dE/dw_5" --claim "FORMULA" [--format text]
  Checks a formula against a quantity or a derivative of the network that FILE exports. Exit code 1 if it is wrong.

  --format text        text | json

chainrule grade RUBRIC ANSWERS --out marks.csv [options]
  Grades the answers in a folder (.md, .tex, .txt) by a reference derivation whose steps have points: [2 points] or （2 分） behind a
  step, or before it <!-- chainrule: points 2 -->, in LaTeX % chainrule: points 2. A step that is right given an earlier mistake earns
  its points, and so does one that is not written down where a later one that needs it is right. Prints what the class makes of each
  step. Exit code 0: all is graded, 3: something is open, for a person to look at.

  --out marks.csv      the table of marks
  --feedback DIR       a page for each student, with the first mistake and what mends it, and one for the class
  --lang zh-Hans       language of the pages: en, zh-Hans, zh-Hant (default: that of each answer)
  --jobs 2             so many answers at a time
  --force              overwrite existing files

chainrule new FILE [options]
  Writes a network to begin with, which derives as it stands.

  --kind scalar        scalar (plain code) | matrix (tensors of any size) | layers (of @chainrule/nn)
  --force              overwrite an existing file

chainrule draw FILE [options]
  Draws the network that FILE exports and writes the picture.

  --loss NAME          the export that is the loss
  --what network       graph | network | regions | curve, several with commas. regions: of two inputs, with the points and
                       labels that FILE exports; curve: the loss while it is trained
  --format svg         svg | png | tikz, several with commas (png needs @resvg/resvg-js)
  --out DIR            where to write (default: the current folder)
  --force              overwrite existing files
  --no-numbers         names only, without values and gradients
  --highlight w_5,w_1  network: the backward paths of these weights
  --unfold net_h1      graph: definitions whose operations are drawn (default: all, as long as they are few); "all", "none"
  --direction right    graph: right | down
  --steps 1000         curve: number of updates
  --rate 0.5           curve: learning rate (default: the one FILE exports)
  --font FILE          png: a font besides those of the system, for letters that they lack; more than once for several
  --theme auto         auto (follows the reader's system) | light | dark
  --language en        en, zh-Hans, zh-Hant
  --title TEXT         title of the picture

chainrule export FILE [options]
  Writes the loss of the network that FILE exports, with its gradient, as code.

  --to pytorch         pytorch | jax | numpy | c | onnx, several with commas
  --loss NAME          the export that is the loss
  --wrt w_5,w_1        the parameters (default: those FILE exports, else all symbols)
  --name TEXT          what the function or class is called (default: loss, Loss in PyTorch)
  --out DIR            where to write (default: the current folder)
  --force              overwrite existing files

chainrule train FILE [options]
  Trains the network that FILE exports by gradient descent and prints the loss and the new parameters.

  --loss NAME          the export that is the loss
  --steps 1000         number of updates
  --rate 0.5           learning rate (default: the one FILE exports)
  --plot               a curve of the loss that grows while it trains; a line for each record where the output is no terminal`;

/** What stands together: a way to call the command, and what is said of it. */
const SECTIONS = USAGE.split(/\n\n(?=chainrule )/);

/** The names of all commands. */
export const commands = (): string[] => [
  ...new Set(SECTIONS.map((section) => section.split(" ")[1] as string)), // each begins with a call
];

const isOf = (section: string, command: string): boolean => section.startsWith(`chainrule ${command} `);

/** How one command is called, with its options; undefined where there is no such command. */
export function usageOf(command: string): string | undefined {
  const own = SECTIONS.filter((section) => isOf(section, command));
  return own.length === 0 ? undefined : own.join("\n\n");
}

/** All commands, each with the first sentence of what is said of it. */
export const overview = (): string =>
  [
    ...SECTIONS.map((section) => {
      const [call = "", ...about] = section.split("\n");
      const [sentence] = about.join("\n").split(/\.(?=\s)/);
      return `${call}\n${sentence}.`;
    }),
    "chainrule COMMAND --help tells its options; chainrule --version",
  ].join("\n\n");

const SHOWN = 8;

/** For a message about a name that is not known: those that are most like it, else what names there are. */
export function alternatives(text: string, known: readonly string[]): string {
  const alike = nearest(text, known);
  if (alike !== undefined) return `nearest: ${alike}`;
  const more = known.length > SHOWN ? ", ..." : "";
  return known.length === 0 ? "there is none" : `expected ${known.slice(0, SHOWN).join(", ")}${more}`;
}
