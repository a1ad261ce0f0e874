"""Networks of one ONNX node each, over opsets and attributes, for onnx-operators.py.

Each takes a picture `image` float32 [1, 3, 8, 6] in [0, 1], brings it to the node's shape and range, and gives all that
the node gives as one row `features`, in float32, so that no pooling hides a difference.
"""
import itertools

import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import helper as h
from onnx import numpy_helper

SHAPE = (1, 3, 8, 6)
RNG = np.random.default_rng(7)
F = np.float32
NETWORKS = {}


def ints(*values):
    return np.array(values, np.int64)


def draw(*shape):
    return RNG.normal(0, 0.5, shape).astype(F)


def net(operator, label, *inputs, opset=17, shape=None, span=(-2.003, 3.001), take=0, outputs=1, domain="", to=None, width=None,
        before=(), **attributes):
    """A network of one node. Among the inputs "x" is the picture, brought to `shape` and stretched to `span`; arrays are
    initialisers, "" is a missing input, and other words are what the nodes `before` give. `to` is the type that "x" is
    cast to; `width` adds up what comes out where its length depends on the picture."""
    nodes, constants = [], []

    def constant(array):
        constants.append(numpy_helper.from_array(np.asarray(array), f"c{len(constants)}"))
        return constants[-1].name

    def add(kind, *names, **attributes):
        nodes.append(h.make_node(kind, list(names), [f"t{len(nodes)}"], **attributes))
        return nodes[-1].output[0]

    x = add("Add", add("Mul", "image", constant(F(span[1] - span[0]))), constant(F(span[0])))
    if shape:
        x = add("Reshape", x, constant(ints(*shape)))
    if to:
        x = add("Cast", x, to=to)
    nodes[-1].output[0] = "x"
    nodes += before
    names = [name if isinstance(name, str) else constant(name) for name in inputs]
    nodes.append(h.make_node(operator, names, [f"y{i}" for i in range(outputs)], domain=domain, name="node", **attributes))
    y = add("Cast", f"y{take}", to=T.FLOAT)
    if width:
        y = add("ReduceSum", y, keepdims=0)
    nodes.append(h.make_node("Reshape", [y, constant(ints(1, -1))], ["features"]))
    graph = h.make_graph(nodes, "one", [h.make_tensor_value_info("image", T.FLOAT, SHAPE)],
                         [h.make_tensor_value_info("features", T.FLOAT, None)], constants)
    opsets = [h.make_opsetid("", opset)] + ([h.make_opsetid(domain, 1)] if domain else [])
    model = h.make_model(graph, opset_imports=opsets, ir_version=8 if opset < 19 else 9 if opset < 21 else 10)
    name = f"{operator} {opset} {label}".strip()
    if name in NETWORKS:
        raise ValueError(f"{name} is there twice")
    NETWORKS[name] = model


def bodies(*names, nodes, inputs=(), constants=()):
    """A graph inside a node, with outputs of any shape and type as given in `names`."""
    return h.make_graph(list(nodes), "body", [h.make_tensor_value_info(n, t, s) for n, t, s in inputs],
                        [h.make_tensor_value_info(n, t, None) for n, t in names], list(constants))


def activations():
    plain = ["Relu", "Sigmoid", "Tanh", "Softplus", "Softsign", "Elu", "Selu", "LeakyRelu", "HardSigmoid",
             "ThresholdedRelu", "Abs", "Neg", "Exp", "Floor", "Ceil", "Sin", "Cos", "Reciprocal"]
    for operator in plain:
        net(operator, "", "x", opset=7 if operator != "ThresholdedRelu" else 10)
    for operator, opset in [("Sign", 9), ("Erf", 9), ("Atan", 7), ("Sinh", 9), ("Cosh", 9), ("Asinh", 9), ("Tan", 7)]:
        net(operator, "", "x", opset=opset)
    for operator in ["Asin", "Acos", "Atanh"]:
        net(operator, "", "x", span=(-0.9, 0.9), opset=9)
    for operator in ["Log", "Sqrt"]:
        net(operator, "", "x", span=(0.1, 5))
    net("Acosh", "", "x", span=(1.1, 5))
    for alpha in [0.3, 1.5]:
        for operator in ["Elu", "LeakyRelu", "ThresholdedRelu", "Celu"]:
            net(operator, f"alpha={alpha}", "x", opset=12, alpha=alpha)
    net("Selu", "alpha gamma", "x", alpha=1.2, gamma=0.8)
    net("HardSigmoid", "alpha beta", "x", alpha=0.3, beta=0.4)
    net("HardSwish", "", "x")
    net("Mish", "", "x", opset=18)
    net("Gelu", "", "x", opset=20)
    net("Gelu", "tanh", "x", opset=20, approximate="tanh")
    net("Shrink", "", "x", opset=9)
    net("Shrink", "bias lambd", "x", opset=9, bias=0.4, lambd=0.7)
    net("Round", "halves", "d", opset=11, span=(-5.003, 6.001), before=[
        h.make_node("Floor", ["x"], ["f"]), h.make_node("Constant", [], ["t"], value=numpy_helper.from_array(F(0.5))),
        h.make_node("Mul", ["f", "t"], ["d"])])
    net("Round", "", "x", opset=11)
    net("Swish", "", "x", opset=24, alpha=1.3)
    net("PRelu", "scalar", "x", F([0.2]), opset=9)
    net("PRelu", "channels", "x", draw(3, 1, 1), opset=9)
    net("PRelu", "width", "x", draw(6), opset=16)
    net("PRelu", "whole", "x", draw(3, 8, 6), opset=7)
    for axis in [None, 0, 1, 2, 3]:
        attributes = {} if axis is None else {"axis": axis}
        for operator in ["Softmax", "LogSoftmax", "Hardmax"]:
            for opset in [7, 11, 12, 13]:
                if opset in (7, 12) and axis in (0, 3):
                    continue
                net(operator, f"axis={axis}", "x", opset=opset, **attributes)
    for operator in ["Softmax", "LogSoftmax", "Hardmax"]:
        net(operator, "axis=-1", "x", opset=11, axis=-1)
        net(operator, "axis=-2", "x", opset=11, axis=-2)
        net(operator, "axis=-2", "x", opset=17, axis=-2)


