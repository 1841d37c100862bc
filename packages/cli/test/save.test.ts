/** Where files go, and what stands in their way. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sampled } from "../../../test/campaign";
import { refuseFolder } from "../src/folder";
import { refuseOverwriting, save } from "../src/save";
import { UsageError } from "../src/usage-error";
import { campaign } from "./kill";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chainrule-save-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (...names: string[]): string => join(folder, ...names);
const put = (name: string, content: string): void => save(folder, [{ path: at(name), content }]);

describe("a folder that nothing can be written to is refused before any work", () => {
  test("where the system has no folders to make, in a file, below a file", () => {
    writeFileSync(at("file"), "");
    for (const path of [
      "/proc/x",
      "/proc/x/y",
      at("file"),
      at("file", "below"),
      "/dev/full",
      "/dev/full/x",
      "",
    ]) {
      expect(() => refuseFolder(path), path).toThrow(UsageError);
      if (path !== "") expect(() => save(path, []), path).toThrow(UsageError);
    }
  });

  test("names that no folder can have", () => {
    for (const path of [at("a\0b"), at("x".repeat(5000)), at("x".repeat(300))])
      expect(() => refuseFolder(path)).toThrow(UsageError);
  });

  test("a good one is not made yet, but can be", () => {
    refuseFolder(at("new", "deep"));
    expect(readdirSync(folder)).toEqual([]);
    save(at("new", "deep"), [{ path: at("new", "deep", "a.md"), content: "a" }]);
    expect(readFileSync(at("new", "deep", "a.md"), "utf8")).toBe("a");
  });
});

describe("what stands where a file should be", () => {
  test("a folder, a device, a pipe, a name too long", () => {
    mkdirSync(at("folder"));
    spawnSync("mkfifo", [at("pipe")]);
    symlinkSync("/dev/full", at("full"));
    for (const path of [at("folder"), at("pipe"), at("full"), at("x".repeat(300)), at("a\0b")])
      expect(() => refuseOverwriting([path], true), path).toThrow(UsageError);
  });

  test("a file, and a link that leads nowhere yet, are overwritten when asked to", () => {
    writeFileSync(at("old"), "old");
    symlinkSync("target", at("link"));
    for (const name of ["old", "link"]) {
      expect(() => refuseOverwriting([at(name)], false)).toThrow("--force");
      refuseOverwriting([at(name)], true);
    }
  });

  test("a link stays one: its target is written, also through links and where there was none", () => {
    mkdirSync(at("elsewhere"));
    writeFileSync(at("elsewhere", "real"), "old");
    symlinkSync("elsewhere/real", at("one"));
    symlinkSync("one", at("two"));
    symlinkSync("elsewhere/new", at("dangling"));
    put("two", "new");
    put("dangling", "fresh");
    expect(readFileSync(at("elsewhere", "real"), "utf8")).toBe("new");
    expect(readFileSync(at("elsewhere", "new"), "utf8")).toBe("fresh");
    expect([readlinkSync(at("two")), readlinkSync(at("one"))]).toEqual(["one", "elsewhere/real"]);
    expect(lstatSync(at("elsewhere", "real")).isFile()).toBe(true);
  });

  test("links in a circle, or into a folder that is not there, are refused and nothing is left", () => {
    symlinkSync("b", at("a"));
    symlinkSync("a", at("b"));
    symlinkSync("missing/file", at("c"));
    for (const name of ["a", "c"]) expect(() => put(name, "x")).toThrow(UsageError);
    expect(readdirSync(folder).sort()).toEqual(["a", "b", "c"]);
  });

  test("who may read a file stays as it was", () => {
    writeFileSync(at("private"), "old");
    chmodSync(at("private"), 0o600);
    put("private", "new");
    expect(statSync(at("private")).mode & 0o777).toBe(0o600);
  });
});

describe("what killed processes left", () => {
  const dead = String(spawnSync("true").pid); // it has ended
  const host = hostname()
    .replace(/[^A-Za-z0-9]/g, "")
    .slice(0, 32);

  test("is removed by the next writing; of living processes, of others, and what is no such file, stays", () => {
    const day = 86_400;
    const gone = [`.chainrule-${dead}-0.part`, `.chainrule-${host}-${dead}-1.part`];
    const kept = [
      `.chainrule-${host}-1-0.part`,
      `.chainrule-otherhost-${dead}-0.part`,
      `.chainrule-${dead}-0.part.txt`,
      `chainrule-${dead}-0.part`,
      ".chainrule-notes.part",
    ];
    for (const name of [...gone, ...kept]) writeFileSync(at(name), "half");
    mkdirSync(at(`.chainrule-${dead}-7.part`));
    writeFileSync(at(`.chainrule-otherhost-${dead}-8.part`), "half");
    utimesSync(
      at(`.chainrule-otherhost-${dead}-8.part`),
      Date.now() / 1000 - 2 * day,
      Date.now() / 1000 - 2 * day,
    );
    put("a.md", "a");
    expect(readdirSync(folder).sort()).toEqual([...kept, `.chainrule-${dead}-7.part`, "a.md"].sort());
  });

  test("a file that a link was put in the place of is not written through", () => {
    const partial = `.chainrule-${host}-${process.pid}-0.part`;
    symlinkSync(at("victim"), at(partial));
    expect(() => put("a.md", "a")).toThrow(UsageError);
    expect(existsSync(at("victim"))).toBe(false);
  });

  test("kills in the middle of writing: no file is torn, and nothing is left after the next run", async () => {
    const { leftovers, torn } = await campaign(sampled(20, 8), 7);
    expect({ leftovers, torn }).toEqual({ leftovers: [], torn: 0 });
  });
});
