/**
 * A peer's module. Peers are installed beside the bundle that runs, not in the workspace, so the compiler does not see them:
 * each file of this folder declares the part of a peer that is used, and the check of values is what holds it.
 */
export async function load<T>(name: string): Promise<T> {
  const module = (await import(name)) as T & { readonly default?: T }; // the caller declares T
  return { ...module, ...module.default };
}

/** The same of a module that is one function. */
export async function loadDefault<T>(name: string): Promise<T> {
  return ((await import(name)) as { readonly default: T }).default; // the caller declares T
}
