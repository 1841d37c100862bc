/** Writes the schema of JSON reports, from the types that the reports have. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createGenerator } from "ts-json-schema-generator";

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

const schema = createGenerator({
  path: path("src/audit/report/json.ts"),
  tsconfig: path("tsconfig.json"),
  type: "AuditRecord",
  topRef: true,
  skipTypeCheck: true,
}).createSchema("AuditRecord");

const about = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "A report of chainrule's audit, or a line of one about many documents",
};
writeFileSync(path("audit.schema.json"), `${JSON.stringify({ ...about, ...schema }, null, 2)}\n`);
