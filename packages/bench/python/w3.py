"""W3 in Python: the random scalar graph of src/workloads/w3/problem.ts. `w3.py torch N`; `w3.py dual N` prints what is right."""
import math
import sys

from protocol import serve, uniform

LEAVES, LEAF, ADD, MUL, TANH, EXP, SUB = 64, 0, 1, 2, 3, 4, 5


def chosen(kind, k, p, q):
    code = ADD if kind < 0.4 else MUL if kind < 0.75 else TANH if kind < 0.88 else EXP
    if code == MUL and abs(p * q) < 0.02:
        code = ADD
    if code == ADD and (k % 2 or abs(p + q) > 1.2):
        code = SUB
    if code == SUB and abs(p - q) > 1.2:
        code = MUL if abs(p * q) > 0.02 else TANH
    if code == TANH and abs(p) < 0.02:
        code = EXP
    return TANH if code == EXP and p > 0.1 else code


def dag(operations):
    """(op, a, b) for each node and the values."""
    draw = uniform(7)
    value = [draw() * 2 - 1 for _ in range(LEAVES)]
    graph = [(LEAF, 0, 0)] * LEAVES
    nodes = operations + LEAVES
    used = bytearray(nodes)
    accumulator, unused = 0, LEAVES
    is_accumulator = lambda k: k >= LEAVES and (k - LEAVES) % 16 == 15
    below = lambda k: k - 1 if is_accumulator(k) else k
    for k in range(LEAVES, nodes):
        while unused < k and (used[unused] or is_accumulator(unused)):
            unused += 1
        if is_accumulator(k) or k == nodes - 1:
            code, x, y = ADD, accumulator, unused if unused < k else k - 1
            accumulator = k
        else:
            near = below(max(0, k - 1 - math.floor(draw() * 32)))
            y = below(math.floor(draw() * k))
            kind, late = draw(), draw()
            x = unused if unused < k and (late < 0.5 or k - unused > 24) else near
            code = chosen(kind, k, value[x], value[y])
            if code in (TANH, EXP):
                y = x
        used[x] = used[y] = 1
        p, q = value[x], value[y]
        value.append(p + q if code == ADD else p * q if code == MUL else p - q if code == SUB else math.tanh(p) if code == TANH else math.exp(p))
        graph.append((code, x, y))
    return graph, value


def dual(operations):
    """The output and its derivative by leaf 0, forwards."""
    graph, value = dag(operations)
    d = [0.0] * len(value)
    d[0] = 1.0
    for k in range(LEAVES, len(value)):
        code, x, y = graph[k]
        if code == ADD:
            d[k] = d[x] + d[y]
        elif code == SUB:
            d[k] = d[x] - d[y]
        elif code == MUL:
            d[k] = d[x] * value[y] + d[y] * value[x]
        elif code == TANH:
            d[k] = d[x] * (1 - value[k] ** 2)
        else:
            d[k] = d[x] * value[k]
    return value[-1], d[-1]


def torch(operations):
    import torch

    torch.set_num_threads(1)
    graph, value = dag(operations)

    def run():
        nodes = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in value[:LEAVES]]
        for code, x, y in graph[LEAVES:]:
            p, q = nodes[x], nodes[y]
            nodes.append(p + q if code == ADD else p * q if code == MUL else p - q if code == SUB else torch.tanh(p) if code == TANH else torch.exp(p))
        nodes[-1].backward()
        return [nodes[-1].item(), nodes[0].grad.item()]

    return run


if __name__ == "__main__":
    what, size = sys.argv[1], int(float(sys.argv[2]))
    if what == "dual":
        print("%.15g, %.15g" % dual(size))
    else:
        serve(lambda: torch(size), size)
