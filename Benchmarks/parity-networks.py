"""Compares every built-in network with its twin in Keras or torchvision on photographs.

usage: python parity-networks.py --binaries .build/release --photographs FOLDER [--networks A,B] [--count 6] [--double]

Needs numpy, Pillow, onnx and onnxruntime, and Keras on TensorFlow or torchvision with safetensors; networks whose twin
is not installed are left out. Weights are random, with batch normalisations measured on the photographs, and go to
Kalon in a file of the twin's format. Each line gives the largest difference in proportion to the twin's largest
feature, and the Frobenius norm of the difference in proportion to the twin's, all in float32; with --double the twin
computes in double precision, and its own float32 is compared, too (twin, on the photographs' own shapes):
  extract  kalon-extract on the network's standard input
  runtime  ONNX Runtime on the file of kalon-export, on the same input
  own      kalon-extract on every photograph in its own shape, longest side 320
  shapes   ONNX Runtime on the same
The file must pass onnx's full check. Exits with 1 when a difference is above --tolerance.
"""
import argparse
import copy
import glob
import json
import os
import subprocess
import sys
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
import h5py
import numpy as np
import onnx
import onnxruntime
from PIL import Image

MEAN, DEVIATION = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
CAFFE_MEAN = np.array([103.939, 116.779, 123.68])


def he_normal(rng, shape, inputs):
    return rng.normal(0, np.sqrt(2 / inputs), shape)


class KerasTwin:
    """Networks of keras.applications; features of the whole network without its classifier, or of concatenations."""

    networks = {
        "multigap": ("InceptionResNetV2", {}),
        **{f"efficientnet-b{size}": (f"EfficientNetB{size}", {}) for size in range(8)},
        "mobilenet-v1": ("MobileNet", {}), "mobilenet-v1@0.5": ("MobileNet", {"alpha": 0.5}),
        "mobilenet-v2": ("MobileNetV2", {}), "mobilenet-v2@0.5": ("MobileNetV2", {"alpha": 0.5}),
        "mobilenet-v2@0.35": ("MobileNetV2", {"alpha": 0.35}), "mobilenet-v2@1.4": ("MobileNetV2", {"alpha": 1.4}),
        "inception-v3": ("InceptionV3", {}), "resnet-50": ("ResNet50", {}), "vgg16": ("VGG16", {}),
    }
    suffix = ".weights.h5"

    def __init__(self, name, rng, images):
        import keras

        keras.backend.clear_session()
        self.name, self.type = name, "float32"
        self.takes_bytes = name.startswith("efficientnet")
        self.build()
        for layer in self.base.layers:
            if isinstance(layer, keras.layers.BatchNormalization):
                layer.momentum = 0.0
            if isinstance(layer, keras.layers.Dropout):
                layer.rate = 0.0
            if not isinstance(layer, keras.layers.Normalization):
                layer.set_weights([self.draw(rng, layer, v) for v in layer.weights])
        self.run(self.base, images, training=True)

    def build(self):
        import keras

        kind, more = self.networks[self.name]
        base = getattr(keras.applications, kind)(
            weights=None, include_top=False, input_shape=(None, None, 3), **more)
        tapped = [x.output for x in base.layers if "mixed" in x.name] if self.name == "multigap" else [base.output]
        pooled = [keras.layers.GlobalAveragePooling2D()(x) for x in tapped]
        self.base = base
        self.model = keras.Model(base.input, pooled[0] if len(pooled) == 1 else keras.layers.Concatenate()(pooled))

    def in_double(self):
        import keras

        twin = copy.copy(self)
        twin.type = "float64"
        keras.config.set_floatx(twin.type)
        keras.config.set_dtype_policy(twin.type)
        twin.build()
        keras.config.set_floatx(self.type)
        keras.config.set_dtype_policy(self.type)
        twin.base.set_weights(self.base.get_weights())
        return twin

    @staticmethod
    def draw(rng, layer, variable):
        shape = tuple(variable.shape)
        if len(shape) == 4:
            depthwise = "Depthwise" in type(layer).__name__
            return he_normal(rng, shape, shape[0] * shape[1] * (1 if depthwise else shape[2]))
        if "gamma" in variable.name:
            return rng.uniform(0.8, 1.2, shape)
        if "beta" in variable.name or "bias" in variable.name:
            return rng.normal(0, 0.1, shape)
        return variable.numpy()

    def run(self, model, images, training=False):
        return model((images * 255 if self.takes_bytes else images).astype(self.type), training=training).numpy()

    def save(self, path):
        self.base.save_weights(path)

    def features(self, image):
        return self.run(self.model, image[None])[0]


