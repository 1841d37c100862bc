import type { Expression } from "../../python/syntax";
import type { Edit, Surroundings } from "./edit";
import { ofTerm } from "./within";

/** Changes of what is returned: each item, two that change places, one that is missing. */
export function ofReturn(value: Expression, around: Surroundings): Edit[] {
  const { gradients, text } = around;
  if (value.kind !== "tuple") {
    const none: Edit = { from: value.to, to: value.to, text: ", None", kind: "missing gradient", cost: 3 };
    return [
      none,
      ...(value.kind === "name" && gradients.includes(value.name)
        ? ofName(value, gradients)
        : ofTerm(value, around)),
    ];
  }
  const { items } = value;
  const written = items.map(({ from, to }) => text.slice(from, to));
  const first = items[0];
  const last = items.at(-1);
  if (first === undefined || last === undefined) return [];
  const place = { from: first.from, to: last.to };
  const swaps = items.flatMap((_, i) =>
    items.slice(i + 1).map((__, k): Edit => {
      const j = i + 1 + k;
      const order = written.map((each, at) => (at === i ? written[j] : at === j ? written[i] : each));
      return { ...place, text: order.join(", "), kind: "order of what is returned", cost: 1 };
    }),
  );
  const added = gradients
    .filter((name) => !written.includes(name))
    .flatMap((name): Edit[] => [
      ...items.flatMap((item): Edit[] =>
        item.kind === "none"
          ? [{ from: item.from, to: item.to, text: name, kind: "missing gradient", cost: 2 }]
          : [],
      ),
      { from: last.to, to: last.to, text: `, ${name}`, kind: "missing gradient", cost: 3 },
    ]);
  const none: Edit[] = [{ from: last.to, to: last.to, text: ", None", kind: "missing gradient", cost: 3 }];
  const rotations = [1, 2].flatMap((by): Edit[] =>
    items.length > 2
      ? [
          {
            ...place,
            text: [...written.slice(by), ...written.slice(0, by)].join(", "),
            kind: "order of what is returned",
            cost: 2,
          },
        ]
      : [],
  );
  return [
    ...swaps,
    ...rotations,
    ...added,
    ...none,
    ...items.flatMap((item) =>
      item.kind === "name" && gradients.includes(item.name) ? ofName(item, gradients) : ofTerm(item, around),
    ),
  ];
}

function ofName(item: Extract<Expression, { kind: "name" }>, gradients: readonly string[]): Edit[] {
  const { from, name, to } = item;
  const others = gradients.filter((each) => each !== name);
  return [
    ...others.map((other): Edit => ({ from, to, text: other, kind: "name", cost: 4 })),
    { from, to, text: `-${name}`, kind: "sign", cost: 4 },
  ];
}
