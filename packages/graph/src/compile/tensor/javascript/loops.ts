/** A loop with its size and, for each operand, by how many entries one step moves. */
export interface Axis {
  readonly size: number;
  readonly steps: readonly number[];
}

/** For each group of operands that move alike: a variable, if it moves at all, and how far beyond that they are. */
export type Places = readonly { readonly name: string; readonly offset: number }[];

/** Loops that are no longer are short. */
const SHORT = 4;

/**
 * Writes loops over operands in one array `v`. Operand k begins at a parameter `ak`; operands that move alike share the
 * variable that moves.
 */
export class LoopWriter {
  readonly lines: string[] = [];
  readonly #groupOf: readonly number[];
  /** For each group its first operand. */
  readonly #first: readonly number[];
  readonly #isShared: readonly boolean[];
  #variables = 0;

  constructor(axes: readonly Axis[], operands: number) {
    const keys = Array.from({ length: operands }, (_, k) => axes.map(({ steps }) => steps[k]).join());
    const groups = [...new Set(keys)];
    this.#groupOf = keys.map((key) => groups.indexOf(key));
    this.#first = groups.map((key) => keys.indexOf(key));
    this.#isShared = this.#first.map((first, group) => this.#groupOf.lastIndexOf(group) !== first);
  }

  /** Where all operands begin. */
  get start(): Places {
    return this.#first.map((operand, group) => ({
      name: this.#isShared[group] ? "" : `a${operand}`,
      offset: 0,
    }));
  }

  write(line: string): void {
    this.lines.push(line);
  }

  /** An operand's entry, `beyond` entries further than its place. */
  entry(operand: number, places: Places, beyond = 0): string {
    const group = this.#groupOf[operand] as number;
    const { name, offset } = places[group] as Places[number];
    const base = this.#isShared[group] ? `a${operand}` : "";
    return `v[${indexText([base, name], offset + beyond)}]`;
  }

  /** The places after so many steps along an axis. */
  moved(places: Places, { steps }: Axis, times: number): Places {
    return places.map(({ name, offset }, group) => ({
      name,
      offset: offset + times * (steps[this.#first[group] as number] as number),
    }));
  }

  /** A loop of so many turns, `each` steps apart. */
  along(places: Places, axis: Axis, visit: (inside: Places) => void, times = axis.size, each = 1): void {
    if (times === 1) {
      visit(places);
      return;
    }
    const id = this.#variables++;
    const starts = [`i${id} = 0`];
    const moves = [`i${id}++`];
    const inside = places.map((place, group) => {
      const step = each * (axis.steps[this.#first[group] as number] as number);
      if (step === 0) return place;
      const name = `p${id}_${group}`;
      starts.push(`${name} = ${indexText([place.name], place.offset)}`);
      moves.push(`${name} += ${step}`);
      return { name, offset: 0 };
    });
    this.write(`for (let ${starts.join(", ")}; i${id} < ${times}; ${moves.join(", ")}) {`);
    visit(inside);
    this.write("}");
  }

  /** The same; a short loop is written out. */
  alongShort(places: Places, axis: Axis, visit: (inside: Places) => void): void {
    if (axis.size > SHORT) {
      this.along(places, axis, visit);
      return;
    }
    for (let k = 0; k < axis.size; k++) {
      this.write("{");
      visit(this.moved(places, axis, k));
      this.write("}");
    }
  }
}

function indexText(variables: readonly string[], offset: number): string {
  const terms = variables.filter((name) => name !== "");
  if (offset !== 0 || terms.length === 0) terms.push(String(offset));
  return terms.join(" + ");
}
