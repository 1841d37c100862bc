import { type Pair, pair } from "./pair";

/** `torch.autograd.Function` from what goes into forward and what it returns, and the lines of backward. */
const fn = (
  name: string,
  parameters: string,
  forward: readonly string[],
  backward: readonly string[],
  mistakes: Pair["mistakes"],
): Pair =>
  pair(
    `autograd: ${name}`,
    `import torch
import torch.nn.functional as F

class ${name}(torch.autograd.Function):
    @staticmethod
    def forward(ctx, ${parameters}):
${forward.map((line) => `        ${line}`).join("\n")}

    @staticmethod
    def backward(ctx, grad_output):
${backward.map((line) => `        ${line}`).join("\n")}
`,
    mistakes,
  );

export const AUTOGRAD: readonly Pair[] = [
  fn(
    "Linear",
    "x, weight, bias=None",
    [
      "ctx.save_for_backward(x, weight, bias)",
      "out = x.mm(weight.t())",
      "if bias is not None:",
      "    out = out + bias.unsqueeze(0).expand_as(out)",
      "return out",
    ],
    [
      "x, weight, bias = ctx.saved_tensors",
      "grad_x = grad_weight = grad_bias = None",
      "if ctx.needs_input_grad[0]:",
      "    grad_x = grad_output.mm(weight)",
      "if ctx.needs_input_grad[1]:",
      "    grad_weight = grad_output.t().mm(x)",
      "if bias is not None and ctx.needs_input_grad[2]:",
      "    grad_bias = grad_output.sum(0)",
      "return grad_x, grad_weight, grad_bias",
    ],
    [
      ["grad_output.mm(weight)", "grad_output.mm(weight.t())"],
      ["grad_output.t().mm(x)", "x.t().mm(grad_output)"],
      ["grad_output.sum(0)", "grad_output.mean(0)"],
      ["grad_output.sum(0)", "grad_output"],
      ["return grad_x, grad_weight, grad_bias", "return grad_weight, grad_x, grad_bias"],
      ["return grad_x, grad_weight, grad_bias", "return grad_x, grad_weight"],
    ],
  ),
  fn(
    "Sigmoid",
    "x",
    ["y = torch.sigmoid(x)", "ctx.save_for_backward(y)", "return y"],
    ["y, = ctx.saved_tensors", "return grad_output * y * (1 - y)"],
    [
      ["(1 - y)", "(1 + y)"],
      ["grad_output * y * (1 - y)", "y * (1 - y)"],
      ["ctx.save_for_backward(y)", "ctx.save_for_backward(x)"],
    ],
  ),
  fn(
    "Tanh",
    "x",
    ["y = torch.tanh(x)", "ctx.save_for_backward(y)", "return y"],
    ["(y,) = ctx.saved_tensors", "grad_x = grad_output * (1 - y ** 2)", "return grad_x"],
    [
      ["1 - y ** 2", "1 - y"],
      ["1 - y ** 2", "1 + y ** 2"],
      ["grad_output * (1 - y ** 2)", "-grad_output * (1 - y ** 2)"],
    ],
  ),
  fn(
    "ReLU",
    "x",
    ["ctx.save_for_backward(x)", "return x.clamp(min=0)"],
    [
      "x, = ctx.saved_tensors",
      "grad_input = grad_output.clone()",
      "grad_input[x < 0] = 0",
      "return grad_input",
    ],
    [
      ["grad_input[x < 0] = 0", "grad_input[x > 0] = 0"],
      ["grad_input[x < 0] = 0", "grad_input[x < 0] = 1"],
      ["grad_output.clone()", "2 * grad_output.clone()"],
    ],
  ),
  fn(
    "LeakyReLU",
    "x, negative_slope=0.01",
    [
      "ctx.save_for_backward(x)",
      "ctx.slope = negative_slope",
      "return torch.where(x > 0, x, negative_slope * x)",
    ],
    [
      "x, = ctx.saved_tensors",
      "grad_x = torch.where(x > 0, grad_output, ctx.slope * grad_output)",
      "return grad_x, None",
    ],
    [
      [
        "torch.where(x > 0, grad_output, ctx.slope * grad_output)",
        "torch.where(x > 0, ctx.slope * grad_output, grad_output)",
      ],
      [
        "torch.where(x > 0, grad_output, ctx.slope * grad_output)",
        "torch.where(x > 0, grad_output, -ctx.slope * grad_output)",
      ],
      ["return grad_x, None", "return grad_x"],
    ],
  ),
  fn(
    "Softmax",
    "x",
    [
      "y = torch.exp(x - x.amax(dim=-1, keepdim=True))",
      "y = y / y.sum(dim=-1, keepdim=True)",
      "ctx.save_for_backward(y)",
      "return y",
    ],
    [
      "y, = ctx.saved_tensors",
      "dot = (grad_output * y).sum(dim=-1, keepdim=True)",
      "grad_x = y * (grad_output - dot)",
      "return grad_x",
    ],
    [
      ["grad_output - dot", "grad_output + dot"],
      ["(grad_output * y).sum(dim=-1, keepdim=True)", "(grad_output * y).sum(dim=0, keepdim=True)"],
      ["(grad_output * y).sum(dim=-1, keepdim=True)", "(grad_output * y).mean(dim=-1, keepdim=True)"],
      ["y * (grad_output - dot)", "grad_output - dot"],
    ],
  ),
  fn(
    "LogSoftmax",
    "x",
    ["y = F.log_softmax(x, dim=1)", "ctx.save_for_backward(y)", "return y"],
    ["y, = ctx.saved_tensors", "return grad_output - torch.exp(y) * grad_output.sum(dim=1, keepdim=True)"],
    [
      ["grad_output - torch.exp(y)", "grad_output + torch.exp(y)"],
      ["torch.exp(y) * grad_output", "y * grad_output"],
      [".sum(dim=1, keepdim=True)", ".sum(dim=0, keepdim=True)"],
    ],
  ),
  fn(
    "CrossEntropy",
    "logits, target",
    [
      "probs = F.softmax(logits, dim=1)",
      "n = logits.shape[0]",
      "loss = -torch.log(probs[torch.arange(n), target]).mean()",
      "ctx.save_for_backward(probs, target)",
      "return loss",
    ],
    [
      "probs, target = ctx.saved_tensors",
      "n = probs.shape[0]",
      "grad_logits = probs.clone()",
      "grad_logits[torch.arange(n), target] -= 1",
      "grad_logits = grad_output * grad_logits / n",
      "return grad_logits, None",
    ],
    [
      ["[torch.arange(n), target] -= 1", "[torch.arange(n), target] += 1"],
      ["grad_output * grad_logits / n", "grad_output * grad_logits"],
      ["grad_output * grad_logits / n", "grad_logits / n"],
      ["[torch.arange(n), target] -= 1", "[torch.arange(n), target] -= 2"],
    ],
  ),
  fn(
    "MSE",
    "input, target",
    ["ctx.save_for_backward(input, target)", "return ((input - target) ** 2).mean()"],
    [
      "input, target = ctx.saved_tensors",
      "diff = input - target",
      "grad_input = grad_output * 2 * diff / diff.numel()",
      "return grad_input, None",
    ],
    [
      ["grad_output * 2 * diff", "grad_output * diff"],
      [" / diff.numel()", ""],
      ["diff = input - target", "diff = target - input"],
      ["diff.numel()", "diff.shape[0]"],
    ],
  ),
  fn(
    "LayerNorm",
    "x, gamma, beta, eps=1e-5",
    [
      "mu = x.mean(-1, keepdim=True)",
      "var = x.var(-1, keepdim=True, unbiased=False)",
      "rstd = torch.rsqrt(var + eps)",
      "xhat = (x - mu) * rstd",
      "ctx.save_for_backward(xhat, gamma, rstd)",
      "return xhat * gamma + beta",
    ],
    [
      "xhat, gamma, rstd = ctx.saved_tensors",
      "grad_beta = grad_output.sum(0)",
      "grad_gamma = (grad_output * xhat).sum(0)",
      "grad_xhat = grad_output * gamma",
      "mean1 = grad_xhat.mean(-1, keepdim=True)",
      "mean2 = (grad_xhat * xhat).mean(-1, keepdim=True)",
      "grad_x = rstd * (grad_xhat - mean1 - xhat * mean2)",
      "return grad_x, grad_gamma, grad_beta, None",
    ],
    [
      ["grad_beta = grad_output.sum(0)", "grad_beta = grad_output.mean(0)"],
      ["(grad_output * xhat).sum(0)", "grad_output.sum(0)"],
      ["grad_xhat = grad_output * gamma", "grad_xhat = grad_output"],
      ["grad_xhat - mean1 - xhat * mean2", "grad_xhat - mean1 + xhat * mean2"],
      ["grad_xhat - mean1 - xhat * mean2", "grad_xhat - mean1 - mean2"],
      ["rstd * (grad_xhat", "(grad_xhat"],
      ["return grad_x, grad_gamma, grad_beta, None", "return grad_x, grad_beta, grad_gamma, None"],
    ],
  ),
  fn(
    "RMSNorm",
    "x, weight, eps=1e-6",
    [
      "rms = torch.sqrt(x.pow(2).mean(-1, keepdim=True) + eps)",
      "ctx.save_for_backward(x, weight, rms)",
      "return x / rms * weight",
    ],
    [
      "x, weight, rms = ctx.saved_tensors",
      "n = x.shape[-1]",
      "grad_weight = (grad_output * x / rms).sum(0)",
      "g = grad_output * weight",
      "grad_x = g / rms - x * (g * x).sum(-1, keepdim=True) / (n * rms ** 3)",
      "return grad_x, grad_weight, None",
    ],
    [
      ["(n * rms ** 3)", "(n * rms ** 2)"],
      ["(n * rms ** 3)", "(rms ** 3)"],
      ["g / rms - x * (g * x)", "g / rms + x * (g * x)"],
      ["(grad_output * x / rms).sum(0)", "(grad_output * x).sum(0)"],
    ],
  ),
  fn(
    "GELUTanh",
    "x",
    [
      "ctx.save_for_backward(x)",
      "c = (2 / torch.pi) ** 0.5",
      "return 0.5 * x * (1 + torch.tanh(c * (x + 0.044715 * x ** 3)))",
    ],
    [
      "x, = ctx.saved_tensors",
      "c = (2 / torch.pi) ** 0.5",
      "t = torch.tanh(c * (x + 0.044715 * x ** 3))",
      "dt = (1 - t ** 2) * c * (1 + 3 * 0.044715 * x ** 2)",
      "return grad_output * (0.5 * (1 + t) + 0.5 * x * dt)",
    ],
    [
      ["(1 + 3 * 0.044715 * x ** 2)", "(1 + 0.044715 * x ** 2)"],
      ["(1 - t ** 2) * c", "(1 - t ** 2)"],
      ["0.5 * (1 + t) + 0.5 * x * dt", "0.5 * (1 + t) + x * dt"],
      ["0.5 * (1 + t) + 0.5", "0.5 * (1 - t) + 0.5"],
    ],
  ),
  fn(
    "SiLU",
    "x",
    ["s = torch.sigmoid(x)", "ctx.save_for_backward(x, s)", "return x * s"],
    ["x, s = ctx.saved_tensors", "return grad_output * (s + x * s * (1 - s))"],
    [
      ["s + x * s * (1 - s)", "s + x * (1 - s)"],
      ["s + x * s * (1 - s)", "s - x * s * (1 - s)"],
      ["s + x * s * (1 - s)", "s + s * (1 - s)"],
    ],
  ),
  fn(
    "Mish",
    "x",
    ["ctx.save_for_backward(x)", "return x * torch.tanh(F.softplus(x))"],
    [
      "x, = ctx.saved_tensors",
      "t = torch.tanh(F.softplus(x))",
      "s = torch.sigmoid(x)",
      "return grad_output * (t + x * s * (1 - t * t))",
    ],
    [
      ["t + x * s * (1 - t * t)", "t + x * (1 - t * t)"],
      ["1 - t * t", "1 + t * t"],
      ["1 - t * t", "1 - t"],
    ],
  ),
  fn(
    "GLU",
    "a, b",
    ["s = torch.sigmoid(b)", "ctx.save_for_backward(a, s)", "return a * s"],
    [
      "a, s = ctx.saved_tensors",
      "grad_a = grad_output * s",
      "grad_b = grad_output * a * s * (1 - s)",
      "return grad_a, grad_b",
    ],
    [
      ["grad_a = grad_output * s", "grad_a = grad_output * a"],
      ["grad_output * a * s * (1 - s)", "grad_output * s * (1 - s)"],
      ["return grad_a, grad_b", "return grad_b, grad_a"],
    ],
  ),
  fn(
    "Bilinear",
    "x, y, W",
    [
      "# x: (N, D), y: (N, M), W: (D, M)",
      "ctx.save_for_backward(x, y, W)",
      "return torch.einsum('nd,dm,nm->n', x, W, y)",
    ],
    [
      "x, y, W = ctx.saved_tensors",
      "g = grad_output.unsqueeze(1)",
      "grad_x = g * (y @ W.t())",
      "grad_y = g * (x @ W)",
      "grad_W = x.t() @ (g * y)",
      "return grad_x, grad_y, grad_W",
    ],
    [
      ["y @ W.t()", "y @ W"],
      ["grad_y = g * (x @ W)", "grad_y = x @ W"],
      ["x.t() @ (g * y)", "x.t() @ y"],
      ["return grad_x, grad_y, grad_W", "return grad_y, grad_x, grad_W"],
    ],
  ),
  fn(
    "ScaleShift",
    "x, gamma, beta",
    ["# x: (N, C), gamma: (C), beta: (C)", "ctx.save_for_backward(x, gamma)", "return x * gamma + beta"],
    [
      "x, gamma = ctx.saved_tensors",
      "return grad_output * gamma, (grad_output * x).sum(dim=0), grad_output.sum(dim=0)",
    ],
    [
      ["(grad_output * x).sum(dim=0)", "(grad_output * x)"],
      ["(grad_output * x).sum(dim=0)", "(grad_output * x).sum(dim=1)"],
      ["return grad_output * gamma", "return grad_output"],
    ],
  ),
  fn(
    "Attention",
    "q, k, v",
    [
      "scale = q.shape[-1] ** -0.5",
      "attn = F.softmax(q @ k.transpose(-2, -1) * scale, dim=-1)",
      "ctx.save_for_backward(q, k, v, attn)",
      "ctx.scale = scale",
      "return attn @ v",
    ],
    [
      "q, k, v, attn = ctx.saved_tensors",
      "grad_v = attn.transpose(-2, -1) @ grad_output",
      "grad_attn = grad_output @ v.transpose(-2, -1)",
      "grad_scores = attn * (grad_attn - (grad_attn * attn).sum(-1, keepdim=True))",
      "grad_q = grad_scores @ k * ctx.scale",
      "grad_k = grad_scores.transpose(-2, -1) @ q * ctx.scale",
      "return grad_q, grad_k, grad_v",
    ],
    [
      ["grad_scores @ k * ctx.scale", "grad_scores @ k"],
      ["grad_scores.transpose(-2, -1) @ q * ctx.scale", "grad_scores @ q * ctx.scale"],
      ["attn.transpose(-2, -1) @ grad_output", "attn @ grad_output"],
      ["attn * (grad_attn - (grad_attn", "attn * (grad_attn + (grad_attn"],
      ["return grad_q, grad_k, grad_v", "return grad_k, grad_q, grad_v"],
    ],
  ),
  fn(
    "BCEWithLogits",
    "logits, target",
    ["ctx.save_for_backward(logits, target)", "return F.binary_cross_entropy_with_logits(logits, target)"],
    [
      "logits, target = ctx.saved_tensors",
      "grad_logits = grad_output * (torch.sigmoid(logits) - target) / logits.numel()",
      "return grad_logits, None",
    ],
    [
      ["torch.sigmoid(logits) - target", "target - torch.sigmoid(logits)"],
      [" / logits.numel()", ""],
      ["torch.sigmoid(logits) - target", "logits - target"],
    ],
  ),
  fn(
    "Huber",
    "x, target, delta=1.0",
    [
      "r = x - target",
      "ctx.save_for_backward(r)",
      "ctx.delta = delta",
      "return torch.where(r.abs() <= delta, 0.5 * r ** 2, delta * (r.abs() - 0.5 * delta)).sum()",
    ],
    [
      "r, = ctx.saved_tensors",
      "delta = ctx.delta",
      "grad_x = torch.where(r.abs() <= delta, r, delta * torch.sign(r))",
      "return grad_output * grad_x, None, None",
    ],
    [
      ["r, delta * torch.sign(r)", "r, torch.sign(r)"],
      ["r, delta * torch.sign(r)", "2 * r, delta * torch.sign(r)"],
      ["r.abs() <= delta, r,", "r.abs() > delta, r,"],
    ],
  ),
  fn(
    "L2Normalize",
    "x",
    ["norm = x.norm(dim=1, keepdim=True)", "y = x / norm", "ctx.save_for_backward(y, norm)", "return y"],
    [
      "y, norm = ctx.saved_tensors",
      "inner = (grad_output * y).sum(dim=1, keepdim=True)",
      "return (grad_output - y * inner) / norm",
    ],
    [
      ["grad_output - y * inner", "grad_output + y * inner"],
      ["(grad_output - y * inner) / norm", "grad_output - y * inner"],
      ["(grad_output * y).sum(dim=1, keepdim=True)", "grad_output.sum(dim=1, keepdim=True)"],
    ],
  ),
  fn(
    "Dropout",
    "x, p=0.5",
    ["mask = (torch.rand_like(x) > p).float() / (1 - p)", "ctx.save_for_backward(mask)", "return x * mask"],
    ["mask, = ctx.saved_tensors", "return grad_output * mask, None"],
    [
      ["return grad_output * mask, None", "return grad_output, None"],
      ["return grad_output * mask, None", "return grad_output * mask"],
    ],
  ),
  fn(
    "Embedding",
    "idx, weight",
    ["ctx.save_for_backward(idx)", "ctx.shape = weight.shape", "return weight[idx]"],
    [
      "idx, = ctx.saved_tensors",
      "grad_weight = torch.zeros(ctx.shape)",
      "grad_weight.index_add_(0, idx, grad_output)",
      "return None, grad_weight",
    ],
    [
      ["return None, grad_weight", "return grad_weight, None"],
      ["grad_weight.index_add_(0, idx, grad_output)", "grad_weight.index_add_(0, idx, 2 * grad_output)"],
    ],
  ),
  fn(
    "LogSumExp",
    "x",
    ["y = torch.logsumexp(x, dim=1)", "ctx.save_for_backward(x, y)", "return y"],
    ["x, y = ctx.saved_tensors", "return grad_output.unsqueeze(1) * torch.exp(x - y.unsqueeze(1))"],
    [
      ["torch.exp(x - y.unsqueeze(1))", "torch.exp(x)"],
      ["grad_output.unsqueeze(1) * torch.exp(x", "grad_output.unsqueeze(1) / torch.exp(x"],
    ],
  ),
  fn(
    "Cosine",
    "a, b",
    [
      "na = a.norm(dim=1, keepdim=True)",
      "nb = b.norm(dim=1, keepdim=True)",
      "cos = (a * b).sum(dim=1, keepdim=True) / (na * nb)",
      "ctx.save_for_backward(a, b, na, nb, cos)",
      "return cos",
    ],
    [
      "a, b, na, nb, cos = ctx.saved_tensors",
      "grad_a = grad_output * (b / (na * nb) - cos * a / na ** 2)",
      "grad_b = grad_output * (a / (na * nb) - cos * b / nb ** 2)",
      "return grad_a, grad_b",
    ],
    [
      ["cos * a / na ** 2", "cos * a / na"],
      ["a / (na * nb) - cos * b", "a / (na * nb) + cos * b"],
      ["b / (na * nb) - cos * a", "b / na - cos * a"],
    ],
  ),
  fn(
    "Clamped",
    "x",
    ["ctx.save_for_backward(x)", "y = x.clone()", "y.mul_(y)", "return y"],
    ["x, = ctx.saved_tensors", "return grad_output * 2 * x"],
    [
      ["y = x.clone()", "y = x"],
      ["grad_output * 2 * x", "grad_output * x"],
    ],
  ),
];
