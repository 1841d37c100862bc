"""Runs exported modules: `run.py numpy|jax|pytorch FOLDER` reads FOLDER/cases.json and prints values and gradients as JSON."""
import importlib.util
import json
import sys
import warnings

import numpy as np

target, folder = sys.argv[1:]
warnings.simplefilter("ignore")
if target == "pytorch":
    import torch


def load(k):
    spec = importlib.util.spec_from_file_location(f"{target}_{k}", f"{folder}/{target}_{k}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def numbers(value, shape):
    array = np.asarray(value, dtype=np.float64)
    assert list(array.shape) == shape, (array.shape, shape)
    return array.ravel().tolist()


def run(k, case):
    args = [np.array(data, dtype=np.float64).reshape(shape) for shape, data in case["symbols"]]
    shapes = [shape for shape, _ in case["symbols"]]
    trained = case["trained"]
    module = load(k)
    if target == "numpy":
        value, saved = module.forward(*args)
        gradients = module.backward(saved)
    elif target == "jax":
        value, gradients = module.loss.vjp(*args)
        gradients = gradients[:trained]
    else:
        tensors = [torch.tensor(arg, dtype=torch.float64) for arg in args]
        model = module.Loss(*tensors[:trained])
        value = model(*tensors[trained:])
        value.backward()
        value = value.detach().numpy()
        gradients = [parameter.grad.numpy() for parameter in model.parameters()]
    return [numbers(value, [])] + [numbers(g, shape) for g, shape in zip(gradients, shapes)]


results = []
for k, case in enumerate(json.load(open(f"{folder}/cases.json"))):
    try:
        results.append(run(k, case))
    except Exception as error:
        results.append(f"{type(error).__name__}: {error}")
json.dump(results, sys.stdout)
