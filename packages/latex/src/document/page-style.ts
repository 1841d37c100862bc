import { markup } from "@chainrule/graph/written";

/** The look of a page: a reading column, quiet tables, reasons beside the lines; prints on A4 and Letter. */
export const PAGE_STYLE = markup`
:root { color-scheme: light; --ink: #1b1b1f; --quiet: #5c6270; --line: #d9dce3; --soft: #f6f7f9; --accent: #23527c; }
* { box-sizing: border-box; }
html { font-size: 17px; }
body { margin: 0; color: var(--ink); background: #fff; font: 1rem/1.6 "Iowan Old Style", "Palatino Linotype", Palatino, "Noto Serif", "Noto Serif CJK SC", Georgia, serif; }
main { max-width: 960px; margin: 0 auto; padding: 40px 24px 80px; overflow-x: auto; overflow-wrap: break-word; }
h1 { font-size: 1.9em; line-height: 1.25; margin: 0 0 .6em; }
h2 { font-size: 1.35em; margin: 2em 0 .6em; padding-bottom: .2em; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.1em; margin: 1.8em 0 .3em; color: var(--accent); }
p, ul { margin: .6em 0; }
figure { margin: 1em 0; text-align: center; }
figure svg { max-width: 100%; height: auto; }
figcaption { color: var(--quiet); font-size: .9em; }
table.data { border-collapse: collapse; margin: 1em 0; }
table.data th, table.data td { text-align: left; padding: .28em 1.4em .28em .2em; border-bottom: 1px solid var(--line); vertical-align: baseline; }
table.data th { font-weight: 600; border-bottom: 2px solid var(--line); }
.formulas { overflow-x: auto; margin: .6em 0 1em; padding: .3em 0; }
.formulas table { border-collapse: collapse; min-width: 100%; }
.formulas td { padding: .26em 0; vertical-align: baseline; white-space: nowrap; }
.formulas td::before { content: ""; display: inline-block; height: var(--rise); }
.formulas tbody + tbody tr:first-child td { padding-top: .8em; }
.formulas .left { text-align: right; padding-right: .3em; width: 1px; }
.formulas .right { text-align: left; width: 100%; }
.formulas .reason { white-space: normal; min-width: 15em; line-height: 1.3; color: var(--quiet); font-size: .86em; padding-left: 1.6em; text-align: left; }
.formulas .tag { color: var(--quiet); font-size: .86em; text-align: right; padding-left: 1em; min-width: 3.2em; }
.whole { white-space: nowrap; }
@media print {
  html { font-size: 10.5pt; }
  main { max-width: none; padding: 0; overflow: visible; }
  h2, h3, p:has(+ table), p:has(+ .formulas) { break-after: avoid; }
  tr, tbody, figure { break-inside: avoid; }
  .data tbody { break-inside: auto; }
  .formulas { overflow: visible; }
  @page { margin: 18mm 16mm; }
}
`;
