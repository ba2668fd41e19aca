"""What PyTorch, scikit-learn and NumPy take for the same work. Prints a JSON object a line.

Usage: /usr/bin/python3 peers.py MNIST-FOLDER ONNX-FOLDER   (writes the float models there for peers.js)
"""
import gzip
import json
import sys
import time

import numpy as np


def say(who, what, value, unit):
    print(json.dumps({"who": who, "what": what, "value": value, "unit": unit}), flush=True)


def read(folder, name):
    with gzip.open(f"{folder}/{name}.gz") as file:
        data = file.read()
    rank = data[3]
    sizes = [int.from_bytes(data[4 + 4 * i:8 + 4 * i], "big") for i in range(rank)]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * rank).reshape(sizes[0], -1)


folder, onnx = sys.argv[1:3]
train_x = read(folder, "train-images-idx3-ubyte").astype(np.float32) / 255
train_y = read(folder, "train-labels-idx1-ubyte")[:, 0].astype(np.int64)
test_x = read(folder, "t10k-images-idx3-ubyte").astype(np.float32) / 255
test_y = read(folder, "t10k-labels-idx1-ubyte")[:, 0].astype(np.int64)
EPOCHS = 4


def torch_peer():
    import torch
    from torch import nn

    def dense(hidden):
        return nn.Sequential(nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, 10))

    def convolutional(norm):
        def layer(channels, filters, padding):
            return [nn.Conv2d(channels, filters, 3, 2, padding), *([nn.BatchNorm2d(filters)] if norm else []), nn.ReLU()]
        return nn.Sequential(nn.Unflatten(1, (1, 28, 28)), *layer(1, 8, 1), *layer(8, 16, 1), *layer(16, 16, 0), nn.Flatten(), nn.Linear(144, 10))

    networks = {f"784-{hidden}-10": lambda hidden=hidden: dense(hidden) for hidden in (32, 128, 200)}
    networks["c8-c16-c16-f10"] = lambda: convolutional(True)
    networks["c8-c16-c16-f10 without norm"] = lambda: convolutional(False)
    x, y = torch.from_numpy(train_x), torch.from_numpy(train_y)
    for name, network in networks.items():
        best = 0
        for threads in (1, 2):
            torch.set_num_threads(threads)
            torch.manual_seed(1)
            net, loss = network(), nn.CrossEntropyLoss()
            adam = torch.optim.Adam(net.parameters())
            for _ in range(EPOCHS):
                start, order = time.perf_counter(), torch.randperm(len(x))
                for at in range(0, len(x), 64):
                    rows = order[at:at + 64]
                    adam.zero_grad()
                    loss(net(x[rows]), y[rows]).backward()
                    adam.step()
                best = max(best, len(x) / (time.perf_counter() - start))
        with torch.no_grad():
            right = (net.eval()(torch.from_numpy(test_x)).argmax(1).numpy() == test_y).mean()
        say("PyTorch", f"training {name}", best, "samples/s")
        say("PyTorch", f"test accuracy {name} after {EPOCHS} epochs", float(right), "share")

    torch.set_num_threads(1)
    for name in ("784-32-10", "784-128-10", "c8-c16-c16-f10"):
        net = networks[name]().eval()
        torch.onnx.export(net, torch.zeros(1, 784), f"{onnx}/{name}.onnx", input_names=["x"], output_names=["y"],
                          dynamic_axes={"x": {0: "n"}, "y": {0: "n"}})
        with torch.inference_mode():
            for batch in (1, 64):
                inputs = [torch.from_numpy(test_x[i * batch:(i + 1) * batch]) for i in range(1984 // batch)]
                best = 1e9
                for _ in range(15):
                    start = time.perf_counter()
                    for one in inputs:
                        net(one)
                    best = min(best, (time.perf_counter() - start) / len(inputs))
                say("PyTorch", f"inference {name}, batch {batch}", best * 1e6, "us")


def sklearn_peer():
    from sklearn.neural_network import MLPClassifier
    for hidden in (32, 128, 200):
        net = MLPClassifier((hidden,), batch_size=64, max_iter=1, random_state=1)
        start = time.perf_counter()
        net.partial_fit(train_x, train_y, classes=range(10))
        say("scikit-learn", f"training 784-{hidden}-10", len(train_x) / (time.perf_counter() - start), "samples/s")


def numpy_peer():
    random = np.random.default_rng(1)
    w1, w2 = random.normal(0, 784 ** -0.5, (200, 784)), random.normal(0, 200 ** -0.5, (10, 200))
    x, best = train_x[:3000] * 0.99 + 0.01, 0
    for _ in range(3):
        start = time.perf_counter()
        for row, label in zip(x, train_y):
            target = np.full(10, 0.01)
            target[label] = 0.99
            hidden = 1 / (1 + np.exp(-(w1 @ row)))
            output = 1 / (1 + np.exp(-(w2 @ hidden)))
            error = target - output
            back = w2.T @ error
            w2 += 0.1 * np.outer(error * output * (1 - output), hidden)
            w1 += 0.1 * np.outer(back * hidden * (1 - hidden), row)
        best = max(best, len(x) / (time.perf_counter() - start))
    say("NumPy", "training one sample at a time 784-200-10", best, "samples/s")


torch_peer()
sklearn_peer()
numpy_peer()
