/** The fixture of examples/python, run by Python without pytest, which few machines have: its report and its failure. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { command } from "./installed";

const folder = fileURLToPath(new URL("../../../examples/python/", import.meta.url));
/** pytest in a few lines: what the fixture needs of it. */
const PROGRAM = `
import sys, types
stub = types.ModuleType("pytest")
stub.fixture = lambda function: function
class Failed(Exception): pass
def fail(reason, pytrace=True): raise Failed(reason)
stub.fail = fail
sys.modules["pytest"] = stub
sys.path.insert(0, ${JSON.stringify(folder)})
import conftest, test_gradient
assert_formula = conftest.assert_formula()
test_gradient.test_gradient(assert_formula)
for formulas in (["L = (w x - y)^2 / 2", "dL/dw = (w x - y) y"], ["L = w x"]):
    try:
        assert_formula(*formulas)
    except Failed as failed:
        print(failed)
`;

test("a right formula passes, a wrong one fails with its repair, and so does a call that claims nothing", () => {
  const { status, stderr, stdout } = spawnSync("python3", ["-B", "-c", PROGRAM], {
    encoding: "utf8",
    env: { ...process.env, CHAINRULE: `${process.execPath} ${command}` },
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout).toMatch(/: wrong: .*\n {2}repair: \(w x - y\) x\nnothing was claimed\n$/);
});
