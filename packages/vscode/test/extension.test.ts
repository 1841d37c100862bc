/** The extension as it is packed, over the protocol: VS Code itself is not started. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsup";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DEFAULTS, settingsOf } from "../../language-server/src/settings";
import { Editor } from "../../language-server/test/client";
import config from "../tsup.config";

const folder = fileURLToPath(new URL("../", import.meta.url));
const dist = join(folder, ".installed");
const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

let editor: Editor;
beforeAll(async () => {
  const entry = ["server", "worker"].map((name) => join(folder, "src", `${name}.ts`));
  await build({ ...config, config: false, entry, outDir: dist, minify: false, treeshake: false });
  editor = new Editor(join(dist, "server.cjs"), ["--stdio"]); // as the client of VS Code starts it
  await editor.start();
});
afterAll(() => editor.stop());

test("its server audits, in CommonJS and with everything in it", async () => {
  await editor.open("file:///a.md", "markdown", "$x = 2$, $y = x^2 = 5$");
  const { diagnostics, status } = await editor.shown("file:///a.md");
  expect(diagnostics.map(({ range }) => editor.part("file:///a.md", range))).toEqual(["5"]);
  expect(status.standing?.text).toBe("0 of 1 equation holds");
});

test("the settings that it contributes are those of the server, with their defaults", () => {
  const { properties } = manifest.contributes.configuration;
  const defaults = Object.fromEntries(
    Object.entries<{ default: unknown }>(properties).map(([name, { default: value }]) => [
      name.replace("chainrule.", ""),
      value,
    ]),
  );
  expect(defaults).toEqual(DEFAULTS);
  for (const [name, { enum: values = [] }] of Object.entries<{ enum?: string[] }>(properties))
    for (const value of values) settingsOf({ [name.replace("chainrule.", "")]: value });
});
