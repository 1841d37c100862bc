/* What tests read from SVG, without the code that wrote it. */

/** The tags that are not closed, or closed twice, and texts that are not escaped. */
export function faults(xml: string): string[] {
  const found: string[] = [];
  const open: string[] = [];
  const token = /<(\/?)([a-z]+)((?:\s+[a-zA-Z:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)|(<)/g;
  for (const [whole, closing, tag = "", , empty, content, stray] of xml.matchAll(token)) {
    if (stray || (content && /&(?!(?:amp|lt|gt|quot|#39);)|>/.test(content))) found.push(whole);
    else if (closing && open.pop() !== tag) found.push(whole);
    else if (tag && !closing && !empty) open.push(tag);
  }
  return [...found, ...open];
}
