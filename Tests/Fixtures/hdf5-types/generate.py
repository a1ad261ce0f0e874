"""Writes texts and numbers in the forms that other programs use.

usage: python generate.py        (writes types.h5 beside itself)
"""
import os

import h5py
import numpy as np

with h5py.File(os.path.join(os.path.dirname(os.path.abspath(__file__)), "types.h5"), "w") as file:
    texts = ["one", "zwölf"]
    file.create_dataset("variable", data=texts, dtype=h5py.string_dtype())
    file.create_dataset("fixed", data=[t.encode() for t in texts], dtype=h5py.string_dtype("utf-8", 8))
    file.create_dataset("fixed_ascii", data=np.array([b"one", b""], dtype="S5"))
    padded = h5py.h5t.C_S1.copy()
    padded.set_size(9)
    padded.set_strpad(h5py.h5t.STR_SPACEPAD)
    padded.set_cset(h5py.h5t.CSET_UTF8)
    dataset = h5py.h5d.create(file.id, b"padded", padded, h5py.h5s.create_simple((2,)))
    dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, np.array([t.encode().ljust(9) for t in texts], dtype="S9"), padded)
    file.attrs["fixed"] = np.array([b"dense", b"dense_1"], dtype="S7")
    file.attrs["fixed_scalar"] = np.bytes_(b"2.4.0")
    file.attrs["none"] = np.zeros(0)
    file.attrs["null"] = h5py.Empty("S1")
    values = [1, -0.5, 1024]
    for name, kind in [("half", "<f2"), ("single", "<f4"), ("double", "<f8"), ("big_endian", ">f4")]:
        file.create_dataset(name, data=np.array(values, dtype=kind))
    file.create_dataset("bytes", data=np.array([1, 2, 255], dtype="u1"))
    file["dangling"] = h5py.SoftLink("/nowhere")
