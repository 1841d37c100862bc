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
  const t11 = Math.max(Math.min(x, 710), (-746));
  const t16 = (((t11 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
  const t19 = (t11 - (t16 * 0.6931471803691238));
  const t21 = (t16 * 1.9082149292705877e-10);
  const t22 = (t19 - t21);
  const t24 = ((t19 - t22) - t21);
  const t25 = (t22 * t22);
  const t70 = ((6755399441055744 + (t16 * 0.5)) - 6755399441055744);
  return (((1 + (t22 + ((t25 * (((t25 * ((t25 * ((t25 * ((t25 * ((t25 * 2.091489874487353e-9) + 2.7557273132847936e-7)) + 0.000024801587325951154)) + 0.0013888888888883633)) + 0.04166666666666667)) + 0.5) + (t22 * ((t25 * ((t25 * ((t25 * ((t25 * 2.510551354185472e-8) + 0.0000027557254685728782)) + 0.0001984126987538548)) + 0.008333333333325973)) + 0.1666666666666667)))) + (t24 + (t22 * t24))))) * power2(t70)) * power2((t16 - t70)));
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
  const t32 = (t29 * t29);
  return (((0 < x) && (x < Number.POSITIVE_INFINITY)) ? ((t24 * 0.6931471803691238) - ((t31 - ((t28 * (t31 + (t29 * (((t32 * ((t32 * ((t32 * 0.1461703754879165) + 0.18182890556695602)) + 0.2857142862609589)) + 0.666666666666667) + (t29 * ((t32 * ((t32 * 0.1533167403016786) + 0.2222221111514416)) + 0.3999999999989924)))))) + (0 + (t24 * 1.9082149292705877e-10)))) - t25)) : ((x === 0) ? Number.NEGATIVE_INFINITY : ((x === Number.POSITIVE_INFINITY) ? Number.POSITIVE_INFINITY : Number.NaN)));
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
  const t41 = (t38 * t38);
  return ((Math.abs(x) < 1e-17) ? x : (((0 < t8) && (t8 < Number.POSITIVE_INFINITY)) ? ((t33 * 0.6931471803691238) - ((t40 - ((t37 * (t40 + (t38 * (((t41 * ((t41 * ((t41 * 0.1461703754879165) + 0.18182890556695602)) + 0.2857142862609589)) + 0.666666666666667) + (t38 * ((t41 * ((t41 * 0.1533167403016786) + 0.2222221111514416)) + 0.3999999999989924)))))) + (((0 + ((x < 1) ? (x - (t8 - 1)) : (1 - (t8 - x)))) / t8) + (t33 * 1.9082149292705877e-10)))) - t34)) : ((0 === t8) ? Number.NEGATIVE_INFINITY : ((Number.POSITIVE_INFINITY === t8) ? Number.POSITIVE_INFINITY : Number.NaN))));
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
  const t35 = (t32 * t32);
  return (((x === 0) && (0 <= y)) ? 0 : (x * (((0 < y) && (y < Number.POSITIVE_INFINITY)) ? ((t27 * 0.6931471803691238) - ((t34 - ((t31 * (t34 + (t32 * (((t35 * ((t35 * ((t35 * 0.1461703754879165) + 0.18182890556695602)) + 0.2857142862609589)) + 0.666666666666667) + (t32 * ((t35 * ((t35 * 0.1533167403016786) + 0.2222221111514416)) + 0.3999999999989924)))))) + (0 + (t27 * 1.9082149292705877e-10)))) - t28)) : ((y === 0) ? Number.NEGATIVE_INFINITY : ((y === Number.POSITIVE_INFINITY) ? Number.POSITIVE_INFINITY : Number.NaN)))));
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
  const t75 = (t31 + (((1 - t31) - t30) + ((t32 * (((t32 * ((t32 * 2.087614003959427e-9) + 0.00002480158729870778)) + 0.041666666666666664) + (t28 * ((t32 * ((t32 * (-1.1382184802496203e-11)) + (-2.755731724176732e-7))) + (-0.0013888888888887359))))) - (t25 * t27))));
  const t84 = (t13 - (4 * ((6755399441055744 + ((t13 - 1.5) * 0.25)) - 6755399441055744)));
  const t89 = ((1 === t84) ? t75 : ((t84 === 3) ? t75 : (t25 + (t27 + ((t25 * t28) * (((t32 * ((t32 * (-2.5051121888282505e-8)) + (-0.00019841269836666004))) + (-0.16666666666666666)) + (t28 * ((t32 * ((t32 * 1.591741377664353e-10) + 0.000002755731605465715)) + 0.008333333333330887))))))));
  return ((1000000 < t8) ? foreign.sin(x, 0) : ((t8 < 1e-9) ? x : (((1 < t84) ? (-t89) : t89) * withSign(1, x))));
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
  const t69 = (t25 + (t27 + ((t25 * t28) * (((t32 * ((t32 * (-2.5051121888282505e-8)) + (-0.00019841269836666004))) + (-0.16666666666666666)) + (t28 * ((t32 * ((t32 * 1.591741377664353e-10) + 0.000002755731605465715)) + 0.008333333333330887))))));
  const t84 = (t13 - (4 * ((6755399441055744 + ((t13 - 1.5) * 0.25)) - 6755399441055744)));
  const t89 = ((1 === t84) ? t69 : ((t84 === 3) ? t69 : (t31 + (((1 - t31) - t30) + ((t32 * (((t32 * ((t32 * 2.087614003959427e-9) + 0.00002480158729870778)) + 0.041666666666666664) + (t28 * ((t32 * ((t32 * (-1.1382184802496203e-11)) + (-2.755731724176732e-7))) + (-0.0013888888888887359))))) - (t25 * t27))))));
  return ((1000000 < t8) ? foreign.cos(x, 0) : (((0 < t84) && (t84 < 3)) ? (-t89) : t89));
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
  const t10 = (t9 * t9);
  const t48 = Math.max((-(t8 + t8)), (-746));
  const t53 = (((t48 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
  const t56 = (t48 - (t53 * 0.6931471803691238));
  const t58 = (t53 * 1.9082149292705877e-10);
  const t59 = (t56 - t58);
  const t61 = ((t56 - t59) - t58);
  const t62 = (t59 * t59);
  const t97 = ((t62 * (((t62 * ((t62 * ((t62 * ((t62 * ((t62 * 2.091489874487353e-9) + 2.7557273132847936e-7)) + 0.000024801587325951154)) + 0.0013888888888883633)) + 0.04166666666666667)) + 0.5) + (t59 * ((t62 * ((t62 * ((t62 * ((t62 * 2.510551354185472e-8) + 0.0000027557254685728782)) + 0.0001984126987538548)) + 0.008333333333325973)) + 0.1666666666666667)))) + (t61 + (t59 * t61)));
  const t98 = (t59 + t97);
  const t99 = (1 + t98);
  const t107 = power2((t53 + 64));
  const t110 = (5.421010862427522e-20 * (t99 * t107));
  const t112 = (5.421010862427522e-20 * (((t98 - (t99 - 1)) + (t97 - (t98 - t59))) * t107));
  const t113 = (1 + t110);
  const t118 = ((t110 + t110) / t113);
  return withSign(((t8 < 0.5625) ? (t8 + (t8 * (t9 * (((t10 * ((t10 * ((t10 * ((t10 * ((t10 * (-0.000020026740085317684)) + (-0.00023410556936672797))) + (-0.0014556239774192678))) + (-0.008863234021529514))) + (-0.0539682539670594))) + (-0.3333333333333333)) + (t9 * ((t10 * ((t10 * ((t10 * ((t10 * 0.00008426522203958066) + 0.0005887537111834804)) + 0.003592105532132769)) + 0.021869488476962563)) + 0.13333333333332392)))))) : (1 - (t118 + (((t112 + t112) - ((t112 + (t110 - (t113 - 1))) * t118)) * (1 + (t110 * ((-0.8234) + (t110 * 0.3294)))))))), x);
};

const erf = (x: number): number => {
  return foreign.erf(x, 0);
};

const erfc = (x: number): number => {
  return foreign.erfc(x, 0);
};

const sigmoid = (x: number): number => {
  const t11 = Math.max((-Math.abs(x)), (-746));
  const t16 = (((t11 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
  const t19 = (t11 - (t16 * 0.6931471803691238));
  const t21 = (t16 * 1.9082149292705877e-10);
  const t22 = (t19 - t21);
  const t24 = ((t19 - t22) - t21);
  const t25 = (t22 * t22);
  const t60 = ((t25 * (((t25 * ((t25 * ((t25 * ((t25 * ((t25 * 2.091489874487353e-9) + 2.7557273132847936e-7)) + 0.000024801587325951154)) + 0.0013888888888883633)) + 0.04166666666666667)) + 0.5) + (t22 * ((t25 * ((t25 * ((t25 * ((t25 * 2.510551354185472e-8) + 0.0000027557254685728782)) + 0.0001984126987538548)) + 0.008333333333325973)) + 0.1666666666666667)))) + (t24 + (t22 * t24)));
  const t61 = (t22 + t60);
  const t62 = (1 + t61);
  const t70 = power2((t16 + 64));
  const t73 = (5.421010862427522e-20 * (t62 * t70));
  const t75 = (5.421010862427522e-20 * (((t61 - (t62 - 1)) + (t60 - (t61 - t22))) * t70));
  const t76 = (1 + t73);
  const t80 = (0 <= x);
  const t82 = ((t80 ? 1 : t73) / t76);
  return (t82 + (((t80 ? 0 : t75) - ((t75 + (t73 - (t76 - 1))) * t82)) * (1 + (t73 * ((-0.8234) + (t73 * 0.3294))))));
};

const softplus = (x: number): number => {
  const t11 = Math.max((-Math.abs(x)), (-746));
  const t16 = (((t11 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
  const t19 = (t11 - (t16 * 0.6931471803691238));
  const t21 = (t16 * 1.9082149292705877e-10);
  const t22 = (t19 - t21);
  const t24 = ((t19 - t22) - t21);
  const t25 = (t22 * t22);
  const t60 = ((t25 * (((t25 * ((t25 * ((t25 * ((t25 * ((t25 * 2.091489874487353e-9) + 2.7557273132847936e-7)) + 0.000024801587325951154)) + 0.0013888888888883633)) + 0.04166666666666667)) + 0.5) + (t22 * ((t25 * ((t25 * ((t25 * ((t25 * 2.510551354185472e-8) + 0.0000027557254685728782)) + 0.0001984126987538548)) + 0.008333333333325973)) + 0.1666666666666667)))) + (t24 + (t22 * t24)));
  const t61 = (t22 + t60);
  const t62 = (1 + t61);
  const t70 = power2((t16 + 64));
  const t73 = (5.421010862427522e-20 * (t62 * t70));
  const t77 = (1 + t73);
  const t87 = (t77 < 2.2250738585072014e-308);
  const t90 = (t87 ? (t77 * 18014398509481984) : t77);
  const t91 = significand(t90);
  const t93 = (1.4142135623730951 < t91);
  const t101 = (((t87 ? (-54) : 0) + (t93 ? 1 : 0)) + exponent(t90));
  const t102 = ((t93 ? (0.5 * t91) : t91) - 1);
  const t105 = (t102 / (t102 + 2));
  const t106 = (t105 * t105);
  const t108 = (0.5 * (t102 * t102));
  const t109 = (t106 * t106);
  return (Math.max(x, 0) + ((Math.abs(t73) < 1e-17) ? t73 : (((0 < t77) && (t77 < Number.POSITIVE_INFINITY)) ? ((0.6931471803691238 * t101) - ((t108 - ((t105 * (t108 + (t106 * (((t109 * ((t109 * ((t109 * 0.1461703754879165) + 0.18182890556695602)) + 0.2857142862609589)) + 0.666666666666667) + (t106 * ((t109 * ((t109 * 0.1533167403016786) + 0.2222221111514416)) + 0.3999999999989924)))))) + ((((5.421010862427522e-20 * (((t61 - (t62 - 1)) + (t60 - (t61 - t22))) * t70)) + ((t73 < 1) ? (t73 - (t77 - 1)) : (1 - (t77 - t73)))) / t77) + (1.9082149292705877e-10 * t101)))) - t102)) : ((0 === t77) ? Number.NEGATIVE_INFINITY : ((Number.POSITIVE_INFINITY === t77) ? Number.POSITIVE_INFINITY : Number.NaN)))));
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
  const t12 = Math.max((-Math.abs(x)), (-746));
  const t17 = (((t12 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
  const t20 = (t12 - (t17 * 0.6931471803691238));
  const t22 = (t17 * 1.9082149292705877e-10);
  const t23 = (t20 - t22);
  const t25 = ((t20 - t23) - t22);
  const t26 = (t23 * t23);
  const t61 = ((t26 * (((t26 * ((t26 * ((t26 * ((t26 * ((t26 * 2.091489874487353e-9) + 2.7557273132847936e-7)) + 0.000024801587325951154)) + 0.0013888888888883633)) + 0.04166666666666667)) + 0.5) + (t23 * ((t26 * ((t26 * ((t26 * ((t26 * 2.510551354185472e-8) + 0.0000027557254685728782)) + 0.0001984126987538548)) + 0.008333333333325973)) + 0.1666666666666667)))) + (t25 + (t23 * t25)));
  const t62 = (t23 + t61);
  const t63 = (1 + t62);
  const t71 = power2((t17 + 64));
  const t74 = (5.421010862427522e-20 * (t63 * t71));
  const t76 = (5.421010862427522e-20 * (((t62 - (t63 - 1)) + (t61 - (t62 - t23))) * t71));
  const t77 = (1 + t74);
  const t81 = (0 <= x);
  const t83 = ((t81 ? 1 : t74) / t77);
  return ((x === Number.NEGATIVE_INFINITY) ? 0 : (x * (t83 + (((t81 ? 0 : t76) - ((t76 + (t74 - (t77 - 1))) * t83)) * (1 + (t74 * ((-0.8234) + (t74 * 0.3294))))))));
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
  const t43 = (t40 * t40);
  const t91 = (x < 2.2250738585072014e-308);
  const t93 = (t91 ? (x * 18014398509481984) : x);
  const t94 = significand(t93);
  const t95 = (1.4142135623730951 < t94);
  const t102 = (((t91 ? (-54) : 0) + (t95 ? 1 : 0)) + exponent(t93));
  const t103 = ((t95 ? (0.5 * t94) : t94) - 1);
  const t105 = (t103 / (2 + t103));
  const t106 = (t105 * t105);
  const t108 = (0.5 * (t103 * t103));
  const t109 = (t106 * t106);
  return (0 - ((((y === 0) && (0 <= x)) ? 0 : (y * (((0 < x) && (x < Number.POSITIVE_INFINITY)) ? ((0.6931471803691238 * t102) - ((t108 - ((t105 * (t108 + (t106 * ((0.666666666666667 + (t109 * (0.2857142862609589 + (t109 * (0.18182890556695602 + (0.1461703754879165 * t109)))))) + (t106 * (0.3999999999989924 + (t109 * (0.2222221111514416 + (0.1533167403016786 * t109))))))))) + (0 + (1.9082149292705877e-10 * t102)))) - t103)) : ((x === 0) ? Number.NEGATIVE_INFINITY : ((x === Number.POSITIVE_INFINITY) ? Number.POSITIVE_INFINITY : Number.NaN))))) + ((y === 1) ? 0 : ((1 - y) * ((Math.abs(x) < 1e-17) ? t9 : (((0 < t10) && (t10 < Number.POSITIVE_INFINITY)) ? ((t35 * 0.6931471803691238) - ((t42 - ((t39 * (t42 + (t40 * (((t43 * ((t43 * ((t43 * 0.1461703754879165) + 0.18182890556695602)) + 0.2857142862609589)) + 0.666666666666667) + (t40 * ((t43 * ((t43 * 0.1533167403016786) + 0.2222221111514416)) + 0.3999999999989924)))))) + (((0 + ((t9 < 1) ? (t9 - (t10 - 1)) : (1 - (t10 - t9)))) / t10) + (t35 * 1.9082149292705877e-10)))) - t36)) : ((0 === t10) ? Number.NEGATIVE_INFINITY : ((Number.POSITIVE_INFINITY === t10) ? Number.POSITIVE_INFINITY : Number.NaN))))))));
};

const binaryCrossEntropyWithLogits = (x: number, y: number): number => {
  const t11 = Math.max((-Math.abs(x)), (-746));
  const t16 = (((t11 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
  const t19 = (t11 - (t16 * 0.6931471803691238));
  const t21 = (t16 * 1.9082149292705877e-10);
  const t22 = (t19 - t21);
  const t24 = ((t19 - t22) - t21);
  const t25 = (t22 * t22);
  const t60 = ((t25 * (((t25 * ((t25 * ((t25 * ((t25 * ((t25 * 2.091489874487353e-9) + 2.7557273132847936e-7)) + 0.000024801587325951154)) + 0.0013888888888883633)) + 0.04166666666666667)) + 0.5) + (t22 * ((t25 * ((t25 * ((t25 * ((t25 * 2.510551354185472e-8) + 0.0000027557254685728782)) + 0.0001984126987538548)) + 0.008333333333325973)) + 0.1666666666666667)))) + (t24 + (t22 * t24)));
  const t61 = (t22 + t60);
  const t62 = (1 + t61);
  const t70 = power2((t16 + 64));
  const t73 = (5.421010862427522e-20 * (t62 * t70));
  const t77 = (1 + t73);
  const t87 = (t77 < 2.2250738585072014e-308);
  const t90 = (t87 ? (t77 * 18014398509481984) : t77);
  const t91 = significand(t90);
  const t93 = (1.4142135623730951 < t91);
  const t101 = (((t87 ? (-54) : 0) + (t93 ? 1 : 0)) + exponent(t90));
  const t102 = ((t93 ? (0.5 * t91) : t91) - 1);
  const t105 = (t102 / (t102 + 2));
  const t106 = (t105 * t105);
  const t108 = (0.5 * (t102 * t102));
  const t109 = (t106 * t106);
  return ((x === Number.POSITIVE_INFINITY) ? ((y === 1) ? 0 : (x * (1 - y))) : ((Math.max(x, 0) + ((Math.abs(t73) < 1e-17) ? t73 : (((0 < t77) && (t77 < Number.POSITIVE_INFINITY)) ? ((0.6931471803691238 * t101) - ((t108 - ((t105 * (t108 + (t106 * (((t109 * ((t109 * ((t109 * 0.1461703754879165) + 0.18182890556695602)) + 0.2857142862609589)) + 0.666666666666667) + (t106 * ((t109 * ((t109 * 0.1533167403016786) + 0.2222221111514416)) + 0.3999999999989924)))))) + ((((5.421010862427522e-20 * (((t61 - (t62 - 1)) + (t60 - (t61 - t22))) * t70)) + ((t73 < 1) ? (t73 - (t77 - 1)) : (1 - (t77 - t73)))) / t77) + (1.9082149292705877e-10 * t101)))) - t102)) : ((0 === t77) ? Number.NEGATIVE_INFINITY : ((Number.POSITIVE_INFINITY === t77) ? Number.POSITIVE_INFINITY : Number.NaN))))) - ((y === 0) ? 0 : (x * y))));
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
  const t12 = Math.max((-Math.abs(x)), (-746));
  const t17 = (((t12 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
  const t20 = (t12 - (t17 * 0.6931471803691238));
  const t22 = (t17 * 1.9082149292705877e-10);
  const t23 = (t20 - t22);
  const t25 = ((t20 - t23) - t22);
  const t26 = (t23 * t23);
  const t61 = ((t26 * (((t26 * ((t26 * ((t26 * ((t26 * ((t26 * 2.091489874487353e-9) + 2.7557273132847936e-7)) + 0.000024801587325951154)) + 0.0013888888888883633)) + 0.04166666666666667)) + 0.5) + (t23 * ((t26 * ((t26 * ((t26 * ((t26 * 2.510551354185472e-8) + 0.0000027557254685728782)) + 0.0001984126987538548)) + 0.008333333333325973)) + 0.1666666666666667)))) + (t25 + (t23 * t25)));
  const t62 = (t23 + t61);
  const t63 = (1 + t62);
  const t71 = power2((t17 + 64));
  const t74 = (5.421010862427522e-20 * (t63 * t71));
  const t76 = (5.421010862427522e-20 * (((t62 - (t63 - 1)) + (t61 - (t62 - t23))) * t71));
  const t77 = (1 + t74);
  const t81 = (0 <= (-x));
  const t83 = ((t81 ? 1 : t74) / t77);
  return (t83 + (((t81 ? 0 : t76) - ((t76 + (t74 - (t77 - 1))) * t83)) * (1 + (t74 * ((-0.8234) + (t74 * 0.3294))))));
};

const oneMinusTanhSquared = (x: number): number => {
  const t8 = Math.abs(x);
  const t12 = Math.max((-(t8 + t8)), (-746));
  const t17 = (((t12 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
  const t20 = (t12 - (t17 * 0.6931471803691238));
  const t22 = (t17 * 1.9082149292705877e-10);
  const t23 = (t20 - t22);
  const t25 = ((t20 - t23) - t22);
  const t26 = (t23 * t23);
  const t74 = (5.421010862427522e-20 * ((1 + (t23 + ((t26 * (((t26 * ((t26 * ((t26 * ((t26 * ((t26 * 2.091489874487353e-9) + 2.7557273132847936e-7)) + 0.000024801587325951154)) + 0.0013888888888883633)) + 0.04166666666666667)) + 0.5) + (t23 * ((t26 * ((t26 * ((t26 * ((t26 * 2.510551354185472e-8) + 0.0000027557254685728782)) + 0.0001984126987538548)) + 0.008333333333325973)) + 0.1666666666666667)))) + (t25 + (t23 * t25))))) * power2((t17 + 64))));
  const t77 = (1 + t74);
  return ((t74 * 4) / (t77 * t77));
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
      const t11 = Math.max((-Math.abs(x)), (-746));
      const t16 = (((t11 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
      const t19 = (t11 - (t16 * 0.6931471803691238));
      const t21 = (t16 * 1.9082149292705877e-10);
      const t22 = (t19 - t21);
      const t24 = ((t19 - t22) - t21);
      const t25 = (t22 * t22);
      const t60 = ((t25 * (((t25 * ((t25 * ((t25 * ((t25 * ((t25 * 2.091489874487353e-9) + 2.7557273132847936e-7)) + 0.000024801587325951154)) + 0.0013888888888883633)) + 0.04166666666666667)) + 0.5) + (t22 * ((t25 * ((t25 * ((t25 * ((t25 * 2.510551354185472e-8) + 0.0000027557254685728782)) + 0.0001984126987538548)) + 0.008333333333325973)) + 0.1666666666666667)))) + (t24 + (t22 * t24)));
      const t61 = (t22 + t60);
      const t62 = (1 + t61);
      const t70 = power2((t16 + 64));
      const t73 = (5.421010862427522e-20 * (t62 * t70));
      const t75 = (5.421010862427522e-20 * (((t61 - (t62 - 1)) + (t60 - (t61 - t22))) * t70));
      const t76 = (1 + t73);
      const t79 = (t75 + (t73 - (t76 - 1)));
      const t80 = (0 <= x);
      const t82 = ((t80 ? 1 : t73) / t76);
      const t91 = (1 + (t73 * ((-0.8234) + (t73 * 0.3294))));
      const t95 = (0 <= (-x));
      const t97 = ((t95 ? 1 : t73) / t76);
      v[k] = (t82 + (((t80 ? 0 : t75) - (t79 * t82)) * t91));
      v[b[k] as number] = (t97 + (t91 * ((t95 ? 0 : t75) - (t79 * t97))));
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
      const t10 = (t9 * t9);
      const t48 = Math.max((-(t8 + t8)), (-746));
      const t53 = (((t48 * 1.4426950408889634) + 6755399441055744) - 6755399441055744);
      const t56 = (t48 - (t53 * 0.6931471803691238));
      const t58 = (t53 * 1.9082149292705877e-10);
      const t59 = (t56 - t58);
      const t61 = ((t56 - t59) - t58);
      const t62 = (t59 * t59);
      const t97 = ((t62 * (((t62 * ((t62 * ((t62 * ((t62 * ((t62 * 2.091489874487353e-9) + 2.7557273132847936e-7)) + 0.000024801587325951154)) + 0.0013888888888883633)) + 0.04166666666666667)) + 0.5) + (t59 * ((t62 * ((t62 * ((t62 * ((t62 * 2.510551354185472e-8) + 0.0000027557254685728782)) + 0.0001984126987538548)) + 0.008333333333325973)) + 0.1666666666666667)))) + (t61 + (t59 * t61)));
      const t98 = (t59 + t97);
      const t99 = (1 + t98);
      const t107 = power2((t53 + 64));
      const t110 = (5.421010862427522e-20 * (t99 * t107));
      const t112 = (5.421010862427522e-20 * (((t98 - (t99 - 1)) + (t97 - (t98 - t59))) * t107));
      const t113 = (1 + t110);
      const t118 = ((t110 + t110) / t113);
      v[k] = withSign(((t8 < 0.5625) ? (t8 + (t8 * (t9 * (((t10 * ((t10 * ((t10 * ((t10 * ((t10 * (-0.000020026740085317684)) + (-0.00023410556936672797))) + (-0.0014556239774192678))) + (-0.008863234021529514))) + (-0.0539682539670594))) + (-0.3333333333333333)) + (t9 * ((t10 * ((t10 * ((t10 * ((t10 * 0.00008426522203958066) + 0.0005887537111834804)) + 0.003592105532132769)) + 0.021869488476962563)) + 0.13333333333332392)))))) : (1 - (t118 + (((t112 + t112) - ((t112 + (t110 - (t113 - 1))) * t118)) * (1 + (t110 * ((-0.8234) + (t110 * 0.3294)))))))), x);
      v[b[k] as number] = ((t110 * 4) / (t113 * t113));
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
      const t69 = (t25 + (t27 + ((t25 * t28) * (((t32 * ((t32 * (-2.5051121888282505e-8)) + (-0.00019841269836666004))) + (-0.16666666666666666)) + (t28 * ((t32 * ((t32 * 1.591741377664353e-10) + 0.000002755731605465715)) + 0.008333333333330887))))));
      const t75 = (t31 + (((1 - t31) - t30) + ((t32 * (((t32 * ((t32 * 2.087614003959427e-9) + 0.00002480158729870778)) + 0.041666666666666664) + (t28 * ((t32 * ((t32 * (-1.1382184802496203e-11)) + (-2.755731724176732e-7))) + (-0.0013888888888887359))))) - (t25 * t27))));
      const t84 = (t13 - (4 * ((6755399441055744 + ((t13 - 1.5) * 0.25)) - 6755399441055744)));
      const t85 = (1 === t84);
      const t87 = (t84 === 3);
      const t89 = (t85 ? t75 : (t87 ? t75 : t69));
      const t96 = (1000000 < t8);
      const t102 = (t85 ? t69 : (t87 ? t69 : t75));
      v[k] = (t96 ? foreign.sin(x, 0) : ((t8 < 1e-9) ? x : (((1 < t84) ? (-t89) : t89) * withSign(1, x))));
      v[b[k] as number] = (t96 ? foreign.cos(x, 0) : (((0 < t84) && (t84 < 3)) ? (-t102) : t102));
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
