import { Assembler } from "../wasm/assembler";
import { TYPE, type ValueType, type WasmFunction } from "../wasm/module";

/*
 * The matrix product C = A B in f64x2: panels of A and B are packed so that a block of 4 by 4 entries of C stays in
 * registers (Goto and van de Geijn 2008). Each entry of C is summed in the order of k, as the reference does, so the bits
 * are the reference's. Strides are in bytes and any: a transpose costs nothing but its packing.
 */

/** How much of k is packed at a time. */
export const DEPTH = 256;
export const TILE = 4;
const ROW = 8 * TILE;

/** Numbers of scratch memory for what one thread packs and stores: a tile, and a panel of A. */
export const SCRATCH = TILE * TILE + TILE * DEPTH;

/** Numbers of memory for the packed B of a product of so many columns, to some depth. */
export const panelsFor = (n: number, depth = DEPTH): number => depth * TILE * Math.ceil(n / TILE);

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

/**
 * packColumns(first column, column behind the last, n, first depth, depth behind the last, b, b's strides, panels): the
 * columns of B from a multiple of 4 on. For every depth that is packed at a time there are panels of 4 columns.
 */
function packColumns(packIndex: number): WasmFunction {
  const [FROM, TO, N, TOP, BOTTOM, B, B_ROW, B_COLUMN, PANELS] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const f = new Assembler(9);
  const [j, p, depth] = [f.local(TYPE.i32), f.local(TYPE.i32), f.local(TYPE.i32)];
  const columns = f.local(TYPE.i32);
  f.range(
    p,
    () => f.get(TOP),
    () => f.get(BOTTOM),
    DEPTH,
    () => {
      rest(f, BOTTOM, p, DEPTH, depth);
      f.range(
        j,
        () => f.get(FROM),
        () => f.get(TO),
        TILE,
        () => {
          rest(f, N, j, TILE, columns);
          f.get(B, p, B_ROW).mul().add().get(j, B_COLUMN).mul().add();
          f.get(B_COLUMN, B_ROW, columns, depth);
          panel(f, { panels: PANELS, n: N, top: TOP, p, j, depth });
          f.call(packIndex);
        },
      );
    },
  );
  return { type: { parameters: parameters(9), results: [] }, locals: f.locals.types, code: f.code.done() };
}

/**
 * block(first row, row behind the last, first column, column behind the last, n, first depth, depth behind the last, a,
 * a's strides, c, panels, scratch): a block of C from packed columns; from depth 0 on it is overwritten, else added to.
 */
function block(first: number): WasmFunction {
  const [TOP_ROW, END_ROW, FROM, TO, N, TOP, BOTTOM, A, A_ROW, A_COLUMN, C, PANELS, OWN] = Array.from(
    { length: 13 },
    (_, p) => p,
  ) as [number, number, number, number, number, number, number, number, number, number, number, number, number]; // biome-ignore format: thirteen, as the length says
  const [MICRO, PACK, COPY] = [first, first + 1, first + 2];
  const f = new Assembler(13);
  const [i, j, p, depth, rows, columns, panelA, c, strideC] = Array.from({ length: 9 }, () =>
    f.local(TYPE.i32),
  ) as [number, number, number, number, number, number, number, number, number]; // nine, as the length says
  const packed = { panels: PANELS, n: N, top: TOP, p, j, depth };
  f.get(N).i32(8).mul().set(strideC);
  f.get(OWN)
    .i32(8 * TILE * TILE)
    .add()
    .set(panelA);
  const columnsOfRow = (): void => {
    rest(f, N, j, TILE, columns);
    f.get(C, i, strideC).mul().add().get(j).i32(8).mul().add().set(c);
    f.get(rows, columns)
      .mul()
      .i32(TILE * TILE)
      .plain(0x46);
    f.when(
      () => {
        f.get(depth, panelA);
        panel(f, packed);
        f.get(c, strideC, p).call(MICRO);
      },
      () => {
        f.get(p).when(() => f.get(c, strideC, OWN).i32(ROW).get(rows, columns).call(COPY));
        f.get(depth, panelA);
        panel(f, packed);
        f.get(OWN).i32(ROW).get(p).call(MICRO);
        f.get(OWN).i32(ROW).get(c, strideC, rows, columns).call(COPY);
      },
    );
  };
  f.range(
    p,
    () => f.get(TOP),
    () => f.get(BOTTOM),
    DEPTH,
    () => {
      rest(f, BOTTOM, p, DEPTH, depth);
      f.range(
        i,
        () => f.get(TOP_ROW),
        () => f.get(END_ROW),
        TILE,
        () => {
          rest(f, END_ROW, i, TILE, rows);
          f.get(A, i, A_ROW).mul().add().get(p, A_COLUMN).mul().add();
          f.get(A_ROW, A_COLUMN, rows, depth, panelA).call(PACK);
          f.range(
            j,
            () => f.get(FROM),
            () => f.get(TO),
            TILE,
            columnsOfRow,
          );
        },
      );
    },
  );
  return { type: { parameters: parameters(13), results: [] }, locals: f.locals.types, code: f.code.done() };
}

