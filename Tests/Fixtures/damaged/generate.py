"""Writes the damaged files of this folder: small valid ones with a few bytes replaced.

Each of them ends a process that reads it (SIGSEGV) with libhdf5 1.10.8 or OpenVINO 2026.4.1; the places were found by
trying. Written with h5py 3, HDF5 1.14, numpy 2 and onnx 1; other versions may lay files out differently, and the places
have to be found again.
"""
import os

import h5py
import numpy as np
import onnx
from onnx import TensorProto, helper

HERE = os.path.dirname(os.path.abspath(__file__))


def hdf5(path):
    """Texts, numbers in chunks and a group."""
    text = h5py.string_dtype()
    with h5py.File(path, "w") as file:
        file.attrs["title"] = "a"
        file.attrs["names"] = np.array(["one", "two"], dtype=text)
        file.create_dataset("paths", data=np.array(["a.jpg", "b.jpg", "c.jpg"], dtype=text))
        values = np.arange(12, dtype="f4").reshape(3, 4)
        file.create_dataset("values", data=values, chunks=(2, 2), compression="gzip", shuffle=True)
        file.create_group("more")["counts"] = np.arange(3)


def network(path):
    """A convolution, a rounding to 8 bits, a border, and an average over each map."""
    weights = np.random.RandomState(0).randn(2, 3, 3, 3).astype("f4")
    node = helper.make_node
    graph = helper.make_graph(
        [node("Conv", ["x", "w"], ["c"], kernel_shape=[3, 3], strides=[2, 2]), node("Relu", ["c"], ["r"]),
         node("QuantizeLinear", ["r", "s", "z"], ["q"]), node("DequantizeLinear", ["q", "s", "z"], ["k"]),
         node("Pad", ["k", "p"], ["l"]), node("Clip", ["l", "s", ""], ["m"]),
         node("ReduceMean", ["m"], ["y"], axes=[2, 3], keepdims=0)],
        "g", [helper.make_tensor_value_info("x", TensorProto.FLOAT, (1, 3, 32, 32))],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        [helper.make_tensor("w", TensorProto.FLOAT, weights.shape, weights.tobytes(), raw=True),
         helper.make_tensor("s", TensorProto.FLOAT, [], [0.1]), helper.make_tensor("z", TensorProto.UINT8, [], [0]),
         helper.make_tensor("p", TensorProto.INT64, [8], [0, 0, 1, 1, 0, 0, 1, 1])])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), path)


def damage(make, name, *changes):
    """Writes a valid file, and then bytes (hexadecimal) at places of it."""
    path = f"{HERE}/{name}"
    make(path)
    with open(path, "r+b") as file:
        for place, content in changes:
            file.seek(place)
            file.write(bytes.fromhex(content))


damage(hdf5, "text-length.h5", (2121, "ffffffff"))
damage(hdf5, "text-place.h5", (2123, "0010"))
damage(network, "axis.onnx", (138, "ff"))
damage(network, "attribute.onnx", (129, "01"))
damage(network, "operator.onnx", (124, "00"))
