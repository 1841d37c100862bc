import { type Size, sizeText } from "../../index";

export type { Size };

/** Two sizes are the same if they are the same number or have the same name. */
export const sameSizeText = (a: Size, b: Size): boolean => a === b || sizeText(a) === sizeText(b);
