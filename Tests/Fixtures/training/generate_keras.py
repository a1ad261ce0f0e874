"""Writes keras.json: ten steps of the network mobile of expected.json, by Keras in float64.

usage: python generate_keras.py
"""
import base64
import json
import os

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="")
import keras
import numpy as np
import tensorflow as tf

FOLDER = os.path.dirname(os.path.abspath(__file__))
PICTURES, SIDE, STEPS = 8, 24, 10
keras.backend.set_floatx("float64")
with open(os.path.join(FOLDER, "expected.json")) as file:
    MOBILE = json.load(file)["mobile"]


def numbers(text, kind="<f4"):
    return np.frombuffer(base64.b64decode(text), kind).astype("float64")


def packed(values):
    return base64.b64encode(np.ascontiguousarray(values.astype("<f4")).tobytes()).decode()


def network():
    """The layers by the names of Kalon's, with Keras' own borders: (0, 1) at a stride of 2."""
    x = first = keras.Input((SIDE, SIDE, 3))
    for name, filters, stride in (
        ("stem", 16, 2), ("depthwise-1", 0, 1), ("points-1", 32, 1), ("depthwise-2", 0, 2), ("points-2", 40, 1)):
        settings = {"strides": stride, "padding": "same", "use_bias": False, "name": name}
        if filters:
            x = keras.layers.Conv2D(filters, 1 if name.startswith("points") else 3, **settings)(x)
        else:
            x = keras.layers.DepthwiseConv2D(3, **settings)(x)
        x = keras.layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name=name + "-norm")(x)
        x = keras.layers.ReLU(6.0)(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(first, keras.layers.Dense(10, name="dense")(x))


def places(model):
    """The variables by Kalon's names of them."""
    def role(layer, variable):
        return "depthwise_kernel" if layer.name.startswith("depthwise") and variable.name == "kernel" else variable.name

    return {f"{layer.name}/{role(layer, variable)}": variable for layer in model.layers for variable in layer.variables}


def steps(rule, rate):
    model = network()
    for name, variable in places(model).items():
        variable.assign(numbers(MOBILE["weights"][name]).reshape(variable.shape))
    x = numbers(MOBILE["bytes"], "u1").reshape(PICTURES, SIDE, SIDE, 3) / 127.5 - 1
    target = numbers(MOBILE["target"]).reshape(PICTURES, 10)
    optimiser = keras.optimizers.Adam(rate) if rule == "adam" else keras.optimizers.SGD(rate, momentum=0.9)
    losses = []
    for step in range(STEPS):
        if step == STEPS // 2:
            optimiser.learning_rate = rate / 2
        with tf.GradientTape() as tape:
            difference = tf.cumsum(tf.nn.softmax(model(x, training=True)) - target, 1)
            loss = tf.reduce_mean(tf.sqrt(tf.reduce_mean(tf.square(difference), 1)))
        optimiser.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
        losses.append(float(loss))
    print(rule, losses[0], losses[-1])
    return {"rate": rate, "losses": losses, "final": {name: packed(v.numpy()) for name, v in places(model).items()}}


with open(os.path.join(FOLDER, "keras.json"), "w") as out:
    runs = {rule: steps(rule, run["rate"]) for rule, run in MOBILE["runs"].items()}
    json.dump({"versions": {"keras": keras.__version__, "tensorflow": tf.__version__}, "runs": runs}, out, separators=(",", ":"))
