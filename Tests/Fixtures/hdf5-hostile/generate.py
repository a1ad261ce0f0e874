"""Writes valid HDF5 files that lead elsewhere, lead back to themselves, or claim more than they hold.

usage: python generate.py        (writes *.h5 beside itself; h5py)
"""
import os

import h5py
import numpy as np

folder = os.path.dirname(os.path.abspath(__file__))


def write(name, fill):
    with h5py.File(os.path.join(folder, name + ".h5"), "w", libver=("v108", "v110")) as file:
        fill(file)


def links(file):
    file["here"] = np.arange(3, dtype="f4")
    file["inside"] = h5py.SoftLink("/here")
    file["outside"] = h5py.ExternalLink("types.h5", "/single")
    file["behind"] = h5py.SoftLink("/outside/deeper")
    file["circle"] = h5py.SoftLink("/square")
    file["square"] = h5py.SoftLink("/circle")
    raw = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    raw.set_external(b"/etc/hostname", 0, 12)
    h5py.h5d.create(file.id, b"raw", h5py.h5t.IEEE_F32LE, h5py.h5s.create_simple((3,)), raw)
    layout = h5py.VirtualLayout(shape=(3,), dtype="f4")
    layout[:] = h5py.VirtualSource(".", "virtual", shape=(3,))
    file.create_virtual_dataset("virtual", layout)


def cycles(file):
    layer = file.create_group("layers/dense/vars")
    layer["0"] = np.ones((2, 2), "f4")
    file["layers/again"] = file["/"]
    file["layers/dense/up"] = file["layers"]


def claims(file):
    def sparse(name, shape, chunk, dtype="f4"):
        file.create_dataset(name, shape=shape, chunks=chunk, dtype=dtype, maxshape=shape)

    sparse("wide", (40, 2**33), (1, 1024))
    sparse("long", (2**40,), (1024,), "f8")
    sparse("beyond", (2**40, 2**40), (1, 1024))
    sparse("texts", (40,), (1,), "S268435456")
    file.create_dataset("zeros", data=np.zeros(1 << 25, "f4"), chunks=(1 << 22,), compression="gzip", compression_opts=9)
    part = file.create_dataset("part", shape=(1 << 20,), chunks=(1 << 10,), dtype="f4")
    part[:100] = 1


for name, fill in [("links", links), ("cycles", cycles), ("claims", claims)]:
    write(name, fill)
