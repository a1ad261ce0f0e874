"""Writes expected.json: a small classifier trained by Keras for two epochs from written-down weights, rows in order."""
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
from keras import layers

random = np.random.default_rng(20240611)
features = random.normal(size=(40, 12)).astype("float32")
labels = random.integers(0, 3, 40)
features[np.arange(40), labels] += 1.5

model = keras.Sequential([
    layers.Input((12,)),
    layers.Dense(16, activation="relu"), layers.BatchNormalization(),
    layers.Dense(8, activation="relu"), layers.BatchNormalization(momentum=0.9, epsilon=1e-2),
    layers.Dense(3, activation="softmax"),
])
for layer in model.layers:
    layer.set_weights([(0.3 * random.normal(size=w.shape) + (1 if "variance" in v.path or "gamma" in v.path else 0))
                       .astype("float32").clip(0.2 if "variance" in v.path else None, None)
                       for w, v in zip(layer.get_weights(), layer.weights)])


def weights():
    return [[w.astype("float64").ravel().tolist() for w in layer.get_weights()] for layer in model.layers]


def evaluated():
    return model.predict(features[:6], verbose=0).astype("float64").ravel().tolist()


initial, before = weights(), evaluated()
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
history = model.fit(
    features, labels, batch_size=16, epochs=2, shuffle=False, verbose=0,
    callbacks=[keras.callbacks.LearningRateScheduler(lambda e, rate: rate * float(np.exp(-0.048 * e)))]).history
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "expected.json"), "w") as out:
    json.dump({
        "versions": {"keras": keras.__version__, "numpy": np.__version__},
        "features": features.astype("float64").ravel().tolist(), "labels": labels.tolist(),
        "initial": initial, "probabilitiesBefore": before,
        "losses": history["loss"], "accuracies": history["accuracy"], "rates": [float(r) for r in history["learning_rate"]],
        "final": weights(), "probabilitiesAfter": evaluated(),
    }, out, separators=(",", ":"))
