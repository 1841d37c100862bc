"""Values and gradients of PyTorch (Debian's python3-torch, in float64) on fixed inputs, as JSON.

    /usr/bin/python3 packages/nn/scripts/torch-values.py > packages/nn/test/fixtures/torch.json

A layer's gradients are those of half the sum of the squares of its output.
"""

import json
import math

import torch
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def values(*shape, seed=0.0, scale=0.8):
    count = math.prod(shape)
    data = [round(scale * math.sin(1.7 * k + seed), 3) for k in range(count)]
    return torch.tensor(data).reshape(shape)


def leaf(*shape, **how):
    return values(*shape, **how).requires_grad_(True)


def plain(tensor):
    tensor = tensor.detach().contiguous()
    if tensor.dim() == 0:
        return tensor.item()
    return {"shape": list(tensor.shape), "data": tensor.reshape(-1).tolist()}


def case(inputs, output, rows=None):
    """rows: parts of an input by name, where PyTorch keeps several matrices in one."""
    loss = output if output.dim() == 0 else 0.5 * (output**2).sum()
    wanted = {name: tensor for name, tensor in inputs.items() if tensor.requires_grad}
    gradients = dict(zip(wanted, torch.autograd.grad(loss, list(wanted.values()))))
    for whole, names in (rows or {}).items():
        size = inputs[whole].shape[0] // len(names)
        for k, name in enumerate(names):
            inputs[name] = inputs[whole][k * size : (k + 1) * size]
            gradients[name] = gradients[whole][k * size : (k + 1) * size]
        del inputs[whole], gradients[whole]
    return {
        "inputs": {name: plain(tensor) for name, tensor in inputs.items()},
        "output": plain(output),
        "gradients": {name: plain(tensor) for name, tensor in gradients.items()},
    }


def layers():
    x = leaf(3, 4, seed=0.1)
    gamma, beta = leaf(4, seed=1), leaf(4, seed=2)
    yield "layerNorm", case(
        {"x": x, "gamma": gamma, "beta": beta}, F.layer_norm(x, (4,), gamma, beta, 1e-5)
    )
    yield "rmsNorm", case(
        {"x": x, "gamma": gamma}, x / torch.sqrt((x**2).mean(-1, keepdim=True) + 1e-5) * gamma
    )
    mean, variance = values(4, seed=3), values(4, seed=4).abs() + 0.1
    before = {"mean": mean.clone(), "variance": variance.clone()}
    output = F.batch_norm(x, mean, variance, gamma, beta, training=True, momentum=0.1, eps=1e-5)
    made = case({"x": x, "gamma": gamma, "beta": beta}, output)
    used = F.batch_norm(x, mean, variance, gamma, beta, training=False, eps=1e-5)
    made["inputs"].update({name: plain(tensor) for name, tensor in before.items()})
    made["running"] = {"mean": plain(mean), "variance": plain(variance), "output": plain(used)}
    yield "batchNorm", made
    image = leaf(2, 3, 2, 2, seed=0.3)
    gamma, beta = leaf(3, seed=1), leaf(3, seed=2)
    yield "batchNorm2d", case(
        {"x": image, "gamma": gamma, "beta": beta},
        F.batch_norm(image, None, None, gamma, beta, training=True, eps=1e-5),
    )

    table = leaf(5, 3)
    tokens = torch.tensor([[4, 0, 2], [2, 2, 1]])
    made = case({"W": table}, F.embedding(tokens, table))
    made["inputs"]["x"] = plain(tokens)
    yield "embedding", made

    x, W, b = leaf(2, 2, 7), leaf(3, 2, 3, seed=1), leaf(3, seed=2)
    yield "conv1d", case({"x": x, "W": W, "b": b}, F.conv1d(x, W, b))
    yield "conv1d, stride 2, padding 1", case({"x": x, "W": W, "b": b}, F.conv1d(x, W, b, stride=2, padding=1))
    x, W, b = leaf(2, 2, 5, 4), leaf(3, 2, 3, 2, seed=1), leaf(3, seed=2)
    yield "conv2d", case({"x": x, "W": W, "b": b}, F.conv2d(x, W, b))
    yield "conv2d, same", case({"x": x, "W": W, "b": b}, F.conv2d(x, W, b, padding="same"))
    yield "conv2d, stride 2 and 1", case({"x": x, "W": W, "b": b}, F.conv2d(x, W, b, stride=(2, 1)))
    x = leaf(2, 2, 7)
    yield "maxPool1d", case({"x": x}, F.max_pool1d(x, 3, stride=2))
    yield "avgPool1d", case({"x": x}, F.avg_pool1d(x, 2))
    x = leaf(2, 2, 5, 4)
    yield "maxPool2d", case({"x": x}, F.max_pool2d(x, 2))
    yield "avgPool2d", case({"x": x}, F.avg_pool2d(x, (3, 2), stride=(1, 2)))

    yield from recurrent()
    yield from attention()


