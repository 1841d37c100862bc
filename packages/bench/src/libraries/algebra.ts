import { load, loadDefault } from "./load";

/** The part of nerdamer that is used. */
export interface Nerdamer {
  (text: string): { toString(): string; toTeX(): string };
  flush(): void;
}

/** nerdamer with its calculus, which it attaches when it is loaded. */
export async function nerdamer(): Promise<Nerdamer> {
  const library = await loadDefault<Nerdamer>("nerdamer");
  await load("nerdamer/Calculus.js");
  return library;
}

/** The part of Algebrite that is used. */
export interface Algebrite {
  run(text: string): string;
  clearall(): void;
}

export const algebrite = (): Promise<Algebrite> => load<Algebrite>("algebrite");

/** Names, numbers and signs of a formula in text: what corresponds to the nodes of its tree. */
export const countSymbols = (text: string): number => (text.match(/[a-z]\w*|[\d.]+|[-+*/^]/gi) ?? []).length;
