/** `libraries/load.ts` for pages: peers come from the process that opened the page. */
const imported = (name: string): Promise<unknown> =>
  import(/^https?:/.test(name) ? name : `/peer/${encodeURIComponent(name)}.js`);

export async function load<T>(name: string): Promise<T> {
  const module = (await imported(name)) as T & { readonly default?: T }; // the caller declares T
  return { ...module, ...module.default };
}

export async function loadDefault<T>(name: string): Promise<T> {
  return ((await imported(name)) as { readonly default: T }).default; // the caller declares T
}

/** What `node:url` is asked for. */
export const fileURLToPath = ({ pathname }: URL): string => pathname;