def reductions():
    for operator in ["ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceMax", "ReduceMean", "ReduceMin",
                     "ReduceProd", "ReduceSum", "ReduceSumSquare"]:
        span = (0.1, 2) if operator in ("ReduceLogSum", "ReduceProd") else (-2, 3)
        of = dict(span=span)
        late = 13 if operator == "ReduceSum" else 18
        for opset in [7, 11, 13, 17]:
            if operator != "ReduceSum" or opset < 13:
                net(operator, "axes=2,3 keepdims=0", "x", opset=opset, axes=[2, 3], keepdims=0, **of)
                net(operator, "axes=1", "x", opset=opset, axes=[1], **of)
                net(operator, "all", "x", opset=opset, **of)
                if opset > 7:
                    net(operator, "axes=-1 keepdims=0", "x", opset=opset, axes=[-1], keepdims=0, **of)
        net(operator, "axes=2,-1 keepdims=0 as input", "x", ints(2, -1), opset=late, keepdims=0, **of)
        net(operator, "axes=1 as input", "x", ints(1), opset=late, **of)
        net(operator, "no axes", "x", opset=late, **of)
        net(operator, "no axes, noop", "x", opset=late, noop_with_empty_axes=1, **of)
        net(operator, "empty axes, noop", "x", ints(), opset=late, noop_with_empty_axes=1, **of)
        net(operator, "empty axes", "x", ints(), opset=late, keepdims=0, **of)
    net("ReduceMax", "whole numbers", "x", opset=13, to=T.INT32, axes=[2], span=(-20.3, 20.7))
    net("ReduceMean", "whole numbers", "x", opset=13, to=T.INT32, axes=[2], span=(-20.3, 20.7))
    net("ReduceSum", "whole numbers", "x", ints(2), opset=13, to=T.INT64, span=(-20.3, 20.7))
    net("ReduceMax", "booleans", "x", ints(2), opset=20, to=T.BOOL, span=(0, 1))
    for operator, opset in itertools.product(["ArgMax", "ArgMin"], [7, 12, 13]):
        net(operator, "axis=1", "x", opset=opset, axis=1)
        net(operator, "axis=2 keepdims=0", "x", opset=opset, axis=2, keepdims=0)
        if opset > 7:
            net(operator, "axis=-1 ties last", "f", opset=opset, axis=-1, select_last_index=1, span=(0, 2.99),
                before=[h.make_node("Floor", ["x"], ["f"])])
            net(operator, "axis=-1 ties first", "f", opset=opset, axis=-1, span=(0, 2.99),
                before=[h.make_node("Floor", ["x"], ["f"])])


def windows():
    two = dict(kernel_shape=[2, 2], strides=[2, 2])
    three = dict(kernel_shape=[3, 3], strides=[2, 2])
    ways = {
        "2x2": two, "3x3": three, "pads": dict(three, pads=[1, 1, 1, 1]), "uneven pads": dict(three, pads=[0, 1, 1, 0]),
        "uneven kernel": dict(kernel_shape=[3, 2], strides=[1, 2]), "same upper": dict(three, auto_pad="SAME_UPPER"),
        "same lower": dict(three, auto_pad="SAME_LOWER"), "valid": dict(three, auto_pad="VALID"), "no strides": dict(kernel_shape=[2, 3]),
        "same upper even": dict(two, kernel_shape=[4, 4], auto_pad="SAME_UPPER"),
        "same lower even": dict(two, kernel_shape=[4, 4], auto_pad="SAME_LOWER"),
    }
    ceil = {
        "ceil": dict(three, ceil_mode=1), "ceil pads": dict(three, ceil_mode=1, pads=[1, 1, 1, 1]),
        "ceil stride 3": dict(kernel_shape=[2, 2], strides=[3, 3], ceil_mode=1),
        "ceil uneven pads": dict(three, ceil_mode=1, pads=[1, 0, 0, 1]),
        "ceil end beyond": dict(kernel_shape=[2, 2], strides=[3, 4], ceil_mode=1, pads=[1, 1, 1, 1]),
        "ceil stride 4": dict(kernel_shape=[3, 3], strides=[4, 4], ceil_mode=1, pads=[1, 1, 1, 1]),
    }
    for operator in ["AveragePool", "MaxPool", "LpPool"]:
        last = {"LpPool": 18, "MaxPool": 12, "AveragePool": 11}[operator]
        for label, way in ways.items():
            net(operator, label, "x", opset=7, **way)
            net(operator, label, "x", opset=last, **way)
        for label, way in ceil.items():
            net(operator, label, "x", opset=10 if operator != "LpPool" else 18, **way)
            net(operator, label, "x", opset=22, **way)
            if operator == "AveragePool":
                net(operator, label + " count pad", "x", opset=10, count_include_pad=1, **way)
                net(operator, label + " count pad", "x", opset=19, count_include_pad=1, **way)
        for label, way in ways.items():
            if operator == "AveragePool":
                net(operator, label + " count pad", "x", opset=7, count_include_pad=1, **way)
        for label, more in [("dilated", {}), ("dilated pads", dict(pads=[1, 1, 1, 1])), ("dilated ceil", dict(ceil_mode=1)),
                            ("dilated same", dict(auto_pad="SAME_UPPER")),
                            ("dilated ceil pads", dict(ceil_mode=1, pads=[1, 1, 1, 1]))]:
            opset = {"AveragePool": 19, "MaxPool": 12, "LpPool": 18}[operator]
            net(operator, label, "x", opset=opset, kernel_shape=[2, 2], dilations=[2, 2], strides=[2, 2], **more)
            if operator == "AveragePool":
                net(operator, label + " count pad", "x", opset=19, kernel_shape=[2, 2], dilations=[2, 2], strides=[2, 2],
                    count_include_pad=1, **more)
    net("LpPool", "p=1", "x", kernel_shape=[2, 2], p=1)
    net("LpPool", "p=3", "x", kernel_shape=[2, 2], p=3, strides=[2, 2])
    net("AveragePool", "1-D", "x", shape=(1, 3, 48), kernel_shape=[3], strides=[2], pads=[1, 1])
    net("AveragePool", "1-D ceil", "x", shape=(1, 3, 48), kernel_shape=[3], strides=[2], pads=[1, 1], ceil_mode=1, count_include_pad=1)
    net("MaxPool", "1-D", "x", shape=(1, 3, 48), kernel_shape=[3], strides=[2], pads=[1, 1])
    net("MaxPool", "3-D", "x", shape=(1, 3, 2, 4, 6), kernel_shape=[2, 2, 2])
    net("MaxPool", "indices", "x", outputs=2, take=1, **two)
    net("MaxPool", "indices pads", "x", outputs=2, take=1, pads=[1, 1, 1, 1], **three)
    net("MaxPool", "indices column major", "x", outputs=2, take=1, storage_order=1, **two)
    net("MaxUnpool", "", "p", "i", opset=11, before=[h.make_node("MaxPool", ["x"], ["p", "i"], **two)], **two)
    for operator in ["GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool"]:
        net(operator, "", "x", opset=7)
    net("GlobalLpPool", "p=1", "x", p=1)
    net("GlobalLpPool", "p=3", "x", p=3)


