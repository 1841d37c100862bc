import type { Expression, Place, Statement } from "../python/syntax";
import type { Edit, EditKind, Surroundings } from "./edit";

/** All small changes of a statement of a backward pass. */
export function editsOf(statement: Statement, around: Surroundings): Edit[] {
  switch (statement.kind) {
    case "assign": {
      const [target] = statement.targets;
      const isName = target?.kind === "name" || target?.kind === "attribute";
      const between = target && { from: target.to, to: statement.value.from };
      const accumulate: Edit[] =
        isName && between ? [{ ...between, text: " += ", kind: "not accumulated", cost: 4 }] : [];
      return [...accumulate, ...ofTarget(target, around), ...ofTerm(statement.value, around)];
    }
    case "update": {
      const sign = { from: statement.target.to, to: statement.value.from };
      const { operator } = statement;
      const plain: Edit = { ...sign, text: " = ", kind: "accumulated", cost: 3 };
      const turned: Edit[] =
        operator === "+" || operator === "-"
          ? [{ ...sign, text: operator === "+" ? " -= " : " += ", kind: "sign", cost: 1 }]
          : [];
      const other: Edit[] =
        operator === "*" || operator === "/"
          ? [{ ...sign, text: operator === "*" ? " /= " : " *= ", kind: "factor", cost: 2 }]
          : [];
      return [
        plain,
        ...turned,
        ...other,
        ...ofTarget(statement.target, around),
        ...ofTerm(statement.value, around),
      ];
    }
    case "return":
      return statement.value === undefined ? [] : ofReturn(statement.value, around);
    case "expression":
      return inside(statement.value, around);
    default:
      return [];
  }
}

/** Which part of a tensor is given a value. */
const ofTarget = (target: Expression | undefined, around: Surroundings): Edit[] =>
  target?.kind === "subscript" ? target.index.flatMap((each) => inside(each, around)) : [];

const needsBrackets = ({ kind }: Expression): boolean =>
  kind === "binary" || kind === "unary" || kind === "conditional" || kind === "lambda";

const isBracketed = (part: Expression, text: string): boolean =>
  text[part.from] === "(" && text[part.to - 1] === ")";

const asFactor = (part: Expression, text: string): string => {
  const written = text.slice(part.from, part.to);
  return needsBrackets(part) && !isBracketed(part, text) ? `(${written})` : written;
};

/** Changes of something that is a gradient or a term of one: around it, and within. */
function ofTerm(term: Expression, around: Surroundings): Edit[] {
  const { library, names, text } = around;
  const own = asFactor(term, text);
  const place = { from: term.from, to: term.to };
  const sum = (axis: string, keeps: boolean): string =>
    library === "torch"
      ? `${own}.sum(${axis}${keeps ? ", keepdim=True" : ""})`
      : `${own}.sum(axis=${axis}${keeps ? ", keepdims=True" : ""})`;
  const wraps: Edit[] = [
    { ...place, text: `-${own}`, kind: "sign", cost: 1.5 },
    { ...place, text: `2 * ${own}`, kind: "factor", cost: 2 },
    { ...place, text: `0.5 * ${own}`, kind: "factor", cost: 2 },
    { ...place, text: `3 * ${own}`, kind: "factor", cost: 4 },
    ...(around.isLarge ? counts(own, place, around) : []),
    { ...place, text: `${own}.T`, kind: "transpose", cost: 2 },
    ...["0", "1", "-1", "(0, 1)", "(0, 2)", "(0, 2, 3)"].flatMap((axis): Edit[] =>
      [false, true].map((keeps) => ({
        ...place,
        text: sum(axis, keeps),
        kind: "reduction",
        cost: 2 + Number(keeps),
      })),
    ),
    ...around.terms
      .filter((name) => name !== own)
      .map((name): Edit => ({ ...place, text: `${own} + ${name}`, kind: "missing term", cost: 5 })),
    ...names.flatMap((name): Edit[] => [
      { ...place, text: `${own} * (${name} > 0)`, kind: "missing factor", cost: 7 },
      { ...place, text: `${own} * ${name}`, kind: "missing factor", cost: 4 },
      { ...place, text: `${own} / ${name}`, kind: "missing factor", cost: 5 },
      { ...place, text: `${own} * (1 - ${name})`, kind: "missing factor", cost: 6 },
      { ...place, text: `${own} * ${name} ** 2`, kind: "missing factor", cost: 7 },
      { ...place, text: `${own} / ${name} ** 2`, kind: "missing factor", cost: 7 },
    ]),
  ];
  return [...wraps, ...inside(term, around)];
}

/** A gradient over a number of entries. */
const counts = (own: string, place: Place, { library, names }: Surroundings): Edit[] =>
  names.flatMap((name) =>
    [".shape[0]", ".shape[1]", library === "torch" ? ".numel()" : ".size"].map(
      (count): Edit => ({ ...place, text: `${own} / ${name}${count}`, kind: "missing factor", cost: 4 }),
    ),
  );

