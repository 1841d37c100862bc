import { checkChoice } from "@chainrule/graph";

/* What pictures say, in each language. */

export type Language = "en" | "zh-Hans" | "zh-Hant";

interface Phrases {
  readonly graphOf: (name: string) => string;
  readonly graph: string;
  readonly network: string;
  readonly counts: (nodes: number, edges: number) => string;
  readonly operations: (count: number) => string;
  readonly gradientOf: (name: string) => string;
  readonly gradient: string;
  readonly elided: string;
  readonly folded: string;
  readonly weightSigns: readonly [positive: string, negative: string];
  readonly backwardPath: (weight: string) => string;
  readonly step: string;
  readonly loss: string;
  readonly saturated: (share: string) => string;
  readonly weights: string;
  readonly activations: string;
  readonly gradients: string;
  readonly curve: (series: string, from: string, to: string) => string;
  readonly functionOf: (names: string, variable: string) => string;
  readonly regions: string;
  readonly classOf: (label: string) => string;
  readonly boundary: string;
  readonly unitLine: (name: string) => string;
  readonly unitLines: string;
  readonly histogramOf: (name: string, count: number, from: string, to: string) => string;
  readonly matrix: (rows: number, columns: number) => string;
  readonly confusion: string;
  readonly actual: string;
  readonly predicted: string;
  readonly accuracy: (share: string) => string;
  readonly images: string;
}

const en: Phrases = {
  graphOf: (name) => `Graph of ${name}`,
  graph: "Graph",
  network: "Network",
  counts: (nodes, edges) => `${nodes} nodes, ${edges} edges`,
  operations: (count) => `${count} operations`,
  gradientOf: (name) => `∂: gradient of ${name}`,
  gradient: "gradient",
  elided: "Not every node is drawn.",
  folded: "Definitions are folded.",
  weightSigns: ["positive weight", "negative weight"],
  backwardPath: (weight) => `Backward path of ${weight}`,
  step: "step",
  loss: "loss",
  saturated: (share) => `${share} saturated`,
  weights: "weights",
  activations: "activations",
  gradients: "gradients",
  curve: (series, from, to) => `${series}: from ${from} to ${to}`,
  functionOf: (names, variable) => `${names} as functions of ${variable}`,
  regions: "Decision regions",
  classOf: (label) => `class ${label}`,
  boundary: "boundary",
  unitLine: (name) => `line of ${name}`,
  unitLines: "line of each unit",
  histogramOf: (name, count, from, to) => `${name}: ${count} numbers from ${from} to ${to}`,
  matrix: (rows, columns) => `Matrix of ${rows} rows and ${columns} columns`,
  confusion: "Confusion matrix",
  actual: "actual",
  predicted: "predicted",
  accuracy: (share) => `${share} right`,
  images: "Weights as images",
};

const simplified: Phrases = {
  graphOf: (name) => `${name} 的计算图`,
  graph: "计算图",
  network: "网络",
  counts: (nodes, edges) => `${nodes} 个节点，${edges} 条边`,
  operations: (count) => `${count} 个运算`,
  gradientOf: (name) => `∂：${name} 的梯度`,
  gradient: "梯度",
  elided: "图中没有画出所有节点。",
  folded: "各个定义已折叠。",
  weightSigns: ["正权重", "负权重"],
  backwardPath: (weight) => `${weight} 的反向路径`,
  step: "步",
  loss: "损失",
  saturated: (share) => `饱和 ${share}`,
  weights: "权重",
  activations: "激活值",
  gradients: "梯度",
  curve: (series, from, to) => `${series}：从 ${from} 到 ${to}`,
  functionOf: (names, variable) => `${names} 作为 ${variable} 的函数`,
  regions: "决策区域",
  classOf: (label) => `类别 ${label}`,
  boundary: "边界",
  unitLine: (name) => `${name} 的直线`,
  unitLines: "各单元的直线",
  histogramOf: (name, count, from, to) => `${name}：${count} 个数，从 ${from} 到 ${to}`,
  matrix: (rows, columns) => `${rows} 行 ${columns} 列的矩阵`,
  confusion: "混淆矩阵",
  actual: "真实类别",
  predicted: "预测类别",
  accuracy: (share) => `正确率 ${share}`,
  images: "以图像显示的权重",
};

const traditional: Phrases = {
  graphOf: (name) => `${name} 的計算圖`,
  graph: "計算圖",
  network: "網路",
  counts: (nodes, edges) => `${nodes} 個節點，${edges} 條邊`,
  operations: (count) => `${count} 個運算`,
  gradientOf: (name) => `∂：${name} 的梯度`,
  gradient: "梯度",
  elided: "圖中沒有畫出所有節點。",
  folded: "各個定義已摺疊。",
  weightSigns: ["正權重", "負權重"],
  backwardPath: (weight) => `${weight} 的反向路徑`,
  step: "步",
  loss: "損失",
  saturated: (share) => `飽和 ${share}`,
  weights: "權重",
  activations: "激活值",
  gradients: "梯度",
  curve: (series, from, to) => `${series}：從 ${from} 到 ${to}`,
  functionOf: (names, variable) => `${names} 作為 ${variable} 的函數`,
  regions: "決策區域",
  classOf: (label) => `類別 ${label}`,
  boundary: "邊界",
  unitLine: (name) => `${name} 的直線`,
  unitLines: "各單元的直線",
  histogramOf: (name, count, from, to) => `${name}：${count} 個數，從 ${from} 到 ${to}`,
  matrix: (rows, columns) => `${rows} 列 ${columns} 行的矩陣`,
  confusion: "混淆矩陣",
  actual: "真實類別",
  predicted: "預測類別",
  accuracy: (share) => `正確率 ${share}`,
  images: "以影像顯示的權重",
};

const languages = { en, "zh-Hans": simplified, "zh-Hant": traditional } as const;

/** What pictures say in a language; English if none is given. @throws ChainruleError OPTION */
export function phrasesIn(language: unknown, where: string): Phrases {
  const known = checkChoice(language, ["en", "zh-Hans", "zh-Hant"], `${where}: language`);
  return languages[known ?? "en"];
}

export type { Phrases };
