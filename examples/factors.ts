/** The 2-2-2 network of `mazur.ts` in the way of document 001: every factor of every gradient is named R_1 to R_20. */
import { network as mazur } from "./mazur";

export const title = "Gradients of a 2-2-2 network as products of R_1 to R_20";
export const deriveOptions = { form: "factors" as const };
export const network = { ...mazur, title };
