import { applied } from "./attached";
import { argument } from "./bracketed";
import type { Cursor } from "./cursor";
import type { Parsing } from "./request";
import { scripted } from "./scripted";

/** ŷ_j, x̄: the accent becomes part of the name. */
export function* accented(cursor: Cursor): Parsing {
  const { start, text: accent } = cursor.take();
  const body = yield* argument(cursor);
  if (body.kind !== "name") throw cursor.refuse("REFUSED", "an accent stands over a name", body);
  const name = { ...body.name, base: `${body.name.base}${accent}` }; // scripts under the accent stay
  return yield* applied(cursor, yield* scripted(cursor, name, start));
}
