// Written by scripts/plain.ts from the recipes; not by hand.
import { foreign, numbers } from "./numbers";
import type { KernelName } from "./recipes";

const { withSign, power2, exponent, significand } = numbers;

/** A function of float64 numbers; operands in the order of the operation's. */
export type Kernel = (a: number, b: number, c: number) => number;

/** v[k] = f(v[a[k]], v[b[k]], v[c[k]]) for k from `from` up to `to`. */
export type Gather = (v: Float64Array, from: number, to: number, a: Int32Array, b: Int32Array, c: Int32Array) => void;

export interface Pair {
  readonly names: readonly [KernelName, KernelName];
  readonly gather: Gather;
}

/** out[k] = f(x[k], y[k], z[k]) for k below n. */
export type Sweep = (n: number, out: Float64Array, x: Float64Array, y: Float64Array, z: Float64Array) => void;

const add = (x: number, y: number): number => {
  return (x + y);
};

const sub = (x: number, y: number): number => {
  return (x - y);
};

const mul = (x: number, y: number): number => {
  return (x * y);
};

const div = (x: number, y: number): number => {
  return (x / y);
};

const neg = (x: number): number => {
  return (-x);
};

const pow = (x: number, y: number): number => {
  return ((y === 2) ? (x * x) : foreign.pow(x, y));
};

const square = (x: number): number => {
  return (x * x);
};

const sqrt = (x: number): number => {
  return Math.sqrt(x);
};