def convolutions():
    w, b = draw(4, 3, 3, 3), draw(4)
    net("Conv", "", "x", w, b, opset=7, pads=[1, 1, 1, 1])
    net("Conv", "no bias", "x", w, opset=11, strides=[2, 2])
    net("Conv", "uneven pads", "x", w, b, opset=11, pads=[0, 1, 2, 1])
    net("Conv", "dilated", "x", w, b, opset=11, dilations=[2, 2], pads=[2, 2, 2, 2])
    for pad in ["SAME_UPPER", "SAME_LOWER", "VALID"]:
        net("Conv", pad.lower(), "x", w, b, opset=11, auto_pad=pad, strides=[2, 2])
        net("Conv", pad.lower() + " dilated", "x", w, b, opset=11, auto_pad=pad, dilations=[2, 1])
        net("Conv", pad.lower() + " even", "x", draw(4, 3, 2, 4), b, opset=11, auto_pad=pad, strides=[1, 2])
    net("Conv", "groups", "x", draw(6, 1, 3, 3), draw(6), opset=11, group=3)
    net("Conv", "1-D", "x", draw(4, 3, 5), shape=(1, 3, 48), pads=[2, 2])
    net("Conv", "3-D", "x", draw(4, 3, 2, 3, 3), shape=(1, 3, 2, 4, 6))
    net("Conv", "weights computed", "x", "w", before=[h.make_node("Identity", ["x"], ["w"])])
    v = draw(3, 4, 3, 3)
    net("ConvTranspose", "", "x", v, b, opset=7)
    net("ConvTranspose", "strides", "x", v, b, opset=11, strides=[2, 2])
    net("ConvTranspose", "pads", "x", v, b, opset=11, strides=[2, 2], pads=[1, 1, 1, 1])
    net("ConvTranspose", "output padding", "x", v, b, opset=11, strides=[2, 2], pads=[1, 1, 1, 1], output_padding=[1, 1])
    net("ConvTranspose", "uneven pads", "x", v, b, opset=11, strides=[2, 2], pads=[0, 1, 2, 1])
    net("ConvTranspose", "dilated", "x", v, b, opset=11, dilations=[2, 2])
    net("ConvTranspose", "groups", "x", draw(3, 2, 3, 3), draw(6), opset=11, group=3, strides=[2, 1])
    net("ConvTranspose", "output shape", "x", v, b, opset=11, strides=[2, 2], output_shape=[16, 12])
    net("ConvTranspose", "output shape odd", "x", v, b, opset=11, strides=[2, 2], output_shape=[17, 12])
    net("ConvTranspose", "output shape large", "x", v, b, opset=11, strides=[2, 2], output_shape=[18, 14])
    for pad in ["SAME_UPPER", "SAME_LOWER", "VALID"]:
        net("ConvTranspose", pad.lower(), "x", v, b, opset=11, strides=[2, 2], auto_pad=pad)
        net("ConvTranspose", pad.lower() + " even", "x", draw(3, 4, 4, 2), b, opset=11, strides=[2, 3], auto_pad=pad)
        net("ConvTranspose", pad.lower() + " shape", "x", v, b, opset=11, strides=[2, 2], auto_pad=pad, output_shape=[16, 12])
        net("ConvTranspose", pad.lower() + " odd shape", "x", v, b, opset=11, strides=[2, 2], auto_pad=pad, output_shape=[18, 13])
        net("ConvTranspose", pad.lower() + " output padding", "x", v, b, opset=11, strides=[2, 2], auto_pad=pad,
            output_padding=[1, 0])
    net("ConvTranspose", "1-D", "x", draw(3, 4, 3), shape=(1, 3, 48), strides=[2], output_padding=[1])
    net("DeformConv", "", "x", w, F(np.zeros((1, 18, 6, 4))), b, opset=19)
    net("DeformConv", "offsets", "x", w, draw(1, 18, 6, 4), b, opset=19)
    net("DeformConv", "mask", "x", w, draw(1, 18, 8, 6), b, RNG.uniform(0, 1, (1, 9, 8, 6)).astype(F), opset=19, pads=[1, 1, 1, 1])


def resizes():
    coordinates = ["half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel", "half_pixel_symmetric",
                   "tf_half_pixel_for_nn"]
    up, down, both = F([1, 1, 2, 2]), F([1, 1, 0.5, 0.5]), F([1, 1, 1.6, 0.7])
    for mode, coordinate in itertools.product(["nearest", "linear", "cubic"], coordinates):
        opset = {"tf_half_pixel_for_nn": 11, "half_pixel_symmetric": 19}.get(coordinate, 13)
        more = dict(coordinate_transformation_mode=coordinate, mode=mode)
        for label, scales in [("up", up), ("down", down), ("both", both)]:
            net("Resize", f"{mode} {coordinate} {label}", "x", F([]), scales, opset=opset, **more)
        net("Resize", f"{mode} {coordinate} sizes", "x", F([]), F([]), ints(1, 3, 11, 5), opset=opset, **more)
    for nearest, coordinate in itertools.product(["floor", "ceil", "round_prefer_floor", "round_prefer_ceil"],
                                                 ["half_pixel", "asymmetric", "align_corners"]):
        net("Resize", f"{nearest} {coordinate}", "x", "", both, opset=13, nearest_mode=nearest,
            coordinate_transformation_mode=coordinate)
        net("Resize", f"{nearest} {coordinate} up", "x", "", up, opset=13, nearest_mode=nearest,
            coordinate_transformation_mode=coordinate)
    for a in [-0.5, -0.75, -1.0]:
        net("Resize", f"cubic a={a}", "x", "", both, opset=13, mode="cubic", cubic_coeff_a=a)
        net("Resize", f"cubic a={a} exclude", "x", "", both, opset=13, mode="cubic", cubic_coeff_a=a, exclude_outside=1)
    net("Resize", "linear exclude", "x", "", both, opset=13, mode="linear", exclude_outside=1)
    for mode in ["linear", "cubic"]:
        for label, scales in [("up", up), ("down", down), ("both", both)]:
            net("Resize", f"{mode} antialias {label}", "x", "", scales, opset=18, mode=mode, antialias=1)
        net("Resize", f"{mode} antialias exclude", "x", "", down, opset=18, mode=mode, antialias=1, exclude_outside=1)
        net("Resize", f"{mode} antialias align", "x", "", down, opset=18, mode=mode, antialias=1,
            coordinate_transformation_mode="align_corners")
        net("Resize", f"{mode} antialias sizes", "x", "", "", ints(1, 3, 3, 4), opset=18, mode=mode, antialias=1)
    net("Resize", "nearest antialias", "x", "", down, opset=18, mode="nearest", antialias=1)
    net("Resize", "axes", "x", "", F([2, 0.5]), opset=18, mode="linear", axes=[2, 3])
    net("Resize", "axes reversed", "x", "", F([2, 0.5]), opset=18, mode="linear", axes=[3, 2])
    net("Resize", "axes sizes", "x", "", "", ints(5, 9), opset=18, mode="linear", axes=[-2, -1])
    net("Resize", "not larger", "x", "", "", ints(16, 9), opset=18, mode="linear", axes=[2, 3], keep_aspect_ratio_policy="not_larger")
    net("Resize", "not smaller", "x", "", "", ints(16, 9), opset=18, mode="nearest", axes=[2, 3], keep_aspect_ratio_policy="not_smaller")
    net("Resize", "crop", "x", F([0, 0, 0.2, 0.1, 1, 1, 0.8, 0.9]), "", ints(1, 3, 5, 5), opset=13, mode="linear",
        coordinate_transformation_mode="tf_crop_and_resize")
    net("Resize", "crop outside", "x", F([0, 0, -0.2, 0.1, 1, 1, 0.8, 1.4]), "", ints(1, 3, 5, 5), opset=13, mode="linear",
        coordinate_transformation_mode="tf_crop_and_resize", extrapolation_value=3.0)
    net("Resize", "three axes", "x", "", F([1, 1.5, 2, 0.5]), opset=13, mode="linear")
    net("Resize", "3-D", "x", "", F([1, 1, 2, 1.5, 0.5]), shape=(1, 3, 2, 4, 6), opset=13, mode="linear")
    net("Resize", "nearest", "x", both, opset=10, mode="nearest")
    net("Resize", "linear", "x", both, opset=10, mode="linear")
    net("Resize", "linear up", "x", up, opset=10, mode="linear")
    for mode in ["nearest", "linear"]:
        net("Upsample", mode, "x", up, opset=9, mode=mode)
        net("Upsample", mode + " uneven", "x", F([1, 1, 2.5, 1.5]), opset=9, mode=mode)
        net("Upsample", mode, "x", opset=7, mode=mode, scales=[1.0, 1.0, 2.0, 3.0])