/** The same changes where what is changed stands before a dot: in brackets if it is a formula. */
const beforeDot = (part: Expression, edits: readonly Edit[]): Edit[] =>
  edits.map((edit) =>
    edit.from === part.from && edit.to === part.to && / /.test(edit.text)
      ? { ...edit, text: `(${edit.text})`, cost: edit.cost + 1 }
      : { ...edit, cost: edit.cost + 1 },
  );

/** Changes within an expression. */
function inside(part: Expression, around: Surroundings): Edit[] {
  const { text } = around;
  const place = { from: part.from, to: part.to };
  const written = (each: Expression): string => text.slice(each.from, each.to);
  switch (part.kind) {
    case "binary":
      return ofBinary(part, around);
    case "unary":
      return [
        ...(part.operator === "-"
          ? [{ ...place, text: asFactor(part.operand, text), kind: "sign", cost: 1 } as const]
          : []),
        ...(part.operator === "~"
          ? [{ ...place, text: written(part.operand), kind: "comparison", cost: 3 } as const]
          : []),
        ...inside(part.operand, around),
      ];
    case "number":
      return numbersNear(part.value).map((value) => ({
        ...place,
        text: String(value),
        kind: "number",
        cost: 3,
      }));
    case "name": {
      const others: Edit[] = around.names
        .filter((name) => name !== part.name)
        .map((name) => ({ ...place, text: name, kind: "name", cost: 5 }));
      const library = around.library === "torch" ? "torch" : /\bjnp\b/.test(text) ? "jnp" : "np";
      const functions = library === "torch" ? ["exp", "sigmoid"] : ["exp"];
      return [
        ...others,
        ...functions.map(
          (name): Edit => ({ ...place, text: `${library}.${name}(${part.name})`, kind: "function", cost: 6 }),
        ),
        { ...place, text: `(${part.name} > 0)`, kind: "comparison", cost: 7 },
      ];
    }
    case "attribute":
      if (part.name === "T" || part.name === "mT") {
        const kept = written(part.of);
        return [{ ...place, text: kept, kind: "transpose", cost: 1 }, ...inside(part.of, around)];
      }
      return around.names
        .filter((name) => name.startsWith("self.") && name !== written(part))
        .map((name) => ({ ...place, text: name, kind: "name", cost: 5 }));
    case "call":
      return ofCall(part, around);
    case "subscript":
      return [
        ...inside(part.of, around),
        ...part.index.flatMap((each) =>
          each.kind === "slice" ? ofSlice(each, around) : inside(each, around),
        ),
      ];
    case "tuple":
    case "list":
      return part.items.flatMap((item) => inside(item, around));
    case "conditional":
      return [part.yes, part.no].flatMap((each) => inside(each, around));
    default:
      return [];
  }
}

const ofSlice = (part: Extract<Expression, { kind: "slice" }>, around: Surroundings): Edit[] =>
  [part.start, part.stop].flatMap((each) => (each === undefined ? [] : inside(each, around)));

const numbersNear = (value: number): number[] =>
  [...new Set([value + 1, value - 1, 2 * value, value / 2, -value, 1 - value])].filter(
    (each) => each !== value && String(each).length < 9,
  );

const TURNED: Readonly<Record<string, readonly string[]>> = {
  "+": ["-"],
  "-": ["+"],
  "*": ["/", "@"],
  "/": ["*"],
  "@": ["*"],
  ">": ["<", ">=", "<="],
  "<": [">", "<=", ">="],
  ">=": ["<="],
  "<=": [">="],
  "==": ["!="],
  "!=": ["=="],
  "//": ["/"],
};
const COMPARISONS: ReadonlySet<string> = new Set([">", "<", ">=", "<=", "==", "!="]);