const exp = (x: number): number => {
  const t10 = ((710 < x) ? 710 : x);
  const t13 = ((t10 < (-746)) ? (-746) : t10);
  const t18 = (((t13 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
  const t21 = (t13 - (t18 * 0.6931471803691238));
  const t23 = (t18 * 1.9082149292705877e-10);
  const t24 = (t21 - t23);
  const t27 = (1 + t24);
  const t32 = (t24 * t24);
  const t33 = (t32 * t32);
  const t71 = ((6755399441055744 + (t18 * 0.5)) - 6755399441055744);
  return (((t27 + ((((t24 - (t27 - 1)) + (((t21 - t24) - t23) * t27)) + ((t33 * t33) * ((0.0000248015080002136 + (t24 * 0.000002755722616273334)) + (t32 * (2.7625458949326024e-7 + (t24 * 2.5115073667681004e-8)))))) + ((t32 * (0.5 + (t24 * 0.16666666666666685))) + (t33 * ((0.041666666666602646 + (t24 * 0.008333333333313974)) + (t32 * (0.0013888888927335566 + (t24 * 0.00019841269904806596)))))))) * power2(t71)) * power2((t18 - t71)));
};

const log = (x: number): number => {
  const t9 = (x < 2.2250738585072014e-308);
  const t12 = (t9 ? (x * 18014398509481984) : x);
  const t13 = significand(t12);
  const t15 = (1.4142135623730951 < t13);
  const t24 = (((t9 ? (-54) : 0) + (t15 ? 1 : 0)) + exponent(t12));
  const t25 = ((t15 ? (t13 * 0.5) : t13) - 1);
  const t28 = (t25 / (t25 + 2));
  const t29 = (t28 * t28);
  const t31 = (0.5 * (t25 * t25));
  const t45 = (t29 * t29);
  return (((0 < x) && (x < Number.POSITIVE_INFINITY)) ? ((t24 * 0.6931471803691238) - ((t31 - ((t28 * (t31 + (t29 * (((0.666666666666667 + (t29 * 0.3999999999989924)) + ((0.2857142862609589 + (t29 * 0.2222221111514416)) * t45)) + (((0.18182890556695602 + (t29 * 0.1533167403016786)) + (0.1461703754879165 * t45)) * (t45 * t45)))))) + (0 + (t24 * 1.9082149292705877e-10)))) - t25)) : ((x === 0) ? Number.NEGATIVE_INFINITY : ((x === Number.POSITIVE_INFINITY) ? Number.POSITIVE_INFINITY : Number.NaN)));
};

const log1p = (x: number): number => {
  const t8 = (x + 1);
  const t18 = (t8 < 2.2250738585072014e-308);
  const t21 = (t18 ? (t8 * 18014398509481984) : t8);
  const t22 = significand(t21);
  const t24 = (1.4142135623730951 < t22);
  const t33 = (((t18 ? (-54) : 0) + (t24 ? 1 : 0)) + exponent(t21));
  const t34 = ((t24 ? (t22 * 0.5) : t22) - 1);
  const t37 = (t34 / (t34 + 2));
  const t38 = (t37 * t37);
  const t40 = (0.5 * (t34 * t34));
  const t54 = (t38 * t38);
  return ((Math.abs(x) < 1e-17) ? x : (((0 < t8) && (t8 < Number.POSITIVE_INFINITY)) ? ((t33 * 0.6931471803691238) - ((t40 - ((t37 * (t40 + (t38 * (((0.666666666666667 + (t38 * 0.3999999999989924)) + ((0.2857142862609589 + (t38 * 0.2222221111514416)) * t54)) + (((0.18182890556695602 + (t38 * 0.1533167403016786)) + (0.1461703754879165 * t54)) * (t54 * t54)))))) + (((0 + ((x < 1) ? (x - (t8 - 1)) : (1 - (t8 - x)))) / t8) + (t33 * 1.9082149292705877e-10)))) - t34)) : ((0 === t8) ? Number.NEGATIVE_INFINITY : ((Number.POSITIVE_INFINITY === t8) ? Number.POSITIVE_INFINITY : Number.NaN))));
};

const expm1 = (x: number): number => {
  return foreign.expm1(x, 0);
};

const xlogy = (x: number, y: number): number => {
  const t12 = (y < 2.2250738585072014e-308);
  const t15 = (t12 ? (y * 18014398509481984) : y);
  const t16 = significand(t15);
  const t18 = (1.4142135623730951 < t16);
  const t27 = (((t12 ? (-54) : 0) + (t18 ? 1 : 0)) + exponent(t15));
  const t28 = ((t18 ? (t16 * 0.5) : t16) - 1);
  const t31 = (t28 / (t28 + 2));
  const t32 = (t31 * t31);
  const t34 = (0.5 * (t28 * t28));
  const t48 = (t32 * t32);
  return (((x === 0) && (0 <= y)) ? 0 : (x * (((0 < y) && (y < Number.POSITIVE_INFINITY)) ? ((t27 * 0.6931471803691238) - ((t34 - ((t31 * (t34 + (t32 * (((0.666666666666667 + (t32 * 0.3999999999989924)) + ((0.2857142862609589 + (t32 * 0.2222221111514416)) * t48)) + (((0.18182890556695602 + (t32 * 0.1533167403016786)) + (0.1461703754879165 * t48)) * (t48 * t48)))))) + (0 + (t27 * 1.9082149292705877e-10)))) - t28)) : ((y === 0) ? Number.NEGATIVE_INFINITY : ((y === Number.POSITIVE_INFINITY) ? Number.POSITIVE_INFINITY : Number.NaN)))));
};

const sin = (x: number): number => {
  const t8 = Math.abs(x);
  const t13 = (((t8 * 0.6366197723675814) + 6755399441055744) - 6755399441055744);
  const t16 = (t8 - (t13 * 1.5707963267341256));
  const t18 = (t13 * 6.077100506303966e-11);
  const t19 = (t16 - t18);
  const t24 = ((t13 * 2.0222662487959506e-21) - ((t16 - t19) - t18));
  const t25 = (t19 - t24);
  const t27 = ((t19 - t25) - t24);
  const t28 = (t25 * t25);
  const t30 = (t28 * 0.5);
  const t31 = (1 - t30);
  const t32 = (t28 * t28);
  const t47 = (t32 * t32);
  const t77 = (t31 + (((1 - t31) - t30) + ((t32 * (((0.041666666666666664 + (t28 * (-0.0013888888888887359))) + (t32 * (0.00002480158729870778 + (t28 * (-2.755731724176732e-7))))) + ((2.087614003959427e-9 + (t28 * (-1.1382184802496203e-11))) * t47))) - (t25 * t27))));
  const t86 = (t13 - (4 * ((6755399441055744 + ((t13 - 1.5) * 0.25)) - 6755399441055744)));
  const t91 = ((1 === t86) ? t77 : ((t86 === 3) ? t77 : (t25 + (t27 + ((t25 * t28) * ((((-0.16666666666666666) + (t28 * 0.008333333333330887)) + (t32 * ((-0.00019841269836666004) + (t28 * 0.000002755731605465715)))) + (t47 * ((-2.5051121888282505e-8) + (t28 * 1.591741377664353e-10)))))))));
  return ((1000000 < t8) ? foreign.sin(x, 0) : ((t8 < 1e-9) ? x : (((1 < t86) ? (-t91) : t91) * withSign(1, x))));
};

const cos = (x: number): number => {
  const t8 = Math.abs(x);
  const t13 = (((t8 * 0.6366197723675814) + 6755399441055744) - 6755399441055744);
  const t16 = (t8 - (t13 * 1.5707963267341256));
  const t18 = (t13 * 6.077100506303966e-11);
  const t19 = (t16 - t18);
  const t24 = ((t13 * 2.0222662487959506e-21) - ((t16 - t19) - t18));
  const t25 = (t19 - t24);
  const t27 = ((t19 - t25) - t24);
  const t28 = (t25 * t25);
  const t30 = (t28 * 0.5);
  const t31 = (1 - t30);
  const t32 = (t28 * t28);
  const t47 = (t32 * t32);
  const t71 = (t25 + (t27 + ((t25 * t28) * ((((-0.16666666666666666) + (t28 * 0.008333333333330887)) + (t32 * ((-0.00019841269836666004) + (t28 * 0.000002755731605465715)))) + (t47 * ((-2.5051121888282505e-8) + (t28 * 1.591741377664353e-10)))))));
  const t86 = (t13 - (4 * ((6755399441055744 + ((t13 - 1.5) * 0.25)) - 6755399441055744)));
  const t91 = ((1 === t86) ? t71 : ((t86 === 3) ? t71 : (t31 + (((1 - t31) - t30) + ((t32 * (((0.041666666666666664 + (t28 * (-0.0013888888888887359))) + (t32 * (0.00002480158729870778 + (t28 * (-2.755731724176732e-7))))) + ((2.087614003959427e-9 + (t28 * (-1.1382184802496203e-11))) * t47))) - (t25 * t27))))));
  return ((1000000 < t8) ? foreign.cos(x, 0) : (((0 < t86) && (t86 < 3)) ? (-t91) : t91));
};

const tan = (x: number): number => {
  return foreign.tan(x, 0);
};

const asin = (x: number): number => {
  return foreign.asin(x, 0);
};

const acos = (x: number): number => {
  return foreign.acos(x, 0);
};

const atan = (x: number): number => {
  return foreign.atan(x, 0);
};

const sinh = (x: number): number => {
  return foreign.sinh(x, 0);
};

const cosh = (x: number): number => {
  return foreign.cosh(x, 0);
};

const tanh = (x: number): number => {
  const t8 = Math.abs(x);
  const t9 = (x * x);
  const t31 = (t9 * t9);
  const t38 = (t31 * t31);
  const t49 = (-(t8 + t8));
  const t52 = ((t49 < (-746)) ? (-746) : t49);
  const t58 = (((t52 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
  const t61 = (t52 - (t58 * 0.6931471803691238));
  const t63 = (t58 * 1.9082149292705877e-10);
  const t64 = (t61 - t63);
  const t67 = (1 + t64);
  const t72 = (t64 * t64);
  const t73 = (t72 * t72);
  const t79 = ((5.421010862427522e-20 * t72) * (0.5 + (t64 * 0.16666666666666685)));
  const t108 = (((5.421010862427522e-20 * ((t64 - (t67 - 1)) + (((t61 - t64) - t63) * t67))) + ((5.421010862427522e-20 * (t73 * t73)) * ((0.0000248015080002136 + (t64 * 0.000002755722616273334)) + (t72 * (2.7625458949326024e-7 + (t64 * 2.5115073667681004e-8)))))) + (t79 + ((5.421010862427522e-20 * t73) * ((0.041666666666602646 + (t64 * 0.008333333333313974)) + (t72 * (0.0013888888927335566 + (t64 * 0.00019841269904806596)))))));
  const t109 = (5.421010862427522e-20 * t67);
  const t110 = (t108 + t109);
  const t116 = power2((t58 + 64));
  const t117 = (t110 * t116);
  const t118 = ((t108 + (t109 - t110)) * t116);
  const t119 = ((t79 + t109) * t116);
  const t129 = ((t119 + t119) * (1 + (t119 * ((-0.8234) + (t119 * 0.3294)))));
  const t131 = (t129 * 134217729);
  const t133 = (t131 - (t131 - t129));
  const t136 = ((t119 + 100663296) - 100663296);
  return withSign(((t8 < 0.5625) ? (t8 + (t8 * (t9 * (((((-0.3333333333333333) + (t9 * 0.13333333333332392)) + (((-0.0539682539670594) + (t9 * 0.021869488476962563)) * t31)) + ((((-0.008863234021529514) + (t9 * 0.003592105532132769)) + (((-0.0014556239774192678) + (t9 * 0.0005887537111834804)) * t31)) * t38)) + ((((-0.00023410556936672797) + (t9 * 0.00008426522203958066)) + ((-0.000020026740085317684) * t31)) * (t38 * t38)))))) : (1 - (t133 + ((((t118 + t118) - (t118 * t133)) + ((((t117 + t117) - t133) - (t133 * t136)) - (t133 * (t117 - t136)))) * (1 / (1 + t117)))))), x);
};

const erf = (x: number): number => {
  return foreign.erf(x, 0);
};

const erfc = (x: number): number => {
  return foreign.erfc(x, 0);
};

const sigmoid = (x: number): number => {
  const t9 = (-Math.abs(x));
  const t12 = ((t9 < (-746)) ? (-746) : t9);
  const t18 = (((t12 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
  const t21 = (t12 - (t18 * 0.6931471803691238));
  const t23 = (t18 * 1.9082149292705877e-10);
  const t24 = (t21 - t23);
  const t27 = (1 + t24);
  const t32 = (t24 * t24);
  const t33 = (t32 * t32);
  const t39 = ((5.421010862427522e-20 * t32) * (0.5 + (t24 * 0.16666666666666685)));
  const t68 = (((5.421010862427522e-20 * ((t24 - (t27 - 1)) + (((t21 - t24) - t23) * t27))) + ((5.421010862427522e-20 * (t33 * t33)) * ((0.0000248015080002136 + (t24 * 0.000002755722616273334)) + (t32 * (2.7625458949326024e-7 + (t24 * 2.5115073667681004e-8)))))) + (t39 + ((5.421010862427522e-20 * t33) * ((0.041666666666602646 + (t24 * 0.008333333333313974)) + (t32 * (0.0013888888927335566 + (t24 * 0.00019841269904806596)))))));
  const t69 = (5.421010862427522e-20 * t27);
  const t70 = (t68 + t69);
  const t76 = power2((t18 + 64));
  const t77 = (t70 * t76);
  const t78 = ((t68 + (t69 - t70)) * t76);
  const t79 = ((t39 + t69) * t76);
  const t80 = (0 <= x);
  const t90 = ((t80 ? 1 : t79) * (1 + (t79 * ((-0.8234) + (t79 * 0.3294)))));
  const t92 = (t90 * 134217729);
  const t94 = (t92 - (t92 - t90));
  const t97 = ((t79 + 100663296) - 100663296);
  return (t94 + ((((t80 ? 0 : t78) - (t78 * t94)) + ((((t80 ? 1 : t77) - t94) - (t94 * t97)) - (t94 * (t77 - t97)))) * (1 / (1 + t77))));
};

const softplus = (x: number): number => {
  const t9 = (-Math.abs(x));
  const t12 = ((t9 < (-746)) ? (-746) : t9);
  const t18 = (((t12 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
  const t21 = (t12 - (t18 * 0.6931471803691238));
  const t23 = (t18 * 1.9082149292705877e-10);
  const t24 = (t21 - t23);
  const t27 = (1 + t24);
  const t32 = (t24 * t24);
  const t33 = (t32 * t32);
  const t68 = (((5.421010862427522e-20 * ((t24 - (t27 - 1)) + (((t21 - t24) - t23) * t27))) + ((5.421010862427522e-20 * (t33 * t33)) * ((0.0000248015080002136 + (t24 * 0.000002755722616273334)) + (t32 * (2.7625458949326024e-7 + (t24 * 2.5115073667681004e-8)))))) + (((5.421010862427522e-20 * t32) * (0.5 + (t24 * 0.16666666666666685))) + ((5.421010862427522e-20 * t33) * ((0.041666666666602646 + (t24 * 0.008333333333313974)) + (t32 * (0.0013888888927335566 + (t24 * 0.00019841269904806596)))))));
  const t69 = (5.421010862427522e-20 * t27);
  const t70 = (t68 + t69);
  const t76 = power2((t18 + 64));
  const t77 = (t70 * t76);
  const t81 = (1 + t77);
  const t91 = (t81 < 2.2250738585072014e-308);
  const t94 = (t91 ? (t81 * 18014398509481984) : t81);
  const t95 = significand(t94);
  const t97 = (1.4142135623730951 < t95);
  const t105 = (((t91 ? (-54) : 0) + (t97 ? 1 : 0)) + exponent(t94));
  const t106 = ((t97 ? (0.5 * t95) : t95) - 1);
  const t109 = (t106 / (t106 + 2));
  const t110 = (t109 * t109);
  const t112 = (0.5 * (t106 * t106));
  const t126 = (t110 * t110);
  return (Math.max(x, 0) + ((Math.abs(t77) < 1e-17) ? t77 : (((0 < t81) && (t81 < Number.POSITIVE_INFINITY)) ? ((0.6931471803691238 * t105) - ((t112 - ((t109 * (t112 + (t110 * (((0.666666666666667 + (t110 * 0.3999999999989924)) + ((0.2857142862609589 + (t110 * 0.2222221111514416)) * t126)) + (((0.18182890556695602 + (t110 * 0.1533167403016786)) + (0.1461703754879165 * t126)) * (t126 * t126)))))) + (((((t68 + (t69 - t70)) * t76) + ((t77 < 1) ? (t77 - (t81 - 1)) : (1 - (t81 - t77)))) / t81) + (1.9082149292705877e-10 * t105)))) - t106)) : ((0 === t81) ? Number.NEGATIVE_INFINITY : ((Number.POSITIVE_INFINITY === t81) ? Number.POSITIVE_INFINITY : Number.NaN)))));
};

const relu = (x: number): number => {
  return ((x <= 0) ? 0 : x);
};

const leakyRelu = (x: number, y: number): number => {
  return ((0 < x) ? x : (x * y));
};

const elu = (x: number, y: number): number => {
  return ((0 < x) ? x : (y * foreign.expm1(x, 0)));
};

const silu = (x: number): number => {
  const t10 = (-Math.abs(x));
  const t13 = ((t10 < (-746)) ? (-746) : t10);
  const t19 = (((t13 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
  const t22 = (t13 - (t19 * 0.6931471803691238));
  const t24 = (t19 * 1.9082149292705877e-10);
  const t25 = (t22 - t24);
  const t28 = (1 + t25);
  const t33 = (t25 * t25);
  const t34 = (t33 * t33);
  const t40 = ((5.421010862427522e-20 * t33) * (0.5 + (t25 * 0.16666666666666685)));
  const t69 = (((5.421010862427522e-20 * ((t25 - (t28 - 1)) + (((t22 - t25) - t24) * t28))) + ((5.421010862427522e-20 * (t34 * t34)) * ((0.0000248015080002136 + (t25 * 0.000002755722616273334)) + (t33 * (2.7625458949326024e-7 + (t25 * 2.5115073667681004e-8)))))) + (t40 + ((5.421010862427522e-20 * t34) * ((0.041666666666602646 + (t25 * 0.008333333333313974)) + (t33 * (0.0013888888927335566 + (t25 * 0.00019841269904806596)))))));
  const t70 = (5.421010862427522e-20 * t28);
  const t71 = (t69 + t70);
  const t77 = power2((t19 + 64));
  const t78 = (t71 * t77);
  const t79 = ((t69 + (t70 - t71)) * t77);
  const t80 = ((t40 + t70) * t77);
  const t81 = (0 <= x);
  const t91 = ((t81 ? 1 : t80) * (1 + (t80 * ((-0.8234) + (t80 * 0.3294)))));
  const t93 = (t91 * 134217729);
  const t95 = (t93 - (t93 - t91));
  const t98 = ((t80 + 100663296) - 100663296);
  return ((x === Number.NEGATIVE_INFINITY) ? 0 : (x * (t95 + ((((t81 ? 0 : t79) - (t79 * t95)) + ((((t81 ? 1 : t78) - t95) - (t95 * t98)) - (t95 * (t78 - t98)))) * (1 / (1 + t78))))));
};

const gelu = (x: number): number => {
  return ((x === Number.NEGATIVE_INFINITY) ? 0 : (foreign.erfc(((-x) * 0.7071067811865476), 0) * (x * 0.5)));
};

const binaryCrossEntropy = (x: number, y: number): number => {
  const t9 = (-x);
  const t10 = (1 + t9);
  const t20 = (t10 < 2.2250738585072014e-308);
  const t23 = (t20 ? (t10 * 18014398509481984) : t10);
  const t24 = significand(t23);
  const t26 = (1.4142135623730951 < t24);
  const t35 = (((t20 ? (-54) : 0) + (t26 ? 1 : 0)) + exponent(t23));
  const t36 = ((t26 ? (t24 * 0.5) : t24) - 1);
  const t39 = (t36 / (t36 + 2));
  const t40 = (t39 * t39);
  const t42 = (0.5 * (t36 * t36));
  const t56 = (t40 * t40);
  const t93 = (x < 2.2250738585072014e-308);
  const t95 = (t93 ? (x * 18014398509481984) : x);
  const t96 = significand(t95);
  const t97 = (1.4142135623730951 < t96);
  const t104 = (((t93 ? (-54) : 0) + (t97 ? 1 : 0)) + exponent(t95));
  const t105 = ((t97 ? (0.5 * t96) : t96) - 1);
  const t107 = (t105 / (2 + t105));
  const t108 = (t107 * t107);
  const t110 = (0.5 * (t105 * t105));
  const t117 = (t108 * t108);
  return (0 - ((((y === 0) && (0 <= x)) ? 0 : (y * (((0 < x) && (x < Number.POSITIVE_INFINITY)) ? ((0.6931471803691238 * t104) - ((t110 - ((t107 * (t110 + (t108 * (((0.666666666666667 + (0.3999999999989924 * t108)) + ((0.2857142862609589 + (0.2222221111514416 * t108)) * t117)) + (((0.18182890556695602 + (0.1533167403016786 * t108)) + (0.1461703754879165 * t117)) * (t117 * t117)))))) + (0 + (1.9082149292705877e-10 * t104)))) - t105)) : ((x === 0) ? Number.NEGATIVE_INFINITY : ((x === Number.POSITIVE_INFINITY) ? Number.POSITIVE_INFINITY : Number.NaN))))) + ((y === 1) ? 0 : ((1 - y) * ((Math.abs(x) < 1e-17) ? t9 : (((0 < t10) && (t10 < Number.POSITIVE_INFINITY)) ? ((t35 * 0.6931471803691238) - ((t42 - ((t39 * (t42 + (t40 * (((0.666666666666667 + (t40 * 0.3999999999989924)) + ((0.2857142862609589 + (t40 * 0.2222221111514416)) * t56)) + (((0.18182890556695602 + (t40 * 0.1533167403016786)) + (0.1461703754879165 * t56)) * (t56 * t56)))))) + (((0 + ((t9 < 1) ? (t9 - (t10 - 1)) : (1 - (t10 - t9)))) / t10) + (t35 * 1.9082149292705877e-10)))) - t36)) : ((0 === t10) ? Number.NEGATIVE_INFINITY : ((Number.POSITIVE_INFINITY === t10) ? Number.POSITIVE_INFINITY : Number.NaN))))))));
};

const binaryCrossEntropyWithLogits = (x: number, y: number): number => {
  const t9 = (-Math.abs(x));
  const t12 = ((t9 < (-746)) ? (-746) : t9);
  const t18 = (((t12 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
  const t21 = (t12 - (t18 * 0.6931471803691238));
  const t23 = (t18 * 1.9082149292705877e-10);
  const t24 = (t21 - t23);
  const t27 = (1 + t24);
  const t32 = (t24 * t24);
  const t33 = (t32 * t32);
  const t68 = (((5.421010862427522e-20 * ((t24 - (t27 - 1)) + (((t21 - t24) - t23) * t27))) + ((5.421010862427522e-20 * (t33 * t33)) * ((0.0000248015080002136 + (t24 * 0.000002755722616273334)) + (t32 * (2.7625458949326024e-7 + (t24 * 2.5115073667681004e-8)))))) + (((5.421010862427522e-20 * t32) * (0.5 + (t24 * 0.16666666666666685))) + ((5.421010862427522e-20 * t33) * ((0.041666666666602646 + (t24 * 0.008333333333313974)) + (t32 * (0.0013888888927335566 + (t24 * 0.00019841269904806596)))))));
  const t69 = (5.421010862427522e-20 * t27);
  const t70 = (t68 + t69);
  const t76 = power2((t18 + 64));
  const t77 = (t70 * t76);
  const t81 = (1 + t77);
  const t91 = (t81 < 2.2250738585072014e-308);
  const t94 = (t91 ? (t81 * 18014398509481984) : t81);
  const t95 = significand(t94);
  const t97 = (1.4142135623730951 < t95);
  const t105 = (((t91 ? (-54) : 0) + (t97 ? 1 : 0)) + exponent(t94));
  const t106 = ((t97 ? (0.5 * t95) : t95) - 1);
  const t109 = (t106 / (t106 + 2));
  const t110 = (t109 * t109);
  const t112 = (0.5 * (t106 * t106));
  const t126 = (t110 * t110);
  return ((x === Number.POSITIVE_INFINITY) ? ((y === 1) ? 0 : (x * (1 - y))) : ((Math.max(x, 0) + ((Math.abs(t77) < 1e-17) ? t77 : (((0 < t81) && (t81 < Number.POSITIVE_INFINITY)) ? ((0.6931471803691238 * t105) - ((t112 - ((t109 * (t112 + (t110 * (((0.666666666666667 + (t110 * 0.3999999999989924)) + ((0.2857142862609589 + (t110 * 0.2222221111514416)) * t126)) + (((0.18182890556695602 + (t110 * 0.1533167403016786)) + (0.1461703754879165 * t126)) * (t126 * t126)))))) + (((((t68 + (t69 - t70)) * t76) + ((t77 < 1) ? (t77 - (t81 - 1)) : (1 - (t81 - t77)))) / t81) + (1.9082149292705877e-10 * t105)))) - t106)) : ((0 === t81) ? Number.NEGATIVE_INFINITY : ((Number.POSITIVE_INFINITY === t81) ? Number.POSITIVE_INFINITY : Number.NaN))))) - ((y === 0) ? 0 : (x * y))));
};

const step = (x: number): number => {
  return ((x === x) ? ((0 <= x) ? 1 : 0) : Number.NaN);
};

const abs = (x: number): number => {
  return Math.abs(x);
};

const sign = (x: number): number => {
  return ((0 < Math.abs(x)) ? withSign(1, x) : x);
};

const min = (x: number, y: number): number => {
  return Math.min(x, y);
};

const max = (x: number, y: number): number => {
  return Math.max(x, y);
};

const where = (x: number, y: number, z: number): number => {
  return ((x === x) ? ((x === 0) ? z : y) : x);
};

const lt = (x: number, y: number): number => {
  return (((x === x) && (y === y)) ? ((x < y) ? 1 : 0) : Number.NaN);
};

const le = (x: number, y: number): number => {
  return (((x === x) && (y === y)) ? ((x <= y) ? 1 : 0) : Number.NaN);
};

const gt = (x: number, y: number): number => {
  return (((x === x) && (y === y)) ? ((y < x) ? 1 : 0) : Number.NaN);
};

const ge = (x: number, y: number): number => {
  return (((x === x) && (y === y)) ? ((y <= x) ? 1 : 0) : Number.NaN);
};

const eq = (x: number, y: number): number => {
  return (((x === x) && (y === y)) ? ((x === y) ? 1 : 0) : Number.NaN);
};

const ne = (x: number, y: number): number => {
  return (((x === x) && (y === y)) ? ((x === y) ? 0 : 1) : Number.NaN);
};

const oneMinusSigmoid = (x: number): number => {
  const t10 = (-Math.abs(x));
  const t13 = ((t10 < (-746)) ? (-746) : t10);
  const t19 = (((t13 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
  const t22 = (t13 - (t19 * 0.6931471803691238));
  const t24 = (t19 * 1.9082149292705877e-10);
  const t25 = (t22 - t24);
  const t28 = (1 + t25);
  const t33 = (t25 * t25);
  const t34 = (t33 * t33);
  const t40 = ((5.421010862427522e-20 * t33) * (0.5 + (t25 * 0.16666666666666685)));
  const t69 = (((5.421010862427522e-20 * ((t25 - (t28 - 1)) + (((t22 - t25) - t24) * t28))) + ((5.421010862427522e-20 * (t34 * t34)) * ((0.0000248015080002136 + (t25 * 0.000002755722616273334)) + (t33 * (2.7625458949326024e-7 + (t25 * 2.5115073667681004e-8)))))) + (t40 + ((5.421010862427522e-20 * t34) * ((0.041666666666602646 + (t25 * 0.008333333333313974)) + (t33 * (0.0013888888927335566 + (t25 * 0.00019841269904806596)))))));
  const t70 = (5.421010862427522e-20 * t28);
  const t71 = (t69 + t70);
  const t77 = power2((t19 + 64));
  const t78 = (t71 * t77);
  const t79 = ((t69 + (t70 - t71)) * t77);
  const t80 = ((t40 + t70) * t77);
  const t81 = (0 <= (-x));
  const t91 = ((t81 ? 1 : t80) * (1 + (t80 * ((-0.8234) + (t80 * 0.3294)))));
  const t93 = (t91 * 134217729);
  const t95 = (t93 - (t93 - t91));
  const t98 = ((t80 + 100663296) - 100663296);
  return (t95 + ((((t81 ? 0 : t79) - (t79 * t95)) + ((((t81 ? 1 : t78) - t95) - (t95 * t98)) - (t95 * (t78 - t98)))) * (1 / (1 + t78))));
};

const oneMinusTanhSquared = (x: number): number => {
  const t8 = Math.abs(x);
  const t10 = (-(t8 + t8));
  const t13 = ((t10 < (-746)) ? (-746) : t10);
  const t19 = (((t13 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
  const t22 = (t13 - (t19 * 0.6931471803691238));
  const t24 = (t19 * 1.9082149292705877e-10);
  const t25 = (t22 - t24);
  const t28 = (1 + t25);
  const t33 = (t25 * t25);
  const t34 = (t33 * t33);
  const t78 = (((((5.421010862427522e-20 * ((t25 - (t28 - 1)) + (((t22 - t25) - t24) * t28))) + ((5.421010862427522e-20 * (t34 * t34)) * ((0.0000248015080002136 + (t25 * 0.000002755722616273334)) + (t33 * (2.7625458949326024e-7 + (t25 * 2.5115073667681004e-8)))))) + (((5.421010862427522e-20 * t33) * (0.5 + (t25 * 0.16666666666666685))) + ((5.421010862427522e-20 * t34) * ((0.041666666666602646 + (t25 * 0.008333333333313974)) + (t33 * (0.0013888888927335566 + (t25 * 0.00019841269904806596))))))) + (5.421010862427522e-20 * t28)) * power2((t19 + 64)));
  const t81 = (1 + t78);
  return ((t78 * 4) / (t81 * t81));
};

const oneMinusSquare = (x: number): number => {
  return ((1 - x) * (x + 1));
};

/** Every kernel. */
export const plain: Readonly<Record<KernelName, Kernel>> = {
  add,
  sub,
  mul,
  div,
  neg,
  pow,
  square,
  sqrt,
  exp,
  log,
  log1p,
  expm1,
  xlogy,
  sin,
  cos,
  tan,
  asin,
  acos,
  atan,
  sinh,
  cosh,
  tanh,
  erf,
  erfc,
  sigmoid,
  softplus,
  relu,
  leakyRelu,
  elu,
  silu,
  gelu,
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  step,
  abs,
  sign,
  min,
  max,
  where,
  lt,
  le,
  gt,
  ge,
  eq,
  ne,
  oneMinusSigmoid,
  oneMinusTanhSquared,
  oneMinusSquare,
};

/** Runs of one kernel over operands by place. A loop of its own for each, so that engines put the function into it. */
export const gathers: Readonly<Record<KernelName, Gather>> = {
  add: (v, from, to, a, b) => {
    for (let k = from; k < to; k++) v[k] = add(v[a[k] as number] as number, v[b[k] as number] as number);
  },
  sub: (v, from, to, a, b) => {
    for (let k = from; k < to; k++) v[k] = sub(v[a[k] as number] as number, v[b[k] as number] as number);
  },
  mul: (v, from, to, a, b) => {
    for (let k = from; k < to; k++) v[k] = mul(v[a[k] as number] as number, v[b[k] as number] as number);
  },
  div: (v, from, to, a, b) => {
    for (let k = from; k < to; k++) v[k] = div(v[a[k] as number] as number, v[b[k] as number] as number);
  },
  neg: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = neg(v[a[k] as number] as number);
  },
  pow: (v, from, to, a, b) => {
    for (let k = from; k < to; k++) v[k] = pow(v[a[k] as number] as number, v[b[k] as number] as number);
  },
  square: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = square(v[a[k] as number] as number);
  },
  sqrt: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = sqrt(v[a[k] as number] as number);
  },
  exp: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = exp(v[a[k] as number] as number);
  },
  log: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = log(v[a[k] as number] as number);
  },
  log1p: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = log1p(v[a[k] as number] as number);
  },
  expm1: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = expm1(v[a[k] as number] as number);
  },
  xlogy: (v, from, to, a, b) => {
    for (let k = from; k < to; k++) v[k] = xlogy(v[a[k] as number] as number, v[b[k] as number] as number);
  },
  sin: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = sin(v[a[k] as number] as number);
  },
  cos: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = cos(v[a[k] as number] as number);
  },
  tan: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = tan(v[a[k] as number] as number);
  },
  asin: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = asin(v[a[k] as number] as number);
  },
  acos: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = acos(v[a[k] as number] as number);
  },
  atan: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = atan(v[a[k] as number] as number);
  },
  sinh: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = sinh(v[a[k] as number] as number);
  },
  cosh: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = cosh(v[a[k] as number] as number);
  },
  tanh: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = tanh(v[a[k] as number] as number);
  },
  erf: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = erf(v[a[k] as number] as number);
  },
  erfc: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = erfc(v[a[k] as number] as number);
  },
  sigmoid: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = sigmoid(v[a[k] as number] as number);
  },
  softplus: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = softplus(v[a[k] as number] as number);
  },
  relu: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = relu(v[a[k] as number] as number);
  },
  leakyRelu: (v, from, to, a, b) => {
    for (let k = from; k < to; k++) v[k] = leakyRelu(v[a[k] as number] as number, v[b[k] as number] as number);
  },
  elu: (v, from, to, a, b) => {
    for (let k = from; k < to; k++) v[k] = elu(v[a[k] as number] as number, v[b[k] as number] as number);
  },
  silu: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = silu(v[a[k] as number] as number);
  },
  gelu: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = gelu(v[a[k] as number] as number);
  },
  binaryCrossEntropy: (v, from, to, a, b) => {
    for (let k = from; k < to; k++) v[k] = binaryCrossEntropy(v[a[k] as number] as number, v[b[k] as number] as number);
  },
  binaryCrossEntropyWithLogits: (v, from, to, a, b) => {
    for (let k = from; k < to; k++) v[k] = binaryCrossEntropyWithLogits(v[a[k] as number] as number, v[b[k] as number] as number);
  },
  step: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = step(v[a[k] as number] as number);
  },
  abs: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = abs(v[a[k] as number] as number);
  },
  sign: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = sign(v[a[k] as number] as number);
  },
  min: (v, from, to, a, b) => {
    for (let k = from; k < to; k++) v[k] = min(v[a[k] as number] as number, v[b[k] as number] as number);
  },
  max: (v, from, to, a, b) => {
    for (let k = from; k < to; k++) v[k] = max(v[a[k] as number] as number, v[b[k] as number] as number);
  },
  where: (v, from, to, a, b, c) => {
    for (let k = from; k < to; k++) v[k] = where(v[a[k] as number] as number, v[b[k] as number] as number, v[c[k] as number] as number);
  },
  lt: (v, from, to, a, b) => {
    for (let k = from; k < to; k++) v[k] = lt(v[a[k] as number] as number, v[b[k] as number] as number);
  },
  le: (v, from, to, a, b) => {
    for (let k = from; k < to; k++) v[k] = le(v[a[k] as number] as number, v[b[k] as number] as number);
  },
  gt: (v, from, to, a, b) => {
    for (let k = from; k < to; k++) v[k] = gt(v[a[k] as number] as number, v[b[k] as number] as number);
  },
  ge: (v, from, to, a, b) => {
    for (let k = from; k < to; k++) v[k] = ge(v[a[k] as number] as number, v[b[k] as number] as number);
  },
  eq: (v, from, to, a, b) => {
    for (let k = from; k < to; k++) v[k] = eq(v[a[k] as number] as number, v[b[k] as number] as number);
  },
  ne: (v, from, to, a, b) => {
    for (let k = from; k < to; k++) v[k] = ne(v[a[k] as number] as number, v[b[k] as number] as number);
  },
  oneMinusSigmoid: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = oneMinusSigmoid(v[a[k] as number] as number);
  },
  oneMinusTanhSquared: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = oneMinusTanhSquared(v[a[k] as number] as number);
  },
  oneMinusSquare: (v, from, to, a) => {
    for (let k = from; k < to; k++) v[k] = oneMinusSquare(v[a[k] as number] as number);
  },
};

