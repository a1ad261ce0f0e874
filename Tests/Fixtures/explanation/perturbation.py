"""Writes perturbation.json: segments, surrogates and Owen values by scikit-image, LIME and SHAP.

usage: python perturbation.py
"""
import base64
import json
import os

os.environ["TQDM_DISABLE"] = "1"
import cv2
import lime.lime_base
import numpy as np
import shap
import sklearn.metrics
from skimage.segmentation import quickshift, slic

SIZES = ((60, 44), (36, 52), (64, 20))


def packed(values, kind):
    return base64.b64encode(np.ascontiguousarray(values, kind).tobytes()).decode()


def picture(width, height, seed):
    """Coloured blobs with some noise."""
    draw = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width]
    colours = np.full((height, width, 3), draw.uniform(40, 200, 3))
    for _ in range(14):
        distance = ((x - draw.uniform(0, width)) / draw.uniform(4, 14)) ** 2 + ((y - draw.uniform(0, height)) / draw.uniform(4, 14)) ** 2
        colours = np.where((distance < 1)[..., None], draw.uniform(10, 245, 3) + draw.normal(0, 3, (height, width, 1)), colours)
    return np.clip(colours + draw.normal(0, 4, colours.shape), 0, 255).astype("u1")


def segments(number, width, height):
    pixels = picture(width, height, number)
    return {
        "width": width, "height": height, "pixels": packed(pixels, "u1"),
        "quickshift": packed(quickshift(pixels, kernel_size=4, max_dist=200, ratio=0.2, rng=number), "<i2"),
        # What scikit-image adds to the densities so that no two are equal.
        "noise": packed(np.random.default_rng(number).normal(scale=0.00001, size=(height, width)), "<f8"),
        "quickshiftSmall": packed(quickshift(pixels, kernel_size=1.5, max_dist=5, ratio=0.5, rng=number), "<i2"),
        "slic": packed(slic(pixels, n_segments=50, compactness=10, sigma=1, start_label=0), "<i2"),
        "slicPlain": packed(slic(pixels, n_segments=12, compactness=20, sigma=0, start_label=0), "<i2"),
        "blur": packed(cv2.blur(pixels, (width, height)), "u1"), "blurSmall": packed(cv2.blur(pixels, (6, 3)), "u1"),
    }


def surrogate():
    draw = np.random.default_rng(7)
    masks = draw.integers(0, 2, (80, 9))
    masks[0] = 1
    masks[5] = 0
    values = 0.5 + 0.4 * np.tanh(masks @ draw.normal(0, 0.6, 9) + 0.3 * masks[:, 0] * masks[:, 3])
    distances = sklearn.metrics.pairwise_distances(masks, masks[:1], metric="cosine").ravel()
    kernel = lambda d: np.sqrt(np.exp(-(d ** 2) / 0.25 ** 2))
    base = lime.lime_base.LimeBase(kernel)
    fits = {}
    for name, most, choice in (("all", 100000, "auto"), ("highest-weights", 7, "highest_weights"), ("forward-selection", 4, "forward_selection")):
        intercept, weights, determination, local = base.explain_instance_with_data(
            masks, values[:, None], distances, 0, most, feature_selection=choice)
        dense = np.zeros(9)
        for column, weight in weights:
            dense[column] = weight
        fits[name] = {"most": most, "intercept": intercept, "weights": dense.tolist(), "determination": determination, "prediction": float(local[0])}
    return {"segments": 9, "masks": packed(masks, "u1"), "values": values.tolist(), "kernel": kernel(distances).tolist(), "fits": fits}


def owen(width=4, height=6):
    """A function of grey pixels small enough for every split to be evaluated."""
    draw = np.random.default_rng(3)
    shape = (height, width, 1)
    pixels = draw.integers(0, 256, shape).astype("f8")
    first, second = draw.normal(0, 0.01, (pixels.size, 10)), draw.normal(0, 1, (10, 1))
    function = lambda v: np.tanh(np.asarray(v, "f8").reshape(len(v), -1) @ first) @ second
    hidden = cv2.blur(pixels, (width, height))
    found = {}
    for budget in (20, 60, 100000):
        masker = shap.maskers.Image(hidden[..., None], shape)
        values = shap.PartitionExplainer(function, masker)(pixels[None], max_evals=budget, batch_size=10, silent=True)
        found[str(budget)] = values.values[0].ravel().tolist()
    return {
        "width": width, "height": height, "pixels": pixels.ravel().tolist(), "hidden": hidden.ravel().tolist(), "first": first.ravel().tolist(),
        "second": second.ravel().tolist(), "values": found, "base": float(values.base_values.ravel()[0]), "output": float(function(pixels[None])[0, 0]),
    }


if __name__ == "__main__":
    content = {"pictures": [segments(number, *size) for number, size in enumerate(SIZES)], "surrogate": surrogate(), "owen": owen()}
    place = os.path.join(os.path.dirname(os.path.abspath(__file__)), "perturbation.json")
    with open(place, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
        file.write("\n")
