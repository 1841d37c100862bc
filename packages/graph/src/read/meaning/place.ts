import type { ErrorCode } from "../../index";
import { located, refusal, type Span } from "../refusal";
import type { Examples, Style } from "../style";
import { UnknownSize } from "./entries";

/** The text that a formula was typed in, for errors that say where. */
export class Place {
  readonly text: string;
  /** How the notation that it was typed in writes what errors tell to type. */
  readonly examples: Examples;
  readonly isCode: boolean;
  /** Typed as in NumPy: with @ or .T; * is entry by entry then. */
  readonly isArrayCode: boolean;

  constructor(text: string, { examples, isCode }: Style) {
    this.text = text;
    this.examples = examples;
    this.isCode = isCode;
    this.isArrayCode = isCode && /@|\.T(?![\p{L}\p{N}_])/u.test(text);
  }

  fail(code: ErrorCode, what: string, span: Span, details: Parameters<typeof refusal>[4] = {}): Error {
    return refusal(code, what, this.text, span, details);
  }

  /** Runs what may refuse, with the place of the formula added. */
  at<T>(span: Span, make: () => T): T {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof UnknownSize)) throw located(error, this.text, span);
      throw this.fail("SIZE", "nothing says how far this index runs", span, {
        got: error.letter.text,
        mend: "Give its size by the option sizes, or write the sum with its limits",
      });
    }
  }
}
