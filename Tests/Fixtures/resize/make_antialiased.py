"""Writes antialiased.json: small pictures and what Pillow's resize makes of them. Usage: python make_antialiased.py > antialiased.json"""
import json
import numpy as np
from PIL import Image

CASES = [  # name, width, height, target width, target height
    ("reduced to a third, landscape", 17, 9, 5, 3),
    ("reduced, portrait", 6, 19, 4, 5),
    ("enlarged, landscape", 5, 3, 12, 8),
    ("wider and lower", 4, 23, 10, 3),
    ("exactly halved", 8, 6, 4, 3),
    ("a single column", 1, 5, 4, 9),
]

random = np.random.default_rng(20240607)
cases = []
for name, width, height, target_width, target_height in CASES:
    picture = random.integers(0, 256, (height, width, 3), dtype=np.uint8)
    expected = {
        kind: np.asarray(Image.fromarray(picture).resize((target_width, target_height), how)).flatten().tolist()
        for kind, how in [("bilinear", Image.Resampling.BILINEAR), ("bicubic", Image.Resampling.BICUBIC)]}
    cases.append({
        "name": name, "width": width, "height": height, "targetWidth": target_width, "targetHeight": target_height,
        "pixels": picture.flatten().tolist(), **expected,
    })
print(json.dumps({"cases": cases}, separators=(",", ":")))
