import { useState } from "preact/hooks";
import type { Quantity, Role, Values } from "../protocol";
import type { Words } from "../words/words";
import { Name, numberText } from "./name";

interface Props {
  readonly quantities: readonly Quantity[];
  /** Values that the reader chose: sliders stand there, before anything is computed with them. */
  readonly values: Values;
  readonly selected: string;
  readonly words: Words;
  readonly onSelect: (name: string) => void;
  readonly onValue: (name: string, value: number) => void;
}

const ROLES: readonly Role[] = ["parameter", "fixed", "input", "target", "loss", "definition"];
/** So many rows at first; what is selected is always there. */
const FIRST = 16;

/** Every quantity with its value and its gradient; symbols have a slider. */
export function Quantities({ onSelect, onValue, quantities, selected, values, words }: Props) {
  const [isWhole, setWhole] = useState(false);
  const sorted = [...quantities].sort(
    (a, b) =>
      ROLES.indexOf(a.role) - ROLES.indexOf(b.role) ||
      (a.role === "definition" ? 0 : a.name.localeCompare(b.name, "en", { numeric: true })),
  );
  const shown = isWhole ? sorted : sorted.filter(({ name }, k) => k < FIRST || name === selected);
  return (
    <section class="quantities" aria-label={words.quantities}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.quantity}</th>
            <th scope="col">{words.value}</th>
            <th scope="col">{words.gradient}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((quantity) => (
            <tr key={quantity.name} class={quantity.name === selected ? "chosen" : ""}>
              <th scope="row">
                <button
                  type="button"
                  class="plain"
                  aria-pressed={quantity.name === selected}
                  onClick={() => onSelect(quantity.name)}
                  title={words.roles[quantity.role]}
                >
                  <Name of={quantity.name} />
                  <small> {words.roles[quantity.role]}</small>
                </button>
              </th>
              <td>{valueCell(quantity, values[quantity.name], words, onValue)}</td>
              <td class="number gradient">{numberText(quantity.gradient)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < sorted.length && (
        <button type="button" onClick={() => setWhole(true)}>
          {words.showAll(sorted.length)}
        </button>
      )}
    </section>
  );
}

function valueCell(
  { name, role, shape, value }: Quantity,
  chosen: Values[string] | undefined,
  words: Words,
  onValue: Props["onValue"],
) {
  if (shape.length > 0) return <span class="number">[{shape.join(" × ")}]</span>;
  if (role === "definition" || role === "loss") return <span class="number">{numberText(value)}</span>;
  const present = typeof chosen === "number" ? chosen : (value ?? 0);
  return (
    <Slider name={name} value={present} label={words.valueOf(name)} onValue={(next) => onValue(name, next)} />
  );
}

interface SliderProps {
  readonly name: string;
  readonly value: number;
  readonly label: string;
  readonly onValue: (value: number) => void;
}

/** A slider and the number itself; it reaches to twice the value, and to 2 at least. */
function Slider({ label, name, onValue, value }: SliderProps) {
  const [limit, setLimit] = useState(() => reach(value));
  if (Math.abs(value) > limit) setLimit(reach(value));
  const take = (text: string): void => {
    const next = Number(text);
    if (text.trim() !== "" && Number.isFinite(next)) onValue(next);
  };
  return (
    <span class="slider">
      <input
        type="range"
        min={-limit}
        max={limit}
        step={limit / 400}
        value={value}
        aria-label={label}
        data-slider={name}
        onInput={(event) => take(event.currentTarget.value)}
      />
      <input
        type="number"
        step="any"
        value={Number(value.toPrecision(5))}
        aria-label={label}
        onChange={(event) => take(event.currentTarget.value)}
      />
    </span>
  );
}

const reach = (value: number): number => Math.max(2, 2 ** Math.ceil(Math.log2(2 * Math.abs(value) || 1)));
