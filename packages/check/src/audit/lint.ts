import { partsOf } from "@chainrule/graph/read";
import type { Positions } from "./document/passage";
import type { Lint } from "./findings/result";
import { namesIn } from "./names/letters";
import { keyOf, STEP, UPDATED } from "./names/names";
import type { Judged } from "./reading";
import type { Read } from "./statements/statement";

/** What is untidy: symbols without a value or use, gaps in the numbering, references to nothing, slips of the pen. */
export function lintOf(judged: Judged, read: Read, document: string, positions: Positions): Lint[] {
  return [
    ...read.slips.map(
      ({ kind, meant, start, text }): Lint => ({ kind, of: text, to: meant, line: positions.line(start) }),
    ),
    ...collisions(read, positions),
    ...symbols(judged, positions),
    ...numbering(read, judged.conditions.labels, document, positions),
    ...judged.conditions.lint,
  ];
}

/** Symbols that have no value where others have, and given ones that no formula uses. */
function symbols({ cases, chains, conditions, model }: Judged, positions: Positions): Lint[] {
  const uses = new Map<string, number>();
  const first = new Map<string, number>();
  for (const { members, start } of chains) {
    for (const [k, { tree }] of members.entries()) {
      for (const name of namesIn(tree)) {
        const key = keyOf(model.letters.split({ ...name, sup: name.sup === UPDATED ? "" : name.sup }).whole);
        if (!first.has(key)) first.set(key, start);
        if (k > 0 || members.length > 2) uses.set(key, (uses.get(key) ?? 0) + 1);
      }
    }
  }
  const hasValues = model.point.size > 0 && cases.length === 0;
  return [...model.quantities].flatMap(([key, { kind, letters, name, statement }]): Lint[] => {
    const at = first.get(key);
    const line = at === undefined ? {} : { line: positions.line(at) };
    const isInner = name.base.startsWith(STEP) || name.sup === UPDATED || /^\(\d+\)$/.test(name.sup);
    if (
      kind === "free" &&
      hasValues &&
      letters.length === 0 &&
      !isInner &&
      at !== undefined &&
      !conditions.domain.has(key)
    )
      return [{ kind: "no value", of: key, ...line }];
    const given = kind === "given" ? chains[statement] : undefined;
    if (given === undefined || (uses.get(key) ?? 0) > 0 || conditions.domain.has(key)) return [];
    return model.point.size > 1 && cases.length === 0
      ? [{ kind: "unused", of: key, line: positions.line(given.start) }]
      : [];
  });
}

const NUMBER = /^(.*?)(\d+)$/;

/** Numbers of equations that are left out, and references to numbers that no equation has. */
function numbering(
  { statements }: Read,
  printed: readonly (string | undefined)[],
  document: string,
  positions: Positions,
): Lint[] {
  const tags = statements.flatMap(({ start, tag }) =>
    tag === undefined ? [] : [{ tag, line: positions.line(start) }],
  );
  const found: Lint[] = [];
  const labels = new Set(statements.flatMap(({ label }) => label ?? []));
  for (const reference of document.matchAll(/\\(?:eq)?ref\{([^{}]{1,80})\}/g)) {
    if (!labels.has(reference[1] as string))
      found.push({
        kind: "no such equation",
        of: reference[1] as string,
        line: positions.line(reference.index),
      });
  }
  const known = new Set([...tags.map(({ tag }) => tag), ...printed.flatMap((label) => label ?? [])]);
  if (known.size < 2) return found;
  let last: { readonly stem: string; readonly number: number } | undefined;
  for (const { line, tag } of tags) {
    const [, stem, digits] = NUMBER.exec(tag) ?? [];
    if (stem === undefined || digits === undefined) continue;
    const number = Number(digits);
    if (last?.stem === stem) {
      for (let k = last.number + 1; k < number && k < last.number + 20; k++)
        if (!known.has(`${stem}${k}`)) found.push({ kind: "numbering gap", of: `(${stem}${k})`, line });
    }
    last = { stem, number };
  }
  const shapeOf = (number: string): string => number.replace(/\d+/g, "");
  const shapes = new Set([...known].map(shapeOf));
  const like = [...shapes].some((shape) => shape !== "")
    ? /(?<!\w)[（(](\d{1,3}(?:[-.]\d{1,3})+)[)）]/g
    : /(?:eq\.|equation|式|公式)\s*[（(](\d+)[)）]/gi;
  for (const reference of document.matchAll(like)) {
    const number = reference[1] as string;
    if (!known.has(number) && shapes.has(shapeOf(number)))
      found.push({ kind: "no such equation", of: `(${number})`, line: positions.line(reference.index) });
  }
  return found;
}

/** A sum over a letter that also stands free on the left. */
function collisions({ statements }: Read, positions: Positions): Lint[] {
  return statements.flatMap(({ members, start }) => {
    const free = new Set(
      (members[0] === undefined ? [] : namesIn(members[0].tree)).flatMap(({ sub }) =>
        /^[a-z](,?[a-z])*$/.test(sub) ? [...sub] : [],
      ),
    );
    const bound = members.slice(1).flatMap(({ tree }) => boundIn(tree));
    return [...new Set(bound)]
      .filter((letter) => free.has(letter))
      .map((letter): Lint => ({ kind: "index collides", of: letter, line: positions.line(start) }));
  });
}

function boundIn(tree: Read["statements"][number]["members"][number]["tree"]): string[] {
  const letters: string[] = [];
  const pending: (typeof tree)[] = [tree];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === "over") letters.push(...next.letters);
    pending.push(...partsOf(next));
  }
  return letters;
}