def shapes():
    for mode in ["constant", "reflect", "edge"]:
        net("Pad", mode, "x", opset=7, mode=mode, pads=[0, 0, 1, 2, 0, 0, 3, 1])
        net("Pad", mode, "x", ints(0, 0, 1, 2, 0, 0, 3, 1), opset=13, mode=mode)
        net("Pad", mode + " negative", "x", ints(0, 0, -1, 2, 0, 0, 3, -2), opset=13, mode=mode)
        net("Pad", mode + " axes", "x", ints(1, 2, 3, 1), "", ints(2, 3), opset=18, mode=mode)
        net("Pad", mode + " axes negative", "x", ints(1, 2, 3, 1), "", ints(-1, 2), opset=18, mode=mode)
    net("Pad", "wrap", "x", ints(0, 0, 1, 2, 0, 0, 3, 1), opset=19, mode="wrap")
    net("Pad", "value", "x", ints(0, 0, 1, 2, 0, 0, 3, 1), F(1.5), opset=13)
    net("Pad", "value", "x", opset=7, pads=[0, 0, 1, 2, 0, 0, 3, 1], value=1.5)
    net("Slice", "", "x", opset=7, axes=[2, 3], starts=[1, -4], ends=[7, 1000])
    net("Slice", "no axes", "x", opset=7, starts=[0, 1, 2], ends=[1, 3, -1])
    for label, values in {"steps": [(1, 0), (8, 6), (2, 3), (2, 3)], "backwards": [(-1, 7), (-100, 2), (3, 2), (-2, -1)],
                          "negative axes": [(1, 1), (-1, -1), (-2, -1), (1, 1)], "clamped": [(-100, 2), (100, 100), (2, 3), (1, 1)],
                          "backwards to the start": [(7, 5), (-9, -7), (2, 3), (-1, -1)],
                          "int max": [(0, 0), (2**63 - 1, 2**31 - 1), (2, 3), (3, 1)],
                          "backwards int min": [(2**31 - 1, 5), (-2**63, -2**31), (2, 3), (-3, -1)]}.items():
        starts, ends, axes, steps = values
        net("Slice", label, "x", ints(*starts), ints(*ends), ints(*axes), ints(*steps), opset=13)
    rows = np.array([[0, 2], [1, -1]], np.int64)
    net("Gather", "axis=1", "x", rows, axis=1, opset=11)
    net("Gather", "axis=-1", "x", rows.astype(np.int32), axis=-1, opset=13)
    net("Gather", "scalar", "x", ints(3)[0], axis=2, opset=13)
    index = RNG.integers(-6, 6, (1, 3, 8, 4))
    net("GatherElements", "", "x", index, axis=3, opset=13)
    net("GatherElements", "axis=2", "x", RNG.integers(-8, 8, (1, 3, 5, 6)), axis=2, opset=11)
    net("GatherND", "", "x", np.array([[0, 1, 2], [0, -1, 3]], np.int64), opset=13)
    net("GatherND", "batch", "x", np.array([[[1, 2], [2, -3]]], np.int64), batch_dims=1, opset=13)
    updates = draw(1, 3, 8, 4)
    net("ScatterElements", "", "x", np.argsort(RNG.random((1, 3, 8, 6)), 3)[..., :4] - 2, updates, axis=3, opset=13)
    net("Scatter", "", "x", np.argsort(RNG.random((1, 3, 8, 6)), 3)[..., :4], updates, axis=3, opset=9)
    for reduction in ["add", "mul", "min", "max"]:
        net("ScatterElements", reduction, "x", RNG.integers(0, 6, (1, 3, 8, 4)), updates, axis=3, opset=18, reduction=reduction)
        net("ScatterND", reduction, "x", np.array([[0, 1], [0, 2], [0, 1]], np.int64), draw(3, 8, 6), opset=18, reduction=reduction)
    net("ScatterND", "", "x", np.array([[0, 1], [0, -1]], np.int64), draw(2, 8, 6), opset=11)
    net("TensorScatter", "", "x", draw(1, 3, 2, 6), ints(3), opset=24)
    for take in [0, 1, 2]:
        net("Split", f"uneven {take}", "x", ints(1, 5, 2), opset=13, axis=2, outputs=3, take=take)
    net("Split", "even", "x", opset=7, axis=2, outputs=2, take=1)
    net("Split", "sizes", "x", opset=11, axis=-1, split=[4, 2], outputs=2, take=1)
    net("Split", "num_outputs", "x", opset=18, axis=2, num_outputs=3, outputs=3, take=2)
    net("Tile", "", "x", ints(1, 2, 1, 3), opset=7)
    net("Expand", "", "x", ints(2, 1, 1, 6), opset=8)
    net("Expand", "higher rank", "x", ints(2, 1, 1, 1, 1), opset=13)
    net("Transpose", "", "x", perm=[0, 2, 3, 1])
    net("Transpose", "reversed", "x")
    net("Reshape", "zero", "x", ints(0, -1, 4), opset=13)
    net("Flatten", "axis=2", "x", opset=11, axis=2)
    net("Flatten", "axis=-1", "x", opset=13, axis=-1)
    net("Squeeze", "", "x", opset=7)
    net("Squeeze", "axes", "x", ints(0), opset=13)
    net("Unsqueeze", "", "x", opset=7, axes=[0, 4])
    net("Unsqueeze", "negative", "x", ints(-1, 0), opset=13)
    net("Concat", "axis=-2", "x", "x", opset=11, axis=-2)
    for mode in ["DCR", "CRD"]:
        net("DepthToSpace", mode, "x", shape=(1, 12, 4, 3), opset=11, blocksize=2, mode=mode)
    net("SpaceToDepth", "", "x", opset=13, blocksize=2)
    for upper, k in [(1, 0), (0, 0), (1, 2), (0, -1), (1, -3), (0, 4)]:
        net("Trilu", f"upper={upper} k={k}", "x", ints(k)[0], opset=14, upper=upper)
    net("ReverseSequence", "", "x", ints(2, 8, 5), shape=(8, 3, 6), opset=10)
    net("ReverseSequence", "batch first", "x", ints(2, 6, 5, 1, 3, 4, 6, 2), shape=(8, 6, 3), opset=10, batch_axis=0, time_axis=1)
    net("CenterCropPad", "", "x", ints(4, 9), opset=18, axes=[2, 3])
    net("Col2Im", "", "x", ints(4, 7), ints(2, 2), shape=(1, 8, 18), opset=18)
    net("Identity", "", "x")
    net("Shape", "start end", "x", opset=15, start=1, end=-1)
    net("Size", "", "x")
    net("EyeLike", "k", "x", shape=(12, 12), opset=9, k=2)
    net("NonZero", "", "x", opset=13, width=True)
    net("Compress", "", "x", np.array([True, False, True]), opset=11, axis=1)
    net("Unique", "", "f", opset=11, width=True, span=(0, 4.9), before=[h.make_node("Floor", ["x"], ["f"])])
    net("OneHot", "", "f", ints(8)[0], F([-1, 4]), opset=11, to=T.INT64, span=(0, 7.9), before=[h.make_node("Identity", ["x"], ["f"])])
    net("OneHot", "axis=1 negative", "x", ints(8)[0], F([0, 1]), opset=11, to=T.INT64, span=(-8.9, 7.9), axis=1)
    for k in [1, 4]:
        for largest, order in [(1, 1), (0, 1)]:
            net("TopK", f"k={k} largest={largest}", "x", ints(k), opset=11, largest=largest, sorted=order, outputs=2)
            net("TopK", f"k={k} largest={largest} indices", "x", ints(k), opset=11, largest=largest, sorted=order, axis=2, outputs=2, take=1)
    net("TopK", "ties", "f", ints(4), opset=11, outputs=2, take=1, axis=2, span=(0, 2.99), before=[h.make_node("Floor", ["x"], ["f"])])
    net("TopK", "ties smallest", "f", ints(4), opset=11, largest=0, outputs=2, take=1, axis=2, span=(0, 2.99),
        before=[h.make_node("Floor", ["x"], ["f"])])


