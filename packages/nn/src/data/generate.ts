import { ChainruleError, checkOptions, type OptionNames, shown } from "@chainrule/graph";
import { seededRandom } from "../initialise";
import { checkCount } from "../refuse";
import type { TensorData } from "./data";

/* Problems of the plane, and of a line, made from a seed. Classes take turns: sample k is of class k mod their number. */

export interface GenerateOptions {
  /** 1 if left out. */
  readonly seed?: number;
  /** The standard deviation of what is added to each coordinate. */
  readonly noise?: number;
}

const OPTIONS: OptionNames<GenerateOptions> = { seed: true, noise: true };

/** A stream of normally distributed numbers (Box and Muller 1958). */
type Normal = () => number;

interface Streams {
  readonly uniform: () => number;
  readonly noise: Normal;
}

function streams(options: GenerateOptions, usual: number, where: string): Streams {
  checkOptions(options, OPTIONS, where);
  return streamsOf(options.seed ?? 1, options.noise ?? usual, where);
}

function streamsOf(seed: number, noise: number, where: string): Streams {
  if (!(Number.isFinite(noise) && noise >= 0))
    throw new ChainruleError("NUMBER", "noise is a finite number >= 0", { where, got: shown(noise) });
  const uniform = seededRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, noise: () => noise * normal() };
}

type Point = readonly [number, number];

/** Points in the plane with their classes, [n, 2] and [n]. */
function planar(
  count: number,
  classes: number,
  noise: Normal,
  at: (k: number, of: number) => Point,
): TensorData {
  const x = new Float64Array(2 * count);
  const y = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    y[k] = k % classes;
    const [first, second] = at(k, k % classes);
    x[2 * k] = first + noise();
    x[2 * k + 1] = second + noise();
  }
  return { x: { shape: [count, 2], data: x }, y: { shape: [count], data: y } };
}

/** Where sample k is among those of its class, from 0 to 1. */
const along = (k: number, count: number, classes: number): number =>
  Math.floor(k / classes) / Math.max(1, Math.ceil(count / classes) - 1);

/**
 * Two half moons, each reaching into the other; noise 0.1 if left out. x: [n, 2], y: [n], 0 or 1.
 * @throws ChainruleError OPTION, NUMBER
 * @example moons(200, { seed: 1, noise: 0.1 })
 */
export function moons(count: number, options: GenerateOptions = {}): TensorData {
  const n = checkCount(count, 2, "the number of samples", "moons");
  const { noise } = streams(options, 0.1, "moons");
  return planar(n, 2, noise, (k, upper) => {
    const angle = Math.PI * along(k, n, 2);
    return upper === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
  });
}

/**
 * A circle of radius 0.5 (class 1) in one of radius 1; noise 0.05 if left out. x: [n, 2], y: [n].
 * @throws ChainruleError OPTION, NUMBER
 */
export function circles(count: number, options: GenerateOptions = {}): TensorData {
  const n = checkCount(count, 2, "the number of samples", "circles");
  const { noise, uniform } = streams(options, 0.05, "circles");
  return planar(n, 2, noise, (_, inner) => {
    const angle = 2 * Math.PI * uniform();
    const radius = inner === 1 ? 0.5 : 1;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

/**
 * Two spirals around each other, one and three quarters turns from the middle to radius 1, after Lang and Witbrock 1988; no noise if left
 * out. x: [n, 2], y: [n].
 * @throws ChainruleError OPTION, NUMBER
 */
export function spirals(count: number, options: GenerateOptions = {}): TensorData {
  const n = checkCount(count, 2, "the number of samples", "spirals");
  const { noise } = streams(options, 0, "spirals");
  return planar(n, 2, noise, (k, second) => {
    const part = along(k, n, 2);
    const [radius, angle] = [0.06 + 0.94 * part, 3.5 * Math.PI * part + Math.PI * second];
    return [radius * Math.sin(angle), radius * Math.cos(angle)];
  });
}

export interface BlobsOptions extends GenerateOptions {
  /** The number of blobs, 3 if left out. */
  readonly classes?: number;
}

const BLOBS: OptionNames<BlobsOptions> = { ...OPTIONS, classes: true };

/**
 * Round clouds around centres that are drawn from the square from -5 to 5, a class each; noise 1 if left out. x: [n, 2], y: [n].
 * @throws ChainruleError OPTION, NUMBER
 */
export function blobs(count: number, options: BlobsOptions = {}): TensorData {
  checkOptions(options, BLOBS, "blobs");
  const classes = checkCount(options.classes ?? 3, 1, "the number of classes", "blobs");
  const n = checkCount(count, classes, "the number of samples", "blobs");
  const { noise, uniform } = streamsOf(options.seed ?? 1, options.noise ?? 1, "blobs");
  const centres = Array.from({ length: classes }, (): Point => [10 * uniform() - 5, 10 * uniform() - 5]);
  return planar(n, classes, noise, (_, of) => centres[of] as Point); // a centre for each class
}

/**
 * The four corners of XOR, in turn; no noise if left out. x: [n, 2], y: [n], 1 where one coordinate is 1 and the other 0.
 * @throws ChainruleError OPTION, NUMBER
 */
export function xor(count: number, options: GenerateOptions = {}): TensorData {
  const n = checkCount(count, 1, "the number of samples", "xor");
  const { noise } = streams(options, 0, "xor");
  const corner = (k: number): Point => [(k >> 1) & 1, k & 1];
  const { x } = planar(n, 1, noise, corner);
  const y = Float64Array.from({ length: n }, (_, k) => corner(k)[0] ^ corner(k)[1]);
  return { x, y: { shape: [n], data: y } };
}

/**
 * One period of the sine at equal distances; no noise if left out. x: [n, 1] from -pi to pi, y: [n, 1].
 * @throws ChainruleError OPTION, NUMBER
 */
export function sine(count: number, options: GenerateOptions = {}): TensorData {
  const n = checkCount(count, 2, "the number of samples", "sine");
  const { noise } = streams(options, 0, "sine");
  const x = Float64Array.from({ length: n }, (_, k) => Math.PI * ((2 * k) / (n - 1) - 1));
  return { x: { shape: [n, 1], data: x }, y: { shape: [n, 1], data: x.map((at) => Math.sin(at) + noise()) } };
}
