"""What PyTorch says of Layer 4: outputs, loss, gradients and a training curve, for networks of several sizes.

The same seed gives the same weights and rows, so a run can be compared with the files that are kept.

usage: make_goldens.py FOLDER
"""
import json
import sys
from pathlib import Path

import torch
from torch.nn.functional import cross_entropy, mse_loss

torch.set_default_dtype(torch.float32)
torch.set_num_threads(1)
USERS, CLASSES, LEARNING_RATE, STEPS = 5, 5, 0.002, 50
TYPE_OF_VALUE = torch.tensor([0] * 7 + [1] * 4 + [2] * 10 + [3])  # the last value, of the last type, is the unknown one
VALUES, TYPES = len(TYPE_OF_VALUE) - 1, 3


def make_parameters(sizes, hidden, random):
    def table(*shape):
        return ((torch.rand(*shape, generator=random) - 0.5) * 0.8).requires_grad_()

    user, kind, value, hour, day = sizes
    named = {
        "user.embedding": table(USERS + 1, user), "user.bias": table(USERS + 1, 1 + CLASSES), "type.embedding": table(TYPES + 1, kind),
        "value.embedding": table(VALUES + 1, value), "value.bias": table(VALUES + 1, 1 + CLASSES),
        "hour.embedding": table(24, hour), "day.embedding": table(7, day)}
    for layer, (inputs, width) in enumerate(zip([sum(sizes), *hidden], hidden)):
        named[f"hidden.{layer}.weight"], named[f"hidden.{layer}.bias"] = table(inputs, width), table(width)
    named["output.weight"], named["output.bias"] = table(hidden[-1], 1 + CLASSES), table(1 + CLASSES)
    return named


def outputs(p, rows, layers):
    user, value, hour, day, _ = rows.T
    fields = [p["user.embedding"][user], p["type.embedding"][TYPE_OF_VALUE[value]], p["value.embedding"][value], p["hour.embedding"][hour], p["day.embedding"][day]]
    x = torch.cat(fields, 1)
    for layer in range(layers):
        x = torch.relu(x @ p[f"hidden.{layer}.weight"] + p[f"hidden.{layer}.bias"])
    return x @ p["output.weight"] + p["output.bias"] + p["user.bias"][user] + p["value.bias"][value]


def loss_of(out, rows, targets):
    strength = rows[:, 4]
    loss = 0
    if "strength" in targets:
        loss = loss + mse_loss(out[:, 0], strength.float())
    if "class" in targets:
        loss = loss + cross_entropy(out[:, 1:], strength - 1)
    return loss


def curve_of(start, rows, layers, targets):
    p = {name: tensor.detach().clone().requires_grad_() for name, tensor in start.items()}
    adam = torch.optim.Adam(p.values(), lr=LEARNING_RATE)
    losses = []
    for _ in range(STEPS):
        adam.zero_grad()
        loss = loss_of(outputs(p, rows, layers), rows, targets)
        losses.append(loss.item())
        loss.backward()
        adam.step()
    return losses


def golden(sizes, hidden, targets, seed):
    random = torch.Generator().manual_seed(seed)
    p = make_parameters(sizes, hidden, random)
    rows = torch.stack([torch.arange(90) * 7 % (USERS + 1), torch.arange(90) * 5 % (VALUES + 1), *(torch.randint(n, (90,), generator=random) for n in (24, 7)), 1 + torch.arange(90) * 3 % CLASSES], 1)
    out = outputs(p, rows, len(hidden))
    loss = loss_of(out, rows, targets)
    loss.backward()
    known = rows[(rows[:, 0] < USERS) & (rows[:, 1] < VALUES)]
    flat = lambda tensor: tensor.detach().flatten().tolist()
    return {
        "sizes": sizes, "hidden": hidden, "targets": targets, "users": USERS, "learning_rate": LEARNING_RATE, "rows": rows.flatten().tolist(),
        "parameters": {name: flat(tensor) for name, tensor in p.items()}, "outputs": flat(out), "loss": loss.item(),
        "gradients": {name: flat(tensor.grad) for name, tensor in p.items()}, "curve": curve_of(p, known, len(hidden), targets)}


folder = Path(sys.argv[1])
for name, case in {
    "strength": ([5, 3, 4, 2, 2], [8], ["strength"], 1),
    "class": ([5, 3, 4, 2, 2], [7, 5], ["class"], 2),
    "both_deep": ([3, 2, 6, 1, 5], [20, 9, 3], ["strength", "class"], 3),
    "both_default": ([16, 4, 8, 4, 4], [64, 32], ["strength", "class"], 4),
}.items():
    text = json.dumps(golden(*case), default=float)
    rounded = json.loads(text, parse_float=lambda number: float(f"{float(number):.9g}"))
    (folder / f"{name}.json").write_text(json.dumps(rounded, separators=(",", ":")) + "\n")