def arithmetic():
    d = draw(3, 1, 6)
    for operator in ["Add", "Sub", "Mul", "Div"]:
        net(operator, "broadcast", "x", d, opset=7)
    for operator in ["Max", "Min", "Mean", "Sum"]:
        net(operator, "three", "x", d, F(0.5), opset=8)
        net(operator, "one", "x", opset=8)
    whole = RNG.choice([-3, -2, 2, 3, 7], (8, 6))
    for kind, of in [("int32", np.int32), ("int64", np.int64)]:
        to = T.INT32 if of is np.int32 else T.INT64
        net("Div", kind, "x", whole.astype(of), opset=14, to=to, span=(-20.3, 20.7))
        net("Mod", kind, "x", whole.astype(of), opset=13, to=to, span=(-20.3, 20.7))
        net("Mod", kind + " fmod", "x", whole.astype(of), opset=13, to=to, span=(-20.3, 20.7), fmod=1)
        net("Pow", kind, "x", np.abs(whole).astype(of), opset=13, to=to, span=(-6.3, 6.7))
    net("Div", "uint8", "x", np.abs(whole).astype(np.uint8), opset=14, to=T.UINT8, span=(0.4, 254.6))
    net("Add", "uint8 beyond", "x", np.full((8, 6), 200, np.uint8), opset=14, to=T.UINT8, span=(0.4, 254.6))
    net("Sub", "uint8 below", "x", np.full((8, 6), 200, np.uint8), opset=14, to=T.UINT8, span=(0.4, 254.6))
    net("Mul", "int8 beyond", "x", np.full((8, 6), 3, np.int8), opset=14, to=T.INT8, span=(-100.3, 100.7))
    net("Mod", "fmod", "x", F([[0.7], [-0.9], [1.3], [2.2], [-1.1], [0.4], [3.3], [0.6]]), opset=13, fmod=1)
    net("Pow", "scalar", "x", F(2), opset=7)
    net("Pow", "fraction", "x", F(0.37), opset=13, span=(0.1, 4))
    net("Pow", "negative base", "x", F(3), opset=13)
    net("Pow", "whole exponent", "x", ints(3)[0], opset=13)
    net("Clip", "attributes", "x", opset=7, min=-0.5, max=1.0)
    net("Clip", "min alone", "x", F(-0.5), opset=11)
    net("Clip", "max alone", "x", "", F(0.5), opset=11)
    net("Clip", "neither", "x", opset=13)
    net("Clip", "crossed", "x", F(1), F(-1), opset=13)
    net("Clip", "int32", "x", np.int32(-3), np.int32(4), opset=12, to=T.INT32, span=(-10.3, 10.7))
    net("Where", "", "c", "x", d, opset=9, before=[
        h.make_node("Cast", ["x"], ["i"], to=T.INT32), h.make_node("Cast", ["i"], ["c"], to=T.BOOL)])
    for operator, opset in [("Equal", 11), ("Greater", 9), ("Less", 9), ("GreaterOrEqual", 12), ("LessOrEqual", 12)]:
        net(operator, "", "x", d, opset=opset)
    net("Equal", "int32", "x", np.int32(2), opset=11, to=T.INT32, span=(-4.3, 4.7))
    for operator in ["And", "Or", "Xor"]:
        net(operator, "", "x", RNG.integers(0, 2, (8, 6)).astype(bool), opset=7, to=T.BOOL, span=(0, 1))
    net("Not", "", "x", to=T.BOOL, span=(0, 1))
    for operator in ["BitwiseAnd", "BitwiseOr", "BitwiseXor"]:
        net(operator, "", "x", np.abs(whole).astype(np.int32), opset=18, to=T.INT32, span=(0.3, 100.3))
    net("BitwiseNot", "", "x", opset=18, to=T.INT32, span=(0.3, 100.3))
    net("BitShift", "right", "x", np.full((8, 6), 2, np.uint8), opset=11, to=T.UINT8, span=(0.4, 254.6), direction="RIGHT")
    net("BitShift", "left", "x", np.full((8, 6), 2, np.uint8), opset=11, to=T.UINT8, span=(0.4, 254.6), direction="LEFT")
    net("IsNaN", "", "l", opset=9, before=[h.make_node("Log", ["x"], ["l"])])
    net("IsInf", "", "l", opset=10, span=(0, 2), before=[h.make_node("Floor", ["x"], ["f"]), h.make_node("Log", ["f"], ["l"])])
    net("IsInf", "positive alone", "l", opset=10, detect_negative=0, span=(0, 2),
        before=[h.make_node("Floor", ["x"], ["f"]), h.make_node("Log", ["f"], ["l"])])
    kinds = {"int8": T.INT8, "uint8": T.UINT8, "int32": T.INT32, "int64": T.INT64, "float16": T.FLOAT16,
             "bfloat16": T.BFLOAT16, "bool": T.BOOL, "double": T.DOUBLE}
    for kind, to in kinds.items():
        span = (0.4, 254.6) if kind == "uint8" else (-100.3, 100.7) if kind != "bool" else (0, 1)
        cast(kind, to, span)
    for operator in ["CumSum"]:
        for exclusive, reverse in itertools.product([0, 1], [0, 1]):
            net(operator, f"exclusive={exclusive} reverse={reverse}", "x", np.int32(2), opset=14, exclusive=exclusive, reverse=reverse)
    net("CumSum", "negative axis", "x", ints(-1)[0], opset=11)
    net("CumProd", "", "x", ints(-1)[0], opset=26)


