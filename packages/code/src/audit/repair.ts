import { ChainruleError, type Node, Numbering, topologicalOrder } from "@chainrule/graph";
import { parsePython } from "../python/parse";
import type { FunctionStatement, Module, Place, Statement } from "../python/syntax";
import { libraryOf } from "../read/names";
import { type Claims, claimsOf } from "./claims";
import { agrees } from "./compare";
import type { Edit, EditKind, Surroundings } from "./edits/edit";
import { editsOf } from "./edits/edits";
import { keepingEdits } from "./edits/kept";
import { layersIn } from "./find-layers";
import { variablesOf } from "./gradient-names";
import type { Layer } from "./layer";
import { type Judged, read, type Settled } from "./settle";

/** A small change of the author's code after which the gradients are right. */
export interface CodeRepair {
  readonly kind: EditKind;
  readonly line: number;
  /** What stands there, from which offset, and what should. */
  readonly from: number;
  readonly to: number;
  readonly before: string;
  readonly after: string;
  /** The whole line, mended. */
  readonly text: string;
}

/** So many changes are tried for one layer. */
const MOST_TRIED = 350;

/** A change that makes wrong gradients right and none wrong, the likeliest of those that do. */
export function repairOf(
  module: Module,
  layer: Layer,
  settled: Settled,
): { readonly repair: CodeRepair; readonly mended: readonly Judged[] } | undefined {
  const bad = settled.judged.filter(isWrong);
  if (bad.length === 0 && settled.missing.length === 0) return undefined;
  const around = surroundings(module, layer, settled);
  const first = firstWrong(module, settled);
  const near = first === undefined ? [] : suspects(module, layer, settled, [first]).backward;
  const { backward, forward } = suspects(module, layer, settled, bad);
  const stages = [
    near.flatMap((statement) => editsOf(statement, around)),
    [
      ...backward.filter((each) => !near.includes(each)).flatMap((statement) => editsOf(statement, around)),
      ...forward.flatMap((statement) => keepingEdits(statement, around)),
    ],
  ];
  let partial: { repair: CodeRepair; mended: readonly Judged[] } | undefined;
  for (const stage of stages) {
    // of the same cost, the one nearest to what is wrong
    const edits = stage.sort((a, b) => a.cost - b.cost || b.from - a.from).slice(0, MOST_TRIED);
    for (const edit of edits) {
      const text = module.text.slice(0, edit.from) + edit.text + module.text.slice(edit.to);
      const found = tried(text, layer, settled);
      if (found === undefined) continue;
      const repair = repairIn(module, edit, text);
      if (found.left === 0) return { repair, mended: found.judged };
      partial ??= { repair, mended: found.judged };
    }
  }
  return partial;
}

/** The first gradient that is wrong; a step on the way, where it is one that nothing right is made of. */
export function firstWrong(module: Module, { judged }: Settled): Judged | undefined {
  const isBad = ({ found }: Judged): boolean =>
    found.kind === "different" || found.kind === "shape" || found.kind === "misfit";
  const right = judged
    .filter(({ claim, found }) => claim.isOutput && found.kind === "equal")
    .flatMap(({ claim }) => namesIn(module.text.slice(claim.at.from, claim.at.to)));
  return judged
    .filter((each) => isBad(each) && (each.claim.isOutput || !right.includes(each.claim.label)))
    .sort((a, b) => a.claim.at.from - b.claim.at.from)[0];
}

const isWrong = ({ claim, found }: Judged): boolean =>
  claim.isOutput && found.kind !== "equal" && found.kind !== "unknown" && found.kind !== "nowhere defined";

function repairIn({ lineAt, text: old }: Module, edit: Edit, text: string): CodeRepair {
  const start = text.lastIndexOf("\n", edit.from - 1) + 1;
  const end = text.indexOf("\n", edit.from + edit.text.length);
  return {
    kind: edit.kind,
    line: lineAt(edit.from),
    from: edit.from,
    to: edit.to,
    before: old.slice(edit.from, edit.to),
    after: edit.text,
    text: text.slice(start, end === -1 ? undefined : end).trim(),
  };
}

interface Tried {
  /** How many gradients are still wrong or missing. */
  readonly left: number;
  readonly judged: readonly Judged[];
}

