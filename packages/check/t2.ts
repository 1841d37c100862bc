import { audit } from "/work/main/packages/check/src/index";
import { readFileSync } from "node:fs";
for (const l of audit(readFileSync(process.argv[2]!, "utf8")).lines) console.log(l.line, l.verdict, "|", l.text.slice(0,90), "|", l.because.slice(0,160), l.repair?.text ?? "");
