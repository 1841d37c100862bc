/** A mistake in how the command was called: exit code 2, the message on stderr. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const USAGE = `chainrule derive FILE [options]
  Derives the gradients of the network that FILE exports and writes the derivation.

  --wrt w_5,w_1        differentiate by these quantities (default: the parameters FILE exports, else all symbols)
  --form chain         chain | delta | factors
  --format html,latex  html | latex | markdown | pdf, several with commas (default: html,latex,markdown)
  --out DIR            where to write (default: the current folder)
  --force              overwrite existing files
  --rate 0.5           learning rate of the update (default: the one FILE exports; "none" leaves updates out)
  --digits 6           significant digits of printed numbers
  --no-numbers         formulas only
  --title TEXT         title of the document (default: the one FILE exports)

FILE is a TypeScript or JavaScript module that exports a loss: \`export const loss\`, \`export const network = { loss,
parameters, rate, title }\`, or one named scalar node.

chainrule --help, chainrule --version`;