class TorchvisionTwin:
    """Networks of torchvision.models; features of their last maps."""

    networks = {
        "inception-v1": ("googlenet", "inception5b.cat"), "resnet-18": ("resnet18", "layer4"),
        "resnet-50-v1.5": ("resnet50", "layer4"), "shufflenet-v2@0.5": ("shufflenet_v2_x0_5", "conv5"),
        "shufflenet-v2": ("shufflenet_v2_x1_0", "conv5"), "shufflenet-v2@1.5": ("shufflenet_v2_x1_5", "conv5"),
        "shufflenet-v2@2.0": ("shufflenet_v2_x2_0", "conv5"),
    }
    suffix = ".safetensors"

    def __init__(self, name, rng, images):
        import torch
        import torchvision
        from torchvision.models.feature_extraction import create_feature_extractor

        self.torch, self.type = torch, "float32"
        kind, node = self.networks[name]
        # Kalon's input is what GoogLeNet makes of ImageNet's values in its first step, which is left out here.
        more = {"aux_logits": True, "transform_input": False, "init_weights": False} if kind == "googlenet" else {}
        model = getattr(torchvision.models, kind)(weights=None, **more)
        for module in model.modules():
            if isinstance(module, torch.nn.Conv2d):
                shape = tuple(module.weight.shape)
                module.weight.data = torch.from_numpy(he_normal(rng, shape, shape[1] * shape[2] * shape[3])).float()
            if isinstance(module, torch.nn.BatchNorm2d):
                module.momentum = 1.0
                module.weight.data = torch.from_numpy(rng.uniform(0.8, 1.2, module.num_features)).float()
                module.bias.data = torch.from_numpy(rng.normal(0, 0.1, module.num_features)).float()
        self.model = model
        with torch.no_grad():
            model.train()(self.tensor(images))
        self.extractor = create_feature_extractor(model.eval(), {node: "maps"})

    def in_double(self):
        twin = copy.copy(self)
        twin.type, twin.extractor = "float64", copy.deepcopy(self.extractor).double()
        return twin

    def tensor(self, images):
        return self.torch.from_numpy(np.ascontiguousarray(images.transpose(0, 3, 1, 2), dtype=self.type))

    def save(self, path):
        from safetensors.torch import save_file

        save_file(self.model.state_dict(), path)

    def features(self, image):
        with self.torch.no_grad():
            return self.extractor(self.tensor(image[None]))["maps"].mean((2, 3))[0].numpy()


def installed(module):
    try:
        __import__(module)
        return True
    except ImportError:
        return False


def resized(pixels, width, height):
    """Bilinear, half-pixel centres, no antialiasing, in float64."""
    def axis(source, target):
        place = (np.arange(target) + 0.5) * source / target - 0.5
        below = np.floor(place).astype(int)
        return np.clip(below, 0, source - 1), np.clip(below + 1, 0, source - 1), place - below

    top, bottom, down = axis(pixels.shape[0], height)
    left, right, across = axis(pixels.shape[1], width)
    rows = pixels[top] * (1 - down)[:, None, None] + pixels[bottom] * down[:, None, None]
    return rows[:, left] * (1 - across)[:, None] + rows[:, right] * across[:, None]


def prepared(pixels, description):
    """The input that the description makes of a picture [height, width, 3] of bytes."""
    geometry = description["geometry"]
    if description["resampling"].startswith("bilinear, antialiased"):
        placed_pixels = cut_by_torchvision(pixels, geometry)
    else:
        placed_pixels = placed(pixels.astype("float64"), geometry)
    return scaled(placed_pixels, description["values"])


def cut_by_torchvision(pixels, geometry):
    from torchvision import transforms

    cut = transforms.Compose([transforms.Resize(geometry["shorter_side"]), transforms.CenterCrop(geometry["side"])])
    return np.asarray(cut(Image.fromarray(pixels)), dtype="float64")


def placed(pixels, geometry):
    height, width = pixels.shape[:2]
    kind = geometry["kind"]
    if kind == "longest-side":
        longest = max(width, height)
        if longest <= geometry["maximum"] and not geometry["enlarge"]:
            return pixels
        return fitted(pixels, geometry["maximum"], width > height)
    side = geometry["side"]
    if kind == "border":
        inner = fitted(pixels, side, width >= height, keeps_squares=False)
        canvas = np.zeros((side, side, 3))
        top, left = (side - inner.shape[0]) // 2, (side - inner.shape[1]) // 2
        canvas[top:top + inner.shape[0], left:left + inner.shape[1]] = inner
        return canvas
    inner = fitted(pixels, geometry.get("shorter_side", side), width < height)
    top, left = (inner.shape[0] - side) // 2, (inner.shape[1] - side) // 2
    return inner[top:top + side, left:left + side]


def fitted(pixels, side, by_width, keeps_squares=True):
    height, width = pixels.shape[:2]
    if width == height and keeps_squares:
        return resized(pixels, side, side)
    if by_width:
        return resized(pixels, side, int(height * (side / width)))
    return resized(pixels, int(width * (side / height)), side)


def scaled(pixels, values):
    if values == "unit":
        return pixels / 255
    if values == "signed":
        return pixels / 127.5 - 1
    if values == "imagenet":
        return (pixels / 255 - MEAN) / DEVIATION
    if values == "caffe":
        return pixels[..., ::-1] - CAFFE_MEAN
    raise ValueError(values)


