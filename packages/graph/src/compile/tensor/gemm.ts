import { Assembler } from "../wasm/assembler";
import { TYPE, type ValueType, type WasmFunction } from "../wasm/module";

/*
 * The matrix product C = A B in f64x2: panels of A and B are packed so that a block of 4 by 4 entries of C stays in
 * registers (Goto and van de Geijn 2008). Each entry of C is summed in the order of k, as the reference does, so the bits
 * are the reference's. Strides are in bytes and any: a transpose costs nothing but its packing.
 */

/** How much of k is packed at a time. */
const DEPTH = 256;
const TILE = 4;
const ROW = 8 * TILE;

/** Numbers of scratch memory for products of up to n columns: a tile, a panel of A, and one of B. */
export const scratchFor = (n: number): number =>
  TILE * TILE + TILE * DEPTH + DEPTH * TILE * Math.ceil(n / TILE);

const parameters = (count: number): ValueType[] => new Array<ValueType>(count).fill(TYPE.i32);

/** micro(depth, a, b, c, stride of c, whether to add to what is in c): a block of 4 by 4. */
function micro(): WasmFunction {
  const [DEPTH_LEFT, A, B, C, STRIDE, ADDS] = [0, 1, 2, 3, 4, 5];
  const f = new Assembler(6);
  const rows = [0, 1, 2, 3].map(() => [f.local(TYPE.v128), f.local(TYPE.v128)] as const);
  const columns = [f.local(TYPE.v128), f.local(TYPE.v128)] as const;
  const splat = f.local(TYPE.v128);
  const address = f.local(TYPE.i32);
  const eachRow = (visit: (row: readonly [number, number]) => void): void => {
    f.get(C).set(address);
    for (const row of rows) {
      visit(row);
      f.get(address, STRIDE).add().set(address);
    }
  };
  f.get(ADDS).when(() =>
    eachRow((row) => {
      for (const half of [0, 1] as const)
        f.get(address)
          .simdMemory(0, 16 * half)
          .set(row[half]);
    }),
  );
  f.code.byte(0x03, TYPE.empty);
  for (const half of [0, 1] as const)
    f.get(B)
      .simdMemory(0, 16 * half)
      .set(columns[half]);
  rows.forEach((row, k) => {
    f.get(A)
      .simdMemory(10, 8 * k)
      .set(splat);
    for (const half of [0, 1] as const)
      f.get(row[half], splat, columns[half]).simd(0xf2).simd(0xf0).set(row[half]);
  });
  f.increase(A, ROW).increase(B, ROW).increase(DEPTH_LEFT, -1).get(DEPTH_LEFT);
  f.code.byte(0x0d, 0, 0x0b);
  eachRow((row) => {
    for (const half of [0, 1] as const) f.get(address, row[half]).simdMemory(11, 16 * half);
  });
  return { type: { parameters: parameters(6), results: [] }, locals: f.locals.types, code: f.code.done() };
}

/**
 * pack(from, stride across, stride along, across, along, to): `along` groups of 4 numbers that lie across, with zeros for
 * those beyond `across`.
 */
function pack(): WasmFunction {
  const [FROM, STRIDE, STEP, ACROSS, ALONG, TO] = [0, 1, 2, 3, 4, 5];
  const f = new Assembler(6);
  const [k, q] = [f.local(TYPE.i32), f.local(TYPE.i32)];
  const whole = (): void => {
    f.get(ACROSS).i32(TILE);
    f.code.byte(0x46);
  };
  const next = (): void => {
    f.get(FROM, STEP).add().set(FROM).increase(TO, ROW);
  };
  whole();
  f.when(
    () => {
      f.get(STRIDE).i32(8);
      f.code.byte(0x46);
      f.when(
        () =>
          f.upTo(
            k,
            () => f.get(ALONG),
            1,
            () => {
              for (const half of [0, 16]) f.get(TO).get(FROM).simdMemory(0, half).simdMemory(11, half);
              next();
            },
          ),
        () => {
          const [second, third, fourth] = [f.local(TYPE.i32), f.local(TYPE.i32), f.local(TYPE.i32)];
          f.upTo(
            k,
            () => f.get(ALONG),
            1,
            () => {
              f.get(FROM, STRIDE).add().set(second).get(second, STRIDE).add().set(third);
              f.get(third, STRIDE).add().set(fourth);
              [FROM, second, third, fourth].forEach((from, lane) => {
                f.get(TO, from as number)
                  .loadFloat(0)
                  .storeFloat(8 * lane);
              });
              next();
            },
          );
        },
      );
    },
    () =>
      f.upTo(
        k,
        () => f.get(ALONG),
        1,
        () => {
          f.upTo(
            q,
            () => f.i32(TILE),
            1,
            () => {
              f.get(TO, q).i32(8).mul().add();
              f.get(q, ACROSS);
              f.code.byte(0x49).byte(0x04, TYPE.f64);
              f.get(FROM, q, STRIDE).mul().add().loadFloat(0);
              f.code.byte(0x05);
              f.f64(0);
              f.code.byte(0x0b);
              f.storeFloat(0);
            },
          );
          next();
        },
      ),
  );
  return { type: { parameters: parameters(6), results: [] }, locals: f.locals.types, code: f.code.done() };
}

