/** Makes a pair and checks it, in a process of its own that can be ended. */
import { answerTo } from "../../test/adversarial/answer";
import { READY } from "../../test/adversarial/process";
import { type Checked, type Request, withoutGraphs } from "./checked";
import { operationsIn, sampleAt } from "./kinds";

process.on("message", ({ place, seed }: Request) => {
  const sample = sampleAt(seed, place);
  const checked: Checked = {
    sample: withoutGraphs(sample),
    answer: answerTo(sample.checked),
    operations: operationsIn(sample),
  };
  process.send?.(checked);
});
process.send?.(READY);
