// A process that answers call after call of the command, whose code is the module that it is given.
const { answer } = await import(process.argv[2] ?? "");
await import("tsx/esm/api"); // its compiler is started in the folder that it is loaded in: in this one, which stays
const home = process.cwd();

/** @param {string | undefined} text */
const printed = (text) => (text === undefined ? "" : `${text}\n`);

/** @param {{ readonly folder: string, readonly args: readonly string[] }} call */
async function answered({ folder, args }) {
  process.chdir(folder);
  const { code, isError, text } = await answer(args);
  process.chdir(home); // the folder may be removed
  process.send?.(
    isError ? { code, stdout: "", stderr: printed(text) } : { code, stdout: printed(text), stderr: "" },
  );
}

process.on("message", answered);
