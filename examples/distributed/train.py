"""Trains an exported module on several processes: its derived backward pass runs under DistributedDataParallel unchanged.

    RANK=0 WORLD_SIZE=2 MASTER_ADDR=127.0.0.1 MASTER_PORT=29500 python3 train.py mlp_pytorch.py mlp.json &
    RANK=1 WORLD_SIZE=2 MASTER_ADDR=127.0.0.1 MASTER_PORT=29500 python3 train.py mlp_pytorch.py mlp.json

or `torchrun --nproc-per-node 2 train.py mlp_pytorch.py mlp.json`. The second file holds numbers as [shape, entries]:
{"parameters": [...], "data": [...]}. Each process takes its part of the rows of the data.
"""
import argparse
import importlib.util
import json
import os
import time

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel

arguments = argparse.ArgumentParser()
arguments.add_argument("module")
arguments.add_argument("values")
arguments.add_argument("--steps", type=int, default=100)
arguments.add_argument("--rate", type=float, default=0.1)
arguments.add_argument("--report", help="where process 0 writes the first gradient and what a step took")
options = arguments.parse_args()

torch.set_num_threads(1)
dist.init_process_group("gloo")  # RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT come from the environment
rank, workers = dist.get_rank(), dist.get_world_size()

spec = importlib.util.spec_from_file_location("exported", options.module)
exported = importlib.util.module_from_spec(spec)
spec.loader.exec_module(exported)

with open(options.values) as file:
    values = json.load(file)


def tensor(given):
    shape, entries = given
    return torch.tensor(entries, dtype=torch.float64).reshape(shape)


def own_rows(x):
    rows = x.shape[0] // workers  # processes take equal parts, so that the mean of their means is the mean
    return x[rank * rows : (rank + 1) * rows]


def loopback_bytes():
    """Bytes that were sent over the loopback interface so far, where the system counts them."""
    if not os.path.exists("/proc/net/dev"):
        return 0
    with open("/proc/net/dev") as file:
        lines = [line.split() for line in file if line.strip().startswith("lo:")]
    return int(lines[0][9])


model = exported.Loss(*[tensor(given) for given in values["parameters"]])
data = [own_rows(tensor(given)) for given in values["data"]]
parallel = DistributedDataParallel(model) if workers > 1 else model
optimiser = torch.optim.SGD(model.parameters(), lr=options.rate)

gradients = None
for step in range(options.steps + 1):
    optimiser.zero_grad()
    loss = parallel(*data)
    loss.backward()
    if step == 0:  # not measured: connections are made
        gradients = [parameter.grad.clone() for parameter in model.parameters()]
        dist.barrier()
        began, sent = time.perf_counter(), loopback_bytes()
    optimiser.step()
dist.barrier()
took, sent = time.perf_counter() - began, loopback_bytes() - sent

if rank == 0:
    count = sum(parameter.numel() for parameter in model.parameters())
    print(f"{workers} processes, {count} parameters: {1e3 * took / options.steps:.3f} ms and {sent // options.steps} bytes a step")
    if options.report:
        report = {
            "gradients": [gradient.flatten().tolist() for gradient in gradients],
            "parameters": [parameter.detach().flatten().tolist() for parameter in model.parameters()],
            "milliseconds": 1e3 * took / options.steps,
            "bytes": sent / options.steps,
        }
        with open(options.report, "w") as file:
            json.dump(report, file)
dist.destroy_process_group()
