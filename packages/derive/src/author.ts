import {
  ChainruleError,
  type Name,
  Node,
  nameText,
  parseName,
  type SymbolName,
  shapeText,
} from "@chainrule/graph";
import { type Definitions, nameOf, namesIn } from "./definitions";

/** A name that the author gives to the derivative of the loss by a quantity: delta_j^L := ∂E/∂z_j^L. */
export interface Abbreviation {
  /** A quantity that the loss depends on. */
  readonly of: Node;
  /** What its derivative is called, as text: "delta^L". */
  readonly as: string;
  /** Whether the name stands for the negative: g_j := -∂E/∂β_j. */
  readonly negative?: boolean;
}

/** An abbreviation after checking. */
export interface GivenName {
  readonly name: SymbolName;
  readonly negative: boolean;
}

/**
 * The author's names by quantity.
 * @throws ChainruleError OPTION (not a list, a quantity that the loss does not depend on, the loss itself, one quantity
 * twice), OPERAND (`of` is not a node), NAME (not a name, or one that is taken)
 */
export function givenNames(
  abbreviations: readonly Abbreviation[] | undefined,
  { loss, order }: Definitions,
  others: readonly Node[],
): ReadonlyMap<Node, GivenName> {
  const given = new Map<Node, GivenName>();
  if (abbreviations === undefined) return given;
  if (!Array.isArray(abbreviations))
    throw new ChainruleError("OPTION", "abbreviations is a list", {
      where: "derive",
      got: typeof abbreviations,
    });
  const quantities = new Set(order);
  const taken = namesIn([...order, ...others]);
  for (const [k, abbreviation] of abbreviations.entries()) {
    const where = `derive: abbreviations ${k}`;
    const { as, negative = false, of } = (abbreviation ?? {}) as Partial<Abbreviation>;
    if (!(of instanceof Node))
      throw new ChainruleError("OPERAND", "of is not a node", { where, got: String(of) });
    if (typeof negative !== "boolean")
      throw new ChainruleError("OPTION", "negative is true or false", { where, got: String(negative) });
    const name = parseName(as as string); // parseName refuses what is not a text
    const text = nameText(name);
    if (of === loss || !quantities.has(of) || given.has(of)) {
      const what =
        of === loss
          ? "the derivative of the loss by itself is 1 and needs no name"
          : given.has(of)
            ? "this quantity's derivative has a name already"
            : "the loss does not depend on this quantity, or it has no name";
      throw new ChainruleError("OPTION", what, { where, got: nodeText(of) });
    }
    if (taken.has(text)) {
      throw new ChainruleError("NAME", "another quantity has this name", {
        where,
        got: text,
        mend: "Choose a name that nothing else has",
      });
    }
    taken.add(text);
    given.set(of, { name, negative });
  }
  return given;
}

const nodeText = (node: Node): string => {
  const name: Name | undefined = node.attrs.name;
  return name === undefined ? `a node without a name, of shape ${shapeText(node.shape)}` : nameText(name);
};

/** @throws ChainruleError OPTION for a name that no derivative that was asked for needs */
export function refuseUnused(given: ReadonlyMap<Node, GivenName>, isStated: (name: Name) => boolean): void {
  for (const [of, { name }] of given) {
    if (isStated(name)) continue;
    throw new ChainruleError("OPTION", "no derivative that was asked for goes through this quantity", {
      where: "derive: abbreviations",
      got: `${nameText(name)} for the derivative by ${nameText(nameOf(of))}`,
      mend: "Leave the abbreviation out, or differentiate by a quantity below",
    });
  }
}
