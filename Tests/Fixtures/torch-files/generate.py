"""Writes states and checkpoints of PyTorch as torch.save stores them, and files that only look like them.

usage: python generate.py
"""
import io
import json
import os
import pickle
import struct
import zipfile
from collections import OrderedDict

import torch

HERE = os.path.dirname(os.path.abspath(__file__))


def path(name):
    os.makedirs(os.path.dirname(os.path.join(HERE, name)), exist_ok=True)
    return os.path.join(HERE, name)


def state():
    """Every type and every way to lie in a storage that a reader must know."""
    base = torch.arange(24, dtype=torch.float32) / 8 - 1
    return OrderedDict([
        ("float32", base.reshape(2, 3, 4).clone()),
        ("float16", torch.tensor([0.5, -2, 65504], dtype=torch.float16)),
        ("bfloat16", torch.tensor([0.5, -2, 3.0e38], dtype=torch.bfloat16)),
        ("float64", torch.tensor([0.1, -1e30], dtype=torch.float64)),
        ("int64", torch.tensor(7)),
        ("int32", torch.tensor([-3, 4], dtype=torch.int32)),
        ("uint8", torch.tensor([0, 255], dtype=torch.uint8)),
        ("bool", torch.tensor([True, False])),
        ("empty", torch.zeros(0, 3)),
        ("whole", base), ("view", base[5:11].reshape(2, 3)), ("turned", base.reshape(4, 6).t()),
        ("every_other", base[::2]), ("channels_last", base.reshape(1, 2, 3, 4).to(memory_format=torch.channels_last)),
        ("trained", torch.nn.Parameter(torch.tensor([1.0, 2.0]))),
    ])


def archive(name, pickled, storages, method=zipfile.ZIP_STORED, more=()):
    with zipfile.ZipFile(path(name), "w", method) as out:
        for entry, content in [("data.pkl", pickled), *((f"data/{k}", v) for k, v in storages.items()), *more]:
            out.writestr(zipfile.ZipInfo(f"state/{entry}"), content, method)


class Storage:
    def __init__(self, count, key="0", kind="FloatStorage"):
        self.count, self.key, self.kind = count, key, kind


class Reference:
    """Pickled as the call of a function with these arguments, whatever they are."""

    def __init__(self, function, *arguments):
        self.function, self.arguments = function, arguments

    def __reduce__(self):
        return self.function, self.arguments


class Pickler(pickle.Pickler):
    def persistent_id(self, value):
        if isinstance(value, Storage):
            return ("storage", getattr(torch, value.kind), value.key, "cpu", value.count)
        return None


def pickled(value):
    out = io.BytesIO()
    Pickler(out, protocol=2).dump(value)
    return out.getvalue()


def view(shape, strides, offset=0, count=4):
    return Reference(
        torch._utils._rebuild_tensor_v2, Storage(count), offset, shape, strides, False, OrderedDict())


def hostile():
    four = {"0": struct.pack("<4f", 1, 2, 3, 4)}
    for name, tensor in [
        ("expanded", view((1 << 40,), (0,))), ("beyond", view((4,), (1,), offset=1)),
        ("negative-offset", view((2,), (1,), offset=-1)), ("negative-stride", view((2,), (-1,), offset=2)),
        ("negative-side", view((-1,), (1,))), ("huge-sides", view((1 << 62, 1 << 62), (1, 1))),
        ("huge-stride", view((2, 2), (1 << 62, 1 << 62))), ("few-strides", view((2, 2), (1,))),
        ("huge-storage", view((4,), (1,), count=1 << 61)), ("storage-too-long", view((4,), (1,), count=5)),
    ]:
        archive(f"hostile/{name}.pth", pickled({"w": tensor}), four)
    good = pickled({"w": view((4,), (1,))})
    archive("hostile/no-storage.pth", good, {})
    archive("hostile/big-endian.pth", good, four, more=[("byteorder", b"big")])
    archive("hostile/two-pickles.pth", good, four, more=[("data.pkl", good)])
    archive("hostile/not-a-dictionary.pth", pickled([view((4,), (1,))]), four)
    archive("hostile/no-tensors.pth", pickled({"epoch": 3, "model": {"w": view((4,), (1,))}}), four)
    archive("hostile/calls.pth", pickled({"w": Reference(os.system, "true")}), four)
    archive("hostile/whole-module.pth", pickled(Reference(torch.nn.Linear, 1, 1)), four)
    archive("hostile/other-storages.pth", pickled({"w": view((4,), (1,)), "v": view((2,), (1,), count=2)}), four)
    cycle = {}
    cycle["state_dict"] = cycle
    archive("hostile/cycle.pth", pickled(cycle), four)
    cycle["w"] = view((4,), (1,))
    archive("cycle.pth", pickled(cycle), four)
    # Dictionaries that contain one another, from the outermost to the innermost: each empty one is put into the last.
    deep = b"\x80\x02}" + b"".join(b"X\x01\x00\x00\x00d}" for _ in range(100_000)) + b"s" * 100_000 + b"."
    archive("hostile/deep-dictionaries.pth", deep, four, zipfile.ZIP_DEFLATED)
    archive("hostile/deep-tuples.pth", b"\x80\x02)" + b"\x85" * 100_000 + b".", four, zipfile.ZIP_DEFLATED)
    archive("hostile/deep-lists.pth", b"\x80\x02" + b"]" * 100_000 + b"a" * 99_999 + b".", four, zipfile.ZIP_DEFLATED)
    archive("hostile/many-instructions.pth", b"\x80\x02" + b"N" * 600_000 + b".", four, zipfile.ZIP_DEFLATED)
    archive("hostile/zeros.pth", b"\x80\x02" + b"N" * 70_000_000 + b".", four, zipfile.ZIP_DEFLATED)


def main():
    tensors = state()
    torch.save(tensors, path("state.pth"))
    torch.save(tensors, path("legacy.pth"), _use_new_zipfile_serialization=False)
    model = torch.nn.Linear(2, 1)
    optimiser = torch.optim.Adam(model.parameters())
    model(torch.ones(1, 2)).sum().backward()
    optimiser.step()
    checkpoint = {
        "epoch": 3, "best": None, "rates": [0.1, 0.01], "optimizer": optimiser.state_dict(), "state_dict": tensors}
    torch.save(checkpoint, path("checkpoint.pth"))
    torch.save(checkpoint, path("legacy-checkpoint.pth"), _use_new_zipfile_serialization=False)
    with zipfile.ZipFile(path("state.pth")) as whole:
        with zipfile.ZipFile(path("deflated.pth"), "w", zipfile.ZIP_DEFLATED) as out:
            for entry in whole.infolist():
                out.writestr(zipfile.ZipInfo(entry.filename), whole.read(entry), zipfile.ZIP_DEFLATED)
        # As large archives have them: sizes of 64 bits in extra fields.
        with zipfile.ZipFile(path("large-numbers.pth"), "w") as out:
            for entry in whole.infolist():
                with out.open(zipfile.ZipInfo(entry.filename), "w", force_zip64=True) as member:
                    member.write(whole.read(entry))
    hostile()
    with open(path("expected.json"), "w") as out:
        json.dump({
            name: {"shape": list(t.shape), "values": [float(v) for v in t.detach().to(torch.float32).flatten()]}
            for name, t in tensors.items()}, out)
    print({name: os.path.getsize(path(name)) for name in sorted(os.listdir(HERE)) if name.endswith(".pth")})


if __name__ == "__main__":
    main()
