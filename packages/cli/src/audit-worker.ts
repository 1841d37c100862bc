import { auditedFile } from "./audit/document";
import type { Settings } from "./audit/options";

/* Audits the files whose paths it is sent, and sends back what each comes to, until nobody asks any more. */

const settings = JSON.parse(process.argv[2] as string) as Settings; // as `Processes` writes it
process.on("message", (path: string) => process.send?.(auditedFile(path, settings)));