def recurrent():
    x, h, c = leaf(2, 3, 2, seed=0.4), leaf(2, 4, seed=1), leaf(2, 4, seed=2)

    def run(module, state, gates):
        module = module(2, 4, batch_first=True)
        names = {"weight_ih_l0": "W", "weight_hh_l0": "U", "bias_ih_l0": "b", "bias_hh_l0": "d"}
        weights = {ours: getattr(module, name) for name, ours in names.items()}
        with torch.no_grad():
            for k, parameter in enumerate(weights.values()):
                parameter.copy_(values(*parameter.shape, seed=3 + k))
            weights["d"][: 4 * min(len(gates), 2) if len(gates) == 3 else None] = 0
        whole = {"h": state[0], **({"c": state[1]} if len(state) > 1 else {})}
        given = tuple(part[None] for part in state) if len(state) > 1 else state[0][None]
        output = module(x, given)[0]
        rows = {name: [f"{name}_{gate}" for gate in gates] for name in weights} if len(gates) > 1 else None
        made = case({"x": x, **whole, **weights}, output, rows)
        for part in made["inputs"], made["gradients"]:  # the second bias is 0 but for the candidate of a GRU
            for name in [name for name in part if name[0] == "d" and name != "d_n"]:
                del part[name]
        return made

    yield "rnn", run(nn.RNN, [h], "h")
    yield "lstm", run(nn.LSTM, [h, c], "ifgo")
    yield "gru", run(nn.GRU, [h], "rzn")


def attention():
    x, memory = leaf(2, 3, 4, seed=0.2), leaf(2, 5, 4, seed=0.7)
    W, b, W_o, b_o = leaf(12, 4, seed=1), leaf(12, seed=2), leaf(4, 4, seed=3), leaf(4, seed=4)

    def run(heads, query, key, mask=None):
        output, _ = F.multi_head_attention_forward(
            query.transpose(0, 1), key.transpose(0, 1), key.transpose(0, 1), 4, heads, W, b, None, None, False,
            0.0, W_o, b_o, need_weights=False, attn_mask=mask,
        )  # fmt: skip
        return output.transpose(0, 1)

    own = {"W_O": W_o, "b_O": b_o}
    names = {whole: [f"{whole}_{kind}" for kind in "QKV"] for whole in ("W", "b")}
    yield "attention, one head", case({"x": x, "W": W, "b": b, **own}, run(1, x, x), names)
    yield "attention, two heads", case({"x": x, "W": W, "b": b, **own}, run(2, x, x), names)
    mask = torch.triu(torch.full((3, 3), float("-inf")), diagonal=1)
    yield "attention, causal", case({"x": x, "W": W, "b": b, **own}, run(2, x, x, mask), names)
    yield "attention, memory", case({"x": x, "memory": memory, "W": W, "b": b, **own}, run(2, x, memory), names)


