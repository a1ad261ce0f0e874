"""Writes layers.json: a tiny network, and what captum and zennit say of its answer, in float64.

usage: python layers.py
"""
import base64
import json
import os

import numpy as np
import torch
from captum.attr import IntegratedGradients, LayerGradCam
from torch import nn
from torch.nn import functional as F
from zennit.attribution import Gradient
from zennit.composites import LayerMapComposite, SpecialFirstLayerMapComposite
from zennit.layer import Sum
from zennit.rules import AlphaBeta, Epsilon, Gamma, Norm, Pass, ZBox, ZPlus
from zennit.types import Activation, AvgPool, Convolution, Linear

torch.set_num_threads(1)
SIDE, STEPS, DRAWS = 20, 16, 12


class Tiny(nn.Module):
    """Convolutions, one of them depthwise, poolings, a concatenation, a scaled residual sum and two dense layers."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 16, 3, 2)
        self.depthwise = nn.Conv2d(16, 16, 3, 1, 1, groups=16)
        self.points = nn.Conv2d(16, 16, 1)
        self.largest = nn.MaxPool2d(3, 1, 1)
        self.mean = nn.AvgPool2d(3, 1)
        self.left = nn.Conv2d(16, 16, 1)
        self.right = nn.Conv2d(16, 16, 3, 1, 1)
        self.joined = nn.Conv2d(32, 16, 1)
        self.add = Sum()
        self.last = nn.Conv2d(16, 16, 3)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.hidden = nn.Linear(16, 8)
        self.head = nn.Linear(8, 2)
        for name in ["stem", "depthwise", "points", "left", "right", "last", "hidden"]:
            self.add_module(name + "_relu", nn.ReLU())
        self.sum_relu = nn.ReLU()

    def forward(self, x):
        x = self.stem_relu(self.stem(x))
        x = self.points_relu(self.points(self.depthwise_relu(self.depthwise(x))))
        x = self.mean(self.largest(x))
        branches = [self.left_relu(self.left(x)), self.right_relu(self.right(x))]
        up = self.joined(torch.cat(branches, 1)) * 0.5
        x = self.sum_relu(self.add(torch.stack([x, up], -1)))
        x = self.last_relu(self.last(x))
        return self.head(self.hidden_relu(self.hidden(self.pool(x).flatten(1))))


class Halved(Tiny):
    """The same with the factor of the sum in the convolution before, as relevance is defined for it."""

    def __init__(self, whole):
        super().__init__()
        self.load_state_dict(whole.state_dict())
        with torch.no_grad():
            self.joined.weight *= 0.5
            self.joined.bias *= 0.5

    def forward(self, x):
        x = self.stem_relu(self.stem(x))
        x = self.points_relu(self.points(self.depthwise_relu(self.depthwise(x))))
        x = self.mean(self.largest(x))
        branches = [self.left_relu(self.left(x)), self.right_relu(self.right(x))]
        x = self.sum_relu(self.add(torch.stack([x, self.joined(torch.cat(branches, 1))], -1)))
        x = self.last_relu(self.last(x))
        return self.head(self.hidden_relu(self.hidden(self.pool(x).flatten(1))))


def packed(values):
    return base64.b64encode(np.ascontiguousarray(values, "<f4").tobytes()).decode()


def kernels(network):
    """Tensors as Kalon stores them: kernels [height, width, inputs, outputs], of dense layers [inputs, units]."""
    tensors = {}
    for name, layer in network.named_children():
        if isinstance(layer, nn.Conv2d):
            role = "depthwise_kernel" if layer.groups > 1 else "kernel"
            weight = layer.weight.detach().numpy().transpose(2, 3, 1, 0)
        elif isinstance(layer, nn.Linear):
            role, weight = "kernel", layer.weight.detach().numpy().T
        else:
            continue
        tensors[f"{name}/{role}"] = packed(weight)
        tensors[f"{name}/bias"] = packed(layer.bias.detach().numpy())
    return tensors


def relevance(network, x):
    low, high = -torch.ones(1, 3, 1, 1).to(x), torch.ones(1, 3, 1, 1).to(x)

    def every(rule):
        return [(Activation, Pass()), (AvgPool, Norm()), (Sum, Norm()), (Convolution, rule), (Linear, rule)]

    rules = {
        "zero": Epsilon(1e-9), "epsilon": Epsilon(0.05), "gamma": Gamma(0.25), "alpha2beta1": AlphaBeta(2, 1), "zplus": ZPlus(),
    }
    found = {}
    for name, rule in rules.items():
        for box in [False, True]:
            first = [(Convolution, ZBox(low, high))]
            composite = SpecialFirstLayerMapComposite(every(rule), first) if box else LayerMapComposite(every(rule))
            with Gradient(network, composite) as attributor:
                # The log of the odds: what the second unit takes, less what the first one does.
                _, found_here = attributor(x.clone().requires_grad_(), lambda y: y * torch.tensor([[-1.0, 1.0]]).to(y))
            found[name + ("-box" if box else "")] = packed(found_here[0].detach().numpy())
    return found


def main():
    torch.manual_seed(3)
    network = Tiny()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.copy_((parameter * 2.5).float())
        for name, layer in network.named_children():
            if isinstance(layer, (nn.Conv2d, nn.Linear)):
                layer.bias.copy_((torch.randn_like(layer.bias) * 0.05 + 0.02).float())
    network = network.double().eval()
    for parameter in network.parameters():
        parameter.requires_grad_(False)
    generator = np.random.default_rng(5)
    x = torch.tensor(generator.uniform(-1, 1, (1, 3, SIDE, SIDE)).astype("f4").astype("f8"))
    base = -torch.ones_like(x)

    def probability(v):
        return network(v).softmax(1)[:, 1]

    def odds(v):
        return network(v) @ torch.tensor([-1.0, 1.0]).to(v)

    def gradient(function, v):
        v = v.clone().requires_grad_()
        return torch.autograd.grad(function(v).sum(), v)[0]

    which, place = generator.integers(0, 2, DRAWS), generator.random(DRAWS)
    bases, expected = [base, -base], torch.zeros_like(x)
    for number, alpha in zip(which, place):
        difference = x - bases[number]
        expected += difference * gradient(probability, bases[number] + alpha * difference) / DRAWS
    integrated = IntegratedGradients(lambda v: probability(v)).attribute(x, base, n_steps=STEPS, method="riemann_middle")
    camera = LayerGradCam(lambda v: odds(v), network.last_relu).attribute(x, relu_attributions=True)
    content = {
        "tensors": kernels(network), "picture": packed(x[0].numpy()), "steps": STEPS,
        "probability": probability(x).item(), "odds": odds(x).item(), "baseProbability": probability(base).item(),
        "gradient": packed(gradient(probability, x)[0].numpy()), "oddsGradient": packed(gradient(odds, x)[0].numpy()),
        "integrated": packed(integrated[0].detach().numpy()), "expected": packed(expected[0].numpy()),
        "draws": [{"base": int(number), "place": float(alpha)} for number, alpha in zip(which, place)],
        "gradCAM": packed(camera[0, 0].detach().numpy()), "relevance": relevance(Halved(network).double().eval(), x),
    }
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "layers.json"), "w") as file:
        json.dump(content, file, indent=1, sort_keys=True)
    print(content["probability"], content["odds"], content["baseProbability"])
    for name, text in content["relevance"].items():
        values = np.frombuffer(base64.b64decode(text), "<f4")
        print(name, values.sum(), np.abs(values).max())
    print("cam", np.frombuffer(base64.b64decode(content["gradCAM"]), "<f4").max())


main()
