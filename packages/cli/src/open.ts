import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { messageOf, UsageError } from "./usage-error";

/** The program of each system that opens a file with what it is usually opened with. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

/** Shows a file in the program that the system has for it. @throws UsageError where the system has none */
export async function opened(path: string): Promise<void> {
  const [program = "", ...args] = OPENERS[process.platform] ?? ["xdg-open"];
  const child = spawn(program, [...args, resolve(path)], { detached: true, stdio: "ignore" });
  await new Promise<void>((done, fail) => {
    child.once("spawn", done);
    child.once("error", (error) =>
      fail(new UsageError(`--open: ${program} could not be started (${messageOf(error)})`, { cause: error })),
    );
  });
  child.unref();
}
