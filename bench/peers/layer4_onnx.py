"""Writes Layer 4's default network, untrained, as ONNX, for ONNX Runtime to score with: the same answers as ours, expected
Strength held to [1, 5] and class probabilities.

usage: layer4_onnx.py USERS FILE
"""
import sys

import torch

from layer4_torch import CLASSES, Layer4


class Scorer(torch.nn.Module):
    def __init__(self, users):
        super().__init__()
        self.network = Layer4(users, sparse=False)

    def forward(self, *fields):
        outputs = self.network(*fields)
        return outputs[:, 0].clamp(1, CLASSES), torch.softmax(outputs[:, 1:], 1)


users, path = int(sys.argv[1]), sys.argv[2]
torch.manual_seed(1)
rows = torch.zeros(4, dtype=torch.int64)
names, answers = ["user", "kind", "value", "hour", "day"], ["strength", "probabilities"]
torch.onnx.export(
    Scorer(users).eval(), (rows,) * len(names), path, input_names=names, output_names=answers,
    dynamic_axes={name: {0: "rows"} for name in [*names, *answers]})
