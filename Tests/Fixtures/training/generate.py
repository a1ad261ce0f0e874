"""Writes expected.json: three small convolutional networks, one step of them and ten, by PyTorch in float64.

usage: python generate.py
"""
import base64
import copy
import json
import os

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)
PICTURES, SIDE, STEPS = 8, 24, 10
RATES = {"adam": 0.002, "descent": 0.02}


class Network(nn.Module):
    """Modules by the names of Kalon's layers."""

    def conv(self, name, inputs, outputs, kernel=1, stride=1, padding=0, groups=1, bias=False, norm=True):
        self.add_module(name, nn.Conv2d(inputs, outputs, kernel, stride, padding, groups=groups, bias=bias))
        if norm:
            self.add_module(name + "-norm", nn.BatchNorm2d(outputs))

    def run(self, name, x):
        x = self.get_submodule(name)(x)
        norm = dict(self.named_children()).get(name + "-norm")
        return x if norm is None else norm(x)

    def clamped(self, name, x, clamp):
        """An activation; the margin to its kinks is kept."""
        x = self.run(name, x)
        if clamp in (F.relu, F.relu6):
            self.margins.append(x.detach().abs().min().item())
        if clamp is F.relu6:
            self.margins.append((x.detach() - 6).abs().min().item())
        return clamp(x)


class Mobile(Network):
    zeros = []
    followers = []

    def __init__(self):
        super().__init__()
        self.conv("stem", 3, 16, 3, 2)
        self.conv("depthwise-1", 16, 16, 3, 1, 1, groups=16)
        self.conv("points-1", 16, 32)
        self.conv("depthwise-2", 32, 32, 3, 2, groups=32)
        self.conv("points-2", 32, 40)
        self.dense = nn.Linear(40, 10)

    def forward(self, x):
        def below(x):
            return F.pad(x, (0, 1, 0, 1))

        x = self.clamped("stem", below(x), F.relu6)
        x = self.clamped("depthwise-1", x, F.relu6)
        x = self.clamped("points-1", x, F.relu6)
        x = self.clamped("depthwise-2", below(x), F.relu6)
        x = self.clamped("points-2", x, F.relu6)
        return self.dense(x.mean((2, 3)))

    def loss(self, output, target):
        """The root of the mean squared difference of the cumulative distributions."""
        difference = torch.cumsum(F.softmax(output, 1) - target, 1)
        return difference.square().mean(1).sqrt().mean()

    @staticmethod
    def target(random):
        return random.dirichlet(np.full(10, 2.0), PICTURES)


