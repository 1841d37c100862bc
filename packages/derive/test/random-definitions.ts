import { type Node, named, scalar } from "@chainrule/graph";

/** A generator of numbers in [0, 1) that depends on the seed alone (Lehmer's, modulus 2^31 - 1). */
export function seeded(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

type Scalar = Node<number>;

export interface RandomDefinitions {
  readonly loss: Scalar;
  /** Symbols and definitions, a symbol that the loss does not depend on among them. */
  readonly variables: readonly Scalar[];
}

/**
 * A scalar graph of named definitions: results that are shared, skipped over, used twice in one body, or only given another
 * name; variables that stand in several bodies. The loss is a sum of definitions, a sum with something more, a product, a
 * definition under a second name, or has no name; a variable may stand in it directly.
 */
export function randomDefinitions(seed: number): RandomDefinitions {
  const random = seeded(seed);
  for (let k = 0; k < 5; k++) random(); // the first numbers of seeds in a row are alike
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const symbols = ["x", "y", "w_1", "w_2", "b"].map((name) => scalar(name, 0.2 + random()));
  const pool: Scalar[] = [...symbols];
  const recent = (): Scalar => pick(random() < 0.6 ? pool.slice(-4) : pool);
  const bodies: readonly (() => Scalar)[] = [
    () => recent().mul(recent()),
    () => recent().mul(recent()).add(recent()),
    () => recent().mul(pick(symbols)).add(pick(symbols).mul(recent())).add(pick(symbols)),
    () => recent().sigmoid(),
    () => recent().tanh(),
    () => recent().sin(),
    () => recent().sub(recent()).square().mul(0.5),
    () => recent().div(recent().square().add(1)),
    () => recent().neg().exp(),
    () => recent().max(0.75),
    () => {
      const twice = recent();
      return twice.mul(twice.sin()).sub(twice);
    },
    () => recent(),
    () => recent().step().add(recent()),
    () => recent().mul(3).add(2),
  ];
  const count = 2 + Math.floor(random() * 10);
  for (let k = 0; k < count; k++) pool.push(pick(bodies)().named(`h_${k}`));
  const loss = randomLoss(pool, random, pick);
  return { loss, variables: [...pool, scalar("unused", 1.5)] };
}

function randomLoss(
  pool: readonly Scalar[],
  random: () => number,
  pick: <T>(list: readonly T[]) => T,
): Scalar {
  const terms = Array.from({ length: 2 + Math.floor(random() * 2) }, (_, k) =>
    pick([...pool.slice(-5), pick(pool)])
      .sub(0.3)
      .square()
      .named(`E_${k}`),
  );
  const sum = terms.reduce((total, term) => total.add(term));
  switch (Math.floor(random() * 8)) {
    case 0:
      return sum.add(pick(pool).mul(pick(pool))).named("E");
    case 1:
      return sum.mul(pick(pool)).named("E");
    case 2:
      return named(sum.named("E_sum"), "E");
    case 3:
      return sum;
    case 4:
      return sum.add(terms[0] as Scalar).named("E");
    case 5:
      return (pool[pool.length - 1] as Scalar).mul(pick(pool)).sub(pick(pool)).named("E");
    default:
      return sum.named("E");
  }
}
