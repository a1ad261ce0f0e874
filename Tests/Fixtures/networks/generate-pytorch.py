"""Writes student.pth and golden-pytorch.json: features of PyTorch modules that are not torchvision's, in float64.

usage: python generate-pytorch.py path/to/kalon-export

The student's weights are drawn here, in half precision, with biases and statistics that are not trivial; those of
EfficientNet-Lite come from kalon-export.
"""
import os
import subprocess
import sys
import tempfile

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F

from pictures import PICTURES, SEED, entries, picture, write

HERE = os.path.dirname(os.path.abspath(__file__))


def same(layer, x, value=0.0):
    """Pads as TensorFlow's SAME, then applies a layer that does not pad."""
    kernel, stride = (v[0] if isinstance(v, tuple) else v for v in (layer.kernel_size, layer.stride))
    pads = []
    for side in (x.shape[3], x.shape[2]):
        total = max((-(-side // stride) - 1) * stride + kernel - side, 0)
        pads += [total // 2, total - total // 2]
    return layer(F.pad(x, pads, value=value))


class Same(nn.Module):
    def __init__(self, layer, value=0.0):
        super().__init__()
        self.layer, self.value = layer, value

    def forward(self, x):
        return same(self.layer, x, self.value)


def norm(channels):
    return nn.BatchNorm2d(channels, eps=1e-3)


class Block(nn.Module):
    """A block of the student: two branches at half the resolution, then units on one half of the channels."""

    def __init__(self, inputs, outputs, units, shuffles):
        super().__init__()
        half, self.shuffles = outputs // 2, shuffles

        def pointwise(i, o):
            return [nn.Conv2d(i, o, 1), norm(o), nn.ReLU()]

        def depthwise(c, stride):
            return [Same(nn.Conv2d(c, c, 3, stride, groups=c)), norm(c)]

        self.down = nn.Sequential(*pointwise(inputs, inputs), *depthwise(inputs, 2), *pointwise(inputs, half))
        self.short = nn.Sequential(*depthwise(inputs, 2), *pointwise(inputs, half))
        self.units = nn.ModuleList(
            nn.Sequential(*pointwise(half, half), *depthwise(half, 1), *pointwise(half, half)) for _ in range(units - 1))

    def forward(self, x):
        x, y = self.short(x), self.down(x)
        for unit in self.units:
            both = torch.cat((x, y), 1)
            if self.shuffles:
                n, c, h, w = both.shape
                both = both.view(n, 2, c // 2, h, w).transpose(1, 2).reshape(n, c, h, w)
            x, y = both.chunk(2, 1)
            x = unit(x)
        return torch.cat((x, y), 1)


class Student(nn.Module):
    def __init__(self, shuffles):
        super().__init__()
        self.stem = nn.Sequential(
            Same(nn.Conv2d(3, 24, 3, 2)), norm(24), nn.ReLU(), Same(nn.MaxPool2d(3, 2), -torch.inf))
        plan = [(24, 30, 4), (30, 36, 8), (36, 42, 4)]
        self.blocks = nn.Sequential(*(Block(i, o, units, shuffles) for i, o, units in plan))
        self.tail = nn.Sequential(nn.Conv2d(42, 256, 1), norm(256), nn.ReLU())

    def forward(self, x):
        return self.tail(self.blocks(self.stem(x)))


def student_state():
    """Weights of every kind that differ from what a fresh module has, rounded to half precision."""
    generator = torch.Generator().manual_seed(SEED)
    state = Student(False).state_dict()
    for name, values in state.items():
        normal = torch.randn(values.shape, generator=generator)
        uniform = torch.rand(values.shape, generator=generator)
        if values.dim() == 4:
            values.copy_(normal * (2 / values[0].numel()) ** 0.5)
        elif name.endswith("running_var"):
            values.copy_(0.5 + uniform)
        elif name.endswith("weight"):
            values.copy_(0.8 + 0.4 * uniform)
        elif not name.endswith("num_batches_tracked"):
            values.copy_(0.1 * normal)
    return {name: v.half() if v.is_floating_point() else v for name, v in state.items()}


class Bottleneck(nn.Module):
    """An inverted bottleneck with ReLU6."""

    def __init__(self, inputs, outputs, kernel, stride, expansion):
        super().__init__()
        middle, self.adds = inputs * expansion, stride == 1 and inputs == outputs
        if expansion > 1:
            self._expand_conv, self._bn0 = nn.Conv2d(inputs, middle, 1, bias=False), norm(middle)
        self._depthwise_conv = nn.Conv2d(middle, middle, kernel, stride, groups=middle, bias=False)
        self._bn1 = norm(middle)
        self._project_conv, self._bn2 = nn.Conv2d(middle, outputs, 1, bias=False), norm(outputs)

    def forward(self, x):
        y = F.relu6(self._bn0(self._expand_conv(x))) if hasattr(self, "_expand_conv") else x
        y = F.relu6(self._bn1(same(self._depthwise_conv, y)))
        y = self._bn2(self._project_conv(y))
        return x + y if self.adds else y


class EfficientNetLite(nn.Module):
    """Stem, first stage and last stage are not scaled."""

    STAGES = [(3, 1, 1, 16, 1), (3, 2, 6, 24, 2), (5, 2, 6, 40, 2), (3, 2, 6, 80, 3), (5, 1, 6, 112, 3), (5, 2, 6, 192, 4),
              (3, 1, 6, 320, 1)]

    def __init__(self, width, depth):
        super().__init__()
        self._conv_stem, self._bn0 = nn.Conv2d(3, 32, 3, 2, bias=False), norm(32)
        blocks, inputs = [], 32
        for number, (kernel, stride, expansion, channels, repeats) in enumerate(self.STAGES):
            exact = channels * width
            channels = max(8, int(exact + 4) // 8 * 8)
            channels += 8 if channels < 0.9 * exact else 0
            repeats = repeats if number in (0, 6) else int(np.ceil(repeats * depth))
            for position in range(repeats):
                blocks.append(Bottleneck(inputs, channels, kernel, stride if position == 0 else 1, expansion))
                inputs = channels
        self._blocks = nn.Sequential(*blocks)
        self._conv_head, self._bn1 = nn.Conv2d(inputs, 1280, 1, bias=False), norm(1280)

    def forward(self, x):
        x = self._blocks(F.relu6(self._bn0(same(self._conv_stem, x))))
        return F.relu6(self._bn1(self._conv_head(x)))


def features(model, scale, offset, precision):
    """One row a picture."""
    model = model.to(precision).eval()
    rows = []
    for width, height in PICTURES:
        batch = torch.from_numpy((picture(width, height) - offset) / scale).permute(2, 0, 1)[None].to(precision)
        with torch.no_grad():
            rows.append(model(batch).mean((2, 3))[0].double().numpy())
    return rows


def students():
    state = student_state()
    torch.save(state, os.path.join(HERE, "student.pth"))
    golden = []
    for name, shuffles in [("shufflenet-v2-student", False), ("shufflenet-v2-student-shuffled", True)]:
        model = Student(shuffles)
        model.load_state_dict(state)
        single = features(model, 255, 0, torch.float32)
        golden += entries(name, None, 3, features(model, 255, 0, torch.float64), single)
    return golden


def lites(export):
    golden = []
    for name, width, depth in [
        ("efficientnet-lite0", 1.0, 1.0), ("efficientnet-lite1", 1.0, 1.1), ("efficientnet-lite2", 1.1, 1.2),
    ]:
        with tempfile.TemporaryDirectory() as folder:
            weights = os.path.join(folder, "weights.safetensors")
            subprocess.run(
                [export, "--extractor", name, "--weights", f"seeded:{SEED}", "--output", weights], check=True)
            model = EfficientNetLite(width, depth)
            missing, surplus = model.load_state_dict(load_file(weights), strict=False)
        assert not surplus and all(name.endswith("num_batches_tracked") for name in missing), (missing, surplus)
        single = features(model, 128, 127, torch.float32)
        golden += entries(name, None, 13, features(model, 128, 127, torch.float64), single)
    return golden


def main(export):
    versions = {"torch": torch.__version__, "numpy": np.__version__}
    write("golden-pytorch.json", versions, students() + lites(export))


if __name__ == "__main__":
    main(sys.argv[1])
