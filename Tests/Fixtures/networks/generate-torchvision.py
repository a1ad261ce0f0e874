"""Writes golden-torchvision.json: features that torchvision computes in float64 from weights that kalon-export writes.

usage: python generate-torchvision.py path/to/kalon-export
"""
import os
import subprocess
import sys
import tempfile

import numpy as np
import torch
import torchvision
from safetensors.torch import load_file
from torchvision.models.feature_extraction import create_feature_extractor

from pictures import PICTURES, SEED, entries, picture, write

# Name of the network, torchvision's builder, its last maps, which columns are kept.
CASES = [
    ("inception-v1", "googlenet", "inception5b.cat", 7),
    ("resnet-18", "resnet18", "layer4", 5),
    ("resnet-50-v1.5", "resnet50", "layer4", 17),
    ("shufflenet-v2@0.5", "shufflenet_v2_x0_5", "conv5", 11),
    ("shufflenet-v2", "shufflenet_v2_x1_0", "conv5", 11),
    ("shufflenet-v2@1.5", "shufflenet_v2_x1_5", "conv5", 11),
    ("shufflenet-v2@2.0", "shufflenet_v2_x2_0", "conv5", 23),
]

MEAN, DEVIATION = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])


def network(kind, weights):
    """The network with every tensor of the file, which holds all but classifiers and counts of batches."""
    # With published weights, GoogLeNet turns values of ImageNet's mean and deviation into its own.
    more = {"aux_logits": False, "transform_input": True, "init_weights": False} if kind == "googlenet" else {}
    model = getattr(torchvision.models, kind)(weights=None, **more)
    missing, surplus = model.load_state_dict(load_file(weights), strict=False)
    assert not surplus, surplus
    assert all(name.startswith("fc.") or name.endswith("num_batches_tracked") for name in missing), missing
    return model.eval()


def features(model, node, precision):
    """One row a picture."""
    model = create_feature_extractor(model.to(precision), {node: "maps"})
    rows = []
    for width, height in PICTURES:
        pixels = (picture(width, height) / 255 - MEAN) / DEVIATION
        batch = torch.from_numpy(pixels).permute(2, 0, 1)[None].to(precision)
        with torch.no_grad():
            rows.append(model(batch)["maps"].mean((2, 3))[0].double().numpy())
    return rows


def main(export):
    golden = []
    for name, kind, node, step in CASES:
        with tempfile.TemporaryDirectory() as folder:
            weights = os.path.join(folder, "weights.safetensors")
            subprocess.run(
                [export, "--extractor", name, "--weights", f"seeded:{SEED}", "--output", weights], check=True)
            model = network(kind, weights)
        single = features(model, node, torch.float32)
        exact = features(model, node, torch.float64)
        golden += entries(name, None, step, exact, single)
    write(
        "golden-torchvision.json",
        {"torchvision": torchvision.__version__, "torch": torch.__version__, "numpy": np.__version__}, golden)


if __name__ == "__main__":
    main(sys.argv[1])
