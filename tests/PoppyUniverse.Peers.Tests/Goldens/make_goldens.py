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


def make_parameters(case, random):
    def table(*shape):
        return ((torch.rand(*shape, generator=random) - 0.5) * 0.8).requires_grad_()

    user, kind, value, hour, day = case["sizes"]
    factors, hidden, choice = case["factors"], case["hidden"], case["targets"] == ["choice"]
    outputs = case["vector_size"] if choice else 1 + CLASSES
    named = {"user.embedding": table(USERS + 1, user), "user.factor": table(USERS + 1, factors), "user.bias": table(USERS + 1, outputs)}
    if not choice:
        named |= {
            "type.embedding": table(TYPES + 1, kind), "value.embedding": table(VALUES + 1, value), "value.factor": table(VALUES + 1, factors),
            "value.bias": table(VALUES + 1, outputs)}
    named |= {"hour.embedding": table(24, hour), "hour.factor": table(24, factors), "day.embedding": table(7, day), "day.factor": table(7, factors)}
    inputs = user + hour + day + (0 if choice else kind + value)
    for layer, (width_in, width) in enumerate(zip([inputs, *hidden], hidden)):
        named[f"hidden.{layer}.weight"], named[f"hidden.{layer}.bias"] = table(width_in, width), table(width)
    named["output.weight"], named["factor.weight"], named["output.bias"] = table(hidden[-1], outputs), table(factors, outputs), table(outputs)
    if choice:
        named = {"choice." + name: tensor for name, tensor in named.items()}
        named |= {"choice.value.vector": table(VALUES, outputs), "choice.value.bias": table(VALUES)}
    return named


def outputs(p, rows, case):
    prefix = "choice." if case["targets"] == ["choice"] else ""
    p = {name.removeprefix(prefix): tensor for name, tensor in p.items()}
    user, value, hour, day, _ = rows.T
    fields = [p["user.embedding"][user]]
    if not prefix:
        fields += [p["type.embedding"][TYPE_OF_VALUE[value]], p["value.embedding"][value]]
    x = torch.cat([*fields, p["hour.embedding"][hour], p["day.embedding"][day]], 1)
    for layer in range(len(case["hidden"])):
        x = torch.relu(x @ p[f"hidden.{layer}.weight"] + p[f"hidden.{layer}.bias"])
    product = p["user.factor"][user] * (1 + p["hour.factor"][hour]) * (1 + p["day.factor"][day])
    out = x @ p["output.weight"] + p["output.bias"] + p["user.bias"][user]
    if prefix:
        return out + product @ p["factor.weight"]
    return out + (product * p["value.factor"][value]) @ p["factor.weight"] + p["value.bias"][value]


def loss_of(p, rows, case):
    out, strength, loss = outputs(p, rows, case), rows[:, 4], 0
    if "choice" in case["targets"]:
        return cross_entropy(out @ p["choice.value.vector"].T + p["choice.value.bias"], rows[:, 1])
    if "strength" in case["targets"]:
        loss = loss + mse_loss(out[:, 0], strength.float())
    if "class" in case["targets"]:
        loss = loss + cross_entropy(out[:, 1:], strength - 1)
    return loss


def curve_of(start, rows, case):
    p = {name: tensor.detach().clone().requires_grad_() for name, tensor in start.items()}
    adam = torch.optim.Adam([tensor for tensor in p.values() if tensor.numel()], lr=LEARNING_RATE)
    losses = []
    for _ in range(STEPS):
        adam.zero_grad()
        loss = loss_of(p, rows, case)
        losses.append(loss.item())
        loss.backward()
        adam.step()
    return losses


def golden(case, seed):
    random = torch.Generator().manual_seed(seed)
    p = make_parameters(case, random)
    values = VALUES if case["targets"] == ["choice"] else VALUES + 1  # nobody picks the unknown value
    rows = torch.stack([torch.arange(90) * 7 % (USERS + 1), torch.arange(90) * 5 % values, *(torch.randint(n, (90,), generator=random) for n in (24, 7)), 1 + torch.arange(90) * 3 % CLASSES], 1)
    loss = loss_of(p, rows, case)
    loss.backward()
    known = rows[(rows[:, 0] < USERS) & (rows[:, 1] < VALUES)]
    flat = lambda tensor: tensor.detach().flatten().tolist()
    kept = {name: tensor for name, tensor in p.items() if tensor.numel()}
    return case | {
        "users": USERS, "learning_rate": LEARNING_RATE, "rows": rows.flatten().tolist(), "parameters": {name: flat(tensor) for name, tensor in kept.items()},
        "outputs": flat(outputs(p, rows, case)), "loss": loss.item(), "gradients": {name: flat(tensor.grad) for name, tensor in kept.items()},
        "curve": curve_of(p, known, case)}


folder = Path(sys.argv[1])
def case(sizes, factors, hidden, targets, vector_size=0):
    return {"sizes": sizes, "factors": factors, "hidden": hidden, "targets": targets, "vector_size": vector_size}


cases = {
    "strength": case([5, 3, 4, 2, 2], 0, [8], ["strength"]),
    "class": case([5, 3, 4, 2, 2], 3, [7, 5], ["class"]),
    "both_deep": case([3, 2, 6, 1, 5], 18, [20, 9, 3], ["strength", "class"]),
    "both_default": case([16, 4, 8, 4, 4], 32, [64, 32], ["strength", "class"]),
    "choice": case([6, 0, 0, 3, 2], 0, [9], ["choice"], 7),
    "choice_deep": case([20, 0, 0, 4, 4], 17, [24, 10], ["choice"], 18),
}
for seed, (name, described) in enumerate(cases.items(), 1):
    text = json.dumps(golden(described, seed), default=float)
    rounded = json.loads(text, parse_float=lambda number: float(f"{float(number):.9g}"))
    (folder / f"{name}.json").write_text(json.dumps(rounded, separators=(",", ":")) + "\n")
