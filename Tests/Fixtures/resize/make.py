"""Writes cases.json: small pictures and what OpenCV and Pillow make of them. Usage: python make.py > cases.json"""
import json
import cv2
import numpy as np
from PIL import Image

CASES = [  # name, width, height, target width, target height
    ("reduced to a third, landscape", 17, 9, 5, 3),
    ("reduced, portrait", 6, 19, 4, 5),
    ("enlarged, landscape", 5, 3, 12, 8),
    ("enlarged, portrait", 3, 4, 7, 11),
    ("wider and lower", 4, 23, 10, 3),
    ("exactly halved", 8, 6, 4, 3),
    ("a single column", 1, 5, 4, 9),
    ("a single pixel", 1, 1, 3, 2),
    ("the same size", 4, 3, 4, 3),
]

random = np.random.default_rng(20240607)
cases = []
for name, width, height, target_width, target_height in CASES:
    picture = random.integers(0, 256, (height, width, 3), dtype=np.uint8)
    size = (target_width, target_height)
    bilinear = cv2.resize(picture.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    antialiased = {
        kind: np.asarray(Image.fromarray(picture).resize(size, how)).flatten().tolist()
        for kind, how in [
            ("antialiasedBilinear", Image.Resampling.BILINEAR), ("antialiasedBicubic", Image.Resampling.BICUBIC)]}
    cases.append({
        "name": name, "width": width, "height": height, "targetWidth": target_width, "targetHeight": target_height,
        "pixels": picture.flatten().tolist(), "bilinear": [round(float(v), 4) for v in bilinear.flatten()], **antialiased,
    })
print(json.dumps({"cases": cases}, separators=(",", ":")))
