import type { Expression } from "../../python/syntax";
import type { Edit, EditKind, Surroundings } from "./edit";
import { asFactor } from "./written";

const EXCHANGED: Readonly<Record<string, readonly string[]>> = {
  sum: ["mean"],
  mean: ["sum"],
  max: ["min"],
  min: ["max"],
  maximum: ["minimum"],
  minimum: ["maximum"],
  sin: ["cos"],
  cos: ["sin"],
  exp: ["log"],
  sqrt: ["square"],
  square: ["sqrt"],
  tanh: ["sigmoid"],
  sigmoid: ["tanh"],
  ones_like: ["zeros_like"],
  zeros_like: ["ones_like"],
  outer: [],
};

type Attribute = Extract<Expression, { kind: "attribute" }>;
type Call = Extract<Expression, { kind: "call" }>;

/** Whether a function of a library is called, and not a method of a tensor. */
export const isOfLibrary = (callee: Attribute): boolean =>
  callee.of.kind === "name" && /^(np|torch|jnp|F|math|numpy|jax|nn)$/.test(callee.of.name);

const OF_MATRICES: ReadonlySet<string> = new Set(["dot", "matmul", "mm", "bmm"]);

/** Changes of np.dot(a, b) and a.dot(b): the operands change places, or one is transposed. */
function ofProduct({ args, from, to }: Call, callee: Attribute, text: string): Edit[] {
  const written = (each: Expression): string => text.slice(each.from, each.to);
  const isLibrary = isOfLibrary(callee);
  const operands = isLibrary ? args.map(written) : [callee.of, ...args].map((each) => asFactor(each, text));
  const [p, q] = operands;
  const isProduct = OF_MATRICES.has(callee.name) || (isLibrary && callee.name === "outer");
  if (!isProduct || p === undefined || q === undefined || operands.length !== 2) return [];
  const call = (first: string, second: string, kind: EditKind, cost: number): Edit => ({
    from,
    to,
    text: isLibrary ? `${written(callee)}(${first}, ${second})` : `${first}.${callee.name}(${second})`,
    kind,
    cost,
  });
  return [
    call(q, p, "order of a product", 2),
    call(`${p}.T`, q, "transpose", 1),
    call(p, `${q}.T`, "transpose", 1),
  ];
}

/** Changes of what is called, how, and of which arguments, as wholes. */
export function ofCall(part: Call, around: Surroundings): Edit[] {
  const { args, callee, named } = part;
  const { text } = around;
  const place = { from: part.from, to: part.to };
  const edits: Edit[] = [];
  const written = (each: Expression): string => text.slice(each.from, each.to);
  if (callee.kind === "attribute") {
    const end = callee.to;
    const start = end - callee.name.length;
    for (const other of EXCHANGED[callee.name] ?? [])
      edits.push({
        from: start,
        to: end,
        text: other,
        kind: callee.name === "sum" || callee.name === "mean" ? "reduction" : "function",
        cost: 2,
      });
    const isLibrary = isOfLibrary(callee);
    const [only] = args;
    if (!isLibrary)
      edits.push({
        ...place,
        text: written(callee.of),
        kind: callee.name === "t" || callee.name === "transpose" ? "transpose" : "reduction",
        cost: 2,
      });
    else if (only !== undefined)
      edits.push({ ...place, text: asFactor(only, text), kind: "function", cost: 3 });
    edits.push(...ofProduct(part, callee, text));
    if (callee.name === "where" && args.length === 3) {
      const [c, p, q] = args.map(written) as [string, string, string]; // there are three
      edits.push({ ...place, text: `${written(callee)}(${c}, ${q}, ${p})`, kind: "comparison", cost: 3 });
    }
  }
  for (const { name, value } of named) {
    if (/^(axis|dim)$/.test(name))
      for (const axis of ["0", "1", "-1", "-2"])
        edits.push({ from: value.from, to: value.to, text: axis, kind: "axis", cost: 2 });
    if (value.kind === "truth")
      edits.push({
        from: value.from,
        to: value.to,
        text: value.value ? "False" : "True",
        kind: "axis",
        cost: 2,
      });
  }
  const isReduction = callee.kind === "attribute" && /^(sum|mean)$/.test(callee.name);
  if (isReduction && !named.some(({ name }) => /^keepdims?$/.test(name))) {
    const keeps = around.library === "torch" ? "keepdim=True" : "keepdims=True";
    const lead = args.length + named.length > 0 ? ", " : "";
    edits.push({ from: part.to - 1, to: part.to - 1, text: `${lead}${keeps}`, kind: "axis", cost: 2 });
    for (const axis of ["0", "1", "-1"])
      edits.push({ from: part.to - 1, to: part.to - 1, text: `${lead}axis=${axis}`, kind: "axis", cost: 3 });
  }
  for (const each of args)
    if (each.kind === "name")
      edits.push({ from: each.from, to: each.to, text: `-${each.name}`, kind: "sign", cost: 3 });
  return edits;
}
