import { ChainruleError, shown } from "./errors";
import { Node } from "./node";

/*
 * What a public function takes, as a text: a kind for each argument, `?` after what may be left out, `...` after what may stand
 * again and again. Callers without types are told by the same check everywhere: no argument is dropped in silence.
 */

interface Kind {
  readonly expected: string;
  readonly holds: (given: unknown) => boolean;
}

const isObject = (given: unknown): given is object => typeof given === "object" && given !== null;
const isNode = (given: unknown): boolean => given instanceof Node;
const isOperand = (given: unknown): boolean => typeof given === "number" || isObject(given);
const isPlain = (given: unknown): boolean => isObject(given) && !Array.isArray(given) && !isNode(given);
const areNodes = (given: unknown): boolean => Array.isArray(given) && given.every(isNode);
/** Of a set, which derivations let grow and hand over at each step, so many are looked at. */
const MOST_LOOKED_AT = 100;

/** A list of nodes to hold. What can be gone through only once is left to the function. */
const isHeld = (given: unknown): boolean => {
  if (given === undefined) return true;
  if (Array.isArray(given)) return given.every(isNode);
  if (!(given instanceof Set)) return isObject(given) && Symbol.iterator in given;
  let left = MOST_LOOKED_AT;
  for (const each of given) {
    if (!isNode(each)) return false;
    if (--left === 0) break;
  }
  return true;
};

const kinds = {
  /** Looked at by the function itself. */
  any: { expected: "anything", holds: () => true },
  operand: { expected: "a node, a number or an array of numbers", holds: isOperand },
  node: { expected: "a node", holds: isNode },
  nodes: { expected: "an array of nodes", holds: areNodes },
  nodeOrNodes: {
    expected: "a node or an array of nodes",
    holds: (given) => isNode(given) || areNodes(given),
  },
  options: { expected: "an object", holds: isPlain },
  /** Options whose `holding` is a list of nodes. */
  holding: {
    expected: "an object, its holding nodes",
    holds: (given) => isPlain(given) && isHeld((given as { readonly holding?: unknown }).holding), // a plain object
  },
  function: { expected: "a function", holds: (given) => typeof given === "function" },
  text: { expected: "a text", holds: (given) => typeof given === "string" },
  size: { expected: "a number or a dim", holds: isOperand },
  number: { expected: "a number", holds: (given) => typeof given === "number" },
  list: { expected: "an array", holds: (given) => Array.isArray(given) },
  object: { expected: "an object", holds: isObject },
} as const satisfies Readonly<Record<string, Kind>>;

export type KindName = keyof typeof kinds;

/** What a function takes. */
export interface Signature {
  readonly kinds: readonly KindName[];
  readonly least: number;
  readonly most: number;
}

/** Reads a signature, such as `"node node options?"`. */
export function signature(text: string): Signature {
  const words = text === "" ? [] : text.split(" ");
  const isOpen = text.endsWith("...");
  const names = words.map((word) => word.replace(/\?$|\.\.\.$/, "") as KindName); // the texts stand in sources alone
  const least = words.filter((word) => !/\?$|\.\.\.$/.test(word)).length;
  return { kinds: names, least, most: isOpen ? Number.POSITIVE_INFINITY : words.length };
}

/**
 * The arguments that a function is to look at. What `map`, `reduce` and the like hand over besides, the place of an entry and
 * the array, is left out, where it can be nothing else.
 * @throws ChainruleError OPERAND for too many, too few, and what is of another kind, with the place of the argument
 */
export function checkedArguments(
  name: string,
  { kinds: names, least, most }: Signature,
  given: ArrayLike<unknown>,
): unknown[] {
  const list = withoutPlace(Array.from(given), most);
  if (list.length < least || list.length > most) {
    throw new ChainruleError("OPERAND", list.length < least ? "too few arguments" : "too many arguments", {
      where: list.length < least ? name : `${name}: argument ${most}`,
      got: `${list.length}`,
      expected:
        most === least
          ? `${least}`
          : most === Number.POSITIVE_INFINITY
            ? `${least} or more`
            : `${least} to ${most}`,
    });
  }
  list.forEach((argument, k) => {
    const kind = kinds[names[Math.min(k, names.length - 1)] as KindName];
    if ((argument === undefined && k >= least) || kind.holds(argument)) return;
    throw new ChainruleError("OPERAND", `an argument must be ${kind.expected}`, {
      where: `${name}: argument ${k}`,
      got: shown(argument),
    });
  });
  return list;
}

function withoutPlace(given: unknown[], most: number): unknown[] {
  const [entry, place, all] = given.slice(-3);
  if (given.length < 3 || !Array.isArray(all) || typeof place !== "number" || all[place] !== entry)
    return given;
  return given.length > most || entry instanceof Node ? given.slice(0, -2) : given;
}

const signatures = new WeakMap<object, Signature>();

/** What a guarded function takes. */
export const signatureOf = (call: object): Signature | undefined => signatures.get(call);

/** The same function, which first looks at what it is given. */
export function guarded<F extends (...given: never[]) => unknown>(name: string, text: string, call: F): F {
  const takes = signature(text);
  const checked = (...given: unknown[]): unknown =>
    Reflect.apply(call, undefined, checkedArguments(name, takes, given));
  Object.defineProperty(checked, "name", { value: name });
  Object.defineProperty(checked, "length", { value: call.length });
  return guardedAs(checked as unknown as F, takes); // called with the same arguments, it returns the same
}

/** Notes what a function takes that looks at its arguments itself. */
export function guardedAs<F extends object>(call: F, takes: Signature): F {
  signatures.set(call, takes);
  return call;
}
