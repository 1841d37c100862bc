/** One implementation in a page of its own, as `child.ts` has it in a process: the page's address says which. */
import { serve } from "../serve";
import { asked, failed, line, told } from "./say";

async function* lines(): AsyncGenerator<string> {
  for (;;) yield await told();
}

serve(["workload", "case", "implementation", "warm"].map(asked), lines(), line).catch(failed);
