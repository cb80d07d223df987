"""Writes Layer 4's default network, untrained, as ONNX, for ONNX Runtime to score with.

usage: layer4_onnx.py USERS FILE
"""
import sys

import torch

from layer4_torch import Layer4

users, path = int(sys.argv[1]), sys.argv[2]
torch.manual_seed(1)
rows = torch.zeros(4, dtype=torch.int64)
names = ["user", "kind", "value", "hour", "day"]
torch.onnx.export(
    Layer4(users, sparse=False).eval(), (rows,) * len(names), path, input_names=names, output_names=["outputs"],
    dynamic_axes={name: {0: "rows"} for name in [*names, "outputs"]})
