/* What a name says it is the gradient by: dW, grad_weight, self.db, grads["W"], dL_dz, W_grad. */

const PATTERNS: readonly RegExp[] = [
  /^d(?:L|l|loss|J|E|C|cost|out|f)_?d_?(\w+)$/,
  /^d_(\w+)$/,
  /^grad_of_(\w+)$/,
  /^grad_(\w+)$/,
  /^g_(\w+)$/,
  /^grad([A-Z]\w*)$/,
  /^(\w+?)_grad(?:ient)?$/,
  /^(\w+)_bar$/,
  /^d([A-Za-z]\w*)$/,
];

/** The names that a name may be the gradient by, the likeliest first; none where it is no gradient's. */
export function variablesOf(written: string): string[] {
  const entry = /^(?:self\.)?([A-Za-z_]\w*)\[['"](\w+)['"]\]$/.exec(written);
  if (entry !== null) {
    const [, holder = "", key = ""] = entry;
    return /^_?(d|g|grads?|gradients?|derivatives?)$/i.test(holder) ? [...variablesOf(key), key] : [];
  }
  const name = written.replace(/^self\./, "").replace(/^_|_$/g, "");
  if (!/^\w+$/.test(name)) return [];
  const found = PATTERNS.flatMap((pattern) => pattern.exec(name)?.[1] ?? []);
  return [...new Set(found)];
}

/** Names that layers have for the same input. */
const GROUPS: readonly (readonly string[])[] = [
  ["x", "input", "inputs", "inp", "data", "a_prev", "h", "z", "feature", "features"],
  ["w", "weight", "weights", "kernel", "theta"],
  ["b", "bias", "biases"],
  [
    "logits",
    "scores",
    "pred",
    "prediction",
    "predictions",
    "y_pred",
    "output",
    "x",
    "input",
    "z",
    "yhat",
    "y_hat",
  ],
];

/** The name of a list that a variable is: itself, whatever its case; or, where that is allowed, another name that layers have for it. */
export function among(variable: string, names: readonly string[], allowsAlike = true): string | undefined {
  const plain = (name: string): string => name.replace(/^self\./, "").replace(/^_|_$/g, "");
  const exact =
    names.find((name) => plain(name) === variable) ??
    names.find((name) => plain(name) === variable.replace(/_$/, ""));
  if (exact !== undefined) return exact;
  const lower = variable.toLowerCase().replaceAll("_", "");
  const same = names.filter((name) => plain(name).toLowerCase().replaceAll("_", "") === lower);
  if (same.length === 1) return same[0];
  if (!allowsAlike) return undefined;
  const groups = GROUPS.filter((group) => group.includes(variable.toLowerCase()));
  const alike = names.filter((name) => groups.some((group) => group.includes(plain(name).toLowerCase())));
  return alike.length === 1 ? alike[0] : undefined;
}

/** Names of what comes back from above, where a function has it among its parameters. */
const UPSTREAM =
  /^(d_?(out|outputs?|y|z|l|loss|upstream|next|h_?next|prev_?h|top|h|a|o|s)|grad(s)?(_?(out(put)?s?|y|in_?coming|above|top|loss|z|h))?|gradient|upstream(_\w+)?|g|gy|gout|go|g_out|dvalues|delta|error|ct|cotangent|out_grad|output_grad|y_bar|top_diff|dL_d\w+|dldy|dout_?\w*|gO?)$/i;

export const isUpstream = (name: string): boolean => UPSTREAM.test(name);

/** Names of what nobody differentiates by: targets, masks, labels, settings. */
const GIVEN =
  /^(self\.)?(t|y|y_true|targets?|labels?|mask|gt|ground_truth|truth|weight_mask|idx|index|indices|ids|ref|reference|teacher|true)$/i;

export const isGiven = (name: string): boolean => GIVEN.test(name);

/** Names of a loss, in scripts and functions that compute it with its gradients. */
export const isLoss = (name: string): boolean =>
  /^(self\.)?(\w*loss|l|j|e|cost|objective|error|nll|total|obj)$/i.test(name);
