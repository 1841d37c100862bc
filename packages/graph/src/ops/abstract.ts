import { nameText, parseName, type SymbolName } from "../name";
import type { Node, Operand, Pointwise, ValueOf } from "../node";
import { apply } from "./apply";
import { lift } from "./leaf";

/** A function of which only the name is known. Calling it applies it, entry by entry. */
export type FunctionSymbol = <O extends Operand>(x: O) => Node<ValueOf<O>>;

/**
 * An abstract function: its derivative is `f'`, then `f''`, and so on. It can be used in any graph, differentiated and
 * printed; to compute values, `bind` it to a function that is known. Two function symbols of one name are one function.
 * @throws ChainruleError NAME
 * @example const f = functionSymbol("f"); f(w.mul(x)) // its derivative by w is f'(w x) x
 */
export function functionSymbol(name: string): FunctionSymbol {
  const op = derivativeOf(parseName(name), 0);
  return <O extends Operand>(x: O) => apply(op, [lift(x, nameText(op.symbol.name), 0)]) as Node<ValueOf<O>>; // the shape stays
}

/** The operation "the derivative of a given order of f". */
function derivativeOf(
  name: SymbolName,
  order: number,
): Pointwise & { readonly symbol: NonNullable<Pointwise["symbol"]> } {
  let next: Pointwise | undefined;
  const prime = (x: Node): Node => {
    next ??= derivativeOf(name, order + 1);
    return apply(next, [x]);
  };
  const text = `${nameText(name)}${"'".repeat(order)}`;
  return {
    kind: "pointwise",
    name: `function ${text}`,
    law: `${text}(x)`,
    arity: 1,
    partials: [([x]) => prime(x as Node)],
    symbol: { name, order },
  };
}
