// Lets the chosen mutants run, and no other that happens to stand inside one of them.
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { CheckStatus } from "@stryker-mutator/api/check";
import { declareFactoryPlugin, PluginKind } from "@stryker-mutator/api/plugin";

/** @param {{ file: string, location: import("@stryker-mutator/api/core").Location, replacement: string }} mutant */
const key = ({ file, location: { end, start }, replacement }) =>
  JSON.stringify([file, start.line, start.column, end.line, end.column, replacement]);

/** @returns {import("@stryker-mutator/api/check").Checker} */
function create() {
  /** @type {Set<string>} */
  const wanted = new Set();
  return {
    async init() {
      const chosen = JSON.parse(readFileSync(new URL("chosen.json", import.meta.url), "utf8"));
      for (const mutant of chosen) wanted.add(key(mutant));
    },
    /** @param {import("@stryker-mutator/api/core").Mutant[]} mutants */
    async check(mutants) {
      return Object.fromEntries(
        mutants.map(({ fileName, id, location, replacement }) => {
          const isWanted = wanted.has(
            key({ file: relative(process.cwd(), fileName), location, replacement }),
          );
          const { CompileError, Passed } = CheckStatus;
          return [id, isWanted ? { status: Passed } : { status: CompileError, reason: "not chosen" }];
        }),
      );
    },
    /** @param {import("@stryker-mutator/api/core").Mutant[]} mutants */
    async group(mutants) {
      return [mutants.map(({ id }) => id)];
    },
  };
}

create.inject = /** @type {const} */ ([]);

export const strykerPlugins = [declareFactoryPlugin(PluginKind.Checker, "chosen", create)];
