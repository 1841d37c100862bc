type Numbers = Float64Array & { [index: number]: number };

/** C [m, n] := A [m, k] B [k, n] + beta C; entry (i, j) of A is at i * ar + j * ac, of B at i * br + j * bc. */
export type Matmul = (
  m: number,
  n: number,
  k: number,
  A: Numbers,
  ar: number,
  ac: number,
  B: Numbers,
  br: number,
  bc: number,
  C: Numbers,
  beta: 0 | 1,
) => void;

/** The three loops, in the order in which rows are read and written one after another. */
export const threeLoops: Matmul = (m, n, k, A, ar, ac, B, br, bc, C, beta) => {
  if (beta === 0) C.fill(0, 0, m * n);
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) {
      const a = A[i * ar + p * ac]!;
      for (let j = i * n, end = j + n, q = p * br; j < end; j++, q += bc) C[j]! += a * B[q]!;
    }
  }
};

/** Blocks of 4 by 4 entries in local variables, over panels of B that are packed and stay in the cache. */
export const blocked: Matmul = (m, n, k, A, ar, ac, B, br, bc, C, beta) => {
  const depth = 256;
  const rows = (m + 3) & ~3;
  const packedA: Numbers = new Float64Array(rows * depth);
  const packedB: Numbers = new Float64Array(4 * depth);
  if (beta === 0) C.fill(0, 0, m * n);
  for (let p0 = 0; p0 < k; p0 += depth) {
    const d = Math.min(depth, k - p0);
    for (let i = 0; i < rows; i++) {
      const base = (i >> 2) * 4 * d + (i & 3);
      for (let p = 0; p < d; p++) packedA[base + 4 * p] = i < m ? A[i * ar + (p0 + p) * ac]! : 0;
    }
    for (let j = 0; j < n; j += 4) {
      for (let t = 0; t < 4; t++)
        for (let p = 0; p < d; p++) packedB[4 * p + t] = j + t < n ? B[(p0 + p) * br + (j + t) * bc]! : 0;
      for (let i = 0; i < m; i += 4) block(packedA, i * d, packedB, d, C, i, j, m, n);
    }
  }
};

/** Adds a 4 by 4 block of products to C at (i, j); what reaches over its edge is dropped. */
function block(
  a: Numbers,
  at: number,
  b: Numbers,
  depth: number,
  C: Numbers,
  i: number,
  j: number,
  m: number,
  n: number,
): void {
  let [c00, c01, c02, c03, c10, c11, c12, c13] = [0, 0, 0, 0, 0, 0, 0, 0];
  let [c20, c21, c22, c23, c30, c31, c32, c33] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let p = 0, q = at; p < 4 * depth; p += 4, q += 4) {
    const b0 = b[p]!;
    const b1 = b[p + 1]!;
    const b2 = b[p + 2]!;
    const b3 = b[p + 3]!;
    let x = a[q]!;
    c00 += x * b0;
    c01 += x * b1;
    c02 += x * b2;
    c03 += x * b3;
    x = a[q + 1]!;
    c10 += x * b0;
    c11 += x * b1;
    c12 += x * b2;
    c13 += x * b3;
    x = a[q + 2]!;
    c20 += x * b0;
    c21 += x * b1;
    c22 += x * b2;
    c23 += x * b3;
    x = a[q + 3]!;
    c30 += x * b0;
    c31 += x * b1;
    c32 += x * b2;
    c33 += x * b3;
  }
  const write = (row: number, s0: number, s1: number, s2: number, s3: number): void => {
    if (row >= m) return;
    const to = row * n + j;
    C[to]! += s0;
    if (j + 1 < n) C[to + 1]! += s1;
    if (j + 2 < n) C[to + 2]! += s2;
    if (j + 3 < n) C[to + 3]! += s3;
  };
  write(i, c00, c01, c02, c03);
  write(i + 1, c10, c11, c12, c13);
  write(i + 2, c20, c21, c22, c23);
  write(i + 3, c30, c31, c32, c33);
}