/** Reads the changed code, and compares with the gradients known already. Undefined where it is no better. */
function tried(text: string, layer: Layer, settled: Settled): Tried | undefined {
  const claims = claimsIn(text, layer, settled);
  if (claims === undefined) return undefined;
  const truths = new Map(settled.judged.map(({ claim, truth }) => [claim.variable, truth]));
  const before = settled.judged.filter(({ claim }) => claim.isOutput);
  const outputs = claims.claims.filter(({ isOutput }) => isOutput);
  const judged: Judged[] = [];
  const isOnlyWrong = settled.missing.length === 0 && before.filter(isWrong).length === 1;
  let left = claims.missing.length;
  let mended = settled.missing.length - left;
  // what was wrong first: most changes do not help
  const order = [...outputs].sort((a, b) => rank(a.variable, before) - rank(b.variable, before));
  for (const claim of order) {
    const truth: Node | undefined = truths.get(claim.variable);
    if (truth === undefined) {
      judged.push({ claim, truth, found: { kind: "equal" } });
      continue;
    }
    const old = before.find((each) => each.claim.variable === claim.variable);
    const isRight = agrees(claim.value, truth, settled.draws);
    const wasWrong = old === undefined || isWrong(old);
    if (!isRight && (!wasWrong || isOnlyWrong)) return undefined;
    judged.push({
      claim,
      truth,
      found: isRight ? { kind: "equal" } : (old?.found ?? { kind: "nowhere defined" }),
    });
    if (!isRight) left++;
    if (isRight && wasWrong) mended++;
  }
  const isComplete = outputs.length >= before.length;
  return mended > 0 && isComplete ? { left, judged } : undefined;
}

const rank = (variable: string, before: readonly Judged[]): number =>
  before.some((each) => each.claim.variable === variable && isWrong(each)) ? 0 : 1;

function claimsIn(text: string, layer: Layer, { quantities, setting }: Settled): Claims | undefined {
  try {
    const module = parsePython(text);
    const same = layersIn(module).find(({ kind, name }) => kind === layer.kind && name === layer.name);
    if (same === undefined) return undefined;
    const { ran } = read(module, same, quantities, setting);
    return claimsOf(ran, true);
  } catch (error) {
    if (error instanceof ChainruleError) return undefined; // such a change is none
    throw error;
  }
}

/** The functions of a layer that go backwards, and those that go forwards. */
export function passesOf(layer: Layer): {
  readonly forward: readonly Statement[];
  readonly backward: readonly Statement[];
} {
  switch (layer.kind) {
    case "autograd":
    case "class": {
      const body = (name: string): readonly Statement[] =>
        (layer.methods.get(name) as FunctionStatement | undefined)?.body ?? [];
      return { forward: [...body("forward"), ...body("setup_context")], backward: body("backward") };
    }
    case "custom_vjp":
      return {
        forward: layer.forward.body,
        backward: [...layer.backward.body, ...layer.forward.body.filter(({ kind }) => kind === "return")],
      };
    case "functions":
      return { forward: layer.forward.body, backward: layer.backward.body };
    case "one function":
      return { forward: [], backward: layer.whole.body };
    case "script":
      return {
        forward: [],
        backward: layer.statements.filter(({ kind }) => kind !== "function" && kind !== "class"),
      };
  }
}

function* simple(statements: readonly Statement[]): Generator<Statement> {
  for (const statement of statements)
    if (statement.kind === "if") {
      yield* simple(statement.body);
      yield* simple(statement.otherwise);
    } else if (statement.kind === "for" || statement.kind === "with") yield* simple(statement.body);
    else yield statement;
}