def cast(kind, to, span):
    """Cast has an attribute of the name of an argument of `net`."""
    net("Identity", f"Cast {kind}", "k", opset=13, span=span, before=[h.make_node("Cast", ["x"], ["k"], to=to)])


def products():
    for label, of in {"": {}, "transposed": dict(transA=1), "alpha beta": dict(alpha=0.7, beta=1.3)}.items():
        net("Gemm", label, "x", draw(12, 5), draw(5), shape=(12, 12), opset=11, **of)
    net("Gemm", "transB", "x", draw(5, 12), draw(12, 1), shape=(12, 12), opset=11, transB=1)
    net("Gemm", "no bias", "x", draw(12, 5), shape=(12, 12), opset=13)
    net("Gemm", "scalar bias beta", "x", draw(12, 5), F(0.4), shape=(12, 12), opset=13, beta=0.5)
    net("Gemm", "both", "x", draw(5, 12), draw(1, 5), shape=(12, 12), opset=9, transA=1, transB=1, alpha=2.0)
    net("MatMul", "batch", "x", draw(3, 6, 4), opset=13)
    net("MatMul", "vector", "x", draw(6), opset=13)
    net("MatMul", "vector left", "v", "x", opset=13, before=[h.make_node("Constant", [], ["v"], value=numpy_helper.from_array(draw(8)))])
    net("MatMul", "itself", "x", "t", opset=13, before=[h.make_node("Transpose", ["x"], ["t"], perm=[0, 1, 3, 2])])
    net("Einsum", "bchw,bcHw", "x", "x", opset=12, equation="bchw,bcHw->bchH".replace("H", "k"))
    net("Einsum", "trace", "x", opset=12, shape=(12, 12), equation="ii->i")
    net("Einsum", "sum", "x", opset=12, equation="bchw->bc")
    net("Einsum", "ellipsis", "x", draw(6, 4), opset=12, equation="...w,wk->...k")
    net("Einsum", "transpose", "x", opset=12, equation="bchw->whcb")
    net("Einsum", "outer", "x", draw(5), opset=12, equation="bchw,k->bkc")
    net("Einsum", "implicit", "x", draw(12, 4), opset=12, shape=(12, 12), equation="ij,jk")
    net("Det", "", "x", shape=(4, 6, 6), opset=11)


def normalisations():
    s, b = RNG.uniform(0.5, 1.5, 3).astype(F), draw(3)
    mean, variance = draw(3), RNG.uniform(0.5, 2, 3).astype(F)
    for opset in [7, 9, 14, 15]:
        net("BatchNormalization", "", "x", s, b, mean, variance, opset=opset, epsilon=0.01)
    net("InstanceNormalization", "", "x", s, b, opset=7, epsilon=0.1)
    net("LayerNormalization", "", "x", draw(6), draw(6), opset=17)
    net("LayerNormalization", "axis=1", "x", draw(3, 8, 6), draw(3, 8, 6), opset=17, axis=1, epsilon=0.1)
    net("LayerNormalization", "axis=-2 no bias", "x", draw(8, 6), opset=17, axis=-2)
    net("LayerNormalization", "mean", "x", draw(6), opset=17, outputs=3, take=1)
    net("LayerNormalization", "inverse deviation", "x", draw(6), opset=17, outputs=3, take=2)
    net("GroupNormalization", "opset 18", "x", F([0.5, 1.5]), F([0.1, -0.3]), shape=(1, 4, 6, 6), opset=18, num_groups=2)
    net("GroupNormalization", "", "x", draw(4), draw(4), shape=(1, 4, 6, 6), opset=21, num_groups=2, epsilon=0.1)
    net("RMSNormalization", "", "x", draw(6), opset=23, axis=-1)
    net("MeanVarianceNormalization", "", "x", opset=9)
    net("MeanVarianceNormalization", "axes", "x", opset=13, axes=[2, 3])
    for size in [1, 3, 2]:
        net("LRN", f"size={size}", "x", shape=(1, 12, 4, 3), opset=13, size=size, alpha=0.3, beta=0.6, bias=1.5)
    for size in [1, 2, 3, 5, 15]:
        net("LRN", f"size={size} bias=1", "x", shape=(1, 12, 4, 3), opset=7, size=size, alpha=0.3, beta=0.75)
    net("LRN", "rank 3", "x", shape=(1, 12, 12), opset=13, size=3, alpha=0.3)
    for p, axis in [(1, 1), (2, -1), (2, 1), (1, 3)]:
        net("LpNormalization", f"p={p} axis={axis}", "x", opset=7, p=p, axis=axis)
    net("Dropout", "", "x", opset=7, ratio=0.5)
    net("Dropout", "not training", "x", F(0.5), np.bool_(False), opset=13)


def sampling():
    grid = RNG.uniform(-1.2, 1.2, (1, 4, 5, 2)).astype(F)
    for mode, opset in [("bilinear", 16), ("nearest", 16), ("bicubic", 16), ("linear", 20), ("cubic", 20)]:
        for padding, align in itertools.product(["zeros", "border", "reflection"], [0, 1]):
            net("GridSample", f"{mode} {padding} align={align}", "x", grid, opset=opset, mode=mode, padding_mode=padding, align_corners=align)
    rois = F([[0, 0, 5, 7], [1, 1.5, 4.2, 6], [-1, 2, 3, 9]])
    for mode, opset in itertools.product(["avg", "max"], [10, 16, 22]):
        net("RoiAlign", mode, "x", rois, ints(0, 0, 0), opset=opset, mode=mode, output_height=2, output_width=3, sampling_ratio=2)
    net("RoiAlign", "output half pixel", "x", rois, ints(0, 0, 0), opset=16, output_height=2, output_width=3, sampling_ratio=2,
        coordinate_transformation_mode="output_half_pixel")
    net("RoiAlign", "adaptive", "x", rois, ints(0, 0, 0), opset=16, output_height=2, output_width=2, spatial_scale=0.5)
    net("MaxRoiPool", "", "x", F([[0, 0, 0, 5, 7], [0, 1, 2, 4, 6]]), opset=7, pooled_shape=[2, 2])
    for align in [0, 1]:
        net("AffineGrid", f"align={align}", "a", ints(1, 3, 4, 5), opset=20, align_corners=align, shape=(24, 2, 3), before=[
            h.make_node("Constant", [], ["o"], value=numpy_helper.from_array(ints(0))),
            h.make_node("Gather", ["x", "o"], ["a"])])


