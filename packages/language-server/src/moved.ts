import type { Span } from "./report";

/* Where something of a text that was audited stands in the text as it is now. */

/** Gives the place of a span now; undefined where what stands there was changed. */
export type Moved = (span: Span) => Span | undefined;

/** For a text that was changed at one place, or at several: from the first difference to the last, nothing keeps its place. */
export function movedTo(audited: string, now: string): Moved {
  if (audited === now) return (span) => span;
  const most = Math.min(audited.length, now.length);
  let same = 0;
  while (same < most && audited.charCodeAt(same) === now.charCodeAt(same)) same++;
  let rest = 0;
  while (
    rest < most - same &&
    audited.charCodeAt(audited.length - 1 - rest) === now.charCodeAt(now.length - 1 - rest)
  )
    rest++;
  const [end, by] = [audited.length - rest, now.length - audited.length];
  return (span) => {
    if (span.end <= same) return span;
    return span.start >= end ? { start: span.start + by, end: span.end + by } : undefined;
  };
}
