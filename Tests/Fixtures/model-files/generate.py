"""Writes the networks of this folder, the picture, and expected.json. Two Pythons are needed, one after the other:

python generate.py onnx          with onnx, onnxruntime, openvino, Pillow
python generate.py tensorflow    with tensorflow, Pillow
"""
import json
import os
import shutil
import sys

import numpy as np
from PIL import Image

os.chdir(os.path.dirname(os.path.abspath(__file__)))
WIDTH, HEIGHT = 48, 32


def picture():
    """Bands, a gradient and some noise, [height, width, 3] bytes."""
    random = np.random.default_rng(3)
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    bands = np.stack([(rows // 5 + columns // 7 + channel) % 4 * 40 for channel in range(3)], -1)
    noise = random.integers(0, 50, (HEIGHT, WIDTH, 3))
    return (bands + columns[..., None] + noise).clip(0, 255).astype(np.uint8)


def resized(pixels, width, height):
    """Bilinear, half-pixel centres, no antialiasing, [height, width, 3] float64."""
    def axis(source, target):
        centre = ((np.arange(target) + 0.5) * source / target - 0.5).clip(0, source - 1)
        low = np.minimum(np.floor(centre).astype(int), source - 1)
        return low, np.minimum(low + 1, source - 1), centre - low
    low, high, weight = axis(pixels.shape[0], height)
    pixels = pixels[low] * (1 - weight)[:, None, None] + pixels[high] * weight[:, None, None]
    low, high, weight = axis(pixels.shape[1], width)
    return pixels[:, low] * (1 - weight)[:, None] + pixels[:, high] * weight[:, None]


def remember(cases):
    known = json.load(open("expected.json"))["cases"] if os.path.exists("expected.json") else []
    names = [case["name"] for case in cases]
    cases = [case for case in known if case["name"] not in names] + cases
    json.dump({"cases": cases}, open("expected.json", "w"), indent=1)


def case(name, arguments, taps, rows):
    """`arguments` are the extractor and its options, `taps` what must be tapped, and `rows` the features of each."""
    rows = [np.asarray(row, np.float64).flatten() for row in rows]
    return {"name": name, "arguments": arguments, "taps": taps, "widths": [len(row) for row in rows],
            "features": [float(f"{value:.7g}") for value in np.concatenate(rows)]}


def make_random():
    """OpenVINO's own format with a node of random numbers, as a dropout layer left in training mode becomes."""
    import openvino
    import openvino.opset15 as op

    image = op.parameter([1, 3, 8, 6], np.float32, name="image")
    shape = op.constant(np.array([1, 3, 8, 6], np.int64))
    noise = op.random_uniform(shape, op.constant(np.float32(0)), op.constant(np.float32(1)), "f32", 3, 5)
    row = op.reshape(op.add(image, noise), op.constant(np.array([1, 144], np.int64)), False)
    row.output(0).set_names({"features"})
    openvino.save_model(openvino.Model([row], [image]), "random.xml", compress_to_fp16=False)


def make_onnx():
    import onnx
    import onnxruntime
    import openvino
    from onnx import TensorProto, helper, numpy_helper

    random = np.random.default_rng(1)

    def weight(name, *shape):
        return numpy_helper.from_array((random.standard_normal(shape) / np.sqrt(np.prod(shape[1:]))).astype(np.float32), name)

    def save(name, nodes, inputs, outputs, weights, **how):
        graph = helper.make_graph(nodes, "tiny", inputs, outputs, weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        if all(value.type.tensor_type.HasField("shape") for value in inputs):
            onnx.checker.check_model(model)
        onnx.save(model, name, **how)

    def info(name, shape, kind=TensorProto.FLOAT):
        return helper.make_tensor_value_info(name, kind, shape)

    def run(name, values, *tensors):
        model = onnx.load(name)
        present = {output.name for output in model.graph.output}
        model.graph.output.extend(info(tensor, None) for tensor in tensors if tensor not in present)
        session = onnxruntime.InferenceSession(model.SerializeToString())
        return session.run(list(tensors), {session.get_inputs()[0].name: values})

    Image.fromarray(picture()).save("picture.png")

    # Two convolutions with channels first, pictures of any size.
    maps = [
        helper.make_node("Conv", ["image", "w1", "b1"], ["conv"], "conv", strides=[2, 2], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["conv"], ["relu"], "relu"),
        helper.make_node("Conv", ["relu", "w2"], ["map"], "map", strides=[2, 2], pads=[1, 1, 1, 1]),
        helper.make_node("GlobalAveragePool", ["map"], ["pooled"], "pooled"),
        helper.make_node("Flatten", ["pooled"], ["features"], "features"),
    ]
    weights = [weight("w1", 4, 3, 3, 3), weight("b1", 4), weight("w2", 6, 4, 3, 3)]
    free = [info("image", ["n", 3, "h", "w"])]
    save("maps.onnx", maps, free, [info("features", ["n", 6])], weights)
    if os.path.exists("external.weights"):
        os.remove("external.weights")
    save("external.onnx", maps, free, [info("features", ["n", 6])], weights, save_as_external_data=True,
         location="external.weights", size_threshold=0)
    openvino.save_model(openvino.convert_model("maps.onnx"), "maps.xml", compress_to_fp16=False)
    make_random()

    # A transformer's shape: a class token and 16 patches of 5 numbers; two outputs.
    tokens = [
        helper.make_node("Conv", ["image", "w"], ["patches"], "patches", strides=[8, 8]),
        helper.make_node("Reshape", ["patches", "flat"], ["rows"], "rows"),
        helper.make_node("Transpose", ["rows"], ["columns"], "columns", perm=[0, 2, 1]),
        helper.make_node("Concat", ["token", "columns"], ["all"], "all", axis=1),
        helper.make_node("MatMul", ["all", "mix"], ["tokens"], "tokens"),
        helper.make_node("Gather", ["tokens", "zero"], ["first"], "first", axis=1),
        helper.make_node("MatMul", ["first", "classes"], ["head"], "head"),
    ]
    constants = [
        weight("w", 5, 3, 8, 8), weight("token", 1, 1, 5), weight("mix", 5, 5), weight("classes", 5, 3),
        numpy_helper.from_array(np.array([1, 5, 16]), "flat"), numpy_helper.from_array(np.array(0), "zero"),
    ]
    save("tokens.onnx", tokens, [info("image", [1, 3, 32, 32])], [info("tokens", [1, 17, 5]), info("head", [1, 3])], constants)

    # Bytes with channels last.
    save("bytes.onnx", [
        helper.make_node("Cast", ["image"], ["numbers"], "numbers", to=TensorProto.FLOAT),
        helper.make_node("Transpose", ["numbers"], ["turned"], "turned", perm=[0, 3, 1, 2]),
        helper.make_node("Conv", ["turned", "w1"], ["conv"], "conv", strides=[4, 4]),
        helper.make_node("GlobalAveragePool", ["conv"], ["pooled"], "pooled"),
        helper.make_node("Flatten", ["pooled"], ["features"], "features"),
    ], [info("image", [1, 32, 32, 3], TensorProto.UINT8)], [info("features", [1, 4])], weights[:1])

    # What is refused.
    add = [helper.make_node("Add", ["a", "b"], ["sum"], "sum")]
    save("two-inputs.onnx", add, [info("a", [1, 3, 8, 8]), info("b", [1, 3, 8, 8])], [info("sum", [1, 3, 8, 8])], [])
    relu = [helper.make_node("Relu", ["x"], ["y"], "y")]
    save("vector.onnx", relu, [info("x", [1, 10])], [info("y", [1, 10])], [])
    save("any-rank.onnx", relu, [info("x", None)], [info("y", None)], [])
    save("any-layout.onnx", relu, [info("x", [1, "a", "b", "c"])], [info("y", [1, "a", "b", "c"])], [])

    def first(x):
        return np.ascontiguousarray(x.transpose(2, 0, 1)[None].astype(np.float32))

    whole, square = picture().astype(np.float64), resized(picture(), 32, 32)
    middle = picture()[:, 8:40].astype(np.float64)
    mean, deviation = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    unit = first(whole / 255)
    any_size = ["--longest-side", "--size", "48", "--values", "unit"]
    result = [case("any size", ["onnx:maps.onnx"] + any_size, ["features"], run("maps.onnx", unit, "features"))]
    result.append(case("weights beside", ["onnx:external.onnx"] + any_size, ["features"], run("maps.onnx", unit, "features")))
    result.append(case("intermediate representation", ["model:maps.xml"] + any_size, ["features"], run("maps.onnx", unit, "features")))
    rows = run("maps.onnx", first((square / 255 - mean) / deviation), "relu", "map")
    result.append(case(
        "inner maps", ["onnx:maps.onnx", "--stretch", "--size", "32", "--values", "imagenet", "--taps", "relu,map"],
        ["relu", "map"], [row.mean((2, 3)) for row in rows]))
    values = (middle[..., ::-1] - [100, 110, 120]) / [50, 60, 70]
    result.append(case(
        "middle, other values",
        ["onnx:maps.onnx", "--crop", "--size", "32", "--values", "byte", "--channels", "bgr", "--mean", "100,110,120",
         "--deviation", "50,60,70"], ["features"], run("maps.onnx", first(values), "features")))
    signed = first(square / 127.5 - 1)
    tokens, head = run("tokens.onnx", signed, "tokens", "head")
    options = ["onnx:tokens.onnx", "--stretch", "--values", "signed"]
    result.append(case("an output of two", options + ["--feature-output", "head"], ["head"], [head]))
    for name, row in [("first", tokens[:, 0]), ("mean", tokens.mean(1)), ("patches", tokens[:, 1:].mean(1))]:
        result.append(case(f"tokens, {name}", options + ["--taps", "tokens", "--tokens", name], ["tokens"], [row]))
    patches, = run("tokens.onnx", signed, "patches")
    result.append(case("a map at one size", options + ["--taps", "patches"], ["patches"], [patches.mean((2, 3))]))
    rounded = np.rint(square)[None].astype(np.uint8)
    result.append(case("bytes", ["onnx:bytes.onnx", "--stretch"], ["features"], run("bytes.onnx", rounded, "features")))
    remember(result)


def make_tensorflow():
    import tensorflow as tf

    class Tiny(tf.Module):
        """Two convolutions with channels last, and their average."""

        def __init__(self):
            super().__init__()
            random = np.random.default_rng(2)
            self.first = tf.Variable(random.standard_normal((3, 3, 3, 4)).astype(np.float32) / 5)
            self.second = tf.Variable(random.standard_normal((3, 3, 4, 6)).astype(np.float32) / 6)

        @tf.function(input_signature=[tf.TensorSpec([None, None, None, 3], tf.float32, name="image")])
        def __call__(self, image):
            relu = tf.nn.relu(tf.nn.conv2d(image, self.first, 2, "SAME"), name="inner")
            return {"features": tf.reduce_mean(tf.nn.conv2d(relu, self.second, 2, "SAME"), [1, 2])}

    tiny = Tiny()
    shutil.rmtree("saved", ignore_errors=True)
    tf.saved_model.save(tiny, "saved", options=tf.saved_model.SaveOptions(save_debug_info=False))
    if os.path.exists("saved/assets") and not os.listdir("saved/assets"):
        os.rmdir("saved/assets")
    fixed = tf.function(lambda image: tiny(image)["features"], input_signature=[tf.TensorSpec([1, 32, 32, 3], tf.float32)])
    converter = tf.lite.TFLiteConverter.from_concrete_functions([fixed.get_concrete_function()], tiny)
    open("tiny.tflite", "wb").write(converter.convert())

    unit = (picture()[None] / 255).astype(np.float32)
    square = (resized(picture(), 32, 32)[None] / 255).astype(np.float32)
    any_size = ["--longest-side", "--size", "48", "--values", "unit"]
    features = tiny(tf.constant(unit))["features"].numpy()
    remember([
        case("saved model", ["model:saved"] + any_size, ["features"], [features]),
        case("tensorflow lite", ["model:tiny.tflite", "--stretch", "--values", "unit"], ["StatefulPartitionedCall:0"],
             [tiny(tf.constant(square))["features"].numpy()]),
    ])


{"onnx": make_onnx, "tensorflow": make_tensorflow}[sys.argv[1]]()
