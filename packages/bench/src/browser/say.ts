/** Says what a page's program found, or how it failed, to the process that opened the page. */
export function say(work: () => Promise<unknown>): void {
  const line = (found: unknown): void => console.log(`chainrule ${JSON.stringify(found)}`);
  work().then(line, (error: unknown) => line({ failed: String(error) }));
}