class Comparison:
    """Features of two programs, row by row."""

    def __init__(self):
        self.pairs = []

    def add(self, found, expected):
        assert found.shape == expected.shape, (found.shape, expected.shape)
        self.pairs.append((found.astype("float64"), expected.astype("float64")))

    @property
    def largest(self):
        return max(abs(a - b).max() for a, b in self.pairs) / max(abs(b).max() for _, b in self.pairs)

    @property
    def frobenius(self):
        return np.sqrt(sum(((a - b) ** 2).sum() for a, b in self.pairs) / sum((b ** 2).sum() for _, b in self.pairs))

    def __str__(self):
        return f"{self.largest:.1e} {self.frobenius:.1e}"


def photographs(folder, count, into):
    """Evenly chosen, reduced to a longest side of 320 and kept as PNG, which every program decodes alike."""
    paths = sorted(p for p in glob.glob(os.path.join(folder, "**", "*"), recursive=True)
                   if p.lower().endswith((".jpg", ".jpeg", ".png")))
    chosen = [paths[round(i * (len(paths) - 1) / max(count - 1, 1))] for i in range(count)]
    pictures = {}
    for number, path in enumerate(chosen):
        image = Image.open(path).convert("RGB")
        image.thumbnail((320, 320))
        image.save(os.path.join(into, f"{number}.png"))
        pictures[f"{number}.png"] = np.asarray(image)
    return pictures


def kalon(options, stage, *arguments):
    command = [os.path.join(options.binaries, f"kalon-{stage}"), *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True).stdout


def compare(name, twin_type, options, folder):
    """The comparisons of a network, and the number of its columns."""
    pictures = photographs(options.photographs, options.count, folder)
    # The description does not depend on weights, which are not yet there.
    description = json.loads(kalon(
        options, "extract", "--extractor", name, "--weights", "seeded:1", "--describe"))[0]["input"]
    squares = np.stack([
        scaled(resized(p.astype("float64"), 224, 224), description["values"]) for p in pictures.values()])
    twin = twin_type(name, np.random.default_rng(options.seed), squares)
    weights = os.path.join(folder, "w" + twin.suffix)
    twin.save(weights)
    network = ["--extractor", name, "--weights", weights]
    rows, model = os.path.join(folder, "f.h5"), os.path.join(folder, "m.onnx")
    found = {}
    for kind, shape in (("extract", []), ("own", ["--longest-side", "--size", "320"])):
        kalon(options, "extract", folder, *network, *shape, "--output", rows)
        with h5py.File(rows) as file:
            paths = [os.path.basename(p.decode() if isinstance(p, bytes) else p) for p in file["paths"][()]]
            found[kind] = dict(zip(paths, file["features"][()]))
    kalon(options, "export", *network, "--output", model)
    onnx.checker.check_model(onnx.load(model), full_check=True)
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    reference = twin.in_double() if options.double else twin
    extract, runtime, own, shapes, own_twin = (Comparison() for _ in range(5))
    for path, pixels in pictures.items():
        standard = prepared(pixels, description).astype("float32")
        expected = reference.features(standard)
        extract.add(found["extract"][path], expected)
        runtime.add(session.run(None, {"image": standard[None]})[0][0], expected)
        picture = scaled(pixels.astype("float64"), description["values"]).astype("float32")
        expected = reference.features(picture)
        own.add(found["own"][path], expected)
        shapes.add(session.run(None, {"image": picture[None]})[0][0], expected)
        own_twin.add(twin.features(picture), expected)
    return [extract, runtime, own, shapes] + ([own_twin] if options.double else []), expected.size


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binaries", required=True)
    parser.add_argument("--photographs", required=True)
    parser.add_argument("--networks", help="names with commas between them; default: all")
    parser.add_argument("--count", type=int, default=6, help="photographs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tolerance", type=float, default=1e-4)
    parser.add_argument("--double", action="store_true", help="compare with the twin in double precision")
    options = parser.parse_args()
    twins = [t for t, module in ((KerasTwin, "keras"), (TorchvisionTwin, "torchvision")) if installed(module)]
    wanted = options.networks.split(",") if options.networks else [n for t in twins for n in t.networks]
    print(f"{'network':18} {'columns':>7}  {'extract':15}  {'runtime':15}  {'own':15}  {'shapes':15}  "
          + (f"{'twin':15}  " if options.double else "") + "onnx check")
    failed = False
    for twin in twins:
        for name in (n for n in wanted if n in twin.networks):
            with tempfile.TemporaryDirectory() as folder:
                comparisons, columns = compare(name, twin, options, folder)
            print(f"{name:18} {columns:7}  " + "  ".join(map(str, comparisons)) + "  passed", flush=True)
            failed |= any(c.largest > options.tolerance for c in comparisons[:4])
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
