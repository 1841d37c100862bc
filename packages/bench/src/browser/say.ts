/** Says something to the process that opened the page. */
export const line = (found: unknown): void => console.log(`chainrule ${JSON.stringify(found)}`);

/** Says how a page's program failed. */
export const failed = (error: unknown): void =>
  line({ failed: error instanceof Error ? error.message : String(error) });

/** Says what a page's program found, or how it failed. */
export function say(work: () => Promise<unknown>): void {
  work().then(line, failed);
}

// The workspace is checked without the types of a browser, so that no package leans on them.
const page = globalThis as unknown as {
  readonly location: { readonly search: string };
  readonly fetch: (path: string) => Promise<{ text(): Promise<string> }>;
};

/** What stands after the question mark of the page's address. */
export const asked = (name: string): string => new URLSearchParams(page.location.search).get(name) ?? "";

/** The next line that the process says. */
export const told = async (): Promise<string> => (await page.fetch(`/told?page=${asked("page")}`)).text();
