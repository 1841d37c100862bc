import { serve } from "@chainrule/language-server";
import { createConnection } from "vscode-languageserver/node";

serve(createConnection(process.stdin, process.stdout), { worker: new URL("./worker.cjs", import.meta.url) });
