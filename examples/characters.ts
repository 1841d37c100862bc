/**
 * A model of characters: which letter comes after eight others, learned from one page of text. The classes are the letters themselves.
 * Then it goes on writing by itself, the likeliest letter each time, and may go in circles.
 */
import { dim, type TensorValue, tensor } from "@chainrule/graph";
import { accuracy, fit, glorot, mlp, predict } from "@chainrule/nn";

const page = `
A stone lay in the middle of the road. The baker walked around it, and so did the teacher, and so did the man who drove the geese to
the market. Each of them said that somebody ought to move it. In the evening a child came home from the fields, put down her basket,
and pushed. The stone did not move. She pushed again, and it moved by the width of a finger. So she went on, a finger at a time,
and when the moon stood over the mill the road was free.

In the morning the baker walked along the road and saw nothing. The teacher saw nothing, and the man who drove the geese saw nothing
either. Only the geese, which had always gone around the stone, went around the place where it had been, because nobody had told
them, and they do so to this day.
`
  .trim()
  .replace(/\s+/g, " ");

const CONTEXT = 8;
const letters = [...new Set(page)].sort();

/** Ones at the letters of each text, [N, 8 letters]. */
function codes(texts: readonly string[]): TensorValue {
  const width = CONTEXT * letters.length;
  const data = new Float64Array(texts.length * width);
  texts.forEach((text, row) => {
    [...text].forEach((letter, k) => {
      data[row * width + k * letters.length + letters.indexOf(letter)] = 1;
    });
  });
  return { shape: [texts.length, width], data };
}

const places = Array.from({ length: page.length - CONTEXT }, (_, k) => k);
const x = codes(places.map((k) => page.slice(k, k + CONTEXT)));
const y = places.map((k) => page.charAt(k + CONTEXT));
const input = tensor("x", [dim("N"), CONTEXT * letters.length]);
const network = mlp(input, [{ units: 48, activation: "tanh" }, letters.length], { weights: glorot(1) });

console.log(`${page.length} characters, ${letters.length} different ones`);
const { history } = fit(
  network,
  { x, y, classes: letters },
  { epochs: 40, batchSize: 32, rate: 0.005, seed: 1 },
);
for (const [epoch, loss] of history.loss ?? []) {
  if (epoch % 10 === 0) console.log(`epoch ${epoch}: cross-entropy ${loss.toFixed(4)}`);
}
const numbers = y.map((letter) => letters.indexOf(letter));
console.log(`${(100 * accuracy(predict(network, x), numbers)).toFixed(1)} % of the next letters are right`);

let text = page.slice(0, CONTEXT);
while (text.length < 240) {
  const { data } = predict(network, codes([text.slice(-CONTEXT)]));
  text += letters[data.indexOf(Math.max(...data))];
}
console.log(`\nit writes: ${text}`);
