import type { Name, SymbolName } from "@chainrule/graph";

/** A name with the number of its layer taken out: `W^(3)` is the family `W^(#)`, layer 3. */
export interface Label {
  readonly family: string;
  readonly layer: number;
  /** The same name in another layer: `at("l+1")` is `W^(l+1)`. */
  readonly at: (layer: string) => SymbolName;
}

const PARENTHESISED = /^\((\d+)\)(\+?)$/;
const PLAIN = /^(\d+)(\+?)$/;
const IN_BASE = /^(\D+?)(\d+)$/u;

/** Reads the layer from a name: from its superscript, else from its subscript, else from the end of its base. */
export function labelOf({ base, sub, sup }: SymbolName): Label | undefined {
  const symbol = (parts: Partial<SymbolName>): SymbolName => ({ kind: "symbol", base, sub, sup, ...parts });
  const raised = PARENTHESISED.exec(sup);
  if (raised !== null) {
    const [, digits = "", plus = ""] = raised;
    return {
      family: `${base}_${sub}^(#)${plus}`,
      layer: Number(digits),
      at: (layer) => symbol({ sup: `(${layer})${plus}` }),
    };
  }
  const plain = PLAIN.exec(sup);
  if (plain !== null) {
    const [, digits = "", plus = ""] = plain;
    return {
      family: `${base}_${sub}^#${plus}`,
      layer: Number(digits),
      at: (layer) => symbol({ sup: `${layer}${plus}` }),
    };
  }
  if (PLAIN.test(sub))
    return { family: `${base}_#^${sup}`, layer: Number(sub), at: (layer) => symbol({ sub: layer }) };
  const inBase = sub === "" ? IN_BASE.exec(base) : null;
  if (inBase === null) return undefined;
  const [, letters = "", digits = ""] = inBase;
  return {
    family: `${letters}#^${sup}`,
    layer: Number(digits),
    at: (layer) =>
      symbol(/^\d+$/.test(layer) ? { base: `${letters}${layer}` } : { base: letters, sub: layer }),
  };
}

/** A symbol's label, with a layer that was given to a name that has none (x as a^(0)). */
export type Labelling = (name: SymbolName) => Label | undefined;

/** The layer that a derivative or symbol is about: that of the quantity below, else of the one above. */
export function layerOf(name: Name, labelling: Labelling): number | undefined {
  if (name.kind === "symbol") return labelling(name)?.layer;
  return layerOf(name.by, labelling) ?? layerOf(name.of, labelling);
}

/** A name as text, its layers counted from `base`. */
export function relativeText(name: Name, base: number, labelling: Labelling): string {
  if (name.kind === "partial")
    return `d(${relativeText(name.of, base, labelling)})/d(${relativeText(name.by, base, labelling)})`;
  const label = labelling(name);
  return label === undefined
    ? `=${name.base}_${name.sub}^${name.sup}`
    : `${label.family}@${label.layer - base}`;
}

/** The same name with layers written as `text` says, by their number. */
export function relabelled(name: Name, text: (layer: number) => string, labelling: Labelling): Name {
  if (name.kind === "partial") {
    return {
      ...name,
      of: relabelled(name.of, text, labelling),
      by: relabelled(name.by, text, labelling),
    };
  }
  const label = labelling(name);
  return label === undefined ? name : label.at(text(label.layer));
}
