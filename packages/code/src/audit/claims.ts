import { gradient, mul, type Node, Numbering, sum, topologicalOrder } from "@chainrule/graph";
import type { Place } from "../python/syntax";
import type { Value } from "../read/value";
import { among, isGiven, isLoss, variablesOf } from "./gradient-names";
import type { Input, Ran } from "./layer";

/** What the code says is a gradient. */
export interface Claim {
  /** As the code writes it: "dx", "self.dW". */
  readonly label: string;
  /** What it is the gradient by: "x". */
  readonly variable: string;
  readonly value: Value;
  /** The nodes that the variable stood for, one after another. */
  readonly nodes: readonly Node[];
  /** Whether a caller gets it; others are steps on the way. */
  readonly isOutput: boolean;
  /** Where it is given its value. */
  readonly at: Place;
  /** Where it is returned, with its position. */
  readonly returned?: { readonly at: Place; readonly position: number };
}

/** What is claimed by a reading, and where a gradient is missing. */
export interface Claims {
  readonly claims: readonly Claim[];
  readonly missing: readonly { readonly why: string; readonly at: Place }[];
}

/** All gradients that a layer's backward pass computes, or those alone that a caller gets. */
export function claimsOf(ran: Ran, isOfOutputs = false): Claims {
  const all = [...ran.inputs, ...ran.parameters];
  const returned = ran.isByOrder ? inOrder(ran) : byName(ran);
  const kept = ran.assigned.filter(({ name }) => /^self\.|\[/.test(name));
  const named = keptClaims(kept, ran, all);
  const outputs = [...returned.claims, ...named];
  const taken = new Set(outputs.map(({ label }) => label));
  const isAlone = outputs.length === 0;
  if (isOfOutputs && !isAlone) return { claims: outputs, missing: returned.missing };
  const steps = ran.assigned
    .filter(({ name }) => /^\w+$/.test(name) && !taken.has(name))
    .flatMap((assigned) => stepClaim(assigned, ran, all, isAlone));
  const last = new Map(steps.map((step) => [step.label, step]));
  return { claims: [...last.values(), ...outputs], missing: returned.missing };
}

/** What a value is worth as a claim: a tensor or number, or what could not be read. */
const isClaimable = ({ kind }: Value): boolean =>
  kind === "tensor" || kind === "number" || kind === "unknown";

/** The last place where a name was given a value, before it was returned. */
function placeOf(name: string, ran: Ran, otherwise: Place): Place {
  if (variablesOf(name).length === 0) return otherwise;
  const found = ran.assigned.filter((each) => each.name === name || each.name.startsWith(`${name}[`)).at(-1);
  return found?.at ?? otherwise;
}

function inOrder(ran: Ran): Claims {
  const claims: Claim[] = [];
  const missing: { why: string; at: Place }[] = [];
  const at = ran.returnsAt ?? { from: 0, to: 0 };
  if (ran.returned.length !== ran.inputs.length)
    missing.push({
      why: `${counted(ran.returned.length, "gradient")} for ${counted(ran.inputs.length, "input")}: ${ran.inputs.map(({ name }) => name).join(", ")}`,
      at,
    });
  ran.inputs.forEach((input, position) => {
    const given = ran.returned[position];
    if (given === undefined) return;
    const { name, node } = input;
    const isZero = given.value.kind === "number" && given.value.value === 0;
    if (given.value.kind === "none" || (isZero && node === undefined)) {
      if (node !== undefined && !isGiven(name) && node.shape.length > 0 && depends(ran, node))
        missing.push({ why: `no gradient by ${name} is returned`, at });
      return;
    }
    if (node === undefined || !isClaimable(given.value)) return;
    claims.push({
      label: given.text,
      variable: name,
      value: given.value,
      nodes: [node],
      isOutput: true,
      at: placeOf(given.text, ran, given.at),
      returned: { at, position },
    });
  });
  return { claims, missing };
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

const depends = (ran: Ran, node: Node): boolean =>
  topologicalOrder(ran.outputs.map((output) => output.node)).includes(node);

/** What is returned under names that say what it is; without them, in the order of the inputs. */
function byName(ran: Ran): Claims {
  const inputs = ran.inputs.filter(({ node }) => node !== undefined);
  const all = [...inputs, ...ran.parameters.filter(({ node }) => node !== undefined)];
  const own = ran.returned.map(({ text }) => inputNamed(text, all));
  const isNamed = own.every((input) => input !== undefined) && new Set(own).size === own.length;
  const at = ran.returnsAt ?? { from: 0, to: 0 };
  const claims = ran.returned.flatMap((given, position): Claim[] => {
    const input = isNamed ? own[position] : (own[position] ?? inputs[position]);
    if (input?.node === undefined || !isClaimable(given.value)) return [];
    const isOpen = !isNamed && own[position] === undefined && ran.returned.length > inputs.length;
    if (isOpen) return [];
    return [
      {
        label: given.text,
        variable: input.name,
        value: given.value,
        nodes: [input.node],
        isOutput: true,
        at: placeOf(given.text, ran, given.at),
        returned: { at, position },
      },
    ];
  });
  const missing = isNamed && !isRotated(own, inputs) ? [{ why: wrongOrder(own, inputs), at }] : [];
  return { claims, missing };
}

/**
 * Whether gradients come in the order of the inputs, or those of the first inputs after the others, as many write it
 * (`dW, db, dx`). Only a function that returns one for each input is asked.
 */
function isRotated(own: readonly (Input | undefined)[], inputs: readonly Input[]): boolean {
  const positions = own.map((input) => (input === undefined ? -1 : inputs.indexOf(input)));
  if (positions.includes(-1) || positions.length < 2) return true;
  const falls = positions.filter((position, k) => k > 0 && position < (positions[k - 1] as number)).length;
  const isWrapped = falls === 1 && (positions.at(-1) as number) < (positions[0] as number);
  return (
    falls === 0 ||
    (isWrapped && (positions.length > 2 || own[0]?.node?.shape.length !== own[1]?.node?.shape.length))
  );
}

const wrongOrder = (own: readonly (Input | undefined)[], inputs: readonly Input[]): string =>
  `gradients are returned in the order ${own.map((input) => input?.name).join(", ")}, the inputs are ${inputs.map(({ name }) => name).join(", ")}`;

function inputNamed(text: string, inputs: readonly Input[]): Input | undefined {
  for (const variable of variablesOf(text)) {
    const key = among(
      variable,
      inputs.map(({ name }) => name),
    );
    const found = inputs.find(({ name }) => name === key);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Gradients left in self.dW, self.grads["W"] or self.grads[0]. */
function keptClaims(kept: Ran["assigned"], ran: Ran, all: readonly Input[]): Claim[] {
  const found = new Map<string, Claim>();
  for (const { at, name, value } of kept) {
    const whole = name.replace(/\[(\.\.\.|:)\]$/, "");
    const label = /\[['"]|^self\.grads?\[/.test(whole) ? whole : whole.replace(/\[.*$/, "");
    const place = /^self\.(?:grads?|d)\[(\d+)\]$/.exec(label)?.[1];
    const list = ran.parameters.filter((each) => /\[\d+\]$/.test(each.name));
    if (!label.startsWith("self.") && label !== whole) continue; // a part of something local
    const known = found.get(label);
    if (known !== undefined && name !== whole && whole !== label) {
      found.set(label, { ...known, at });
      continue;
    }
    const input = place === undefined ? inputNamed(label, all) : list[Number(place)];
    if (input?.node !== undefined && isClaimable(value))
      found.set(label, { label, variable: input.name, value, nodes: [input.node], isOutput: true, at });
  }
  return [...found.values()];
}

/** A step: the gradient by something between. Where nothing is returned or kept, gradients by inputs are what a caller gets. */
function stepClaim(
  { at, name, value }: Ran["assigned"][number],
  ran: Ran,
  all: readonly Input[],
  isAlone: boolean,
): Claim[] {
  if (!isClaimable(value) || isLoss(name)) return [];
  for (const variable of variablesOf(name)) {
    const outputs = ran.outputs.map(({ node }) => node);
    const key = among(variable, [...ran.named.keys()], isAlone);
    const recomputed = key === undefined ? sameInForward(variable, ran) : undefined;
    const nodes =
      key === undefined ? (recomputed === undefined ? [] : [recomputed]) : (ran.named.get(key) ?? []);
    if (nodes.length === 0 || nodes.some((node) => outputs.includes(node))) continue;
    const isInput = all.some((input) => input.node !== undefined && nodes.includes(input.node));
    const isOutput = isAlone && (isInput || nodes.every((node) => node.attrs.cell !== undefined));
    return [{ label: name, variable: key ?? variable, value, nodes, isOutput, at }];
  }
  return [];
}

/** What the backward pass computes again under a name, as a node of the forward pass. */
function sameInForward(variable: string, ran: Ran): Node | undefined {
  const again = ran.assigned.find(({ name, value }) => name === variable && value.kind === "tensor")?.value;
  if (again?.kind !== "tensor") return undefined;
  const numbering = new Numbering();
  const sought = numbering.of(again.node);
  return topologicalOrder(ran.outputs.map(({ node }) => node)).find((node) => numbering.of(node) === sought);
}

/** The gradients by nodes, from all outputs, each weighted with what comes back to it. */
export function truthsBy(ran: Ran, nodes: readonly Node[]): Node[] {
  const parts = ran.outputs.map(({ node, upstream }) => sum(mul(node, upstream)));
  const [first, ...others] = parts;
  if (first === undefined || nodes.length === 0) return [];
  const total = others.reduce((whole, part) => whole.add(part), first);
  return gradient(total, nodes);
}