def quantised():
    scale, zero = F(0.03), np.uint8(100)
    net("QuantizeLinear", "uint8", "x", scale, zero, opset=10)
    net("QuantizeLinear", "int8", "x", scale, np.int8(-5), opset=13)
    net("QuantizeLinear", "halves", "x", F(0.5), np.uint8(4), opset=13, span=(-2, 127.5))
    net("QuantizeLinear", "no zero point", "x", scale, opset=13, span=(0, 3))
    net("QuantizeLinear", "axis=1", "x", F([0.02, 0.03, 0.05]), np.uint8([3, 50, 128]), opset=13, axis=1)
    net("QuantizeLinear", "axis=-1", "x", RNG.uniform(0.02, 0.05, 6).astype(F), np.zeros(6, np.int8), opset=13, axis=-1)
    net("QuantizeLinear", "int16", "x", scale, np.int16(-5), opset=21)
    net("QuantizeLinear", "blocked", "x", RNG.uniform(0.02, 0.05, (1, 3, 4, 6)).astype(F), np.zeros((1, 3, 4, 6), np.int8),
        opset=21, axis=2, block_size=2)
    q = dict(to=T.UINT8, span=(0.4, 254.6))
    net("DequantizeLinear", "", "x", scale, zero, opset=10, **q)
    net("DequantizeLinear", "axis=1", "x", F([0.02, 0.03, 0.05]), np.uint8([3, 50, 128]), opset=13, axis=1, **q)
    net("DequantizeLinear", "axis=2", "x", RNG.uniform(0.02, 0.05, 8).astype(F), opset=13, axis=2, **q)
    net("DequantizeLinear", "int32", "x", scale, opset=13, to=T.INT32, span=(-1000.3, 1000.7))
    net("Add", "DequantizeLinear of an int32 constant", "x", "k", opset=13, before=[
        h.make_node("Constant", [], ["kq"], value=numpy_helper.from_array(np.int32([100, -20000, 5]).reshape(3, 1, 1))),
        h.make_node("Constant", [], ["ks"], value=numpy_helper.from_array(F(0.001))),
        h.make_node("DequantizeLinear", ["kq", "ks"], ["k"])])
    net("DequantizeLinear", "blocked", "x", RNG.uniform(0.02, 0.05, (1, 3, 4, 6)).astype(F), np.full((1, 3, 4, 6), 7, np.uint8),
        opset=21, axis=2, block_size=2, **q)
    for take in [0, 1, 2]:
        net("DynamicQuantizeLinear", f"{take}", "x", opset=11, outputs=3, take=take)
        net("DynamicQuantizeLinear", f"positive {take}", "x", opset=11, outputs=3, take=take, span=(1, 3))
    codes = [h.make_node("QuantizeLinear", ["x", "xs", "xz"], ["q"])]
    def fixed(**arrays):
        return [h.make_node("Constant", [], [n], value=numpy_helper.from_array(np.asarray(a))) for n, a in arrays.items()] + codes
    x = dict(xs=scale, xz=zero)
    w8 = RNG.integers(-100, 100, (4, 3, 3, 3)).astype(np.int8)
    per_tensor = (F(0.01), np.int8(3))
    per_channel = (RNG.uniform(0.005, 0.02, 4).astype(F), np.zeros(4, np.int8))
    y = (F(0.08), np.uint8(120))
    bias = RNG.integers(-500, 500, 4).astype(np.int32)
    for label, kernel, of in [("", per_tensor, {}), ("channels", per_channel, {}), ("channels pads", per_channel, dict(pads=[1, 1, 1, 1], strides=[2, 2])),
                              ("channels zero points", (per_channel[0], np.int8([1, -2, 3, 0])), {})]:
        net("QLinearConv", label, "q", "xs", "xz", w8, *kernel, *y, opset=10, before=fixed(**x), **of)
        net("QLinearConv", label + " bias", "q", "xs", "xz", w8, *kernel, *y, bias, opset=13, before=fixed(**x), **of)
    net("QLinearConv", "channels groups", "q", "xs", "xz", w8[:3, :1], per_channel[0][:3], np.zeros(3, np.int8), *y, opset=13, group=3,
        before=fixed(**x))
    m8 = RNG.integers(-100, 100, (6, 5)).astype(np.int8)
    net("QLinearMatMul", "", "q", "xs", "xz", m8, F(0.01), np.int8(3), *y, opset=10, before=fixed(**x))
    net("QLinearMatMul", "columns", "q", "xs", "xz", m8, RNG.uniform(0.005, 0.02, 5).astype(F), np.zeros(5, np.int8), *y, opset=13,
        before=fixed(**x))
    net("ConvInteger", "", "q", w8.astype(np.uint8), "xz", np.uint8(7), opset=10, before=fixed(**x))
    net("ConvInteger", "no zero points", "q", w8.astype(np.uint8), opset=10, pads=[1, 1, 1, 1], before=fixed(**x))
    net("ConvInteger", "int8 kernel", "q", w8, "xz", opset=10, before=fixed(**x))
    net("ConvInteger", "pads", "q", w8.astype(np.uint8), "xz", np.uint8(7), opset=10, pads=[1, 1, 1, 1], before=fixed(**x))
    net("MatMulInteger", "", "q", m8, "xz", opset=10, before=fixed(**x))
    net("MatMulInteger", "zero points", "q", m8, "xz", np.int8(3), opset=10, before=fixed(**x))
    net("MatMulInteger", "no zero points", "q", m8, opset=10, before=fixed(**x))
    for kind, to in [("float8e4m3fn", T.FLOAT8E4M3FN), ("float8e5m2", T.FLOAT8E5M2)]:
        net("Identity", f"Cast {kind}", "b", opset=19, span=(-20.3, 20.7), before=[
            h.make_node("Cast", ["x"], ["a"], to=to), h.make_node("Cast", ["a"], ["b"], to=T.FLOAT)])


