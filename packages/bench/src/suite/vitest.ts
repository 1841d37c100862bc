import {
  ASYMMETRIC_MATCHERS_OBJECT,
  addCustomEqualityTesters,
  chai,
  customMatchers,
  type ExpectStatic,
  GLOBAL_EXPECT,
  getState,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from "@vitest/expect";
import { getCurrentTest } from "@vitest/runner";
import { readFileSync } from "./node";

/*
 * What test files import from "vitest", for a page: the parts that vitest itself is made of, without what needs its server.
 */

export { afterAll, afterEach, beforeAll, beforeEach, describe, test } from "@vitest/runner";

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

/** What `JestExtend` adds to chai; its types do not say so. */
const base = chai.expect as unknown as { extend(expect: ExpectStatic, matchers: object): void };

/** A text is what a file holds, whose place is told from the test file's. */
function toMatchFileSnapshot(text: string, place: string) {
  const path = new URL(place, `file:///${getCurrentTest()?.file.filepath}`);
  return { pass: text === readFileSync(path, "utf8"), message: () => `not what ${path.pathname} holds` };
}

function made(): ExpectStatic {
  const world = globalThis as unknown as Record<symbol, object>; // the matchers' table is there once chai uses them
  const found = Object.assign(
    (value: unknown, message?: string) => chai.expect(value, message),
    chai.expect,
    world[ASYMMETRIC_MATCHERS_OBJECT],
    {
      getState: () => getState(found),
      setState: (state: object) => setState(state, found),
      extend: (matchers: object) => base.extend(found, matchers),
      addEqualityTesters: addCustomEqualityTesters,
      unreachable: (message?: string) => chai.assert.fail(message ?? "expected not to be reached"),
    },
  ) as unknown as ExpectStatic;
  setState({ assertionCalls: 0, isExpectingAssertions: false, environment: "chromium" }, found);
  Object.defineProperty(globalThis, GLOBAL_EXPECT, { value: found, configurable: true });
  base.extend(found, { ...customMatchers, toMatchFileSnapshot });
  return found;
}

export const expect = made();
