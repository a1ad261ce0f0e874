"""Writes archives and pickles whose numbers have no meaning, or that claim more than they hold: hostile/*."""
import io
import os
import pickle
import struct
import zipfile
import zlib

import joblib
import numpy as np
from sklearn.decomposition import PCA

here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "hostile")
os.makedirs(here, exist_ok=True)
random = np.random.default_rng(7)
good = {"mean": np.zeros(4), "components": np.eye(2, 4), "explained_variance": np.ones(2)}


def save(name, **changes):
    np.savez(os.path.join(here, name + ".npz"), **(good | changes))


save("samples-nan", samples=np.nan)
save("samples-huge", samples=1e300)
save("samples-negative", samples=-5)
save("samples-empty", samples=np.zeros(0))
save("whiten-nan", whiten=np.nan)
save("whiten-zero-variance", whiten=True, explained_variance=np.zeros(2))
save("no-components", components=np.zeros((0, 4)), explained_variance=np.zeros(0))
save("more-components-than-columns", components=np.zeros((9, 4)), explained_variance=np.ones(9))
save("ratio-nan", explained_variance_ratio=np.full(2, np.nan))


def array(header, values=b""):
    return b"\x93NUMPY\x02\x00" + struct.pack("<I", len(header)) + header.encode() + values


def pack(name, entries):
    with zipfile.ZipFile(os.path.join(here, name + ".npz"), "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, data in entries.items():
            archive.writestr(entry + ".npy", data)


def npy(value):
    buffer = io.BytesIO()
    np.save(buffer, value)
    return buffer.getvalue()


whole = {name: npy(value) for name, value in good.items()}
pack("long-header", whole | {"mean": array("{'descr':" + " " * 200_000 + "'<f8'")})
pack("shape-of-many-digits", whole | {"mean": array(
    "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999999,), }", bytes(8))})
pack("zeros", whole | {"mean": npy(np.zeros(10 << 20))})

# Three names for one stream of bytes.
packer = zlib.compressobj(9, zlib.DEFLATED, -15)
content = npy(np.zeros(4))
body = packer.compress(content) + packer.flush()
local = b"PK\3\4" + struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, zlib.crc32(content), len(body), len(content), 5, 0) + b"a.npy" + body
directory = b""
for name in (b"mean.npy", b"components.npy", b"explained_variance.npy"):
    directory += b"PK\1\2" + struct.pack(
        "<HHHHHHIIIHHHHHII", 20, 20, 0, 8, 0, 33, zlib.crc32(content), len(body), len(content), len(name), 0, 0, 0, 0, 0, 0) + name
with open(os.path.join(here, "one-stream.npz"), "wb") as out:
    out.write(local + directory + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 3, 3, len(directory), len(local), 0))

joblib.dump(PCA(2).fit(random.normal(size=(6, 4))), os.path.join(here, "joblib.pkl"))
# One text, made into bytes a thousand times.
text = b"X" + struct.pack("<I", 20_000) + b"a" * 20_000
with open(os.path.join(here, "encode.pkl"), "wb") as out:
    out.write(b"\x80\x04\x8c\x07_codecs\x8c\x06encode\x93\x94" + text + b"\x94" + b"h\x00h\x01\x85R\x94" * 200 + b".")
