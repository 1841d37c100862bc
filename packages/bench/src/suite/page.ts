import { startTests, type Task, type VitestRunner } from "@vitest/runner";
import { mayCompile } from "../browser/allowed";
import { say } from "../browser/say";
import { reason } from "./excluded";

/** What a page says when its tests are done. */
export interface SuiteSaid {
  readonly wasm: boolean;
  readonly passed: number;
  readonly skipped: readonly string[];
  /** Tests, and files that could not be loaded, with what was wrong. */
  readonly wrong: readonly { readonly name: string; readonly message: string }[];
}

/** Imports a test file. */
type Load = () => Promise<unknown>;

function runner(load: Readonly<Record<string, Load>>): VitestRunner {
  return {
    importFile: (file) => load[file]?.(),
    onBeforeRunTask: (test) => {
      if (reason(test.fullName) !== undefined) test.mode = "skip";
    },
    config: {
      root: "/",
      setupFiles: [],
      name: undefined,
      passWithNoTests: false,
      testNamePattern: undefined,
      allowOnly: false,
      sequence: { seed: 1, hooks: "stack", setupFiles: "list" },
      chaiConfig: undefined,
      maxConcurrency: 5,
      testTimeout: 120_000,
      hookTimeout: 120_000,
      retry: 0,
      includeTaskLocation: false,
      tags: [],
      tagsFilter: undefined,
      strictTags: true,
    },
  };
}

/** Runs test files in this page, one after another. */
export function runSuite(load: Readonly<Record<string, Load>>): void {
  say(async (): Promise<SuiteSaid> => {
    const files = await startTests(Object.keys(load), runner(load));
    const wrong: { name: string; message: string }[] = [];
    const skipped: string[] = [];
    let passed = 0;
    const waiting: { readonly task: Task; readonly path: string }[] = files.map((task) => ({
      task,
      path: task.filepath,
    }));
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { task, path } = next;
      const state = task.result?.state;
      const errors = task.result?.errors ?? [];
      for (const error of errors)
        wrong.push({ name: path, message: `${error.message}\n${error.stack ?? ""}` });
      if (task.type === "suite")
        waiting.push(...task.tasks.map((each) => ({ task: each, path: `${path} > ${each.name}` })));
      else if (state === "pass") passed++;
      else if (errors.length === 0) skipped.push(path);
    }
    return { wasm: mayCompile(), passed, skipped, wrong };
  });
}
