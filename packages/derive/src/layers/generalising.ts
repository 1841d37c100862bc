import {
  type Name,
  type Node,
  nameText,
  partialName,
  quantitiesIn,
  type Size,
  simplify,
} from "@chainrule/graph";
import { bodyOf, nameOf } from "../definitions";
import { rebuilt } from "../sizes/axes";
import type { Derivation, Statement } from "../statement";
import type { Families, Family } from "./families";
import type { LayerFunction } from "./functions";
import type { GeneralDerivation } from "./general";
import type { Generic, LayerText } from "./generic";
import { Instances } from "./instances";
import { layerOf, relativeText } from "./labels";

/** The letter of a general layer, and of the last one. */
const LAYER = "l";
const LAST = "L";

/** The layers that have a definition. */
const layersDefined = ({ of }: Families): number[] =>
  [...of.values()].flatMap(({ members }) =>
    [...members].flatMap(([layer, [statement]]) => (statement?.role === "definition" ? [layer] : [])),
  );

const shifted = (letter: string, by: number): string =>
  by === 0 ? letter : by > 0 ? `${letter}+${by}` : `${letter}${by}`;

/** A statement to be written, and where it comes from. */
interface Draft {
  readonly statement: Omit<Statement, "id">;
  /** A statement of the derivation about the same symbol, and the layer of it that is written l. */
  readonly source: Statement;
  readonly base: number;
}

/** Writes the statements of a derivation so that what is said of all layers is said once. */
export class Generalising {
  readonly #derivation: Derivation;
  readonly #families: Families;
  readonly #generic: Generic;
  readonly #first: number;
  readonly #last: number;
  readonly #written: Statement[] = [];
  readonly #instances: Instances;
  /** Definitions that wait for what is said of most layers. */
  readonly #postponed: Statement[] = [];
  /** Where each statement of the derivation went. */
  readonly #ids = new Map<number, number>();
  /** The last word on each derivative of the loss that stands for one quantity's only use. */
  readonly #passing = new Map<string, Statement>();

  constructor(derivation: Derivation, families: Families) {
    this.#derivation = derivation;
    this.#families = families;
    this.#generic = families.generic;
    const defined = layersDefined(families);
    this.#first = Math.min(...defined);
    this.#last = Math.max(...defined);
    this.#instances = new Instances(derivation, families);
  }

  whole(functions: readonly LayerFunction[]): GeneralDerivation {
    const { form, loss, rate, statements, wrt } = this.#derivation;
    for (const statement of statements) this.#place(statement);
    const { entry } = this.#families;
    return {
      form,
      loss,
      wrt: [...new Set(wrt.map((node) => this.#generic.leaf(node, this.#textFor(nameOf(node)))))],
      ...(rate === undefined ? {} : { rate }),
      statements: this.#written,
      layers: {
        first: this.#first,
        last: this.#last,
        functions,
        sizes: this.#generic.sizes(this.#general(0)),
        ...(entry === undefined ? {} : { entry: { symbol: entry.symbol, given: nameOf(entry.given) } }),
      },
      instances: this.#instances.statements,
    };
  }

  /** Writes a statement where it stands for its family, or for itself. */
  #place(statement: Statement): void {
    const { labelling, of } = this.#families;
    const layer = layerOf(statement.symbol, labelling);
    if (layer === undefined || statement.role === "given") {
      this.#placeGiven(statement, layer);
      return;
    }
    const family = of.get(relativeText(statement.symbol, layer, labelling)) as Family; // made from the same statements
    const { alike, members } = family;
    const range = layer === this.#last ? [layer] : undefined;
    if (!this.#isGeneral(family)) {
      this.#write(statement, this.#exactFor(statement), range);
      return;
    }
    const spokesman = this.#spokesman(alike);
    if (!alike.includes(layer)) {
      if (statement.role === "definition" && layer < spokesman) this.#postponed.push(statement);
      else this.#write(statement, this.#exactFor(statement), range);
      return;
    }
    if (layer !== spokesman) return;
    const position = (members.get(layer) as readonly Statement[]).indexOf(statement);
    const id = this.#write(statement, this.#general(layer), alike);
    for (const other of alike) {
      const twin = members.get(other)?.[position];
      if (twin !== undefined) this.#ids.set(twin.id, id);
    }
    if (alike.includes(this.#last) && alike.length > 1) {
      const atLast = members.get(this.#last)?.[position] as Statement; // those alike have as many statements
      this.#combine(
        { ...this.#generic.statement(atLast, this.#exact), layers: [this.#last] },
        atLast,
        this.#last,
      );
    }
    if (statement.role === "definition") this.#writePostponed(family);
  }

  /** Definitions of a family's layers that are different follow what is said of the others. */
  #writePostponed({ members }: Family): void {
    const own = new Set([...members.values()].flat());
    for (const statement of this.#postponed.splice(0)) {
      if (own.has(statement)) this.#write(statement, this.#exactFor(statement));
      else this.#postponed.push(statement);
    }
  }

  /** Layers as L and L-1, but for a statement over several layers, which are counted. */
  #exactFor({ expression }: Statement): LayerText {
    const layers = quantitiesIn(expression).flatMap(
      (node) => layerOf(nameOf(node), this.#families.labelling) ?? [],
    );
    const isWide = Math.max(...layers) - Math.min(...layers) > 1;
    return isWide ? { base: this.#last, write: String } : this.#exact;
  }

  /** Writes what is of no layer as it is, and symbols of repeated layers once. */
  #placeGiven(statement: Statement, layer: number | undefined): void {
    const { entry } = this.#families;
    const isEntry = entry !== undefined && nameText(statement.symbol) === nameText(nameOf(entry.given));
    const isOdd = statement.role === "given" && this.#generic.oddity(statement.expression) !== "";
    if (layer === undefined || isEntry || isOdd || this.#isDefined(statement.symbol, layer)) {
      this.#write(statement, this.#exactFor(statement));
    } else if (layer === this.#spokesman(this.#layersGiven(statement.symbol)))
      this.#write(statement, this.#general(layer));
  }

  /** Whether a quantity of the same name is defined in other layers: h^(0), where h^(1) and all that follow are computed. */
  #isDefined(symbol: Name, layer: number): boolean {
    const family = this.#families.of.get(relativeText(symbol, layer, this.#families.labelling));
    return [...(family?.members.values() ?? [])].some(([statement]) => statement?.role === "definition");
  }

  /** The layers that have a symbol like this one. */
  #layersGiven(symbol: Name): number[] {
    const { labelling } = this.#families;
    const family = (name: Name): string => relativeText(name, layerOf(name, labelling) ?? 0, labelling);
    return this.#derivation.statements.flatMap((other) =>
      other.role === "given" &&
      family(other.symbol) === family(symbol) &&
      this.#generic.oddity(other.expression) === ""
        ? (layerOf(other.symbol, labelling) ?? [])
        : [],
    );
  }

  /** What is said of the last layer only is no general statement. */
  #isGeneral({ alike }: Family): boolean {
    return alike.length > 1 || (alike[0] !== undefined && alike[0] < this.#last);
  }

  /** The layer whose statements are written for all that are alike: the last but one, or what is nearest to it. */
  #spokesman(alike: readonly number[]): number {
    const wanted = this.#last - 1;
    return alike.reduce((best, layer) => (Math.abs(layer - wanted) < Math.abs(best - wanted) ? layer : best));
  }

