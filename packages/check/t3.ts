import { audit } from "./src/index"; import { readFileSync } from "node:fs";
const a = audit(readFileSync(process.argv[2]!, "utf8")); for (const c of a.conventions) console.log(JSON.stringify(c)); for (const c of a.lint) console.log(JSON.stringify(c));
