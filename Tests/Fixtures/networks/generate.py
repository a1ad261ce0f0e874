"""Writes golden.json: features that Keras computes in float64 from weights that kalon-export writes.

usage: python generate.py path/to/kalon-export
"""
import json
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

SEED = 20240607
PICTURES = [(133, 97), (90, 160)]

# Name of the network, how it is padded, which columns are kept.
CASES = [
    ("multigap", "keras", 97),
    ("efficientnet-b0", "keras", 11),
    ("efficientnet-b0", "same", 11),
    ("efficientnet-b7", "keras", 19),
    ("mobilenet-v1", "keras", 9),
]


def picture(width, height):
    """Bands, checks and a curved ramp, in integers: [height, width, 3], 0 to 255."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    checks = 53 * ((x // 16 + y // 12 + c) % 3)
    ramp = (x * (2 + c) + y * (4 - c)) // 3
    return (checks + ramp + x * y // (60 + 7 * c)) % 256


def network(name, shape):
    """The Keras network whose output is the pooled features, fed with values in its own range."""
    keras.backend.clear_session()
    applications = keras.applications
    if name == "multigap":
        base = applications.InceptionResNetV2(weights=None, include_top=False, input_shape=shape)
        tapped = [layer.output for layer in base.layers if "mixed" in layer.name]
    else:
        kind = "MobileNet" if name == "mobilenet-v1" else "EfficientNet" + name[-2:].upper()
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
    return pixels / 127.5 - 1 if name == "mobilenet-v1" else pixels / 255


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


def rounded(value):
    return float(f"{value:.7g}")


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
        for (width, height), row, other in zip(PICTURES, exact, single):
            noise = np.abs(row - other).max() / np.abs(row).max()
            print(f"{name} {padding} {width}x{height}: {row.size} columns, largest {np.abs(row).max():.4g}, "
                  f"Keras' float32 differs by {noise:.1e} of it", file=sys.stderr)
            golden.append({
                "network": name, "padding": padding, "width": width, "height": height, "columns": row.size,
                "largest": rounded(np.abs(row).max()), "step": step, "values": [rounded(v) for v in row[::step]],
            })
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden.json")
    with open(path, "w") as out:
        json.dump({
            "versions": {"keras": keras.__version__, "tensorflow": tf.__version__, "numpy": np.__version__},
            "seed": SEED, "cases": golden,
        }, out, separators=(",", ":"))


if __name__ == "__main__":
    main(sys.argv[1])
