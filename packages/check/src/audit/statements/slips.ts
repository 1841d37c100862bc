import { bare, mapTree, type Tree } from "@chainrule/graph/read";
import type { Member } from "../document/passage";
import { namesIn } from "../names/letters";

/** A slip of the pen, read as what it must mean. Offsets are those of the document. */
export interface Slip {
  readonly kind: "sum begins" | "differential below" | "index of the sum";
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly meant: string;
}

const singles = (sub: string): string[] =>
  /^[a-z]'*(?:,?[a-z]'*){0,3}$/.test(sub) ? (sub.match(/[a-z]'*/g) ?? []) : [];

/** The members with their slips mended, and what they were. */
export function mendedMembers(members: readonly Member[]): {
  readonly members: Member[];
  readonly slips: Slip[];
} {
  const slips: Slip[] = [];
  const left = members[0] === undefined ? [] : namesIn(members[0].tree).flatMap(({ sub }) => singles(sub));
  const mended = members.map((member): Member => {
    const { offset, text } = member.passage;
    const note = (kind: Slip["kind"], part: { start: number; end: number }, meant: string): void => {
      slips.push({
        kind,
        start: offset + part.start,
        end: offset + part.end,
        text: text.slice(part.start, part.end),
        meant,
      });
    };
    const change = (part: Tree): Tree | undefined => {
      if (part.kind === "fraction" && part.above.kind === "differential" && part.above.symbol === "partial") {
        const below = bare(part.below);
        if (below.kind !== "name") return undefined;
        note("differential below", below, `\\partial ${text.slice(below.start, below.end)}`);
        return {
          kind: "derivative",
          symbol: "partial",
          of: mapTree(part.above.of, change),
          by: [below],
          start: part.start,
          end: part.end,
        };
      }
      if (part.kind !== "over" || part.letters.length !== 1) return undefined;
      const inside = [...new Set(namesIn(part.body).flatMap(({ sub }) => singles(sub)))];
      const [letter] = part.letters as readonly [string];
      const isBare = namesIn(part.body).some(({ base, sub }) => sub === "" && base === letter);
      const open = inside.filter((each) => !left.includes(each));
      const [meant] = open;
      const isAbove = namesIn(part.body).some(({ sup }) => new RegExp(`^\\(?${letter}\\b`).test(sup)); // a layer, a sample
      if (inside.includes(letter) || isBare || isAbove || meant === undefined || open.length > 1)
        return undefined;
      note("index of the sum", part.head, `\\sum_${meant}`);
      return { ...part, letters: [meant], body: mapTree(part.body, change) };
    };
    return { ...member, tree: mapTree(member.tree, change) };
  });
  return { members: mended, slips };
}
