import type { Ready, Sample } from "../measure";
import type { Session } from "../session";
import type { Figures } from "../workload";
import type { Chromium } from "./chromium";

/** Measures an implementation in a page of its own under a policy; each answer may take `limitMs`. */
export async function pageSession(
  { open }: Chromium,
  policy: number,
  query: string,
  limitMs: number,
): Promise<Session> {
  const page = await open(policy, query);
  return {
    ready: () => page.said<Ready>(limitMs),
    async round(budgetMs) {
      page.tell(`round ${budgetMs}`);
      const sample = await page.said<Sample>(limitMs);
      return { ...sample, figures: known(sample.figures) };
    },
    end: () => void page.close().catch(() => undefined), // it may have crashed
  };
}

/** Pages do not know what only a process knows of itself; such numbers come as null. */
const known = (figures: Readonly<Record<string, number | null>>): Figures =>
  Object.fromEntries(Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== null));
