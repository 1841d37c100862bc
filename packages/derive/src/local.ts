import {
  gradient,
  type Name,
  Node,
  named,
  nameText,
  type OperationName,
  partialName,
  raised,
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
  /** Everything that has a name and stays whole when a partial is simplified. */
  readonly #held: Set<Node>;
  readonly #known = new Map<Node, Map<Node, LocalPartial>>();

  constructor(definitions: Definitions, held: Set<Node>) {
    this.#definitions = definitions;
    this.#held = held;
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
    const raws = gradient(body, inputs, { holding: inputs }).map((raw) =>
      withNames(raw, body, definition, inputs),
    );
    const simplifieds = simplify(raws, { holding: this.#held });
    return new Map(
      inputs.map((input, k) => {
        const raw = raws[k] as Node;
        const simplified = simplifieds[k] as Node;
        const name = localName(this.#definitions, definition, input);
        const node = named(simplified, name);
        this.#held.add(node);
        return [input, { name, raw, simplified, node, because: reason(body, input, inputs, simplified) }];
      }),
    );
  }
}

/** Whether a definition stands over a quantity in one way only. */
function isOnlyWay({ consumers, differentiated, loss }: Definitions, definition: Node, input: Node): boolean {
  const users = consumers(input);
  if (users.length === 1 || (definition !== loss && !differentiated.has(definition))) return true;
  if (definition === loss) return false;
  const below = new Set(topologicalOrder([definition]));
  return users.every((user) => user === definition || !below.has(user));
}

/**
 * The name of a local partial. dE/dv is the derivative of the loss along all paths; where E stands over v both directly and
 * through other quantities, the partial with those held is not it, and is written with E^direct; so are partials of what the loss
 * contains derivatives of.
 */
export function localName(definitions: Definitions, definition: Node, input: Node): Name {
  const of = nameOf(definition);
  if (isOnlyWay(definitions, definition, input)) return partialName(of, nameOf(input));
  const direct: Name =
    of.kind === "symbol"
      ? raised(of, "direct")
      : { kind: "symbol", base: nameText(of), sub: "", sup: "direct" };
  return partialName(direct, nameOf(input));
}

/**
 * The partial as a reader writes it: the definition's body as its name, out (1 - out), not sigmoid(net) (1 - sigmoid(net)),
 * and 1 - x^2 written out.
 */
export function withNames(raw: Node, body: Node, definition: Node, held: readonly Node[] = []): Node {
  const replaced = new Map<Node, Node>(body.attrs.name === undefined ? [[body, definition]] : []);
  for (const node of topologicalOrder([raw], new Set([definition, body, ...held]))) {
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
  const isConstant = topologicalOrder([partial], stop).every(
    (node) => node !== input && (node.attrs.name !== undefined || node.inputs.length === 0),
  );
  if (isConstant && partial.attrs.value !== 0) return { kind: "coefficient" };
  const below = new Set<Node>([input]);
  const operations: OperationName[] = [];
  for (const node of topologicalOrder([body], stop)) {
    if (stop.has(node) || !node.inputs.some((operand) => below.has(operand))) continue;
    below.add(node);
    operations.unshift(node.op.name as OperationName); // a graph's operations are those of the table
  }
  return { kind: "rules", operations: [...new Set(operations)] };
}
