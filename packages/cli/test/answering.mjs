// A process that answers call after call of the command, whose code is the module that it is given.
const { answer } = await import(process.argv[2] ?? "");
const home = process.cwd();

/** @param {{ readonly folder: string, readonly args: readonly string[] }} call */
async function answered({ folder, args }) {
  process.chdir(folder);
  const { code, isError, text } = await answer(args);
  process.chdir(home); // the folder may be removed
  process.send?.(
    isError ? { code, stdout: "", stderr: `${text}\n` } : { code, stdout: `${text}\n`, stderr: "" },
  );
}

process.on("message", answered);
