/** `npm run playground`: builds the page and hands it out on this machine; `-- --build` only builds it, `-- --port 8080` says where. */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildPlayground } from "./build";
import { serve } from "./serve";

const { values } = parseArgs({ options: { build: { type: "boolean" }, port: { type: "string" } } });
const folder = fileURLToPath(new URL("../dist", import.meta.url));
await buildPlayground(folder);
if (values.build) console.log(`built ${folder}`);
else {
  const { url } = await serve(folder, Number(values.port ?? 4173));
  console.log(`The playground is at ${url} (Ctrl+C ends it)`);
}
