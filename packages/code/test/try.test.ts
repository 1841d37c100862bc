import { test } from "vitest";
import { auditCode } from "../src/index";
import { AUTOGRAD } from "./pairs/autograd";
import { JAX } from "./pairs/jax";
import { NUMPY } from "./pairs/numpy";
import { mistaken } from "./pairs/pair";
test("t", () => {
  let total = 0, found = 0, line = 0, rep = 0, pairs = 0, proved = 0, worst = 0;
  const start = performance.now();
  for (const pair of [...AUTOGRAD, ...NUMPY, ...JAX]) {
    pairs++;
    const t = performance.now();
    const a = auditCode(pair.code);
    const ms = performance.now() - t;
    worst = Math.max(worst, ms);
    const good = a.lines.length > 0 && a.lines.every((l) => ["proved", "numerically equal", "definition"].includes(l.verdict)) && a.lines.some((l) => l.verdict !== "definition");
    if (good) proved++;
    if (!good || ms > 400) console.log((good ? "slow " : "NOT GOOD ") + pair.name, ms.toFixed(0), a.layers.map((l) => l.supposed.join(" ")).join("|"), "\n" + a.lines.map((l) => `   ${l.line} ${l.verdict} ${l.text} -- ${l.because.slice(0, 200)}`).join("\n"));
    if (process.env.RIGHT) continue;
    for (const m of pair.mistakes) {
      total++;
      const { text, line: at } = mistaken(pair, m);
      const t = performance.now();
      const b = auditCode(text);
      const ms = performance.now() - t;
      worst = Math.max(worst, ms);
      const w = b.lines.filter((l) => l.verdict === "wrong");
      const isFound = w.length > 0, isLine = w.some((l) => l.line === at) && w.every((l) => l.line === at), isRep = w.some((l) => l.repair);
      if (isFound) found++;
      if (isLine) line++;
      if (isRep) rep++;
      if (!isFound || !isLine || !isRep || ms > 1000) console.log(`${isFound ? "" : "MISSED "}${isLine ? "" : "LINE "}${isRep ? "" : "NOREPAIR "}${pair.name} @${at} ${JSON.stringify(m)} ${ms.toFixed(0)}ms\n` + b.lines.map((l) => `   ${l.line} ${l.verdict} ${l.text} -- ${l.because.slice(0, 160)}`).join("\n"));
    }
  }
  console.log({ pairs, proved, total, found, line, rep, worst, ms: performance.now() - start });
}, 300000);