/** gemm(m, n, k, a, a's strides, b, b's strides, c, panels, scratch): C, row-major, is overwritten. */
function gemm(packIndex: number, blockIndex: number): WasmFunction {
  const [M, N, K, A, A_ROW, A_COLUMN, B, B_ROW, B_COLUMN, C, PANELS, OWN] = Array.from(
    { length: 12 },
    (_, p) => p,
  ) as [number, number, number, number, number, number, number, number, number, number, number, number]; // biome-ignore format: twelve, as the length says
  const f = new Assembler(12);
  const [p, end] = [f.local(TYPE.i32), f.local(TYPE.i32)];
  f.upTo(
    p,
    () => f.get(K),
    DEPTH,
    () => {
      rest(f, K, p, DEPTH, end);
      f.get(end, p).add().set(end);
      f.i32(0).get(N, N, p, end, B, B_ROW, B_COLUMN, PANELS).call(packIndex);
      f.i32(0).get(M).i32(0).get(N, N, p, end, A, A_ROW, A_COLUMN, C, PANELS, OWN).call(blockIndex);
    },
  );
  return { type: { parameters: parameters(12), results: [] }, locals: f.locals.types, code: f.code.done() };
}

/** into = min(total - at, limit) */
function rest(f: Assembler, total: number, at: number, limit: number, into: number): void {
  f.smaller(
    () => f.get(total, at).sub(),
    () => f.i32(limit),
  ).set(into);
}

/** Pushes the place of the panel of column j at depth p: those of one depth lie side by side, each as long as it is deep. */
function panel(
  f: Assembler,
  at: Readonly<Record<"panels" | "n" | "top" | "p" | "j" | "depth", number>>,
): void {
  f.get(at.panels, at.p, at.top).sub();
  f.get(at.n)
    .i32(TILE - 1)
    .add()
    .i32(-TILE)
    .plain(0x71); // and: n in whole panels
  f.mul().get(at.j, at.depth).mul().add().i32(8).mul().add();
}

/** The indices of the functions of the product that others call. */
export interface GemmIndices {
  readonly gemm: number;
  readonly packColumns: number;
  readonly block: number;
}

/** The functions of the product, to stand from index `first` on, and the indices of those to call. */
export function gemmFunctions(first: number): GemmIndices & { readonly functions: readonly WasmFunction[] } {
  const [packIndex, blockIndex] = [first + 3, first + 4];
  return {
    functions: [micro(), pack(), copy(), packColumns(first + 1), block(first), gemm(packIndex, blockIndex)],
    packColumns: packIndex,
    block: blockIndex,
    gemm: first + 5,
  };
}
