#!/usr/bin/env node
import { createConnection } from "vscode-languageserver/node";
import { serve } from "./serve";

const HELP = `chainrule-language-server
  Audits derivations in Markdown and LaTeX, and backward passes in Python, while they are typed. An editor starts it and speaks the
  Language Server Protocol over its standard input and output.`;

if (process.argv.includes("--help")) process.stdout.write(`${HELP}\n`);
else {
  const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
  serve(createConnection(process.stdin, process.stdout), {
    worker: new URL(`./worker.${ending}`, import.meta.url),
  });
}
