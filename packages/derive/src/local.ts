import {
  gradient,
  type Name,
  Node,
  named,
  type OperationName,
  partialName,
  simplify,
  topologicalOrder,
} from "@chainrule/graph";
import { bodyOf, type Definitions, nameOf } from "./definitions";
import type { Reason } from "./statement";

/** The partial derivative of one definition with respect to one quantity in its body, everything else held. */
export interface LocalPartial {
  readonly name: Name;
  /** As the rules give it. */
  readonly raw: Node;
  readonly simplified: Node;
  /** The simplified partial under its name: what stands in products. */
  readonly node: Node;
  readonly because: Reason;
}

/** Local partials, each derived once. */
export class LocalPartials {
  readonly #definitions: Definitions;
  readonly #known = new Map<Node, Map<Node, LocalPartial>>();

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
  }

  /** The partial of a definition by something that stands in its body. */
  of(definition: Node, input: Node): LocalPartial {
    let row = this.#known.get(definition);
    if (row === undefined) {
      row = this.#derive(definition);
      this.#known.set(definition, row);
    }
    return row.get(input) as LocalPartial; // callers pass what `uses` lists
  }

  #derive(definition: Node): Map<Node, LocalPartial> {
    const body = bodyOf(definition);
    const inputs = this.#definitions.uses(definition);
    const raws = gradient(body, inputs, { holding: inputs }).map((raw) => withNames(raw, body, definition));
    const simplifieds = simplify(raws);
    return new Map(
      inputs.map((input, k) => {
        const raw = raws[k] as Node;
        const simplified = simplifieds[k] as Node;
        const name = partialName(nameOf(definition), nameOf(input));
        return [
          input,
          {
            name,
            raw,
            simplified,
            node: named(simplified, name),
            because: reason(body, input, inputs, simplified),
          },
        ];
      }),
    );
  }
}

/**
 * The partial as a reader writes it: the definition's body as its name, out (1 - out), not sigmoid(net) (1 - sigmoid(net)),
 * and 1 - x^2 written out.
 */
export function withNames(raw: Node, body: Node, definition: Node): Node {
  const replaced = new Map<Node, Node>(body.attrs.name === undefined ? [[body, definition]] : []);
  for (const node of topologicalOrder([raw], new Set([definition, body]))) {
    if (replaced.has(node)) continue;
    const inputs = node.inputs.map((input) => replaced.get(input) ?? input);
    const same = node.attrs.name !== undefined || inputs.every((input, k) => input === node.inputs[k]);
    const { op } = node;
    const written = op.kind === "pointwise" && op.writtenOut ? op.lower?.(inputs) : undefined;
    replaced.set(node, written ?? (same ? node : new Node(op, inputs, node.attrs, node.shape)));
  }
  return replaced.get(raw) as Node;
}

/** The operations whose rules were used, outermost first; or the remark that the body is linear in the input. */
export function reason(body: Node, input: Node, held: readonly Node[], partial: Node): Reason {
  const stop = new Set(held);
  if (
    !topologicalOrder([partial], stop).some(
      (node) => node === input || (node.attrs.name === undefined && node.inputs.length > 0),
    )
  ) {
    return { kind: "coefficient" };
  }
  const below = new Set<Node>([input]);
  const operations: OperationName[] = [];
  for (const node of topologicalOrder([body], stop)) {
    if (stop.has(node) || !node.inputs.some((operand) => below.has(operand))) continue;
    below.add(node);
    operations.unshift(node.op.name as OperationName); // a graph's operations are those of the table
  }
  return { kind: "rules", operations: [...new Set(operations)] };
}
