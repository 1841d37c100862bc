import { BAD, type Finding, RIGHT } from "../findings/finding";

/** Fewer lines that are wrong than this say nothing of how a document was read. */
const FEWEST = 3;

/** What speaks against a reading: what is wrong, and formulas that go on from a wrong one. */
const isAgainst = ({ because, verdict }: Finding): boolean =>
  verdict === "wrong" || (verdict === "inherits" && because.kind === "right after a wrong formula");

/**
 * A document most of whose claims do not follow from its definitions was misread rather than badly derived: nothing in it is called
 * wrong then.
 */
export function unlessMisread(findings: readonly Finding[][]): Finding[][] {
  const all = findings.flat();
  const wrong = all.filter(isAgainst).length;
  const right = all.filter(({ verdict }) => RIGHT.has(verdict)).length;
  if (wrong < FEWEST || wrong <= right) return [...findings];
  return findings.map((own) =>
    own.map(({ end, start, verdict, ...rest }) =>
      BAD.has(verdict)
        ? {
            verdict: "not checked" as const,
            because: { kind: "probably misread" as const, because: rest.because },
            start,
            end,
          }
        : { ...rest, verdict, start, end },
    ),
  );
}
