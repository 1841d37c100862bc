import { type Name, nameText, parseName } from "@chainrule/graph";
import type { Label, Picture } from "@chainrule/plot";
import type { Writing } from "./writing";

/** What an author's LaTeX for a symbol may be, to be drawn as text: no commands. */
const PLAIN = /^[^\\$&#%~]+$/;

/** A picture with the author's symbols, those of an entry for a tensor, as far as they can be drawn without LaTeX. */
export function withAuthorsSymbols(picture: Picture, { derivation, print, spelling }: Writing): Picture {
  const { symbols } = print;
  if (symbols === undefined || Object.keys(symbols).length === 0) return picture;
  const shapes = new Map(
    derivation.statements.map(({ expression, symbol }) => [nameText(symbol), expression.shape]),
  );
  const ownName = (name: Name): Name => {
    const entry = spelling.entry(name, shapes.get(nameText(name)) ?? []);
    const latex = symbols[nameText(name)] ?? symbols[nameText(entry)];
    return latex !== undefined && PLAIN.test(latex) ? parseName(latex) : name;
  };
  const relabelled = <T extends { readonly label?: Label }>(part: T): T => {
    if (part.label?.name === undefined) return part;
    return { ...part, label: { ...part.label, name: ownName(part.label.name) } };
  };
  return { ...picture, nodes: picture.nodes.map(relabelled), edges: picture.edges.map(relabelled) };
}
