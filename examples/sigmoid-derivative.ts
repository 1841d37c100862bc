/**
 * The derivative of the sigmoid y = 1 / (1 + e^-x), written out as documents 000 and 002 do, and the proof that it is
 * y (1 - y): the powers first, then the product.
 */
import { check } from "@chainrule/check";
import { add, gradient, scalar, simplify } from "@chainrule/graph";
import { toLatex } from "@chainrule/latex";

const x = scalar("x", 0.3775);
const plain = add(1, x.neg().exp()).pow(-1); // (1 + e^-x)^-1, no sigmoid yet
const slope = simplify(gradient(plain, x));

console.log(`y  = ${toLatex(plain)}`);
console.log(`y' = ${toLatex(slope)}`);
for (const claim of ["y*(1 - y)", "exp(-x)/(1 + exp(-x))^2", "y*(1 + y)"]) {
  const { verdict } = check(claim, slope, { symbols: { x, y: plain } });
  console.log(`y' = ${claim}: ${verdict}`);
}
console.log("at x = 0.3775:", slope.value, gradient(x.sigmoid(), x).value);
