/** `check` and `audit` read a formula to the same tree, however it is typed: what each hands to its judges is compared. */
import { ChainruleError, scalar } from "@chainrule/graph";
import type { Line, Tree } from "@chainrule/graph/read";
import { expect, test } from "vitest";
import { plainNames } from "../src/audit/names/names";
import { statementsOf } from "../src/audit/statements/statement";
import type { Form } from "../src/claim/form";
import { readClaims } from "../src/claim/read";
import { vocabulary } from "../src/claim/vocabulary";
import { formulasOfCorpora } from "./formulas-of-corpora";

const truth = scalar("truth");
const words = vocabulary(truth, {}, {});

/** The lines that `check` takes a text apart into, in the notation that it decides for; undefined where it refuses it. */
function linesOfCheck(text: string): readonly Line[] | undefined {
  let lines: readonly Line[] | undefined;
  const watched = (form: Form): Form => ({
    ...form,
    lines: (typed) => {
      const found = form.lines(typed);
      lines ??= found;
      return found;
    },
  });
  try {
    readClaims(text, truth, words, "auto", watched);
  } catch (error) {
    if (!(error instanceof ChainruleError)) throw error; // names that nobody gave
  }
  return lines;
}

/** The sides of lines, one after the other; of comparisons as well, which a document states and a program asks. */
const sidesOf = (lines: readonly Line[]): Tree[] =>
  lines
    .flatMap(({ left, right }) => [...(left === undefined ? [] : [left]), ...right.map(({ tree }) => tree)])
    .flatMap((tree) => (tree.kind === "relation" ? tree.sides : [tree]));

/** The sides of the chains that `audit` makes of a passage that is this text; what stands beside its rows is a passage of its own. */
function sidesOfAudit(text: string): {
  readonly sides: Tree[];
  readonly isMended: boolean;
  readonly isWhole: boolean;
  readonly functions: ReadonlySet<string>;
} {
  const passage = { text, offset: 0, isMath: true, isText: !/[\\{]/.test(text) };
  const { functions, slips, statements, unreadable } = statementsOf([passage], [], text);
  return {
    functions,
    sides: statements.flatMap(({ members }) =>
      members.filter((member) => member.passage.offset === 0).map(({ tree }) => tree),
    ),
    isMended: slips.length > 0,
    isWhole: unreadable.length === 0,
  };
}

test("every formula of the corpora that both read", () => {
  let count = 0;
  const apart: string[] = [];
  for (const text of formulasOfCorpora) {
    const lines = linesOfCheck(text);
    if (lines === undefined) continue;
    const { functions, isMended, isWhole, sides } = sidesOfAudit(text);
    if (isMended || !isWhole || sides.length === 0) continue;
    count++;
    // a document has one form of each name, and may have lines that go on with no chain
    const plain = new Set(sidesOf(lines).map((side) => JSON.stringify(plainNames(side, functions))));
    const other = sides.find((side) => !plain.has(JSON.stringify(side)));
    if (other !== undefined) apart.push(`${text.slice(other.start, other.end)} in ${text}`);
  }
  expect(count).toBeGreaterThan(1600);
  expect(apart).toEqual([]);
});
