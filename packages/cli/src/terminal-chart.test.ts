import { expect, test } from "vitest";
import { terminalChart } from "./terminal-chart";

/** The rows and columns of the dots that are set. */
function dots(lines: readonly string[]): (readonly [x: number, y: number])[] {
  const bits = [0x01, 0x02, 0x04, 0x40, 0x08, 0x10, 0x20, 0x80];
  return lines.flatMap((line, row) =>
    [...(line.split("│")[1] ?? "")].flatMap((cell, column) =>
      bits.flatMap((bit, k) =>
        ((cell.codePointAt(0) ?? 0) - 0x2800) & bit
          ? [[2 * column + (k >> 2), 4 * row + (k & 3)] as const]
          : [],
      ),
    ),
  );
}

test("falls from the upper left to the lower right corner, without gaps", () => {
  const lines = terminalChart(
    Array.from({ length: 11 }, (_, k) => ({ step: 10 * k, loss: 10 - k })),
    60,
  );
  expect(new Set(lines.map((line) => line.length))).toEqual(new Set([lines[0]?.length]));
  const found = dots(lines);
  const columns = new Set(found.map(([x]) => x));
  expect(Math.min(...columns)).toBe(0);
  expect(columns.size).toBe(Math.max(...columns) + 1);
  const heightAt = (x: number): number => Math.min(...found.filter((dot) => dot[0] === x).map(([, y]) => y));
  expect(heightAt(0)).toBe(0);
  expect(heightAt(Math.max(...columns))).toBe(47);
});

test("one loss, equal losses and what is not finite make no harm", () => {
  for (const losses of [[1], [2, 2, 2], [Number.NaN, 1, 0.5], [0, 1]])
    expect(
      terminalChart(
        losses.map((loss, step) => ({ step, loss })),
        40,
      ),
    ).toHaveLength(14);
});
