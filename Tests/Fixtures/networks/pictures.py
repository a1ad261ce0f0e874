"""What the generators share: the seed, the pictures, and how golden values are written."""
import json
import os
import sys

import numpy as np

SEED = 20240607
PICTURES = [(133, 97), (90, 160)]


def picture(width, height):
    """Bands, checks and a curved ramp, in integers: [height, width, 3], 0 to 255."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    checks = 53 * ((x // 16 + y // 12 + c) % 3)
    ramp = (x * (2 + c) + y * (4 - c)) // 3
    return (checks + ramp + x * y // (60 + 7 * c)) % 256


def rounded(value):
    return float(f"{value:.7g}")


def entries(name, padding, step, exact, single):
    """One entry a picture, from features in float64; says how far the twin's own float32 is from them."""
    golden = []
    for (width, height), row, other in zip(PICTURES, exact, single):
        noise = np.abs(row - other).max() / np.abs(row).max()
        print(f"{name} {padding} {width}x{height}: {row.size} columns, largest {np.abs(row).max():.4g}, "
              f"float32 differs by {noise:.1e} of it", file=sys.stderr)
        golden.append({
            "network": name, "padding": padding, "width": width, "height": height, "columns": row.size,
            "largest": rounded(np.abs(row).max()), "step": step, "values": [rounded(v) for v in row[::step]],
        })
    return golden


def write(name, versions, golden):
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), name)
    with open(path, "w") as out:
        json.dump({"versions": versions, "seed": SEED, "cases": golden}, out, separators=(",", ":"))
