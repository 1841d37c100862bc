import { ieee } from "./ieee";
import { type Angle, cosOf, sinOf, tanOf } from "./trigonometry";

/** floor(2/pi 2^1216) */
const TWO_OVER_PI =
  0xa2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e006492eea09d1921cfe1deb1cb129a73ee88235f52ebb4484e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980fef2f118b5a0a6d1f6d367ecf27cb09b74f463f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b6babn;
const PLACES = 1216n;
/** floor(pi/2 2^128) */
const HALF_PI = 0x1921fb54442d18469898cc51701b839a2n;

/** The nearest float64 to n / 2^places, up to its last place. */
function toNumber(n: bigint, places: number): number {
  const size = n < 0n ? -n : n;
  const surplus = Math.max(0, size.toString(2).length - 64);
  const found = Number(size >> BigInt(surplus)) * 2 ** (surplus - places);
  return n < 0n ? -found : found;
}

/** A large finite angle |x|, reduced with as many digits of 2/pi as it takes: in whole numbers, exactly (after Payne and Hanek). */
function reducedFar(size: number): Angle<number> {
  const exponent = ieee.exponent(size) - 52;
  const significand = BigInt(ieee.significand(size) * 2 ** 52);
  const shift = PLACES - BigInt(exponent);
  const turns = significand * TWO_OVER_PI; // |x| 2/pi, with so many places
  const quarters = (turns + (1n << (shift - 1n))) >> shift;
  const rest = ((turns - (quarters << shift)) * HALF_PI) >> 128n;
  const places = Number(shift);
  const kept = places - 200; // enough for the angle nearest to a multiple of pi/2
  const short = kept > 0 ? rest >> BigInt(kept) : rest;
  const left = Math.min(places, 200);
  const r = toNumber(short, left);
  return { r, rest: toNumber(short - fromNumber(r, left), left), quarter: Number(quarters & 3n) };
}

/** r 2^places, for r that has no more. */
function fromNumber(r: number, places: number): bigint {
  if (r === 0) return 0n;
  const size = Math.abs(r);
  const exponent = ieee.exponent(size) - 52 + places;
  const significand = BigInt(ieee.significand(size) * 2 ** 52);
  const whole = exponent >= 0 ? significand << BigInt(exponent) : significand >> BigInt(-exponent);
  return r < 0 ? -whole : whole;
}

const far =
  (of: (angle: Angle<number>) => number, isOdd: boolean) =>
  (x: number): number => {
    if (!Number.isFinite(x)) return Number.NaN;
    const found = of(reducedFar(Math.abs(x)));
    return isOdd && x < 0 ? -found : found;
  };

/** Functions of angles beyond 10^6. */
export const farSin = far((angle) => sinOf(ieee, angle), true);
export const farCos = far((angle) => cosOf(ieee, angle), false);
export const farTan = far((angle) => tanOf(ieee, angle), true);