function ofBinary(part: Extract<Expression, { kind: "binary" }>, around: Surroundings): Edit[] {
  const { text } = around;
  const { left, operator, right } = part;
  const place = { from: part.from, to: part.to };
  const [a, b] = [text.slice(left.from, left.to), text.slice(right.from, right.to)];
  const [first, second] = [asFactor(left, text), asFactor(right, text)];
  // brackets around the whole stay where it needs them
  const open = isBracketed(part, text) ? "(" : "";
  const close = open === "" ? "" : ")";
  const whole = (inner: string): string => `${open}${inner}${close}`;
  const edits: Edit[] = (TURNED[operator] ?? []).map((other) => ({
    ...place,
    text: whole(`${a} ${other} ${b}`),
    kind: COMPARISONS.has(operator) ? "comparison" : operator === "+" || operator === "-" ? "sign" : "factor",
    cost: COMPARISONS.has(operator) ? 3 : operator === "+" || operator === "-" ? 1 : 2,
  }));
  const isProduct = operator === "*" || operator === "/" || operator === "@";
  if (operator === "-" || operator === "/" || operator === "@")
    edits.push({
      ...place,
      text: whole(`${second} ${operator} ${first}`),
      kind: operator === "@" ? "order of a product" : "order of a difference",
      cost: 2,
    });
  if (operator === "@")
    for (const name of around.names)
      edits.push(
        { from: left.from, to: left.to, text: `(${first} * ${name})`, kind: "missing factor", cost: 6 },
        { from: right.from, to: right.to, text: `(${second} * ${name})`, kind: "missing factor", cost: 6 },
      );
  if (operator === "@") {
    edits.push({ ...place, text: whole(`${second} @ ${first}.T`), kind: "order of a product", cost: 4 });
    edits.push({ ...place, text: whole(`${second}.T @ ${first}`), kind: "order of a product", cost: 4 });
    edits.push({ ...place, text: whole(`${first}.T @ ${second}`), kind: "transpose", cost: 1 });
    edits.push({ ...place, text: whole(`${first} @ ${second}.T`), kind: "transpose", cost: 1 });
    edits.push({
      ...place,
      text: whole(`${first}.transpose(-1, -2) @ ${second}`),
      kind: "transpose",
      cost: 3,
    });
    edits.push({
      ...place,
      text: whole(`${first} @ ${second}.transpose(-1, -2)`),
      kind: "transpose",
      cost: 3,
    });
    edits.push({
      ...place,
      text: whole(`${first}.swapaxes(-1, -2) @ ${second}`),
      kind: "transpose",
      cost: 3,
    });
    edits.push({
      ...place,
      text: whole(`${first} @ ${second}.swapaxes(-1, -2)`),
      kind: "transpose",
      cost: 3,
    });
  }
  if (operator === "**") edits.push({ ...place, text: first, kind: "number", cost: 3 });
  if (isProduct || operator === "+" || operator === "-") {
    const kind = isProduct ? "extra factor" : "extra term";
    edits.push({ ...place, text: first, kind, cost: 3 });
    if (operator !== "/")
      edits.push({ ...place, text: operator === "-" ? `-${second}` : second, kind, cost: 3 });
  }
  const terms = operator === "+" || operator === "-";
  const inner = (side: Expression): Edit[] =>
    terms ? ofTerm(side, around).map((edit) => ({ ...edit, cost: edit.cost + 1 })) : inside(side, around);
  // 1 - s ** 2 from 1 - s, and from s ** 2
  const squares: Edit[] = [left, right].flatMap((side): Edit[] =>
    side.kind === "name" || side.kind === "attribute"
      ? [
          {
            from: side.from,
            to: side.to,
            text: `${text.slice(side.from, side.to)} ** 2`,
            kind: "missing factor",
            cost: 4,
          },
          {
            from: side.from,
            to: side.to,
            text: `(1 - ${text.slice(side.from, side.to)})`,
            kind: "missing term",
            cost: 5,
          },
        ]
      : [],
  );
  return [...edits, ...squares, ...inner(left), ...inner(right)];
}

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

function ofCall(part: Extract<Expression, { kind: "call" }>, around: Surroundings): Edit[] {
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
    const isLibrary =
      callee.of.kind === "name" && /^(np|torch|jnp|F|math|numpy|jax|nn)$/.test(callee.of.name);
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
    const isSum = /^(sum|mean)$/.test(callee.name) && !isLibrary;
    edits.push(...(isSum ? beforeDot(callee.of, ofTerm(callee.of, around)) : inside(callee.of, around)));
    if (args.length === 2 && ["dot", "matmul", "outer", "mm", "bmm"].includes(callee.name) && isLibrary) {
      const [p, q] = [written(args[0] as Expression), written(args[1] as Expression)]; // there are two
      const call = (first: string, second: string, kind: EditKind, cost: number): Edit => ({
        ...place,
        text: `${written(callee)}(${first}, ${second})`,
        kind,
        cost,
      });
      edits.push(
        call(q, p, "order of a product", 2),
        call(`${p}.T`, q, "transpose", 1),
        call(p, `${q}.T`, "transpose", 1),
      );
    }
    if (callee.name === "dot" || callee.name === "mm" || callee.name === "matmul" || callee.name === "bmm") {
      if (!isLibrary && only !== undefined && args.length === 1) {
        const [p, q] = [asFactor(callee.of, text), asFactor(only, text)];
        const call = (first: string, second: string, kind: EditKind, cost: number): Edit => ({
          ...place,
          text: `${first}.${callee.name}(${second})`,
          kind,
          cost,
        });
        edits.push(
          call(q, p, "order of a product", 2),
          call(`${p}.T`, q, "transpose", 1),
          call(p, `${q}.T`, "transpose", 1),
        );
      }
    }
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
  const isOfTerms =
    isReduction ||
    (callee.kind === "attribute" &&
      /^(where|hstack|vstack|concatenate|cat|stack|index_add_|at)$/.test(callee.name));
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
  return [...edits, ...args.flatMap((each) => ofTermIn(each, around, isOfTerms))];
}

/** Arguments: what is summed is a term of its own. */
const ofTermIn = (part: Expression, around: Surroundings, isOfTerms: boolean): Edit[] =>
  part.kind === "tuple" || part.kind === "list"
    ? part.items.flatMap((item) => ofTermIn(item, around, isOfTerms))
    : isOfTerms
      ? ofTerm(part, around).map((edit) => ({ ...edit, cost: edit.cost + 1 }))
      : inside(part, around);

/** Changes of what is returned: each item, two that change places, one that is missing. */
function ofReturn(value: Expression, around: Surroundings): Edit[] {
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
