import { ChainruleError, type Node } from "@chainrule/graph";
import { toMathjs } from "@chainrule/graph/mathjs";
import type { Condition } from "./prove/condition";

/** Longer conditions help nobody. */
const LONGEST = 120;

/** Conditions as a formula over symbols: "x >= 0 and y > 0"; undefined if one has no short text. */
export function conditionText(conditions: readonly Condition[]): string | undefined {
  const texts = conditions.map(textOf);
  return texts.includes(undefined) ? undefined : [...new Set(texts)].join(" and ");
}

const TURNED = { ">": "<", ">=": "<=", "!=": "!=" } as const;

function textOf({ node, sign }: Condition): string | undefined {
  const [inner] = node.op.name === "neg" ? node.inputs : [];
  const found = inner === undefined ? written(node) : written(inner);
  return found === undefined ? undefined : `${found} ${inner === undefined ? sign : TURNED[sign]} 0`;
}

function written(node: Node): string | undefined {
  try {
    const text = toMathjs(node);
    return text.length > LONGEST ? undefined : text;
  } catch (error) {
    if (error instanceof ChainruleError) return undefined; // has no text
    throw error;
  }
}
