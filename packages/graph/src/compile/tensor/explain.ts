import type { Promotion } from "../backend";
import type { Expression } from "./expression";
import type { Instruction } from "./instruction";
import type { LoweredTensors } from "./lower";
import type { TensorModule } from "./module";
import type { Split } from "./share";

/** The instruction list, backend and memory as text. */
export function explanation(
  nodes: number,
  lowered: LoweredTensors | undefined,
  module: TensorModule | undefined,
  promotion: Promotion,
): string {
  if (lowered === undefined || module === undefined) {
    return [`${nodes} nodes with tensors`, `backend: interpreter, node by node: ${promotion.reason}`].join(
      "\n",
    );
  }
  return [
    `${nodes} nodes with tensors, ${module.instructions.length} instructions, ${lowered.buffers.length} buffers`,
    ...(lowered.checkpoints === undefined ? [] : [lowered.checkpoints]),
    `backend: ${backendText(module, promotion)}`,
    `memory: ${module.memory.byteLength} bytes`,
    ...(module.threads === undefined ? [] : [`threads: ${module.threads.state()}`]),
    ...module.instructions.map(
      (each) => `${instructionText(each)}${sharingText(module.threads?.sharing?.get(each))}`,
    ),
    `outputs: ${lowered.outputs.map(({ buffer, shape }) => `%${buffer} [${shape.join()}]`).join(" ")}`,
  ].join("\n");
}

function backendText({ bytes, functions }: TensorModule, promotion: Promotion): string {
  if (bytes !== undefined) return `WebAssembly, ${bytes} bytes, made for the sizes of the last run`;
  if (functions !== undefined)
    return `JavaScript, ${functions} functions made of text for the sizes of the last run: asked for`;
  return `interpreter, loops made for the sizes of the last run: ${promotion.reason}`;
}

function instructionText(instruction: Instruction): string {
  if (instruction.kind === "product") {
    const { m, n, k, a, b, output, finish } = instruction;
    const product = `%${finish?.product.output ?? output} = product [${m},${k}] %${a.buffer} by [${k},${n}] %${b.buffer}`;
    return finish === undefined ? product : `%${output} = ${bodyText(finish.body)} of ${product}`;
  }
  if (instruction.kind === "own") {
    const { inputs, op, output, shape } = instruction;
    const operands = inputs.map(({ buffer }) => `%${buffer}`).join(", ");
    return `%${output} = ${op.name}(${operands}) over [${shape.join()}], declared by its user and called in JavaScript`;
  }
  const { loops, combine, body, output } = instruction;
  const over = combine === "store" ? "" : `${combine} of `;
  return `%${output} = ${over}${bodyText(body)} over [${loops.join()}]`;
}

/** How an instruction is split among threads, or why not. */
function sharingText(split: Split | string | undefined): string {
  if (split === undefined) return "";
  if (typeof split === "string") return `; one thread: ${split}`;
  const parts = split.kind === "loop" ? split.parts : split.rows.parts * split.columns.parts;
  return `; in ${parts} parts`;
}

const LONGEST = 160;

/** An expression as text; what is too long is cut. */
function bodyText(root: Expression): string {
  let text = "";
  const work: (Expression | string)[] = [root];
  while (work.length > 0 && text.length < LONGEST) {
    const item = work.pop() as Expression | string;
    if (typeof item === "string") text += item;
    else if (item.kind === "number") text += item.value;
    else if (item.kind === "load") text += `%${item.buffer}`;
    else {
      work.push(")");
      for (let k = item.inputs.length - 1; k >= 0; k--) {
        work.push(item.inputs[k] as Expression);
        if (k > 0) work.push(", ");
      }
      work.push(`${item.kernel}(`);
    }
  }
  return work.length > 0 ? `${text} ...` : text;
}