/** Two kernels of v[a[k]] at once: the first goes to v[k], the second to v[b[k]]. */
export const pairs: readonly Pair[] = [
  {
    names: ["sigmoid","oneMinusSigmoid"],
    gather: (v, from, to, a, b) => {
    for (let k = from; k < to; k++) {
      const x = v[a[k] as number] as number;
      const t9 = (-Math.abs(x));
      const t12 = ((t9 < (-746)) ? (-746) : t9);
      const t18 = (((t12 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
      const t21 = (t12 - (t18 * 0.6931471803691238));
      const t23 = (t18 * 1.9082149292705877e-10);
      const t24 = (t21 - t23);
      const t27 = (1 + t24);
      const t32 = (t24 * t24);
      const t33 = (t32 * t32);
      const t39 = ((5.421010862427522e-20 * t32) * (0.5 + (t24 * 0.16666666666666685)));
      const t68 = (((5.421010862427522e-20 * ((t24 - (t27 - 1)) + (((t21 - t24) - t23) * t27))) + ((5.421010862427522e-20 * (t33 * t33)) * ((0.0000248015080002136 + (t24 * 0.000002755722616273334)) + (t32 * (2.7625458949326024e-7 + (t24 * 2.5115073667681004e-8)))))) + (t39 + ((5.421010862427522e-20 * t33) * ((0.041666666666602646 + (t24 * 0.008333333333313974)) + (t32 * (0.0013888888927335566 + (t24 * 0.00019841269904806596)))))));
      const t69 = (5.421010862427522e-20 * t27);
      const t70 = (t68 + t69);
      const t76 = power2((t18 + 64));
      const t77 = (t70 * t76);
      const t78 = ((t68 + (t69 - t70)) * t76);
      const t79 = ((t39 + t69) * t76);
      const t80 = (0 <= x);
      const t89 = (1 + (t79 * ((-0.8234) + (t79 * 0.3294))));
      const t90 = ((t80 ? 1 : t79) * t89);
      const t92 = (t90 * 134217729);
      const t94 = (t92 - (t92 - t90));
      const t97 = ((t79 + 100663296) - 100663296);
      const t98 = (t77 - t97);
      const t108 = (1 / (1 + t77));
      const t112 = (0 <= (-x));
      const t116 = (t89 * (t112 ? 1 : t79));
      const t117 = (134217729 * t116);
      const t119 = (t117 - (t117 - t116));
      v[k] = (t94 + ((((t80 ? 0 : t78) - (t78 * t94)) + ((((t80 ? 1 : t77) - t94) - (t94 * t97)) - (t94 * t98))) * t108));
      v[b[k] as number] = (t119 + (t108 * (((t112 ? 0 : t78) - (t78 * t119)) + ((((t112 ? 1 : t77) - t119) - (t97 * t119)) - (t98 * t119)))));
    }
    },
  },
  {
    names: ["tanh","oneMinusTanhSquared"],
    gather: (v, from, to, a, b) => {
    for (let k = from; k < to; k++) {
      const x = v[a[k] as number] as number;
      const t8 = Math.abs(x);
      const t9 = (x * x);
      const t31 = (t9 * t9);
      const t38 = (t31 * t31);
      const t49 = (-(t8 + t8));
      const t52 = ((t49 < (-746)) ? (-746) : t49);
      const t58 = (((t52 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
      const t61 = (t52 - (t58 * 0.6931471803691238));
      const t63 = (t58 * 1.9082149292705877e-10);
      const t64 = (t61 - t63);
      const t67 = (1 + t64);
      const t72 = (t64 * t64);
      const t73 = (t72 * t72);
      const t79 = ((5.421010862427522e-20 * t72) * (0.5 + (t64 * 0.16666666666666685)));
      const t108 = (((5.421010862427522e-20 * ((t64 - (t67 - 1)) + (((t61 - t64) - t63) * t67))) + ((5.421010862427522e-20 * (t73 * t73)) * ((0.0000248015080002136 + (t64 * 0.000002755722616273334)) + (t72 * (2.7625458949326024e-7 + (t64 * 2.5115073667681004e-8)))))) + (t79 + ((5.421010862427522e-20 * t73) * ((0.041666666666602646 + (t64 * 0.008333333333313974)) + (t72 * (0.0013888888927335566 + (t64 * 0.00019841269904806596)))))));
      const t109 = (5.421010862427522e-20 * t67);
      const t110 = (t108 + t109);
      const t116 = power2((t58 + 64));
      const t117 = (t110 * t116);
      const t118 = ((t108 + (t109 - t110)) * t116);
      const t119 = ((t79 + t109) * t116);
      const t129 = ((t119 + t119) * (1 + (t119 * ((-0.8234) + (t119 * 0.3294)))));
      const t131 = (t129 * 134217729);
      const t133 = (t131 - (t131 - t129));
      const t136 = ((t119 + 100663296) - 100663296);
      const t146 = (1 + t117);
      v[k] = withSign(((t8 < 0.5625) ? (t8 + (t8 * (t9 * (((((-0.3333333333333333) + (t9 * 0.13333333333332392)) + (((-0.0539682539670594) + (t9 * 0.021869488476962563)) * t31)) + ((((-0.008863234021529514) + (t9 * 0.003592105532132769)) + (((-0.0014556239774192678) + (t9 * 0.0005887537111834804)) * t31)) * t38)) + ((((-0.00023410556936672797) + (t9 * 0.00008426522203958066)) + ((-0.000020026740085317684) * t31)) * (t38 * t38)))))) : (1 - (t133 + ((((t118 + t118) - (t118 * t133)) + ((((t117 + t117) - t133) - (t133 * t136)) - (t133 * (t117 - t136)))) * (1 / t146))))), x);
      v[b[k] as number] = ((t117 * 4) / (t146 * t146));
    }
    },
  },
  {
    names: ["sin","cos"],
    gather: (v, from, to, a, b) => {
    for (let k = from; k < to; k++) {
      const x = v[a[k] as number] as number;
      const t8 = Math.abs(x);
      const t13 = (((t8 * 0.6366197723675814) + 6755399441055744) - 6755399441055744);
      const t16 = (t8 - (t13 * 1.5707963267341256));
      const t18 = (t13 * 6.077100506303966e-11);
      const t19 = (t16 - t18);
      const t24 = ((t13 * 2.0222662487959506e-21) - ((t16 - t19) - t18));
      const t25 = (t19 - t24);
      const t27 = ((t19 - t25) - t24);
      const t28 = (t25 * t25);
      const t30 = (t28 * 0.5);
      const t31 = (1 - t30);
      const t32 = (t28 * t28);
      const t47 = (t32 * t32);
      const t71 = (t25 + (t27 + ((t25 * t28) * ((((-0.16666666666666666) + (t28 * 0.008333333333330887)) + (t32 * ((-0.00019841269836666004) + (t28 * 0.000002755731605465715)))) + (t47 * ((-2.5051121888282505e-8) + (t28 * 1.591741377664353e-10)))))));
      const t77 = (t31 + (((1 - t31) - t30) + ((t32 * (((0.041666666666666664 + (t28 * (-0.0013888888888887359))) + (t32 * (0.00002480158729870778 + (t28 * (-2.755731724176732e-7))))) + ((2.087614003959427e-9 + (t28 * (-1.1382184802496203e-11))) * t47))) - (t25 * t27))));
      const t86 = (t13 - (4 * ((6755399441055744 + ((t13 - 1.5) * 0.25)) - 6755399441055744)));
      const t87 = (1 === t86);
      const t89 = (t86 === 3);
      const t91 = (t87 ? t77 : (t89 ? t77 : t71));
      const t98 = (1000000 < t8);
      const t104 = (t87 ? t71 : (t89 ? t71 : t77));
      v[k] = (t98 ? foreign.sin(x, 0) : ((t8 < 1e-9) ? x : (((1 < t86) ? (-t91) : t91) * withSign(1, x))));
      v[b[k] as number] = (t98 ? foreign.cos(x, 0) : (((0 < t86) && (t86 < 3)) ? (-t104) : t104));
    }
    },
  },
];

/** One kernel over lists side by side. A loop of its own for each, so that engines put the function into it. */
export const sweeps: Readonly<Record<KernelName, Sweep>> = {
  add: (n, out, x, y) => {
    for (let k = 0; k < n; k++) out[k] = add(x[k] as number, y[k] as number);
  },
  sub: (n, out, x, y) => {
    for (let k = 0; k < n; k++) out[k] = sub(x[k] as number, y[k] as number);
  },
  mul: (n, out, x, y) => {
    for (let k = 0; k < n; k++) out[k] = mul(x[k] as number, y[k] as number);
  },
  div: (n, out, x, y) => {
    for (let k = 0; k < n; k++) out[k] = div(x[k] as number, y[k] as number);
  },
  neg: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = neg(x[k] as number);
  },
  pow: (n, out, x, y) => {
    for (let k = 0; k < n; k++) out[k] = pow(x[k] as number, y[k] as number);
  },
  square: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = square(x[k] as number);
  },
  sqrt: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = sqrt(x[k] as number);
  },
  exp: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = exp(x[k] as number);
  },
  log: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = log(x[k] as number);
  },
  log1p: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = log1p(x[k] as number);
  },
  expm1: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = expm1(x[k] as number);
  },
  xlogy: (n, out, x, y) => {
    for (let k = 0; k < n; k++) out[k] = xlogy(x[k] as number, y[k] as number);
  },
  sin: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = sin(x[k] as number);
  },
  cos: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = cos(x[k] as number);
  },
  tan: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = tan(x[k] as number);
  },
  asin: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = asin(x[k] as number);
  },
  acos: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = acos(x[k] as number);
  },
  atan: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = atan(x[k] as number);
  },
  sinh: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = sinh(x[k] as number);
  },
  cosh: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = cosh(x[k] as number);
  },
  tanh: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = tanh(x[k] as number);
  },
  erf: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = erf(x[k] as number);
  },
  erfc: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = erfc(x[k] as number);
  },
  sigmoid: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = sigmoid(x[k] as number);
  },
  softplus: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = softplus(x[k] as number);
  },
  relu: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = relu(x[k] as number);
  },
  leakyRelu: (n, out, x, y) => {
    for (let k = 0; k < n; k++) out[k] = leakyRelu(x[k] as number, y[k] as number);
  },
  elu: (n, out, x, y) => {
    for (let k = 0; k < n; k++) out[k] = elu(x[k] as number, y[k] as number);
  },
  silu: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = silu(x[k] as number);
  },
  gelu: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = gelu(x[k] as number);
  },
  binaryCrossEntropy: (n, out, x, y) => {
    for (let k = 0; k < n; k++) out[k] = binaryCrossEntropy(x[k] as number, y[k] as number);
  },
  binaryCrossEntropyWithLogits: (n, out, x, y) => {
    for (let k = 0; k < n; k++) out[k] = binaryCrossEntropyWithLogits(x[k] as number, y[k] as number);
  },
  step: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = step(x[k] as number);
  },
  abs: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = abs(x[k] as number);
  },
  sign: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = sign(x[k] as number);
  },
  min: (n, out, x, y) => {
    for (let k = 0; k < n; k++) out[k] = min(x[k] as number, y[k] as number);
  },
  max: (n, out, x, y) => {
    for (let k = 0; k < n; k++) out[k] = max(x[k] as number, y[k] as number);
  },
  where: (n, out, x, y, z) => {
    for (let k = 0; k < n; k++) out[k] = where(x[k] as number, y[k] as number, z[k] as number);
  },
  lt: (n, out, x, y) => {
    for (let k = 0; k < n; k++) out[k] = lt(x[k] as number, y[k] as number);
  },
  le: (n, out, x, y) => {
    for (let k = 0; k < n; k++) out[k] = le(x[k] as number, y[k] as number);
  },
  gt: (n, out, x, y) => {
    for (let k = 0; k < n; k++) out[k] = gt(x[k] as number, y[k] as number);
  },
  ge: (n, out, x, y) => {
    for (let k = 0; k < n; k++) out[k] = ge(x[k] as number, y[k] as number);
  },
  eq: (n, out, x, y) => {
    for (let k = 0; k < n; k++) out[k] = eq(x[k] as number, y[k] as number);
  },
  ne: (n, out, x, y) => {
    for (let k = 0; k < n; k++) out[k] = ne(x[k] as number, y[k] as number);
  },
  oneMinusSigmoid: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = oneMinusSigmoid(x[k] as number);
  },
  oneMinusTanhSquared: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = oneMinusTanhSquared(x[k] as number);
  },
  oneMinusSquare: (n, out, x) => {
    for (let k = 0; k < n; k++) out[k] = oneMinusSquare(x[k] as number);
  },
};
