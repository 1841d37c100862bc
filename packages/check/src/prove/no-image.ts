/** Why an evaluation at one random point gave nothing. */
export class NoImage extends Error {
  /** "unlucky": another point may do. "deep": a longer chain of fields may do. "none": no point will. */
  readonly why: "unlucky" | "deep" | "none";

  constructor(why: NoImage["why"]) {
    super(why);
    this.why = why;
  }
}
