import { type Pair, pair } from "./pair";

const np = (name: string, code: string, mistakes: Pair["mistakes"]): Pair =>
  pair(`numpy: ${name}`, `import numpy as np\n${code}`, mistakes);

export const NUMPY: readonly Pair[] = [
  np(
    "affine",
    `
def affine_forward(x, w, b):
    """
    - x: (N, D), w: (D, M), b: (M,)
    """
    out = x.dot(w) + b
    cache = (x, w, b)
    return out, cache

def affine_backward(dout, cache):
    x, w, b = cache
    dx = dout.dot(w.T)
    dw = x.T.dot(dout)
    db = np.sum(dout, axis=0)
    return dx, dw, db
`,
    [
      ["dout.dot(w.T)", "dout.dot(w)"],
      ["x.T.dot(dout)", "dout.T.dot(x)"],
      ["np.sum(dout, axis=0)", "np.sum(dout, axis=1)"],
      ["np.sum(dout, axis=0)", "np.mean(dout, axis=0)"],
      ["return dx, dw, db", "return dw, dx, db"],
    ],
  ),
  np(
    "affine of images",
    `
def affine_forward(x, w, b):
    """
    - x: A numpy array containing input data, of shape (N, d_1, ..., d_k)
    - w: A numpy array of weights, of shape (D, M)
    - b: A numpy array of biases, of shape (M,)
    """
    out = x.reshape(x.shape[0], -1) @ w + b
    return out, (x, w, b)

def affine_backward(dout, cache):
    x, w, b = cache
    dx = (dout @ w.T).reshape(x.shape)
    dw = x.reshape(x.shape[0], -1).T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db
`,
    [
      ["(dout @ w.T)", "(w.T @ dout)"],
      ["db = dout.sum(axis=0)", "db = dout"],
      [".T @ dout", ".T @ dout / x.shape[0]"],
    ],
  ),
  np(
    "relu",
    `
def relu_forward(x):
    out = np.maximum(0, x)
    cache = x
    return out, cache

def relu_backward(dout, cache):
    x = cache
    dx = dout * (x > 0)
    return dx
`,
    [
      ["(x > 0)", "(x < 0)"],
      ["dout * (x > 0)", "dout * x"],
      ["dout * (x > 0)", "(x > 0)"],
    ],
  ),
  np(
    "sigmoid layer",
    `
class Sigmoid:
    def forward(self, x):
        self.out = 1 / (1 + np.exp(-x))
        return self.out

    def backward(self, dout):
        dx = dout * (1.0 - self.out) * self.out
        return dx
`,
    [
      ["(1.0 - self.out) * self.out", "(1.0 - self.out)"],
      ["(1.0 - self.out)", "(1.0 + self.out)"],
      ["dout * (1.0", "(1.0"],
    ],
  ),
  np(
    "affine layer",
    `
class Affine:
    def __init__(self, W, b):
        self.W = W
        self.b = b
        self.x = None
        self.dW = None
        self.db = None

    def forward(self, x):
        self.x = x
        return np.dot(x, self.W) + self.b

    def backward(self, dout):
        dx = np.dot(dout, self.W.T)
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout, axis=0)
        return dx
`,
    [
      ["np.dot(dout, self.W.T)", "np.dot(dout, self.W)"],
      ["np.dot(self.x.T, dout)", "np.dot(dout.T, self.x)"],
      ["self.db = np.sum(dout, axis=0)", "self.db = dout"],
      ["self.db = np.sum(dout, axis=0)", "self.db = np.sum(dout)"],
    ],
  ),
  np(
    "matmul with lists of parameters",
    `
class MatMul:
    def __init__(self, W):
        self.params = [W]
        self.grads = [np.zeros_like(W)]
        self.x = None

    def forward(self, x):
        W, = self.params
        out = np.dot(x, W)
        self.x = x
        return out

    def backward(self, dout):
        W, = self.params
        dx = np.dot(dout, W.T)
        dW = np.dot(self.x.T, dout)
        self.grads[0][...] = dW
        return dx
`,
    [
      ["np.dot(dout, W.T)", "np.dot(dout, W)"],
      ["np.dot(self.x.T, dout)", "np.dot(self.x.T, dout) / 2"],
      ["self.grads[0][...] = dW", "self.grads[0][...] = -dW"],
    ],
  ),
  np(
    "softmax with loss",
    `
class SoftmaxWithLoss:
    def __init__(self):
        self.y = None
        self.t = None

    def forward(self, x, t):
        self.t = t
        e = np.exp(x - np.max(x, axis=1, keepdims=True))
        self.y = e / np.sum(e, axis=1, keepdims=True)
        N = x.shape[0]
        return -np.sum(np.log(self.y[np.arange(N), t])) / N

    def backward(self, dout=1):
        batch_size = self.t.shape[0]
        dx = self.y.copy()
        dx[np.arange(batch_size), self.t] -= 1
        dx = dx * dout / batch_size
        return dx
`,
    [
      ["self.t] -= 1", "self.t] += 1"],
      ["dx * dout / batch_size", "dx * dout"],
      ["dx = self.y.copy()", "dx = 2 * self.y"],
    ],
  ),
  np(
    "batch norm in steps",
    `
def batchnorm_forward(x, gamma, beta, eps=1e-5):
    N, D = x.shape
    mu = 1./N * np.sum(x, axis=0)
    xmu = x - mu
    sq = xmu ** 2
    var = 1./N * np.sum(sq, axis=0)
    sqrtvar = np.sqrt(var + eps)
    ivar = 1./sqrtvar
    xhat = xmu * ivar
    gammax = gamma * xhat
    out = gammax + beta
    cache = (xhat, gamma, xmu, ivar, sqrtvar, var, eps)
    return out, cache

def batchnorm_backward(dout, cache):
    xhat, gamma, xmu, ivar, sqrtvar, var, eps = cache
    N, D = dout.shape
    dbeta = np.sum(dout, axis=0)
    dgammax = dout
    dgamma = np.sum(dgammax * xhat, axis=0)
    dxhat = dgammax * gamma
    divar = np.sum(dxhat * xmu, axis=0)
    dxmu1 = dxhat * ivar
    dsqrtvar = -1. / (sqrtvar ** 2) * divar
    dvar = 0.5 * 1. / np.sqrt(var + eps) * dsqrtvar
    dsq = 1. / N * np.ones((N, D)) * dvar
    dxmu2 = 2 * xmu * dsq
    dx1 = dxmu1 + dxmu2
    dmu = -1 * np.sum(dxmu1 + dxmu2, axis=0)
    dx2 = 1. / N * np.ones((N, D)) * dmu
    dx = dx1 + dx2
    return dx, dgamma, dbeta
`,
    [
      ["dsqrtvar = -1. /", "dsqrtvar = 1. /"],
      ["dvar = 0.5 * 1.", "dvar = 1."],
      ["dxmu2 = 2 * xmu * dsq", "dxmu2 = xmu * dsq"],
      ["dx = dx1 + dx2", "dx = dx1 - dx2"],
      ["np.sum(dgammax * xhat, axis=0)", "np.sum(dgammax, axis=0)"],
      ["dsq = 1. / N *", "dsq ="],
      ["dmu = -1 * np.sum(dxmu1 + dxmu2, axis=0)", "dmu = np.sum(dxmu1 + dxmu2, axis=0)"],
      ["dx = dx1 + dx2", "dx = dx1"],
    ],
  ),
  np(
    "batch norm in one line",
    `
def batchnorm_forward(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=0)
    var = x.var(axis=0)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    return gamma * x_hat + beta, (x_hat, gamma, std)

def batchnorm_backward(dout, cache):
    x_hat, gamma, std = cache
    N = dout.shape[0]
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    dx_hat = dout * gamma
    dx = (N * dx_hat - dx_hat.sum(axis=0) - x_hat * (dx_hat * x_hat).sum(axis=0)) / (N * std)
    return dx, dgamma, dbeta
`,
    [
      ["(N * dx_hat - dx_hat.sum(axis=0)", "(dx_hat - dx_hat.sum(axis=0)"],
      ["/ (N * std)", "/ std"],
      ["- x_hat * (dx_hat * x_hat)", "+ x_hat * (dx_hat * x_hat)"],
      ["dbeta = dout.sum(axis=0)", "dbeta = dout.sum(axis=1)"],
    ],
  ),
  np(
    "layer norm",
    `
def layernorm_forward(x, gamma, beta, eps=1e-5):
    mu = np.mean(x, axis=1, keepdims=True)
    var = np.var(x, axis=1, keepdims=True)
    rstd = 1 / np.sqrt(var + eps)
    norm = (x - mu) * rstd
    out = norm * gamma + beta
    return out, (norm, rstd, gamma)

def layernorm_backward(dout, cache):
    norm, rstd, gamma = cache
    dgamma = np.sum(dout * norm, axis=0)
    dbeta = np.sum(dout, axis=0)
    dnorm = dout * gamma
    dx = dnorm - dnorm.mean(axis=1, keepdims=True) - norm * (dnorm * norm).mean(axis=1, keepdims=True)
    dx *= rstd
    return dx, dgamma, dbeta
`,
    [
      ["dx *= rstd", "dx /= rstd"],
      ["dnorm - dnorm.mean(axis=1, keepdims=True)", "dnorm - dnorm.sum(axis=1, keepdims=True)"],
      ["dnorm - dnorm.mean(axis=1, keepdims=True)", "dnorm - dnorm.mean(axis=0, keepdims=True)"],
      ["dnorm = dout * gamma", "dnorm = dout"],
    ],
  ),
  np(
    "dropout",
    `
def dropout_forward(x, p=0.5):
    mask = (np.random.rand(*x.shape) < p) / p
    out = x * mask
    return out, mask

def dropout_backward(dout, mask):
    dx = dout * mask
    return dx
`,
    [
      ["dx = dout * mask", "dx = dout"],
      ["dx = dout * mask", "dx = dout / mask"],
    ],
  ),
  np(
    "svm loss",
    `
def svm_loss(x, y):
    N = x.shape[0]
    correct_class_scores = x[np.arange(N), y]
    margins = np.maximum(0, x - correct_class_scores[:, np.newaxis] + 1.0)
    margins[np.arange(N), y] = 0
    loss = np.sum(margins) / N
    num_pos = np.sum(margins > 0, axis=1)
    dx = np.zeros_like(x)
    dx[margins > 0] = 1
    dx[np.arange(N), y] -= num_pos
    dx /= N
    return loss, dx
`,
    [
      ["dx[margins > 0] = 1", "dx[margins > 0] = 2"],
      ["y] -= num_pos", "y] += num_pos"],
      ["y] -= num_pos", "y] = num_pos"],
      ["    dx /= N\n", "    dx *= N\n"],
    ],
  ),
  np(
    "softmax loss",
    `
def softmax_loss(x, y):
    shifted = x - np.max(x, axis=1, keepdims=True)
    Z = np.sum(np.exp(shifted), axis=1, keepdims=True)
    log_probs = shifted - np.log(Z)
    probs = np.exp(log_probs)
    N = x.shape[0]
    loss = -np.sum(log_probs[np.arange(N), y]) / N
    dx = probs.copy()
    dx[np.arange(N), y] -= 1
    dx /= N
    return loss, dx
`,
    [
      ["y] -= 1", "y] += 1"],
      ["dx = probs.copy()", "dx = log_probs.copy()"],
      ["dx /= N", "dx /= N * N"],
    ],
  ),
  np(
    "linear classifier with regularization",
    `
def softmax_loss_vectorized(W, X, y, reg):
    # W: (D, C), X: (N, D)
    num_train = X.shape[0]
    scores = X.dot(W)
    scores = scores - np.max(scores, axis=1, keepdims=True)
    exp_scores = np.exp(scores)
    probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
    loss = np.sum(-np.log(probs[range(num_train), y])) / num_train
    loss += reg * np.sum(W * W)
    dscores = probs.copy()
    dscores[range(num_train), y] -= 1
    dW = X.T.dot(dscores) / num_train
    dW += 2 * reg * W
    return loss, dW
`,
    [
      ["dW += 2 * reg * W", "dW += reg * W"],
      ["dW += 2 * reg * W", "dW = 2 * reg * W"],
      ["X.T.dot(dscores) / num_train", "X.T.dot(dscores)"],
      ["y] -= 1", "y] += 1"],
    ],
  ),
  np(
    "two layers",
    `
def two_layer(X, W1, b1, W2, b2, y):
    # X: (N, D), W1: (D, H), b1: (H,), W2: (H, C), b2: (C,), y: (N, C)
    N = X.shape[0]
    z1 = X.dot(W1) + b1
    h1 = np.maximum(0, z1)
    out = h1.dot(W2) + b2
    loss = 0.5 * np.sum((out - y) ** 2) / N
    dout = (out - y) / N
    dW2 = h1.T.dot(dout)
    db2 = np.sum(dout, axis=0)
    dh1 = dout.dot(W2.T)
    dz1 = dh1 * (z1 > 0)
    dW1 = X.T.dot(dz1)
    db1 = np.sum(dz1, axis=0)
    return loss, dW1, db1, dW2, db2
`,
    [
      ["dz1 = dh1 * (z1 > 0)", "dz1 = dh1"],
      ["dh1 = dout.dot(W2.T)", "dh1 = dout.dot(W2)"],
      ["dW2 = h1.T.dot(dout)", "dW2 = z1.T.dot(dout)"],
      ["db1 = np.sum(dz1, axis=0)", "db1 = np.sum(dh1, axis=0)"],
      ["dout = (out - y) / N", "dout = 2 * (out - y) / N"],
      ["dW1 = X.T.dot(dz1)", "dW1 = X.T.dot(dh1)"],
    ],
  ),
  np(
    "rnn step",
    `
def rnn_step_forward(x, prev_h, Wx, Wh, b):
    """
    - x: (N, D), prev_h: (N, H), Wx: (D, H), Wh: (H, H), b: (H,)
    """
    next_h = np.tanh(x.dot(Wx) + prev_h.dot(Wh) + b)
    cache = (x, prev_h, Wx, Wh, next_h)
    return next_h, cache

def rnn_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, next_h = cache
    dz = dnext_h * (1 - next_h ** 2)
    dx = dz.dot(Wx.T)
    dprev_h = dz.dot(Wh.T)
    dWx = x.T.dot(dz)
    dWh = prev_h.T.dot(dz)
    db = dz.sum(axis=0)
    return dx, dprev_h, dWx, dWh, db
`,
    [
      ["(1 - next_h ** 2)", "(1 - next_h)"],
      ["dz.dot(Wh.T)", "dz.dot(Wh)"],
      ["prev_h.T.dot(dz)", "next_h.T.dot(dz)"],
      ["return dx, dprev_h, dWx, dWh, db", "return dx, dprev_h, dWh, dWx, db"],
      ["x.T.dot(dz)", "x.T.dot(dnext_h)"],
    ],
  ),
  np(
    "lstm step",
    `
def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    """
    - x: Input data, of shape (N, D)
    - prev_h: Previous hidden state, of shape (N, H)
    - prev_c: previous cell state, of shape (N, H)
    - Wx: Input-to-hidden weights, of shape (D, 4H)
    - Wh: Hidden-to-hidden weights, of shape (H, 4H)
    - b: Biases, of shape (4H,)
    """
    H = prev_h.shape[1]
    a = x.dot(Wx) + prev_h.dot(Wh) + b
    i = sigmoid(a[:, 0:H])
    f = sigmoid(a[:, H:2*H])
    o = sigmoid(a[:, 2*H:3*H])
    g = np.tanh(a[:, 3*H:4*H])
    next_c = f * prev_c + i * g
    next_h = o * np.tanh(next_c)
    cache = (x, prev_h, prev_c, Wx, Wh, i, f, o, g, next_c)
    return next_h, next_c, cache

def lstm_step_backward(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh, i, f, o, g, next_c = cache
    do = dnext_h * np.tanh(next_c)
    dc = dnext_c + dnext_h * o * (1 - np.tanh(next_c) ** 2)
    df = dc * prev_c
    dprev_c = dc * f
    di = dc * g
    dg = dc * i
    da = np.hstack((di * i * (1 - i), df * f * (1 - f), do * o * (1 - o), dg * (1 - g ** 2)))
    dx = da.dot(Wx.T)
    dWx = x.T.dot(da)
    dprev_h = da.dot(Wh.T)
    dWh = prev_h.T.dot(da)
    db = da.sum(axis=0)
    return dx, dprev_h, dprev_c, dWx, dWh, db
`,
    [
      [
        "dc = dnext_c + dnext_h * o * (1 - np.tanh(next_c) ** 2)",
        "dc = dnext_h * o * (1 - np.tanh(next_c) ** 2)",
      ],
      ["df = dc * prev_c", "df = dc * f"],
      ["df * f * (1 - f)", "df * (1 - f)"],
      ["dg * (1 - g ** 2)", "dg * (1 - g)"],
      ["di = dc * g", "di = dc * i"],
      ["db = da.sum(axis=0)", "db = da.mean(axis=0)"],
    ],
  ),
  np(
    "gru gate",
    `
class GRUCell:
    def __init__(self, Wz, Uz, Wh, Uh):
        self.Wz = Wz  # Wz: (D, H), Uz: (H, H), Wh: (D, H), Uh: (H, H)
        self.Uz = Uz
        self.Wh = Wh
        self.Uh = Uh

    def forward(self, x, h):
        # x: (N, D), h: (N, H)
        self.x, self.h = x, h
        self.z = 1 / (1 + np.exp(-(x @ self.Wz + h @ self.Uz)))
        self.n = np.tanh(x @ self.Wh + h @ self.Uh)
        return (1 - self.z) * h + self.z * self.n

    def backward(self, dout):
        dz = dout * (self.n - self.h) * self.z * (1 - self.z)
        dn = dout * self.z * (1 - self.n ** 2)
        self.dWz = self.x.T @ dz
        self.dUz = self.h.T @ dz
        self.dWh = self.x.T @ dn
        self.dUh = self.h.T @ dn
        dx = dz @ self.Wz.T + dn @ self.Wh.T
        dh = dout * (1 - self.z) + dz @ self.Uz.T + dn @ self.Uh.T
        return dx, dh
`,
    [
      ["(self.n - self.h)", "(self.n + self.h)"],
      ["dout * self.z * (1 - self.n ** 2)", "dout * self.z * (1 - self.n)"],
      ["dx = dz @ self.Wz.T + dn @ self.Wh.T", "dx = dz @ self.Wz.T"],
      ["dout * (1 - self.z) + dz @", "dout * self.z + dz @"],
      ["self.dUh = self.h.T @ dn", "self.dUh = self.x.T @ dn"],
    ],
  ),
  np(
    "mse layer",
    `
class MSELoss:
    def forward(self, y_pred, y_true):
        self.diff = y_pred - y_true
        return np.mean(self.diff ** 2)

    def backward(self):
        return 2 * self.diff / self.diff.size
`,
    [
      ["2 * self.diff", "self.diff"],
      [" / self.diff.size", ""],
      ["self.diff.size", "self.diff.shape[0]"],
    ],
  ),
  np(
    "binary cross-entropy",
    `
class BCELoss:
    def forward(self, p, t):
        self.p, self.t = p, t
        return -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))

    def backward(self):
        dp = (self.p - self.t) / (self.p * (1 - self.p)) / self.p.size
        return dp
`,
    [
      ["(self.p - self.t)", "(self.t - self.p)"],
      ["(self.p * (1 - self.p))", "(1 - self.p)"],
      [" / self.p.size", ""],
    ],
  ),
  np(
    "hinge",
    `
def hinge(w, x, y):
    # w: (D,), x: (N, D), y: (N,)
    margin = 1 - y * x.dot(w)
    loss = np.mean(np.maximum(0, margin))
    mask = (margin > 0).astype(float)
    dw = -(mask * y).dot(x) / len(y)
    return loss, dw
`,
    [
      ["dw = -(mask * y)", "dw = (mask * y)"],
      ["(margin > 0)", "(margin < 0)"],
      [" / len(y)", ""],
    ],
  ),
  np(
    "logistic regression",
    `
def logistic_loss(w, b, X, y):
    # w: (D,), b: (), X: (N, D), y: (N,)
    m = X.shape[0]
    a = 1 / (1 + np.exp(-(X.dot(w) + b)))
    cost = -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a)) / m
    dw = X.T.dot(a - y) / m
    db = np.sum(a - y) / m
    return cost, dw, db
`,
    [
      ["X.T.dot(a - y) / m", "X.T.dot(y - a) / m"],
      ["db = np.sum(a - y) / m", "db = np.sum(a - y)"],
      ["X.T.dot(a - y) / m", "X.T.dot(a) / m"],
    ],
  ),
  np(
    "linear in columns",
    `
def linear_forward(A_prev, W, b):
    # A_prev: (p, m), W: (n, p), b: (n, 1)
    Z = np.dot(W, A_prev) + b
    cache = (A_prev, W, b)
    return Z, cache

def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = np.dot(dZ, A_prev.T)
    db = np.sum(dZ, axis=1, keepdims=True)
    dA_prev = np.dot(W.T, dZ)
    return dA_prev, dW, db
`,
    [
      ["np.dot(dZ, A_prev.T)", "np.dot(dZ, A_prev.T) / m"],
      ["np.sum(dZ, axis=1, keepdims=True)", "np.sum(dZ, axis=1)"],
      ["np.sum(dZ, axis=1, keepdims=True)", "np.sum(dZ, axis=0, keepdims=True)"],
      ["np.dot(W.T, dZ)", "np.dot(W, dZ)"],
    ],
  ),
  np(
    "elementwise functions",
    `
def softplus(x):
    return np.log(1 + np.exp(x))

def softplus_grad(dout, x):
    dx = dout / (1 + np.exp(-x))
    return dx
`,
    [
      ["np.exp(-x)", "np.exp(x)"],
      ["dout / (1", "1 / (1"],
    ],
  ),
  np(
    "elu",
    `
def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (np.exp(x) - 1))

def elu_backward(dout, x, alpha=1.0):
    dx = dout * np.where(x > 0, 1, alpha * np.exp(x))
    return dx
`,
    [
      ["1, alpha * np.exp(x))", "1, np.exp(x))"],
      ["x > 0, 1,", "x > 0, x,"],
      ["dout * np.where(x > 0, 1", "dout * np.where(x < 0, 1"],
    ],
  ),
  np(
    "mean pool over a sequence",
    `
class MeanPool:
    def forward(self, x):
        # x: (N, T, D)
        self.shape = x.shape
        return x.mean(axis=1)

    def backward(self, dout):
        N, T, D = self.shape
        dx = np.ones((N, T, D)) * dout[:, None, :] / T
        return dx
`,
    [
      ["np.ones((N, T, D)) * dout[:, None, :] / T", "np.ones((N, T, D)) * dout[:, None, :]"],
      ["np.ones((N, T, D)) * dout[:, None, :] / T", "np.ones((N, T, D)) * dout[:, None, :] / D"],
    ],
  ),
  np(
    "max pool of a vector",
    `
class MaxOverTime:
    def forward(self, x):
        # x: (N, T)
        self.x = x
        self.out = np.max(x, axis=1, keepdims=True)
        return self.out

    def backward(self, dout):
        mask = self.x == self.out
        return dout * mask
`,
    [
      ["self.x == self.out", "self.x != self.out"],
      ["return dout * mask", "return mask"],
    ],
  ),
  np(
    "embedding",
    `
class Embedding:
    def __init__(self, W):
        self.W = W
        self.dW = None

    def forward(self, idx):
        self.idx = idx
        return self.W[idx]

    def backward(self, dout):
        self.dW = np.zeros_like(self.W)
        np.add.at(self.dW, self.idx, dout)
`,
    [
      ["np.add.at(self.dW, self.idx, dout)", "np.add.at(self.dW, self.idx, -dout)"],
      ["np.add.at(self.dW, self.idx, dout)", "self.dW[self.idx] = dout"],
    ],
  ),
  np(
    "residual block",
    `
def block_forward(x, W1, W2):
    # x: (N, D), W1: (D, H), W2: (H, D)
    h = np.tanh(x @ W1)
    out = x + h @ W2
    return out, (x, W1, W2, h)

def block_backward(dout, cache):
    x, W1, W2, h = cache
    dW2 = h.T @ dout
    dh = dout @ W2.T
    dz = dh * (1 - h * h)
    dW1 = x.T @ dz
    dx = dout + dz @ W1.T
    return dx, dW1, dW2
`,
    [
      ["dx = dout + dz @ W1.T", "dx = dz @ W1.T"],
      ["dh * (1 - h * h)", "dh * (1 + h * h)"],
      ["dh = dout @ W2.T", "dh = dout @ W2"],
      ["dW1 = x.T @ dz", "dW1 = x.T @ dh"],
    ],
  ),
  np(
    "convolution in loops",
    `
def conv1d_forward(x, w):
    # x: (T,), w: (3,)
    T = x.shape[0]
    out = np.zeros(T - 2)
    for i in range(T - 2):
        out[i] = np.sum(x[i:i+3] * w)
    return out, (x, w)

def conv1d_backward(dout, cache):
    x, w = cache
    dx = np.zeros_like(x)
    dw = np.zeros_like(w)
    for i in range(dout.shape[0]):
        dx[i:i+3] += dout[i] * w
        dw += dout[i] * x[i:i+3]
    return dx, dw
`,
    [
      ["dx[i:i+3] += dout[i] * w", "dx[i:i+3] = dout[i] * w"],
      ["dw += dout[i] * x[i:i+3]", "dw = dout[i] * x[i:i+3]"],
      ["dx[i:i+3] += dout[i] * w", "dx[i:i+3] += w"],
    ],
  ),
  np(
    "a script",
    `
# x: (N, D), W1: (D, H), W2: (H, C), y: (N, C)
h = np.dot(x, W1)
a = np.maximum(h, 0)
y_pred = np.dot(a, W2)
loss = np.sum((y_pred - y) ** 2)
grad_y_pred = 2.0 * (y_pred - y)
grad_W2 = np.dot(a.T, grad_y_pred)
grad_a = np.dot(grad_y_pred, W2.T)
grad_h = grad_a.copy()
grad_h[h < 0] = 0
grad_W1 = np.dot(x.T, grad_h)
`,
    [
      ["2.0 * (y_pred - y)", "(y_pred - y)"],
      ["np.dot(a.T, grad_y_pred)", "np.dot(h.T, grad_y_pred)"],
      ["grad_h[h < 0] = 0", "grad_h[h > 0] = 0"],
      ["np.dot(x.T, grad_h)", "np.dot(x.T, grad_a)"],
    ],
  ),
  np(
    "kl divergence of gaussians",
    `
def kl_loss(mu, logvar):
    loss = -0.5 * np.sum(1 + logvar - mu ** 2 - np.exp(logvar))
    dmu = mu
    dlogvar = 0.5 * (np.exp(logvar) - 1)
    return loss, dmu, dlogvar
`,
    [
      ["dmu = mu", "dmu = 2 * mu"],
      ["0.5 * (np.exp(logvar) - 1)", "0.5 * (1 - np.exp(logvar))"],
      ["0.5 * (np.exp(logvar) - 1)", "(np.exp(logvar) - 1)"],
    ],
  ),
  np(
    "dice loss",
    `
class Dice:
    def forward(self, p, t):
        self.p, self.t = p, t
        self.inter = np.sum(p * t)
        self.union = np.sum(p) + np.sum(t)
        return 1 - 2 * self.inter / self.union

    def backward(self):
        return -2 * (self.t * self.union - self.inter) / self.union ** 2
`,
    [
      ["return -2 * (", "return 2 * ("],
      ["self.union ** 2", "self.union"],
      ["self.t * self.union - self.inter", "self.t * self.union + self.inter"],
    ],
  ),
  np(
    "focal loss",
    `
def focal_loss(z, t):
    p = 1 / (1 + np.exp(-z))
    loss = np.sum(-t * (1 - p) ** 2 * np.log(p))
    dp = -t * (-2 * (1 - p) * np.log(p) + (1 - p) ** 2 / p)
    dz = dp * p * (1 - p)
    return loss, dz
`,
    [
      ["-2 * (1 - p) * np.log(p)", "2 * (1 - p) * np.log(p)"],
      ["dz = dp * p * (1 - p)", "dz = dp * p"],
      ["(1 - p) ** 2 / p)", "(1 - p) ** 2)"],
    ],
  ),
  np(
    "contrastive loss",
    `
def contrastive(d, y, margin=1.0):
    # d: (N,), y: (N,)
    gap = np.maximum(margin - d, 0)
    loss = np.mean(y * d ** 2 + (1 - y) * gap ** 2)
    dd = (2 * y * d - 2 * (1 - y) * gap) / d.shape[0]
    return loss, dd
`,
    [
      ["2 * y * d - 2 * (1 - y) * gap", "2 * y * d + 2 * (1 - y) * gap"],
      ["2 * y * d - 2", "y * d - 2"],
      [" / d.shape[0]", ""],
    ],
  ),
  np(
    "accumulating layer",
    `
class Dense:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * 0.01
        self.b = np.zeros(n_out)
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T
`,
    [
      ["self.dW = self.x.T @ dout", "self.dW += self.x.T @ dout"],
      ["self.db = dout.sum(axis=0)", "self.db += dout.sum(axis=0)"],
      ["return dout @ self.W.T", "return self.W @ dout"],
    ],
  ),
];
