"""The peer: Layer 4's default network in PyTorch, trained as well as PyTorch can on this machine.

Prints one JSON line a measurement. Columns are shuffled once an epoch and batches are views of them; dense and sparse
embedding gradients are both measured, and the caller takes the better.

usage: layer4_torch.py --rows N --users N --batch N --threads N --seconds S [--sparse]
"""
import argparse
import json
import time

import torch
from torch import nn

VALUES, TYPES, HOURS, DAYS, CLASSES, FACTORS = 21, 3, 24, 7, 5, 48


class Layer4(nn.Module):
    def __init__(self, users, sparse):
        super().__init__()
        self.user = nn.Embedding(users, 16, sparse=sparse)
        self.kind = nn.Embedding(TYPES, 4)
        self.value = nn.Embedding(VALUES, 8)
        self.hour = nn.Embedding(HOURS, 4)
        self.day = nn.Embedding(DAYS, 4)
        self.hidden = nn.Sequential(nn.Linear(36, 64), nn.ReLU(inplace=True), nn.Linear(64, 32), nn.ReLU(inplace=True))
        self.heads = nn.Linear(32, 1 + CLASSES)
        self.user_factor = nn.Embedding(users, FACTORS, sparse=sparse)
        self.value_factor = nn.Embedding(VALUES, FACTORS)
        self.hour_factor = nn.Embedding(HOURS, FACTORS)
        self.day_factor = nn.Embedding(DAYS, FACTORS)
        self.products = nn.Linear(FACTORS, 1 + CLASSES, bias=False)
        self.user_bias = nn.Embedding(users, 1 + CLASSES, sparse=sparse)
        self.value_bias = nn.Embedding(VALUES, 1 + CLASSES)

    def forward(self, user, kind, value, hour, day):
        fields = [self.user(user), self.kind(kind), self.value(value), self.hour(hour), self.day(day)]
        product = self.user_factor(user) * self.value_factor(value) * (1 + self.hour_factor(hour)) * (1 + self.day_factor(day))
        return self.heads(self.hidden(torch.cat(fields, 1))) + self.products(product) + self.user_bias(user) + self.value_bias(value)


def main():
    parser = argparse.ArgumentParser()
    for name in ("rows", "users", "batch", "threads"):
        parser.add_argument("--" + name, type=int, required=True)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--sparse", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)

    type_of_value = torch.tensor([0] * 7 + [1] * 4 + [2] * 10)
    value = torch.randint(VALUES, (args.rows,))
    strength = torch.randint(1, CLASSES + 1, (args.rows,))
    columns = [
        torch.randint(args.users, (args.rows,)), type_of_value[value], value,
        torch.randint(HOURS, (args.rows,)), torch.randint(DAYS, (args.rows,)), strength.float(), strength - 1]

    model = Layer4(args.users, args.sparse)
    for factor in (model.user_factor, model.value_factor, model.hour_factor, model.day_factor):
        factor.weight.requires_grad_(False)  # ours come in closed form and stay
    if args.sparse:
        of_users = [model.user.weight, model.user_bias.weight]
        others = [p for name, p in model.named_parameters() if not name.startswith("user") and p.requires_grad]
        optimizers = [torch.optim.SparseAdam(of_users, lr=1e-3), torch.optim.Adam(others, lr=1e-3)]
    else:
        optimizers = [torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=1e-3)]

    def step(fields, target, label):
        for optimizer in optimizers:
            optimizer.zero_grad(set_to_none=True)
        out = model(*fields)
        loss = nn.functional.mse_loss(out[:, 0], target) + nn.functional.cross_entropy(out[:, 1:], label)
        loss.backward()
        for optimizer in optimizers:
            optimizer.step()

    done, started = 0, None
    warm_until = time.perf_counter() + min(1.0, args.seconds / 4)
    while True:
        order = torch.randperm(args.rows)
        for *fields, target, label in zip(*(column[order].split(args.batch) for column in columns)):
            step(fields, target, label)
            now = time.perf_counter()
            if started is None:
                if now >= warm_until:
                    started = now
                continue
            done += len(target)
            if now - started >= args.seconds:
                print(json.dumps({
                    "peer": "PyTorch " + torch.__version__, "sparse": args.sparse, "threads": args.threads, "rows": args.rows,
                    "users": args.users, "batch": args.batch, "samples_per_second": done / (now - started)}))
                return


if __name__ == "__main__":
    main()
