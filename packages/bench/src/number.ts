const UNITS = [
  ["s", 1],
  ["ms", 1e-3],
  ["µs", 1e-6],
  ["ns", 1e-9],
] as const;

/** A time in seconds, in the unit in which it reads best. */
export function timeText(seconds: number): string {
  const [name, size] = UNITS.find(([, unit]) => seconds >= unit) ?? ["ns", 1e-9];
  return `${digits(seconds / size)} ${name}`;
}

/** Three digits, thousands set apart: 0.0212, 4.1, 1,160, 4.7e+9. */
export function digits(value: number): string {
  const rounded = Number(value.toPrecision(3));
  if (rounded === 0) return "0";
  if (Math.abs(rounded) < 1e-3 || Math.abs(rounded) >= 1e9) return rounded.toExponential();
  return rounded.toLocaleString("en-US", { maximumFractionDigits: 10 });
}
