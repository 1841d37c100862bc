import type { Statement } from "./document/passage";
import { withOpenSums } from "./indices/open-sums";
import { withStages } from "./judge/stages";
import type { Declared } from "./names/declared";
import type { Plain } from "./names/names";
import { inOneCase, inOneShape } from "./notation/aliases";
import { withAxes } from "./notation/array-calls";
import { withBatches } from "./notation/batches";
import { withCalls } from "./notation/called";
import { withColumnSoftmax } from "./notation/columns-of-samples";
import { withGradients } from "./notation/gradient-names";
import { withProducts } from "./notation/juxtaposed";
import { withEinsteinSums, withMarksAbove } from "./notation/marks-above";
import { withMatrixPowers } from "./notation/matrix-powers";
import { withEntries, withIndicators, withInnerProducts, withSquaredNorms } from "./notation/notation";
import { withProgramProducts } from "./notation/program-products";
import { withSquaredNames } from "./notation/squared-names";
import { withTransposes } from "./notation/transposes";
import { withUpdates } from "./statements/statement";

/** What a pass may ask of the document besides its statements. */
export interface Surroundings {
  readonly text: string;
  /** The shapes that its words give. */
  readonly declared: readonly Declared[];
  /** The line of the document at an offset. */
  readonly lineOf: (offset: number) => string;
}

/** One thing that a document means by how it is written. */
interface Pass {
  readonly name: string;
  /** What is so, as a sentence. */
  readonly law: string;
  readonly run: (statements: readonly Statement[], document: Surroundings) => readonly Statement[];
}

const namesOf = (declared: readonly Declared[]): Plain[] => declared.map(({ name }) => name);

/** From how a document writes its formulas to what it means, in this order: each goes on from what those above it found. */
const PASSES: readonly Pass[] = [
  {
    name: "stages",
    law: "A number under a heading that counts updates is that of the network after them.",
    run: (statements, { text }) => withStages(statements, text),
  },
  {
    name: "marks above",
    law: "A^{ij} is an entry of A, and W^z is named after z, where no W stands without such a mark.",
    run: withMarksAbove,
  },
  {
    name: "sums by Einstein",
    law: "A letter that stands twice in a product is summed over, where the words say so.",
    run: (statements, { text }) => withEinsteinSums(statements, text),
  },
  {
    name: "matrix powers",
    law: "K^2 is K K, where K is declared to be square.",
    run: (statements, { declared }) => withMatrixPowers(statements, declared),
  },
  {
    name: "transposes",
    law: "W^T is W transposed, unless T is a quantity.",
    run: withTransposes,
  },
  {
    name: "axes of calls",
    law: "sum(x, 0) is sum(x, axis=0).",
    run: withAxes,
  },
  {
    name: "columns of samples",
    law: "softmax runs along each column, where the words say that each column is a sample.",
    run: (statements, { text }) => withColumnSoftmax(statements, text),
  },
  {
    name: "products of programs",
    law: "In Python, and where @ or dot(A, B) is the matrix product, * multiplies entry by entry.",
    run: withProgramProducts,
  },
  {
    name: "batches",
    law: "a^{(i)} is a column of A, and a sum over the samples is one over A.",
    run: withBatches,
  },
  {
    name: "open sums",
    law: "A sum without brackets reaches to the last term that has its letter.",
    run: withOpenSums,
  },
  {
    name: "squared names",
    law: "σ² is a name of its own where it is defined and σ is not.",
    run: withSquaredNames,
  },
  {
    name: "inner products",
    law: "A dot between bold letters is the inner product.",
    run: withInnerProducts,
  },
  {
    name: "squared norms",
    law: "The square of a norm is a sum of squares.",
    run: withSquaredNorms,
  },
  {
    name: "indicators",
    law: "A one with a condition is 1 where the condition holds.",
    run: withIndicators,
  },
  {
    name: "entries",
    law: "w_{jk} is an entry of W, where there is a W and no other w.",
    run: (statements, { declared }) => withEntries(statements, namesOf(declared)),
  },
  {
    name: "named gradients",
    law: "dz is the derivative of the loss by z, where there is a z.",
    run: (statements, { declared }) => withGradients(statements, namesOf(declared)),
  },
  {
    name: "calls",
    law: "A name before brackets is a function or a factor, by all of its uses.",
    run: (statements, { declared }) => withCalls(statements, namesOf(declared)),
  },
  {
    name: "names in a row",
    law: "X1W1 is a product, where there are X1 and W1 and the run is no name.",
    run: (statements, { declared }) => withProducts(statements, namesOf(declared)),
  },
  {
    name: "shapes of letters",
    law: "φ and \\phi are one letter, unless a document has both.",
    run: inOneShape,
  },
  {
    name: "cases of letters",
    law: "W6 is w6, where only that is told.",
    run: inOneCase,
  },
  {
    name: "updates",
    law: "A number in a line that counts updates is that after them.",
    run: (statements, { lineOf }) => withUpdates(statements, lineOf),
  },
];

/** The statements as they are meant. */
export const asMeant = (statements: readonly Statement[], document: Surroundings): readonly Statement[] =>
  PASSES.reduce((read, { run }) => run(read, document), statements);
