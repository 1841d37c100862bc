import type { Expression, Statement } from "../../python/syntax";
import type { Edit, Surroundings } from "./edit";

/** Changes of a forward pass that keep a tensor as it was saved. */
export function keepingEdits(statement: Statement, { kept, library, text }: Surroundings): Edit[] {
  if (statement.kind === "update" && statement.target.kind === "name") {
    const { from, to } = statement.target;
    const name = text.slice(from, to);
    return [
      {
        from: to,
        to: statement.value.from,
        text: ` = ${name} ${statement.operator} `,
        kind: "changed in place",
        cost: 2,
      },
    ];
  }
  if (statement.kind === "return" && statement.value?.kind === "tuple")
    return statement.value.items.flatMap((item) =>
      item.kind === "tuple"
        ? ofKept(item.items, kept, text)
        : item.kind === "name"
          ? ofKept([item], kept, text)
          : [],
    );
  if (statement.kind === "assign" && statement.value.kind === "tuple")
    return ofKept(statement.value.items, kept, text);
  if (
    statement.kind === "assign" &&
    statement.value.kind === "name" &&
    statement.targets[0]?.kind !== "tuple"
  ) {
    const copy: Edit = {
      from: statement.value.to,
      to: statement.value.to,
      text: library === "torch" ? ".clone()" : ".copy()",
      kind: "changed in place",
      cost: 1.5,
    };
    return [copy, ...ofKept([statement.value], kept, text)];
  }
  const value = statement.kind === "expression" || statement.kind === "assign" ? statement.value : undefined;
  if (value?.kind !== "call" || value.callee.kind !== "attribute") return [];
  const { callee } = value;
  if (statement.kind === "expression" && /[a-z]_$/.test(callee.name) && callee.of.kind === "name") {
    const place = { from: value.from, to: callee.to };
    return [
      {
        ...place,
        text: `${callee.of.name} = ${callee.of.name}.${callee.name.slice(0, -1)}`,
        kind: "changed in place",
        cost: 2,
      },
    ];
  }
  if (callee.name !== "save_for_backward") return [];
  const copies = value.args.map(
    ({ to }): Edit => ({
      from: to,
      to,
      text: library === "torch" ? ".clone()" : ".copy()",
      kind: "changed in place",
      cost: 3,
    }),
  );
  return [...copies, ...ofKept(value.args, kept, text)];
}

/** Other quantities kept for the backward pass, or the same in another order. */
function ofKept(items: readonly Expression[], kept: readonly string[], text: string): Edit[] {
  const written = items.map(({ from, to }) => text.slice(from, to));
  const others = items.flatMap(({ from, to }, k): Edit[] =>
    kept
      .filter((name) => name !== written[k])
      .map((name) => ({ from, to, text: name, kind: "name", cost: 5 })),
  );
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined) return others;
  const swaps = items.slice(1).map((_, k): Edit => {
    const order = written.map((each, at) => (at === k ? written[k + 1] : at === k + 1 ? written[k] : each));
    return { from: first.from, to: last.to, text: order.join(", "), kind: "order of what is kept", cost: 4 };
  });
  return [...others, ...swaps];
}
