import { expect, test } from "vitest";
import { csv } from "./csv";

test("cells that a spreadsheet would take for formulas show as text; quotes, commas and lines are quoted", () => {
  const cells = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    ' =HYPERLINK("x")',
    "a,b",
    'say "x"',
    "two\nlines",
    "plain",
    2.5,
  ];
  expect(csv([cells])).toBe(
    `\ufeff'=1+1,'+1,'-1,'@SUM(A1),'\t=1,"'\r=1","' =HYPERLINK(""x"")","a,b","say ""x""","two\nlines",plain,2.5\r\n`,
  );
});