def recurrent():
    for operator, gates in [("RNN", 1), ("GRU", 3), ("LSTM", 4)]:
        for direction in ["forward", "reverse", "bidirectional"]:
            n = 2 if direction == "bidirectional" else 1
            w, r, b = draw(n, gates * 4, 6), draw(n, gates * 4, 4), draw(n, gates * 8)
            of = dict(shape=(8, 3, 6), hidden_size=4, direction=direction, outputs=2, opset=14)
            net(operator, direction, "x", w, r, b, **of)
            net(operator, direction + " last", "x", w, r, b, **dict(of, take=1))
            net(operator, direction + " lengths", "x", w, r, b, np.int32([8, 3, 5]), **of)
            net(operator, direction + " no bias", "x", w, r, **of)
    w, r, b = draw(1, 12, 6), draw(1, 12, 4), draw(1, 24)
    net("GRU", "linear before reset", "x", w, r, b, shape=(8, 3, 6), hidden_size=4, opset=14, linear_before_reset=1)
    net("GRU", "clip", "x", w, r, b, shape=(8, 3, 6), hidden_size=4, opset=14, clip=0.5)
    net("GRU", "activations", "x", w, r, b, shape=(8, 3, 6), hidden_size=4, opset=14, activations=["HardSigmoid", "Softsign"])
    w, r, b = draw(1, 16, 6), draw(1, 16, 4), draw(1, 32)
    net("LSTM", "peepholes", "x", w, r, b, "", "", "", draw(1, 12), shape=(8, 3, 6), hidden_size=4, opset=14)
    net("LSTM", "clip", "x", w, r, b, shape=(8, 3, 6), hidden_size=4, opset=14, clip=0.5)
    net("LSTM", "input forget", "x", w, r, b, shape=(8, 3, 6), hidden_size=4, opset=14, input_forget=1)
    net("LSTM", "batch first", "x", w, r, b, shape=(8, 3, 6), hidden_size=4, opset=14, layout=1)
    net("LSTM", "start", "x", w, r, b, "", draw(1, 3, 4), draw(1, 3, 4), shape=(8, 3, 6), hidden_size=4, opset=14, outputs=3, take=2)
    net("RNN", "relu", "x", draw(1, 4, 6), draw(1, 4, 4), shape=(8, 3, 6), hidden_size=4, opset=14, activations=["Relu"])


def transformers():
    k, v = draw(1, 3, 5, 6), draw(1, 3, 5, 4)
    net("Attention", "", "x", k, v, opset=23)
    net("Attention", "causal", "x", k, v, opset=23, is_causal=1)
    net("Attention", "scale", "x", k, v, opset=23, scale=0.3)
    net("Attention", "softcap", "x", k, v, opset=23, softcap=0.5)
    net("Attention", "mask", "x", k, v, draw(8, 5), opset=23)
    net("Attention", "heads", "x", draw(1, 5, 18), draw(1, 5, 18), shape=(1, 8, 18), opset=23, q_num_heads=3, kv_num_heads=3)
    net("RotaryEmbedding", "", "x", draw(1, 8, 3), draw(1, 8, 3), opset=23)
    for operator in ["FastGelu", "Gelu", "QuickGelu", "BiasGelu"]:
        more = [draw(6)] if operator == "BiasGelu" else []
        net(operator, "com.microsoft", "x", *more, domain="com.microsoft")
    net("SkipLayerNormalization", "com.microsoft", "x", "x", draw(6), draw(6), shape=(1, 24, 6), domain="com.microsoft", epsilon=0.01)
    net("FusedConv", "com.microsoft", "x", draw(4, 3, 3, 3), draw(4), domain="com.microsoft", activation="LeakyRelu", activation_params=[0.2])


def spectra():
    window = np.hanning(8).astype(F)
    net("DFT", "real", "x", opset=17, shape=(1, 24, 6, 1), axis=1)
    net("DFT", "onesided", "x", opset=17, shape=(1, 24, 6, 1), axis=1, onesided=1)
    net("DFT", "inverse", "x", opset=17, shape=(1, 24, 3, 2), axis=1, inverse=1)
    net("DFT", "length", "x", ints(10)[0], opset=17, shape=(1, 24, 6, 1), axis=1)
    net("DFT", "axis as input", "x", "", ints(2)[0], opset=20, shape=(1, 24, 6, 1))
    net("STFT", "", "x", ints(4)[0], window, opset=17, shape=(1, 144, 1))
    for operator in ["HannWindow", "HammingWindow", "BlackmanWindow"]:
        net(operator, "", "n", opset=17, before=[h.make_node("Size", ["x"], ["n"])])
        net(operator, "symmetric", "n", opset=17, periodic=0, before=[h.make_node("Size", ["x"], ["n"])])


def flow():
    condition = [h.make_node("ReduceMean", ["x"], ["m"], keepdims=0), h.make_node("Cast", ["m"], ["mi"], to=T.INT32),
                 h.make_node("Cast", ["mi"], ["c"], to=T.BOOL)]
    net("If", "", "c", opset=13, before=condition,
        then_branch=bodies(("a", T.FLOAT), nodes=[h.make_node("Relu", ["x"], ["a"])]),
        else_branch=bodies(("a", T.FLOAT), nodes=[h.make_node("Neg", ["x"], ["a"])]))
    turn = bodies(("go", T.BOOL), ("w", T.FLOAT), nodes=[h.make_node("Identity", ["g"], ["go"]), h.make_node("Mul", ["v", "x"], ["w"])],
                  inputs=[("i", T.INT64, []), ("g", T.BOOL, []), ("v", T.FLOAT, None)])
    net("Loop", "", ints(3)[0], np.bool_(True), "x", opset=13, body=turn)
    scanned = bodies(("go", T.BOOL), ("w", T.FLOAT), ("s", T.FLOAT), nodes=[
        h.make_node("Identity", ["g"], ["go"]), h.make_node("Mul", ["v", "x"], ["w"]), h.make_node("Identity", ["w"], ["s"])],
        inputs=[("i", T.INT64, []), ("g", T.BOOL, []), ("v", T.FLOAT, None)])
    net("Loop", "scan output", ints(3)[0], np.bool_(True), "x", opset=13, body=scanned, outputs=2, take=1)
    step = bodies(("t", T.FLOAT), ("o", T.FLOAT), nodes=[h.make_node("Add", ["s", "e"], ["t"]), h.make_node("Identity", ["t"], ["o"])],
                  inputs=[("s", T.FLOAT, [3, 6]), ("e", T.FLOAT, [3, 6])])
    for label, of in [("", {}), ("backwards", dict(scan_input_directions=[1]))]:
        net("Scan", label, np.zeros((3, 6), F), "x", opset=11, shape=(8, 3, 6), body=step, num_scan_inputs=1, outputs=2, take=1, **of)


def all_networks():
    """Every network by its name: operator, opset, what is special of it."""
    for family in [activations, reductions, windows, convolutions, resizes, shapes, arithmetic, products, normalisations,
                   sampling, quantised, recurrent, transformers, spectra, flow]:
        family()
    return NETWORKS
