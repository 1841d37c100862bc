import type { Cell, Line } from "./table-entries";

/* Tables of a training: a column counts its updates, and each row has the values after so many of them. */

/** What heads a column that counts updates. */
const COUNTS =
  /^(?:number of |no\. of |#\s*)?(?:updates?|iterations?|steps?|epochs?|rounds?)(?: done)?$|^(?:更新|迭代|训练|訓練)(?:次数|次數|步数|步數|轮数|輪數|轮次|輪次)?$|^(?:步|步数|步數|轮|輪|轮次|輪次)$/i;
const COUNT = /^\d{1,3}(?:,\d{3})+$|^\d{1,6}$/;

/** After how many updates each row of a table is; undefined where its first column counts none. */
export function stagesOfRows([corner]: readonly Cell[], body: readonly Line[]): number[] | undefined {
  if (corner === undefined || !COUNTS.test(corner.text) || body.length === 0) return undefined;
  const counts = body.map(({ cells: [first] }) => first?.text ?? "");
  if (!counts.every((count) => COUNT.test(count))) return undefined;
  return counts.map((count) => Number(count.replaceAll(",", "")));
}