/** copy(from, its stride, to, its stride, rows, columns) of a part of a block. */
function copy(): WasmFunction {
  const [FROM, FROM_STRIDE, TO, TO_STRIDE, ROWS, COLUMNS] = [0, 1, 2, 3, 4, 5];
  const f = new Assembler(6);
  const [i, j] = [f.local(TYPE.i32), f.local(TYPE.i32)];
  f.upTo(
    i,
    () => f.get(ROWS),
    1,
    () =>
      f.upTo(
        j,
        () => f.get(COLUMNS),
        1,
        () => {
          f.get(TO, i, TO_STRIDE).mul().add().get(j).i32(8).mul().add();
          f.get(FROM, i, FROM_STRIDE).mul().add().get(j).i32(8).mul().add().loadFloat(0).storeFloat(0);
        },
      ),
  );
  return { type: { parameters: parameters(6), results: [] }, locals: f.locals.types, code: f.code.done() };
}

/** gemm(m, n, k, a, a's strides, b, b's strides, c, scratch): C, row-major, is overwritten. */
function gemm(first: number): WasmFunction {
  const [M, N, K, A, A_ROW, A_COLUMN, B, B_ROW, B_COLUMN, C, SCRATCH] = Array.from(
    { length: 11 },
    (_, p) => p,
  ) as [number, number, number, number, number, number, number, number, number, number, number]; // eleven, as the length says
  const [MICRO, PACK, COPY] = [first, first + 1, first + 2];
  const f = new Assembler(11);
  const [i, j, p, depth, rows, columns, panelA, panelB, c, strideC] = Array.from({ length: 10 }, () =>
    f.local(TYPE.i32),
  ) as [number, number, number, number, number, number, number, number, number, number]; // ten, as the length says
  const rest = (total: number, at: number, limit: number, into: number): void => {
    f.smaller(
      () => f.get(total, at).sub(),
      () => f.i32(limit),
    ).set(into);
  };
  f.get(N).i32(8).mul().set(strideC);
  f.get(SCRATCH)
    .i32(8 * TILE * TILE)
    .add()
    .set(panelA);
  f.get(panelA)
    .i32(8 * TILE * DEPTH)
    .add()
    .set(panelB);
  /** The place in the packed B of column j: each panel of 4 columns is as long as this depth. */
  const ofPanel = (): void => {
    f.get(panelB, j, depth).mul().i32(8).mul().add();
  };
  f.upTo(
    p,
    () => f.get(K),
    DEPTH,
    () => {
      rest(K, p, DEPTH, depth);
      f.upTo(
        j,
        () => f.get(N),
        TILE,
        () => {
          rest(N, j, TILE, columns);
          f.get(B, p, B_ROW).mul().add().get(j, B_COLUMN).mul().add();
          f.get(B_COLUMN, B_ROW, columns, depth);
          ofPanel();
          f.call(PACK);
        },
      );
      f.upTo(
        i,
        () => f.get(M),
        TILE,
        () => {
          rest(M, i, TILE, rows);
          f.get(A, i, A_ROW).mul().add().get(p, A_COLUMN).mul().add();
          f.get(A_ROW, A_COLUMN, rows, depth, panelA).call(PACK);
          f.upTo(
            j,
            () => f.get(N),
            TILE,
            () => {
              rest(N, j, TILE, columns);
              f.get(C, i, strideC).mul().add().get(j).i32(8).mul().add().set(c);
              f.get(rows, columns)
                .mul()
                .i32(TILE * TILE);
              f.code.byte(0x46);
              f.when(
                () => {
                  f.get(depth, panelA);
                  ofPanel();
                  f.get(c, strideC, p).call(MICRO);
                },
                () => {
                  f.get(p).when(() => f.get(c, strideC, SCRATCH).i32(ROW).get(rows, columns).call(COPY));
                  f.get(depth, panelA);
                  ofPanel();
                  f.get(SCRATCH).i32(ROW).get(p).call(MICRO);
                  f.get(SCRATCH).i32(ROW).get(c, strideC, rows, columns).call(COPY);
                },
              );
            },
          );
        },
      );
    },
  );
  return { type: { parameters: parameters(11), results: [] }, locals: f.locals.types, code: f.code.done() };
}

/** The functions of the product, to stand from index `first` on, and the index of the one to call. */
export function gemmFunctions(first: number): {
  readonly functions: readonly WasmFunction[];
  readonly index: number;
} {
  return { functions: [micro(), pack(), copy(), gemm(first)], index: first + 3 };
}
