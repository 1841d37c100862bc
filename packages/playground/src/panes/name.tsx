/** A name as formulas have it: `w_5` with its index below, `h1^(2)` with its layer above. */
export function Name({ of }: { readonly of: string }) {
  const {
    base = of,
    sub,
    sup,
  } = /^(?<base>[^_^]+)(?:_\{?(?<sub>[^{}^]+)\}?)?(?:\^\{?(?<sup>[^{}]+)\}?)?$/.exec(of)?.groups ?? {};
  return (
    <span class="name">
      <i>{base}</i>
      {sub !== undefined && <sub>{sub}</sub>}
      {sup !== undefined && <sup>{sup}</sup>}
    </span>
  );
}

/** A number in few digits. */
export function numberText(value: number | undefined): string {
  if (value === undefined) return "";
  if (!Number.isFinite(value)) return String(value);
  const short = Number(value.toPrecision(5));
  const size = Math.abs(short);
  return (size !== 0 && (size < 1e-4 || size >= 1e6) ? short.toExponential() : String(short)).replace(
    "-",
    "−",
  );
}
