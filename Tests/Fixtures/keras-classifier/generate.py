"""Trains a tiny classifier with Keras and saves it in every HDF5 form that Kalon reads, with its probabilities.

usage: python generate.py        (writes beside itself)
"""
import json
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
import numpy as np
from keras import layers

SEED = 20260101
here = os.path.dirname(os.path.abspath(__file__))
keras.utils.set_random_seed(SEED)
rng = np.random.default_rng(SEED)
x = rng.normal(size=(256, 5)).astype("float32")
y = (x[:, 0] + x[:, 1] * x[:, 2] > 0).astype("int32")

source = layers.Input((5,), name="features")
hidden = layers.Dense(4, activation="relu", name="dense")(source)
hidden = layers.BatchNormalization(name="batch_normalization")(hidden)
hidden = layers.Dropout(0.25, name="dropout")(hidden)
output = layers.Dense(2, activation="softmax", name="dense_1")(hidden)
functional = keras.Model(source, output)
functional.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy")
functional.fit(x, y, batch_size=32, epochs=5, verbose=0)
sequential = keras.Sequential([layers.Input((5,), name="features")] + functional.layers[1:])

functional.save(os.path.join(here, "functional.h5"), include_optimizer=False)
sequential.save(os.path.join(here, "sequential.h5"), include_optimizer=False)
functional.save_weights(os.path.join(here, "numbered.weights.h5"))
probe = x[:4]
expected = {
    "keras": keras.__version__,
    "seed": SEED,
    "features": probe.tolist(),
    "probabilities": functional(probe, training=False).numpy().tolist(),
    "tensors": {f"{l.name}/{w.name}": w.numpy().ravel().tolist() for l in functional.layers for w in l.weights},
    "shapes": {f"{l.name}/{w.name}": list(w.shape) for l in functional.layers for w in l.weights},
}
with open(os.path.join(here, "expected.json"), "w") as file:
    json.dump(expected, file, indent=1, sort_keys=True)
    file.write("\n")
