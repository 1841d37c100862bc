import type { Name } from "@chainrule/graph";
import { printWord } from "../symbol";
import type { KroneckerSign } from "./entry";

/** How Kronecker's delta is written in a document of quantities with these names: never by a letter that one of them has. */
export const kroneckerSign = (names: Iterable<Name>): KroneckerSign =>
  [...names].some(isDelta) ? "brackets" : "delta";

const isDelta = (name: Name): boolean =>
  name.kind === "partial"
    ? isDelta(name.of) || isDelta(name.by)
    : printWord(name.base.replace(/'+$/, "")) === "\\delta";
