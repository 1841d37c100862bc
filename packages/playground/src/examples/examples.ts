import type { State } from "../state/state";
import { clouds, moons, xor } from "./points";

/** Something to begin with. What differs from an empty page; `file` is a text that is loaded from beside the page. */
export interface Example {
  readonly id: string;
  readonly title: readonly [en: string, hans: string, hant: string];
  readonly group: "networks" | "documents" | "code";
  readonly state: Partial<State>;
  readonly file?: string;
}

const MAZUR = `2-2-2 sigmoid, squared error, shared biases, fixed biases, rate 0.5
i = 0.05, 0.1
w = 0.15, 0.2, 0.25, 0.3, 0.4, 0.45, 0.5, 0.55
b = 0.35, 0.6
target = 0.01, 0.99
`;

const LOGISTIC = `# logistic regression: one unit, two inputs
x_1 = 0.5; x_2 = -0.3; t = 1
w_1 = 0.2; w_2 = -0.4; b = 0.1
z = w_1 x_1 + w_2 x_2 + b
p = sigmoid(z)
E = -(t log(p) + (1 - t) log(1 - p))
train w_1, w_2, b
rate 0.5
`;

const SOFTMAX = `# softmax and cross-entropy
x = [0.5, -1]
W = [[0.1, 0.2], [-0.3, 0.4], [0.5, -0.6]]
b = [0.1, 0, -0.1]
t = [0, 1, 0]
z = W @ x + b
p = softmax(z)
E = -sum(t .* log(p))
`;

const LSTM = `# one step of an LSTM cell with one unit
x = 0.5; h_0 = 0.1; c_0 = -0.2; t = 0.4
w_i = 0.4; u_i = 0.3; b_i = 0
w_f = 0.5; u_f = -0.2; b_f = 1
w_o = 0.3; u_o = 0.2; b_o = 0
w_g = 0.7; u_g = -0.1; b_g = 0.1
i = sigmoid(w_i x + u_i h_0 + b_i)
f = sigmoid(w_f x + u_f h_0 + b_f)
o = sigmoid(w_o x + u_o h_0 + b_o)
g = tanh(w_g x + u_g h_0 + b_g)
c = f c_0 + i g
h = o tanh(c)
E = 1/2 (h - t)^2
train w_i, u_i, b_i, w_f, u_f, b_f, w_o, u_o, b_o, w_g, u_g, b_g
`;

const ATTENTION = `# scaled dot-product attention, three tokens of two numbers
X = [[1, 0], [0.5, -1], [0, 0.5]]
W_q = [[0.2, 0.1], [-0.1, 0.4]]
W_k = [[0.3, -0.2], [0.1, 0.5]]
W_v = [[0.5, 0], [0.2, 0.7]]
T = [[0, 0], [1, 0], [0, 1]]
Q = X @ W_q
K = X @ W_k
V = X @ W_v
S = Q @ K.T / sqrt(2)
A = softmax(S)
O = A @ V
E = 1/2 sum((O - T).^2)
`;

const MICROGRAD = `# the expression of micrograd's README
a = -4
b = 2
c = a + b
d = a b + b^3
c_1 = c + c + 1
c_2 = c_1 + 1 + c_1 - a
d_1 = d + 2 d + relu(b + a)
d_2 = d_1 + 3 d_1 + relu(b - a)
e = c_2 - d_2
f = e^2
g = f/2 + 10/f
train a, b
`;

const PYTHON = `import torch

def loss(w, b, x, t):
    # w: (3,), b: (), x: (3,), t: ()
    z = torch.dot(w, x) + b
    a = torch.sigmoid(z)
    E = 0.5 * (t - a) ** 2
    return E
`;

const BACKWARD = `import torch

class Tanh(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, w):
        # x: (N, D), w: (D,)
        y = torch.tanh(x * w)
        ctx.save_for_backward(x, w, y)
        return y

    @staticmethod
    def backward(ctx, grad):
        x, w, y = ctx.saved_tensors
        d = grad * (1 - y)
        grad_x = d * w
        grad_w = (d * x).sum(0)
        return grad_x, grad_w
`;

const DOCUMENTS = {
  "000": [
    "000: the worked 2-2-2 network, with a mistake",
    "000：2-2-2 网络的手算，有一处错误",
    "000：2-2-2 網路的手算，有一處錯誤",
  ],
  "001": ["001: every factor has a name", "001：每个因子都有名称", "001：每個因子都有名稱"],
  "002": [
    "002: another 2-2-2 network by hand",
    "002：另一个 2-2-2 网络的手算",
    "002：另一個 2-2-2 網路的手算",
  ],
  "003": ["003: one hidden layer of any size", "003：任意大小的一个隐藏层", "003：任意大小的一個隱藏層"],
  "004": ["004: thresholds", "004：阈值", "004：閾值"],
} as const;

export const EXAMPLES: readonly Example[] = [
  {
    id: "mazur",
    group: "networks",
    title: ["A 2-2-2 network, step by step", "逐步推导的 2-2-2 网络", "逐步推導的 2-2-2 網路"],
    state: { source: MAZUR, selected: "w_5" },
  },
  {
    id: "micrograd",
    group: "networks",
    title: ["micrograd: its expression", "micrograd：它的算式", "micrograd：它的算式"],
    state: { source: MICROGRAD, selected: "a", view: "graph" },
  },
  {
    id: "moons",
    group: "networks",
    title: ["micrograd: two moons", "micrograd：两个月牙", "micrograd：兩個月牙"],
    state: { source: "2-16-16-1 relu, hinge, rate 0.2, seed 3\n", rows: moons(60) },
  },
  {
    id: "xor",
    group: "networks",
    title: ["XOR with two hidden units", "两个隐藏单元的异或", "兩個隱藏單元的互斥或"],
    state: { source: "2-2-1 tanh sigmoid, squared error, rate 1, seed 6\n", rows: xor, selected: "w_1" },
  },
  {
    id: "logistic",
    group: "networks",
    title: ["Logistic regression", "逻辑回归", "邏輯迴歸"],
    state: { source: LOGISTIC, rows: clouds(40), selected: "w_1" },
  },
  {
    id: "softmax",
    group: "networks",
    title: ["Softmax and cross-entropy", "Softmax 与交叉熵", "Softmax 與交叉熵"],
    state: { source: SOFTMAX, selected: "z", notation: "index", view: "graph" },
  },
  {
    id: "lstm",
    group: "networks",
    title: ["A step of an LSTM", "LSTM 的一步", "LSTM 的一步"],
    state: { source: LSTM, selected: "w_f", view: "graph" },
  },
  {
    id: "attention",
    group: "networks",
    title: ["Attention", "注意力", "注意力"],
    state: { source: ATTENTION, selected: "W_q", notation: "matrix", view: "graph" },
  },
  ...(["000", "001", "002", "003", "004"] as const).map(
    (name): Example => ({
      id: name,
      group: "documents",
      title: DOCUMENTS[name],
      state: { kind: "derivation" },
      file: `examples/${name}.md`,
    }),
  ),
  {
    id: "python",
    group: "code",
    title: ["A loss in PyTorch", "PyTorch 的损失函数", "PyTorch 的損失函式"],
    state: { kind: "code", source: PYTHON, selected: "w", notation: "index", view: "graph" },
  },
  {
    id: "backward",
    group: "code",
    title: ["A backward pass with a mistake", "有错误的反向传播", "有錯誤的反向傳播"],
    state: { kind: "code", source: BACKWARD },
  },
];
