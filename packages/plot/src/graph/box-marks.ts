import type { Name } from "@chainrule/graph";
import { numberText } from "../numbers/format";
import type { Mark, Point, TextPart } from "../scene/scene";
import type { Role } from "../scene/theme";
import { textWidth } from "../scene/typeset";
import type { Box } from "./boxes";

/* What a box of a graph looks like: its operation at the left, beside it name, value and gradient, one below the other. */

const FONT = { name: 16, sign: 15, figure: 12.5 } as const;
const LINE = { name: 21, figure: 16 } as const;
const PADDING = { x: 9, y: 6 } as const;
/** The least width of the part with the operation. */
const CHIP = 30;

/** A box with what is written in it. */
export interface BoxText {
  readonly box: Box;
  readonly name: Name | undefined;
  readonly value: string | undefined;
  readonly gradient: string | undefined;
  readonly isOutput: boolean;
}

export interface BoxSize {
  readonly width: number;
  readonly height: number;
}

export function boxSize(text: BoxText): BoxSize {
  const lines = linesOf(text);
  const chip = chipWidth(text);
  if (lines.length === 0) return { width: Math.max(chip, CHIP), height: 30 };
  const widest = Math.max(...lines.map(({ parts, size }) => textWidth(parts, size)));
  const height = lines.reduce((sum, line) => sum + line.height, 0);
  const quiet = text.box.kind === "constant";
  return {
    width: chip + widest + 2 * (quiet ? 4 : PADDING.x),
    height: quiet ? height + 4 : Math.max(30, height + 2 * PADDING.y),
  };
}

interface Line {
  readonly parts: readonly TextPart[];
  readonly size: number;
  readonly height: number;
  readonly fill: Role;
}

function linesOf({ name, value, gradient }: BoxText): Line[] {
  const figure = (text: string, fill: Role): Line => ({
    parts: [text],
    size: FONT.figure,
    height: LINE.figure,
    fill,
  });
  return [
    ...(name === undefined
      ? []
      : [{ parts: [name], size: FONT.name, height: LINE.name, fill: "ink" as const }]),
    ...(value === undefined ? [] : [figure(value, "ink")]),
    ...(gradient === undefined ? [] : [figure(gradient, "gradient")]),
  ];
}

/** The operation; with the numbers that it has as operands, where they stand. */
function signParts({ operation, operands }: Box): readonly TextPart[] {
  if (operation === undefined) return [];
  const sign = { operation };
  if (operands === undefined) return [sign];
  const texts = operands.map((operand) => (operand === undefined ? "·" : numberText(operand)));
  const [first = "", second] = texts;
  if (texts.length !== 2 || second === undefined) return [sign, ` (${texts.join(", ")})`];
  return [...(first === "·" ? [] : [`${first} `]), sign, ...(second === "·" ? [] : [` ${second}`])];
}

const chipWidth = ({ box }: BoxText): number =>
  box.operation === undefined ? 0 : Math.max(CHIP, textWidth(signParts(box), FONT.sign) + 14);

/** The marks of a box whose centre is given. */
export function boxMarks(text: BoxText, { x, y }: Point): Mark[] {
  const { box, isOutput } = text;
  const { width, height } = boxSize(text);
  const [left, top] = [x - width / 2, y - height / 2];
  const [fill, stroke] = paintOf(box, isOutput);
  const chip = chipWidth(text);
  const frame = { kind: "rectangle" as const, x: left, y: top, height, corner: 6 };
  const marks: Mark[] = [];
  if (box.kind !== "constant") {
    marks.push({
      ...frame,
      width,
      fill: chip > 0 ? "paper" : fill,
      stroke,
      strokeWidth: isOutput ? 2.2 : 1.4,
    });
  }
  if (chip > 0) {
    marks.push(
      { ...frame, width: chip, fill, stroke, strokeWidth: isOutput ? 2.2 : 1.4 },
      {
        kind: "text",
        at: { x: left + chip / 2, y: box.operations > 1 ? y - 5 : y },
        parts: signParts(box),
        size: FONT.sign,
        fill: "ink",
      },
    );
    if (box.operations > 1)
      marks.push(
        ...[-6, 0, 6].map(
          (step): Mark => ({
            kind: "circle",
            at: { x: left + chip / 2 + step, y: y + 9 },
            radius: 1.5,
            fill: "muted",
          }),
        ),
      );
  }
  const lines = linesOf(text);
  let at = y - lines.reduce((sum, line) => sum + line.height, 0) / 2;
  for (const { parts, size, height: tall, fill: ink } of lines) {
    marks.push({
      kind: "text",
      at: { x: left + chip + (width - chip) / 2, y: at + tall / 2 },
      parts,
      size,
      fill: ink,
    });
    at += tall;
  }
  return marks;
}

function paintOf({ kind, node }: Box, isOutput: boolean): readonly [fill: Role, stroke: Role] {
  if (isOutput) return ["lossFill", "lossLine"];
  if (kind === "symbol") return ["inputFill", "inputLine"];
  return node.op.kind === "naming" ? ["unitFill", "unitLine"] : ["biasFill", "biasLine"];
}
