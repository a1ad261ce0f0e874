"""Writes golden-keras.json: features that Keras computes in float64 from weights that kalon-export writes.

usage: python generate-keras.py path/to/kalon-export
"""
import os
import subprocess
import sys
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
import h5py
import keras
import numpy as np
import tensorflow as tf

from pictures import PICTURES, SEED, entries, picture, write

# Name of the network, how it is padded, which columns are kept.
CASES = [
    ("multigap", "keras", 97),
    ("efficientnet-b0", "keras", 11),
    ("efficientnet-b0", "same", 11),
    ("efficientnet-b7", "keras", 19),
    ("mobilenet-v1", "keras", 9),
    ("mobilenet-v2", "keras", 11),
    ("mobilenet-v2", "same", 11),
    ("inception-v3", "keras", 17),
    ("resnet-50", "keras", 17),
    ("vgg16", "keras", 5),
]

APPLICATIONS = {
    "mobilenet-v1": "MobileNet", "mobilenet-v2": "MobileNetV2", "inception-v3": "InceptionV3", "resnet-50": "ResNet50",
    "vgg16": "VGG16",
}


def network(name, shape):
    """The Keras network whose output is the pooled features, fed with values in its own range."""
    keras.backend.clear_session()
    applications = keras.applications
    if name == "multigap":
        base = applications.InceptionResNetV2(weights=None, include_top=False, input_shape=shape)
        tapped = [layer.output for layer in base.layers if "mixed" in layer.name]
    else:
        kind = APPLICATIONS.get(name) or "EfficientNet" + name[-2:].upper()
        base = getattr(applications, kind)(weights=None, include_top=False, input_shape=shape)
        tapped = [base.output]
    pooled = [keras.layers.GlobalAveragePooling2D()(x) for x in tapped]
    return keras.Model(base.input, pooled[0] if len(pooled) == 1 else keras.layers.Concatenate()(pooled))


def load(model, path):
    """Gives the model the weights of the file and says which of its layers got none."""
    missing = []
    with h5py.File(path) as file:
        names = [n.decode() if isinstance(n, bytes) else n for n in file.attrs["layer_names"]]
        for layer in model.layers:
            if not layer.weights:
                continue
            if layer.name not in names:
                missing.append(layer.name)
                continue
            group = file[layer.name]
            tensors = [group[n][()] for n in group.attrs["weight_names"]]
            if isinstance(layer, keras.layers.Normalization):
                # The file holds deviations where the layer expects variances. Keras' own networks with published
                # weights divide by the root of the deviation once more; a squared deviation does the same.
                layer.adapt_mean.assign(tensors[0])
                layer.adapt_variance.assign(tensors[1].astype("float64") ** 2)
                layer.finalize_state()
            else:
                layer.set_weights(tensors)
    assert set(names) <= {layer.name for layer in model.layers}, "the file has layers that Keras' network lacks"
    assert not missing, missing


def values(name, pixels):
    """The picture in the range that the network takes: Keras' EfficientNet divides by 255 itself."""
    if name.startswith("efficientnet"):
        return pixels
    if name == "multigap":
        return pixels / 255
    if name in ("resnet-50", "vgg16"):
        return pixels[..., ::-1] - np.array([103.939, 116.779, 123.68])
    return pixels / 127.5 - 1


def features(name, padding, weights, precision):
    """One row a picture."""
    keras.backend.set_floatx(precision)
    rows = []
    for width, height in PICTURES:
        # Keras pads by the parity of the sides where it knows them, and always alike where it does not.
        model = network(name, (height, width, 3) if padding == "same" else (None, None, 3))
        load(model, weights)
        batch = values(name, picture(width, height)[None].astype("float64")).astype(precision)
        rows.append(model(batch, training=False).numpy()[0].astype("float64"))
    return rows


def main(export):
    golden = []
    for name, padding, step in CASES:
        with tempfile.TemporaryDirectory() as folder:
            weights = os.path.join(folder, "weights.h5")
            subprocess.run(
                [export, "--extractor", name, "--weights", f"seeded:{SEED}", "--padding", padding, "--output", weights],
                check=True)
            exact = features(name, padding, weights, "float64")
            single = features(name, padding, weights, "float32")
        golden += entries(name, padding, step, exact, single)
    versions = {"keras": keras.__version__, "tensorflow": tf.__version__, "numpy": np.__version__}
    write("golden-keras.json", versions, golden)


if __name__ == "__main__":
    main(sys.argv[1])
