#!/usr/bin/env node
import { answer } from "./command";

// a reader that stops reading (`| head`) is no error
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 70));

const { code, isError, text } = await answer(process.argv.slice(2));
// The process ends when the text is out, whatever the user's module left running.
(isError ? process.stderr : process.stdout).write(text === undefined ? "" : `${text}\n`, () =>
  process.exit(code),
);
