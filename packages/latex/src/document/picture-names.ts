import { type Name, nameText, parseName } from "@chainrule/graph";
import type { Label, Picture } from "@chainrule/plot";
import type { Symbols } from "../symbol";
import type { Writing } from "./writing";

/** What an author's LaTeX for a symbol may be, to be drawn as text: no commands. */
const PLAIN = /^[^\\$&#%~]+$/;

/** A name as the author has it, by itself or for an entry of the tensor, as far as it can be drawn without LaTeX. */
export function authorsName(name: Name, entry: Name, symbols: Symbols = {}): Name {
  const latex = symbols[nameText(name)] ?? symbols[nameText(entry)];
  return latex !== undefined && PLAIN.test(latex) ? parseName(latex) : name;
}

/** A picture with the author's symbols, those of an entry for a tensor, as far as they can be drawn without LaTeX. */
export function withAuthorsSymbols(picture: Picture, { derivation, print, spelling }: Writing): Picture {
  const { symbols } = print;
  if (symbols === undefined || Object.keys(symbols).length === 0) return picture;
  const shapes = new Map(
    derivation.statements.map(({ expression, symbol }) => [nameText(symbol), expression.shape]),
  );
  const ownName = (name: Name): Name =>
    authorsName(name, spelling.entry(name, shapes.get(nameText(name)) ?? []), symbols);
  const relabelled = <T extends { readonly label?: Label }>(part: T): T => {
    if (part.label?.name === undefined) return part;
    return { ...part, label: { ...part.label, name: ownName(part.label.name) } };
  };
  return { ...picture, nodes: picture.nodes.map(relabelled), edges: picture.edges.map(relabelled) };
}