  /** Layers counted from L where they are the last or the one before; by their number else. */
  get #exact(): LayerText {
    const last = this.#last;
    return {
      base: last,
      write: (layer) => (layer > last - 2 && layer > this.#first ? shifted(LAST, layer - last) : `${layer}`),
    };
  }

  #general(base: number): LayerText {
    return { base, write: (layer) => shifted(LAYER, layer - base) };
  }

  #textFor(name: Name): LayerText {
    const { labelling, of } = this.#families;
    const layer = layerOf(name, labelling);
    if (layer === undefined) return this.#exact;
    const loss = nameOf(this.#derivation.loss);
    const family = of.get(relativeText(partialName(loss, name), layer, labelling));
    const isGeneral = family !== undefined && this.#isGeneral(family) && family.alike.includes(layer);
    return isGeneral ? this.#general(layer) : this.#exact;
  }

  #write(statement: Statement, text: LayerText, layers?: readonly number[]): number {
    const written = this.#append({
      statement: {
        ...this.#generic.statement(statement, text),
        from: statement.from.flatMap((source) => this.#ids.get(source) ?? []),
        ...(layers === undefined ? {} : { layers }),
      },
      source: statement,
      base: text.base,
    });
    this.#ids.set(statement.id, written.id);
    this.#combine(written, statement, text.base);
    if (this.#isPassing(statement)) this.#passing.set(nameText(written.symbol), written);
    return written.id;
  }

  #append({ statement, source, base }: Draft): Statement {
    const id = this.#written.length;
    const from = [...new Set(statement.from)].filter((earlier) => earlier < id);
    const written = { ...statement, id, from };
    this.#written.push(written);
    if (["chain", "abbreviation", "closed"].includes(statement.role))
      this.#instances.add(written, source, base);
    return written;
  }

  /** Whether a statement settles dE/dq of a definition q over one quantity, such as a := f(z): a step on the way to dE/dz. */
  #isPassing({ role, symbol }: Statement): boolean {
    if (role !== "closed" && role !== "local") return false;
    if (symbol.kind !== "partial" || nameText(symbol.of) !== nameText(nameOf(this.#derivation.loss)))
      return false;
    const node = this.#instances.quantity(symbol.by);
    return node?.op.kind === "naming" && quantitiesIn(bodyOf(node)).length === 1;
  }

  /** dE/dz with what is known of dE/da put in: the error of a layer by that of the next. */
  #combine(statement: Statement, source: Statement, base: number): void {
    if (statement.role !== "closed") return;
    const passing = new Map(
      quantitiesIn(statement.expression).flatMap((leaf) => {
        const known = this.#passing.get(nameText(nameOf(leaf)));
        return known === undefined ? [] : [[leaf, known]];
      }),
    );
    if (passing.size === 0) return;
    const [whole] = rebuilt([statement.expression], {
      replace: (node) => passing.get(node)?.expression,
      size: (node, axis) => node.shape[axis] as Size,
    }) as [Node];
    const layers = [...passing.values()].reduce(
      (common, known) =>
        known.layers === undefined ? common : common?.filter((layer) => known.layers?.includes(layer)),
      statement.layers,
    );
    this.#append({
      statement: {
        ...statement,
        expression: simplify(whole, { holding: new Set(quantitiesIn(whole)) }),
        because: { kind: "substituted" },
        from: [...passing.values()].map(({ id }) => id),
        ...(layers === undefined ? {} : { layers }),
      },
      source,
      base,
    });
  }
}
