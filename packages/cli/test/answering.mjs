// A process that answers call after call of the command, whose code is the module that it is given.
const { answer } = await import(process.argv[2] ?? "");
// tsx starts its compiler in the folder where it is registered first: in this one, which stays
const [forRequire, forImport] = await Promise.all([import("tsx/cjs/api"), import("tsx/esm/api")]);
forRequire.register()();
await forImport.register()();
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