class Shuffle(Network):
    zeros = [f"{name}-depthwise-norm/beta" for name in ("left", "right", "unit")]
    # Where they go to.
    followers = [f"{name}-norm/moving_mean" for name in ("left-points", "right-points-2", "unit-points-2")]

    def __init__(self):
        super().__init__()
        self.conv("stem", 3, 24, 3, 1, 1)
        self.conv("left-depthwise", 24, 24, 3, 2, 1, groups=24)
        self.conv("left-points", 24, 29)
        self.conv("right-points", 24, 29)
        self.conv("right-depthwise", 29, 29, 3, 2, 1, groups=29)
        self.conv("right-points-2", 29, 29)
        self.conv("unit-points", 29, 29)
        self.conv("unit-depthwise", 29, 29, 3, 1, 1, groups=29)
        self.conv("unit-points-2", 29, 29)
        self.conv("last", 58, 12)
        self.dense = nn.Linear(12, 3)

    @staticmethod
    def shuffled(x):
        n, c, h, w = x.shape
        return x.reshape(n, 2, c // 2, h, w).transpose(1, 2).reshape(n, c, h, w)

    def forward(self, x):
        x = self.clamped("stem", x, F.relu)
        windows = F.unfold(F.pad(x.detach(), (1, 1, 1, 1), value=-1), 3, stride=2).unflatten(1, (-1, 9)).sort(2).values
        gaps = windows[:, :, 8] - windows[:, :, 7]
        # Windows of zeros have no gradient that passes their ReLU.
        self.margins.append(gaps[windows[:, :, 8] > 0].min().item())
        x = F.max_pool2d(x, 3, 2, 1)
        left = self.clamped("left-points", self.run("left-depthwise", x), F.relu)
        right = self.run("right-depthwise", self.clamped("right-points", x, F.relu))
        right = self.clamped("right-points-2", right, F.relu)
        x = self.shuffled(torch.cat([left, right], 1))
        kept, other = x[:, :29], x[:, 29:]
        other = self.run("unit-depthwise", self.clamped("unit-points", other, F.relu))
        other = self.clamped("unit-points-2", other, F.relu)
        x = self.shuffled(torch.cat([kept, other], 1))
        return self.dense(self.clamped("last", x, F.relu).mean((2, 3)))

    def loss(self, output, target):
        return F.mse_loss(output, target)

    @staticmethod
    def target(random):
        return random.normal(size=(PICTURES, 3))


class Residual(Network):
    zeros = ["grouped/bias"]
    followers = ["grouped-norm/moving_mean"]

    def __init__(self):
        super().__init__()
        self.conv("stem", 3, 16, 3, 1, 1)
        self.conv("squeeze", 16, 4, bias=True, norm=False)
        self.conv("excite", 4, 16, bias=True, norm=False)
        self.conv("grouped", 16, 24, 3, 1, 1, groups=4, bias=True)
        self.slope = nn.PReLU(24, 0.25)
        self.conv("last", 24, 6, 3, 2, 1, bias=True, norm=False)
        self.dense = nn.Linear(6, 3)

    def forward(self, x):
        x = F.silu(self.run("stem", x))
        gate = F.silu(self.run("squeeze", x.mean((2, 3), keepdim=True)))
        x = x + x * torch.sigmoid(self.run("excite", gate))
        x = F.avg_pool2d(x, 2)
        x = self.run("grouped", x)
        self.margins.append(x.detach().abs().min().item())
        x = F.local_response_norm(self.slope(x), 5, alpha=0.5, beta=0.75, k=1.0)
        return self.dense(F.silu(self.run("last", x)).mean((2, 3)))

    def loss(self, output, target):
        return F.mse_loss(output, target)

    @staticmethod
    def target(random):
        return random.normal(size=(PICTURES, 3))


def packed(values):
    return base64.b64encode(np.ascontiguousarray(values).tobytes()).decode()


def role(module, name):
    if isinstance(module, nn.Conv2d):
        kernel = "depthwise_kernel" if module.groups == module.in_channels else "kernel"
        return {"weight": kernel, "bias": "bias"}[name]
    if isinstance(module, nn.BatchNorm2d):
        return {"weight": "gamma", "bias": "beta", "running_mean": "moving_mean", "running_var": "moving_variance"}[name]
    return {"weight": "alpha" if isinstance(module, nn.PReLU) else "kernel", "bias": "bias"}[name]


def arranged(values):
    """In the order of Kalon's kernels: [height, width, inputs, outputs]."""
    values = values.detach().double()
    return (values.permute(2, 3, 1, 0) if values.dim() == 4 else values.t() if values.dim() == 2 else values).numpy()


def tensors(network, gradients=False, statistics=True):
    found = {}
    for layer, module in network.named_children():
        places = list(module.named_parameters()) + (list(module.named_buffers()) if statistics else [])
        for name, values in places:
            if name != "num_batches_tracked":
                found[f"{layer}/{role(module, name)}"] = arranged(values.grad if gradients else values)
    return found


def make(kind, seed):
    """A network whose weights are numbers of float32, its bytes and its target."""
    random = np.random.default_rng(seed)
    network = kind().double()
    for module in network.children():
        for name, values in list(module.named_parameters()) + list(module.named_buffers()):
            if name == "num_batches_tracked":
                continue
            if values.dim() > 1:
                drawn = random.normal(size=values.shape) * np.sqrt(1.5 / np.prod(values.shape[1:]))
            elif name == "running_var" or (name == "weight" and isinstance(module, nn.BatchNorm2d)):
                drawn = random.uniform(0.6, 1.6, values.shape)
            else:
                drawn = random.normal(size=values.shape) * 0.2 + (0.25 if isinstance(module, nn.PReLU) else 0)
            values.data = torch.tensor(drawn.astype("float32").astype("float64"))
    pictures = random.integers(0, 256, (PICTURES, SIDE, SIDE, 3)).astype("uint8")
    # Smooth, as photographs are.
    smooth = np.cumsum(np.cumsum(pictures.astype("float64") - 127.5, 1), 2)
    smooth = (smooth - smooth.mean((1, 2), keepdims=True)) / smooth.std((1, 2), keepdims=True) * 50 + 127.5
    pictures = np.clip(smooth + random.normal(size=smooth.shape) * 20, 0, 255).astype("uint8")
    target = kind.target(random).astype("float32").astype("float64")
    return network, pictures, target


def one_step(network, pictures, target, dtype, brain=False):
    network = copy.deepcopy(network).to(dtype).train()
    network.margins = []
    x = torch.tensor(pictures).permute(0, 3, 1, 2).to(dtype) / 127.5 - 1
    with torch.autocast("cpu", torch.bfloat16, enabled=brain):
        output = network(x)
    output = output.to(dtype)
    loss = network.loss(output, torch.tensor(target).to(dtype))
    loss.backward()
    return network, output.detach().double().numpy(), loss.item()


def ten_steps(network, pictures, target, rule, dtype=torch.float64):
    network = copy.deepcopy(network).to(dtype).train()
    x = torch.tensor(pictures).permute(0, 3, 1, 2).to(dtype) / 127.5 - 1
    rate = RATES[rule]
    optimiser = (torch.optim.Adam(network.parameters(), rate) if rule == "adam"
                 else torch.optim.SGD(network.parameters(), rate, momentum=0.9))
    losses = []
    for step in range(STEPS):
        if step == STEPS // 2:
            for group in optimiser.param_groups:
                group["lr"] = rate / 2
        network.margins = []
        optimiser.zero_grad()
        loss = network.loss(network(x), torch.tensor(target).to(dtype))
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return network, losses


def difference(found, expected):
    return float(np.abs(found - expected).max() / np.abs(expected).max())


def without_zeros(kind, name):
    """Whether a gradient is not zero mathematically: that of what a normalisation takes out again is."""
    return name not in kind.zeros


def described(kind):
    seed = 1
    while True:
        network, pictures, target = make(kind, seed)
        exact, output, loss = one_step(network, pictures, target, torch.float64)
        # Far enough from every kink that float32 takes the same side.
        if min(exact.margins) > 4e-6:
            break
        seed += 1
    gradients, after = tensors(exact, gradients=True, statistics=False), tensors(exact)
    single, single_output, single_loss = one_step(network, pictures, target, torch.float32)
    brain, brain_output, brain_loss = one_step(network, pictures, target, torch.float32, brain=True)
    peers = {}
    for name, (other, other_output) in {"float32": (single, single_output), "bfloat16": (brain, brain_output)}.items():
        found = tensors(other, gradients=True, statistics=False)
        peers[name] = {key: difference(found[key], value) for key, value in gradients.items() if without_zeros(kind, key)}
        peers[name]["output"] = difference(other_output, output)
        print(kind.__name__, name, "output", peers[name]["output"], "worst gradient",
              max((v, k) for k, v in peers[name].items() if k != "output"))
    runs = {}
    for rule in RATES:
        final, losses = ten_steps(network, pictures, target, rule)
        other, other_losses = ten_steps(network, pictures, target, rule, torch.float32)
        found = tensors(other)
        errors = {key: difference(found[key], value) for key, value in tensors(final).items()}
        print(kind.__name__, rule, "float32 losses", difference(np.array(other_losses), np.array(losses)), "worst tensor",
              max((v, k) for k, v in errors.items() if k not in kind.zeros + kind.followers), losses[0], losses[-1])
        runs[rule] = {"rate": RATES[rule], "losses": losses,
                      "final": {key: packed(value.astype("<f4")) for key, value in tensors(final).items()}}
    statistics = {key: value for key, value in after.items() if "/moving_" in key}
    print(kind.__name__, "seed", seed, "margin", min(exact.margins), "loss", loss, "parameters",
          sum(v.size for v in gradients.values()))
    return {
        "seed": seed, "bytes": packed(pictures), "target": packed(target.astype("<f4")), "loss": loss,
        "output": output.ravel().tolist(), "weights": {k: packed(v.astype("<f4")) for k, v in tensors(network).items()},
        "gradients": {k: packed(v.astype("<f4")) for k, v in gradients.items()},
        "statistics": {k: packed(v.astype("<f4")) for k, v in statistics.items()}, "runs": runs,
        "zeros": kind.zeros, "followers": kind.followers,
        "peerErrors": {k: {n: float(f"{e:.3g}") for n, e in v.items()} for k, v in peers.items()},
    }


with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "expected.json"), "w") as out:
    content = {"versions": {"pytorch": torch.__version__, "numpy": np.__version__}}
    content |= {kind.__name__.lower(): described(kind) for kind in (Mobile, Shuffle, Residual)}
    json.dump(content, out, separators=(",", ":"))