/** Statements that what is wrong depends on, but not through what is right. */
function suspects(
  module: Module,
  layer: Layer,
  settled: Settled,
  wrong: readonly Judged[],
): { readonly forward: readonly Statement[]; readonly backward: readonly Statement[] } {
  const { backward, forward } = passesOf(layer);
  const all = [...simple(backward)];
  const right = new Set(
    settled.judged.filter(({ found }) => found.kind === "equal").map(({ claim }) => claim.label),
  );
  const recomputed = recomputedIn(settled);
  const isWhole = layer.kind === "one function" || layer.kind === "script";
  const names = new Set(wrong.flatMap(({ claim }) => namesIn(claim.label)));
  const chosen = new Set<Statement>();
  const isLast = wrong.some(({ claim }) => claim.isOutput) || wrong.length === 0;
  for (const statement of all)
    if ((statement.kind === "return" && isLast) || statement.kind === "expression") chosen.add(statement);
  for (const { claim } of wrong) for (const each of all) if (each.from === claim.at.from) chosen.add(each);
  for (const statement of chosen)
    for (const name of namesIn(module.text.slice(statement.from, statement.to))) names.add(name);
  for (let k = all.length - 1; k >= 0; k--) {
    const statement = all[k] as Statement; // k is in range
    const given = givenBy(statement, module.text);
    if (given === undefined || right.has(given) || recomputed.has(given)) continue;
    if (isWhole && variablesOf(given).length === 0 && !isAfterGradient(statement, all, module.text)) continue;
    if (variablesOf(given).length === 0 && isUnpacked(statement)) continue;
    const root = given.replace(/[.[].*$/, "");
    const key = given.startsWith("self.") ? given.replace(/\[.*$/, "") : root;
    if (!names.has(key) && !names.has(given) && !chosen.has(statement)) continue;
    chosen.add(statement);
    for (const name of namesIn(module.text.slice(statement.from, statement.to))) names.add(name);
  }
  return { backward: all.filter((each) => chosen.has(each)), forward: [...simple(forward)] };
}

/** Names under which the backward pass computes again what the forward pass has: they are right. */
function recomputedIn({ ran }: Settled): ReadonlySet<string> {
  const numbering = new Numbering();
  const forward = new Set(
    topologicalOrder(ran.outputs.map(({ node }) => node)).map((node) => numbering.of(node)),
  );
  const found = ran.assigned.filter(
    ({ name, value }) =>
      variablesOf(name).length === 0 &&
      value.kind === "tensor" &&
      value.node.inputs.length > 0 &&
      forward.has(numbering.of(value.node)),
  );
  return new Set(found.map(({ name }) => name));
}

/** Whether a statement only takes a name for what was kept. */
const isUnpacked = (statement: Statement): boolean =>
  statement.kind === "assign" && (statement.value.kind === "name" || statement.value.kind === "attribute");

/** Whether something before it is a gradient already: what comes earlier is the forward pass. */
const isAfterGradient = (statement: Statement, all: readonly Statement[], text: string): boolean =>
  all.some((each) => each.from < statement.from && variablesOf(givenBy(each, text) ?? "").length > 0);

const namesIn = (text: string): string[] => text.match(/self\.\w+|[A-Za-z_]\w*/g) ?? [];

/** What a statement gives a value to. */
function givenBy(statement: Statement, text: string): string | undefined {
  const target =
    statement.kind === "assign"
      ? statement.targets[0]
      : statement.kind === "update"
        ? statement.target
        : undefined;
  return target === undefined ? undefined : text.slice(target.from, target.to).replace(/\s/g, "");
}

const NO_FACTOR =
  /^(np|torch|F|jnp|jax|nn|math|self|ctx|range|len|sum|float|int|True|False|None|return|def|axis|dim|keepdims?|cache|for|in|if|else|shape|dot|zeros_like|ones_like)$/;

/** Names that a change may use: those of the backward pass and of what it unpacks. */
function surroundings(module: Module, layer: Layer, settled: Settled): Surroundings {
  const { backward } = passesOf(layer);
  const [first, last] = [backward[0], backward.at(-1)];
  const written = first && last ? module.text.slice(first.from, last.to) : "";
  const header = parametersOf(layer);
  const found = new Set(
    [...written.matchAll(/(?<![\w.'"])(self\.\w+|[A-Za-z_]\w*)(?!\w*\s*[(=.]|\w)/g)].map(
      ([, name]) => name as string,
    ), // the group is there
  );
  for (const name of [...namesIn(written), ...header])
    if (!new RegExp(`\\.${name}\\b|\\b${name}\\(`).test(written) || header.includes(name)) found.add(name);
  const names = [...found].filter((name) => !NO_FACTOR.test(name)).slice(0, 24);
  const gradients = settled.ran.assigned
    .map(({ name }) => name)
    .filter((name) => /^\w+$/.test(name) && variablesOf(name).length > 0);
  const kept = [...settled.ran.named.keys()].filter((name) => /^\w+$/.test(name));
  const isLarge = settled.judged.some(
    (each) => isWrong(each) && each.found.kind === "different" && (each.found.ratio ?? 0) > 1.5,
  );
  return {
    isLarge,
    text: module.text,
    library: libraryOf(module.text),
    names,
    kept,
    gradients: [...new Set(gradients)],
    terms: [...new Set([...gradients, ...header.filter((name) => variablesOf(name).length > 0)])],
  };
}

function parametersOf(layer: Layer): string[] {
  const whole =
    layer.kind === "functions" || layer.kind === "custom_vjp"
      ? layer.backward
      : layer.kind === "autograd" || layer.kind === "class"
        ? layer.methods.get("backward")
        : undefined;
  return (whole?.parameters ?? []).map(({ name }) => name);
}

/** The place of the statement that an offset lies in. */
export function statementAt(layer: Layer, offset: number): Place | undefined {
  const { backward, forward } = passesOf(layer);
  return [...simple([...forward, ...backward])].find(({ from, to }) => from <= offset && offset <= to);
}
