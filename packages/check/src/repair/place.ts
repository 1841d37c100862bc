import type { Difference, Place, Repair } from "../verdict";

/** What a formula lacks, has too much or has wrong, as the repairs of it show. */
export function placeOfRepair(repairs: readonly Repair[]): Difference {
  const [{ edit, place, replacement }] = repairs as readonly [Repair];
  if (edit === "missing 1/n") {
    const expected = /^(?:\\frac\{\d+\}\{([^{}]*)\}|\d+ \/ (\S+))/.exec(replacement)?.slice(1).find(Boolean);
    return { place, what: "missing factor", expected: `1/${expected ?? "n"}` };
  }
  if (edit === "mean for sum") return { place: withoutSigns(place), what: "extra factor" };
  const [sort, noun] = edit.split(" ");
  const isMissing = sort === "missing" && (noun === "factor" || noun === "term");
  const isExtra = sort === "surplus" && (noun === "factor" || noun === "term");
  const what = isMissing ? (`missing ${noun}` as const) : isExtra ? (`extra ${noun}` as const) : "factor";
  return {
    place: withoutSigns(place),
    what,
    expected: isMissing ? edit.slice(`missing ${noun} `.length) : replacement,
  };
}

/** The index that does not fit, and what stands there in the formula that was mended by other letters. */
export function placeOfIndex(where: Difference, repairs: readonly Repair[]): Difference {
  const [{ place, replacement, text }] = repairs as readonly [Repair];
  const isAround =
    place.column <= where.place.column &&
    place.column + place.length > where.place.column + where.place.length;
  if (!isAround || place.length !== replacement.length) return { ...placeOfRepair(repairs), what: "index" };
  const start = where.place.column - 1;
  return { ...where, expected: text.slice(start, start + where.place.length) };
}

/** A surplus factor without the sign before it. */
function withoutSigns({ column, text }: Place): Place {
  const [sign = ""] = /^(?:\s|\\cdot\b|\\times\b|\\odot\b|[*/+-])+(?=\S)/.exec(text) ?? [];
  const rest = text.slice(sign.length).trimEnd();
  return { text: rest, column: column + sign.length, length: rest.length };
}
