import type { ClassStatement, Expression, FunctionStatement, Module, Statement } from "../python/syntax";
import { isUpstream, variablesOf } from "./gradient-names";
import type { Layer } from "./layer";

/** The forward passes of a file that have a backward pass, in their order. */
export function layersIn({ body, text }: Module): Layer[] {
  const classes = body.filter((each) => each.kind === "class").flatMap((each) => ofClass(each) ?? []);
  const functions = body.filter((each) => each.kind === "function");
  const taken = new Set<FunctionStatement>();
  const rules = body.flatMap((each) => ruleOf(each, functions, text) ?? []);
  for (const rule of rules)
    if (rule.kind === "custom_vjp")
      for (const each of [rule.primal, rule.forward, rule.backward]) taken.add(each);
  const pairs = pairsOf(functions.filter((each) => !taken.has(each)));
  for (const pair of pairs)
    if (pair.kind === "functions") for (const each of [pair.forward, pair.backward]) taken.add(each);
  const single = functions
    .filter((each) => !taken.has(each) && hasGradients(each.body, text))
    .map(
      (whole): Layer => ({ kind: "one function", name: whole.name, from: whole.from, to: whole.to, whole }),
    );
  const statements = body.filter((each) => each.kind !== "function" && each.kind !== "class");
  const [first] = statements;
  const last = statements.at(-1);
  const script: Layer[] =
    hasGradients(statements, text) && first !== undefined && last !== undefined
      ? [{ kind: "script", name: "the script", from: first.from, to: last.to, statements: body }]
      : [];
  return [...classes, ...rules, ...pairs, ...single, ...script].sort((a, b) => a.from - b.from);
}

function ofClass({ bases, body, from, name, to }: ClassStatement): Layer | undefined {
  const methods = new Map(
    body.flatMap((each) => (each.kind === "function" ? [[each.name, each] as const] : [])),
  );
  const forward = methods.get("forward") ?? methods.get("__call__");
  const backward =
    methods.get("backward") ??
    methods.get("vjp") ??
    methods.get("bprop") ??
    methods.get("grad") ??
    methods.get("gradient");
  if (forward === undefined || backward === undefined) return undefined;
  const all = new Map([...methods, ["forward", forward] as const, ["backward", backward] as const]);
  const isAutograd =
    bases.some((base) => lastName(base) === "Function") ||
    backward.parameters[0]?.name === "ctx" ||
    methods.has("setup_context");
  return { kind: isAutograd ? "autograd" : "class", name, from, to, methods: all };
}

const lastName = (expression: Expression): string =>
  expression.kind === "name" ? expression.name : expression.kind === "attribute" ? expression.name : "";

/** `f.defvjp(f_fwd, f_bwd)` */
function ruleOf(
  statement: Statement,
  functions: readonly FunctionStatement[],
  text: string,
): Layer | undefined {
  if (statement.kind !== "expression" || statement.value.kind !== "call") return undefined;
  const { args, callee } = statement.value;
  if (callee.kind !== "attribute" || callee.name !== "defvjp" || callee.of.kind !== "name") return undefined;
  const named = (expression: Expression | undefined): FunctionStatement | undefined =>
    expression?.kind === "name" ? functions.find(({ name }) => name === expression.name) : undefined;
  const [primal, forward, backward] = [named(callee.of), named(args[0]), named(args[1])];
  if (primal === undefined || forward === undefined || backward === undefined) return undefined;
  const decorated = primal.decorators.map(({ from, to }) => text.slice(from, to)).join(" ");
  const list = /nondiff_argnums\s*=\s*\(?([\d,\s]*)\)?/.exec(decorated)?.[1] ?? "";
  const fixed = list.split(",").flatMap((each) => (/\d/.test(each) ? [Number(each)] : []));
  return {
    kind: "custom_vjp",
    name: primal.name,
    from: primal.from,
    to: statement.to,
    primal,
    forward,
    backward,
    fixed,
  };
}

const BACKWARD =
  /^(?:(\w*?)_?(?:backward|backprop|bwd|bprop|vjp|grad|gradient|backwards|back|derivative|prime)|(?:backward|backprop|grad|gradient|d|vjp|back)_?(\w+))$/;
const FORWARD = /_?(forward|fwd|fprop)$|^(forward|fwd)_?/;

/** Functions whose names say that they belong together: f_forward and f_backward, f and f_grad, f and d_f. */
function pairsOf(functions: readonly FunctionStatement[]): Layer[] {
  return functions.flatMap((backward): Layer[] => {
    const match = BACKWARD.exec(backward.name);
    if (match === null || backward.parameters.length === 0) return [];
    const stem = match[1] ?? match[2] ?? "";
    const forward = functions.find(
      (each) => each !== backward && !isOnlyBackward(each.name) && each.name.replace(FORWARD, "") === stem,
    );
    if (forward === undefined) return [];
    const from = Math.min(forward.from, backward.from);
    return [
      {
        kind: "functions",
        name: stem === "" ? forward.name : stem,
        from,
        to: Math.max(forward.to, backward.to),
        forward,
        backward,
      },
    ];
  });
}

const isOnlyBackward = (name: string): boolean => /backward|backprop|bwd|bprop|vjp/.test(name);

/** Whether there is something that a name calls a gradient. */
function hasGradients(statements: readonly Statement[], text: string): boolean {
  return statements.some((each) => {
    if (each.kind === "if" || each.kind === "for" || each.kind === "with")
      return hasGradients(each.body, text);
    if (each.kind !== "assign") return false;
    return each.targets
      .flatMap((target) => (target.kind === "tuple" ? target.items : [target]))
      .some(({ from, to }) => {
        const name = text.slice(from, to);
        return (
          variablesOf(name).length > 0 &&
          /^(self\.)?(d[A-Z_]|d[a-z]{1,6}\d?$|grad|\w+_grad$)/.test(name) &&
          (isUpstream(name) || name.length < 24)
        );
      });
  });
}
