import { expect, test } from "vitest";
import { type Role, roles } from "./theme";

/** The relative luminance of a colour (WCAG 2.2). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((start) => {
    const part = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

test("a light colour tells the dark one", () => {
  const dark = new Map<string, string>();
  for (const shades of Object.values(roles)) {
    expect(dark.get(shades.light) ?? shades.dark).toBe(shades.dark);
    dark.set(shades.light, shades.dark);
  }
});

test.each(["light", "dark"] as const)(
  "texts and lines stand out from what they are drawn on: %s",
  (shade) => {
    const on = (role: Role): string => roles[role][shade];
    for (const text of [
      "ink",
      "muted",
      "gradient",
      "series1",
      "series2",
      "series3",
      "series4",
      "series5",
      "series6",
    ] as const)
      expect(contrast(on(text), on("paper"))).toBeGreaterThan(3.8);
    for (const fill of ["inputFill", "unitFill", "valueFill", "lossFill", "biasFill"] as const)
      expect(contrast(on("ink"), on(fill))).toBeGreaterThan(7);
    for (const line of ["inputLine", "unitLine", "lossLine", "positive", "negative"] as const)
      expect(contrast(on(line), on("paper"))).toBeGreaterThan(3);
  },
);