def losses():
    y, t = leaf(3, 4, seed=0.1), values(3, 4, seed=1.9)
    given = {"y": y, "t": t}
    yield "squaredError, sum", case(dict(given), F.mse_loss(y, t, reduction="sum"))
    yield "squaredError, mean", case(dict(given), F.mse_loss(y, t))
    yield "absoluteError, sum", case(dict(given), F.l1_loss(y, t, reduction="sum"))
    yield "absoluteError, mean", case(dict(given), F.l1_loss(y, t))
    yield "huber, sum", case(dict(given), F.huber_loss(y, t, reduction="sum", delta=0.5))
    yield "huber, mean", case(dict(given), F.huber_loss(y, t, delta=1.0))
    signs = values(3, 4, seed=1.9).sign()
    yield "hinge", case({"y": y, "t": signs}, F.relu(1 - signs * y).sum())
    yield "hinge, squared", case({"y": y, "t": signs}, (F.relu(1 - signs * y) ** 2).sum())
    target = torch.softmax(t, -1)
    target = torch.tensor([[round(p, 3) for p in row] for row in target.tolist()])
    target[:, 3] = 1 - target[:, :3].sum(-1)
    target[0] = torch.tensor([0.0, 0.25, 0.75, 0.0])
    yield "klDivergence, logits", case(
        {"y": y, "t": target}, F.kl_div(F.log_softmax(y, -1), target, reduction="batchmean")
    )
    p = torch.softmax(y, -1).detach().requires_grad_(True)
    yield "klDivergence, probabilities", case({"y": p, "t": target}, F.kl_div(p.log(), target, reduction="sum"))
    classes = torch.tensor([2, 0, 3])
    made = case({"y": y}, F.cross_entropy(y, classes))
    made["inputs"]["t"] = plain(classes)
    yield "crossEntropy", made
    unit = values(3, 4, seed=1.9).abs()
    yield "binaryCrossEntropy", case({"y": y, "t": unit}, F.binary_cross_entropy_with_logits(y, unit))
    q = torch.sigmoid(y).detach().requires_grad_(True)
    yield "binaryCrossEntropy, probabilities", case({"y": q, "t": unit}, F.binary_cross_entropy(q, unit, reduction="sum"))


def optimisers():
    """Ten steps on E = 1/2 |A w - t|^2 + sum of w^4 / 4."""
    A, t, start = values(3, 2, seed=1), values(3, seed=2), values(2, seed=0.5)

    def steps(make, clip=lambda parameters: None, schedule=None):
        w = start.clone().requires_grad_(True)
        optimiser = make([w])
        scheduler = None if schedule is None else schedule(optimiser)
        path, rates = [], []
        for _ in range(10):
            optimiser.zero_grad()
            (0.5 * ((A @ w - t) ** 2).sum() + (w**4).sum() / 4).backward()
            clip([w])
            rates.append(optimiser.param_groups[0]["lr"])
            optimiser.step()
            if scheduler is not None:
                scheduler.step()
            path.append(w.detach().tolist())
        return {"path": path, "rates": rates}

    optim, lr = torch.optim, torch.optim.lr_scheduler
    sgd = lambda ws: optim.SGD(ws, lr=0.1)
    yield "sgd", steps(sgd)
    yield "momentum", steps(lambda ws: optim.SGD(ws, lr=0.1, momentum=0.9))
    yield "nesterov", steps(lambda ws: optim.SGD(ws, lr=0.1, momentum=0.9, nesterov=True))
    yield "rmsProp", steps(lambda ws: optim.RMSprop(ws, lr=0.1, alpha=0.99, eps=1e-8))
    yield "adam", steps(lambda ws: optim.Adam(ws, lr=0.1))
    yield "adamW", steps(lambda ws: optim.AdamW(ws, lr=0.1, weight_decay=0.01))
    yield "clipValue", steps(sgd, lambda ws: nn.utils.clip_grad_value_(ws, 0.2))
    yield "clipNorm", steps(sgd, lambda ws: nn.utils.clip_grad_norm_(ws, 0.2))
    yield "stepDecay", steps(sgd, schedule=lambda o: lr.StepLR(o, 3, gamma=0.5))
    yield "stepDecay, at", steps(sgd, schedule=lambda o: lr.MultiStepLR(o, [2, 5], gamma=0.1))
    yield "exponentialDecay", steps(sgd, schedule=lambda o: lr.ExponentialLR(o, 0.9))
    yield "cosineDecay", steps(sgd, schedule=lambda o: lr.CosineAnnealingLR(o, 10, eta_min=0.01))
    warm = lambda t: (t + 1) / 4 if t < 4 else 0.9 ** (t - 4)
    yield "warmUp", steps(sgd, schedule=lambda o: lr.LambdaLR(o, warm))


print(
    json.dumps(
        {
            "made by": f"PyTorch {torch.__version__}, packages/nn/scripts/torch-values.py",
            "layers": dict(layers()),
            "losses": dict(losses()),
            "optimisers": dict(optimisers()),
        },
        indent=None,
        separators=(",", ":"),
    ).replace('},"', '},\n"')
)
