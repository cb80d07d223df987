"""The peer: Layer 4's default network in PyTorch, trained to the best validation loss that it reaches.

Rows are files of 32-bit integers, six a row: user, type, value, hour, day, Strength. Several ways to train are tried, one
after the other; prints one JSON line for each: seconds of training up to the best epoch, and its loss. Time of validation
does not count.

usage: layer4_quality.py --users N --batch N --epochs N --threads N TRAIN VALIDATION
"""
import argparse
import json
import time
from pathlib import Path

import torch
from torch import nn

from layer4_torch import CLASSES, Layer4

FIELDS = 6
WAYS = {
    "Adam 0.001": (torch.optim.Adam, {"lr": 1e-3}, False),
    "Adam 0.01 falling": (torch.optim.Adam, {"lr": 1e-2}, True),
    "AdamW 0.01 falling, decay 0.1": (torch.optim.AdamW, {"lr": 1e-2, "weight_decay": 0.1}, True),
    "AdamW 0.01 falling, decay 1": (torch.optim.AdamW, {"lr": 1e-2, "weight_decay": 1.0}, True),
}


def read(path):
    count = Path(path).stat().st_size // 4
    user, kind, value, hour, day, strength = torch.from_file(path, size=count, dtype=torch.int32).reshape(-1, FIELDS).long().T
    return [user.clone(), kind.clone(), value.clone(), hour.clone(), day.clone(), strength.float(), strength - 1]


def loss_of(model, fields, target, label):
    out = model(*fields)
    return nn.functional.mse_loss(out[:, 0], target) + nn.functional.cross_entropy(out[:, 1:], label)


def validate(model, columns):
    with torch.no_grad():
        parts = [(loss_of(model, fields, target, label).item(), len(target)) for *fields, target, label in zip(*(column.split(8192) for column in columns))]
    return sum(loss * rows for loss, rows in parts) / sum(rows for _, rows in parts)


def train(way, args, columns, validation):
    optimizer_type, options, falls = WAYS[way]
    torch.manual_seed(1)
    model = Layer4(args.users, sparse=False)
    for module in model.modules():
        if isinstance(module, nn.Embedding):
            nn.init.normal_(module.weight, std=0.1)
    with torch.no_grad():
        model.heads.bias[0] = columns[-2].mean()
    optimizer = optimizer_type(model.parameters(), **options)
    steps = args.epochs * -(-len(columns[0]) // args.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 - step / steps if falls else 1.0)
    best, seconds = (float("inf"), 0, 0.0), 0.0
    for epoch in range(1, args.epochs + 1):
        started = time.perf_counter()
        order = torch.randperm(len(columns[0]))
        for *fields, target, label in zip(*(column[order].split(args.batch) for column in columns)):
            optimizer.zero_grad(set_to_none=True)
            loss_of(model, fields, target, label).backward()
            optimizer.step()
            schedule.step()
        seconds += time.perf_counter() - started
        best = min(best, (validate(model, validation), epoch, seconds))
    loss, epoch, seconds = best
    print(json.dumps({"way": way, "loss": loss, "epoch": epoch, "seconds": seconds}))


def main():
    parser = argparse.ArgumentParser()
    for name in ("users", "batch", "epochs", "threads"):
        parser.add_argument("--" + name, type=int, required=True)
    parser.add_argument("train")
    parser.add_argument("validation")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    columns, validation = read(args.train), read(args.validation)
    for way in WAYS:
        train(way, args, columns, validation)


if __name__ == "__main__":
    main()
