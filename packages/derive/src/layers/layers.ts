import { type Node, nameText, raised, topologicalOrder } from "@chainrule/graph";
import { nameOf } from "../definitions";
import { derive } from "../derive";
import type { Derivation } from "../statement";
import { type Families, familiesOf, repeatedLabels } from "./families";
import { abstracted } from "./functions";
import type { GeneralDerivation } from "./general";
import { Generalising } from "./generalising";

/**
 * Whether quantities are numbered by steps over the parts of one input, x_{1,:} in the first and x_{2,:} in the second: what holds for
 * all of them is too little for a layer l.
 */
const areSteps = ({ of }: Families): boolean =>
  [...of.values()].some(({ members }) => {
    const parts = [...members.values()].flatMap(([first]) =>
      first?.role === "definition" ? partsIn(first.expression) : [],
    );
    return new Set(parts).size > 1;
  });

/** Where the slices in an expression begin and end. */
function partsIn(expression: Node): string[] {
  const named = topologicalOrder([expression]).filter((node) => node.attrs.name !== undefined);
  return topologicalOrder([expression], new Set(named)).flatMap(({ attrs: { axis, start, stop } }) =>
    start === undefined ? [] : [`${axis} ${start} ${stop}`],
  );
}

/**
 * Finds the layers of a derivation whose statements are the same up to a shift of the layer, and states them once.
 * Undefined where no layer repeats another: names must carry the layer, as W^(1), W^(2) do.
 * @example generalised(derive(E, { wrt: net.parameters, form: "delta" }))
 */
export function generalised(derivation: Derivation): GeneralDerivation | undefined {
  const abstract = abstracted(derivation.loss, repeatedLabels(derivation.statements, derivation.loss));
  const uniform = abstract === undefined ? derivation : derivedAgain(derivation, abstract.loss);
  const families = familiesOf(uniform.statements, uniform.loss);
  const repeats = [...families.of.values()].some(
    ({ alike, members }) => alike.length > 1 && members.get(alike[0] as number)?.[0]?.role === "definition",
  );
  if (!repeats || areSteps(families)) return undefined;
  return new Generalising(uniform, families).whole(abstract?.functions ?? []);
}

/** The same derivation of another graph over the same symbols. */
function derivedAgain({ form, rate, statements, trained: said, wrt }: Derivation, loss: Node): Derivation {
  const nodes = new Map(
    topologicalOrder([loss]).flatMap((node) =>
      node.attrs.name === undefined ? [] : [[nameText(node.attrs.name), node]],
    ),
  );
  const variables = wrt.map((node) => nodes.get(nameText(nameOf(node))) ?? node);
  const updates = new Set(
    statements.flatMap(({ role, symbol }) => (role === "update" ? [nameText(symbol)] : [])),
  );
  const updated = variables.filter((node) => {
    const name = nameOf(node);
    return name.kind === "symbol" && updates.has(nameText(raised(name, "+")));
  });
  const trained = said?.map((node) => nodes.get(nameText(nameOf(node))) ?? node) ?? updated;
  const isKnown = rate !== undefined || said !== undefined;
  return derive(loss, {
    wrt: variables,
    form,
    ...(isKnown && { trained }),
    ...(rate !== undefined && { rate }),
  });
}
