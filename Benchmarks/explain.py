"""Times LIME and partition SHAP of kalon-explain against the Python programs of their authors around the same network in PyTorch.

usage: python explain.py --photographs FOLDER [--count 3] [--evaluations 1000] [--rounds 2] [--threads 2] [--batch 32] [--record]

The folder needs twelve photographs, on which a classifier for MobileNetV1 with seeded weights at 224 pixels is trained first. The Python
that runs the script needs h5py; --peer names one with torch, torchvision, lime, shap, scikit-image and Pillow (default: the same). Both
sides explain the same photographs at the same size with the same number of samples or evaluations: LIME with quick shift and with SLIC,
black where segments are hidden; SHAP with a blur as large as the picture. Each side computes on the same number of threads, in batches, in
float32. Seconds are those of one explanation from the resized picture on, with the division into segments and without loading; the least
over the rounds counts, and the mean of it over the photographs. Kalon evaluates equal samples once; how many it evaluated is in its files.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import results

ENDINGS = {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp"}
SIDE, TRAINED = 224, 12
WAYS = {"lime, quickshift": ["--method", "lime", "--superpixels", "quickshift"], "lime, slic": ["--method", "lime", "--superpixels", "slic"],
        "shap": ["--method", "shap"]}


def run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def judge(given, photographs, folder):
    """A classifier of the first photographs, with labels by turns."""
    manifest = folder / "photographs.csv"
    lines = [f"\"{photograph}\",{number % 2}" for number, photograph in enumerate(photographs[:TRAINED])]
    manifest.write_text("path,label\n" + "\n".join(lines) + "\n", encoding="utf-8")
    run([f"{given.binaries}/kalon-extract", manifest, "--extractor", "mobilenet-v1", "--weights", "seeded:1", "--size", str(SIDE),
         "--output", folder / "features.h5", "--quiet"])
    run([f"{given.binaries}/kalon-train", folder / "features.h5", "--output", folder / "classifier.h5", "--preset", "small", "--quiet"])
    return folder / "classifier.h5"


def ours(given, model, photographs, way, folder):
    """Seconds for each photograph, and the sizes of the pictures that were explained."""
    import h5py
    with tempfile.TemporaryDirectory(dir=folder) as output:
        run([f"{given.binaries}/kalon-explain", *photographs, "--model", model, "--output", output, *WAYS[way],
             "--samples", str(given.evaluations), "--evaluations", str(given.evaluations), "--threads", str(given.threads), "--quiet"])
        seconds, sizes = [], []
        for photograph in photographs:
            with h5py.File(pathlib.Path(output) / (photograph.stem + ".h5")) as file:
                method = next(iter(file["methods"][name] for name in file["methods/names"].asstr()[:]))
                seconds.append(float(method.attrs["seconds"]))
                height, width = method["attribution"].shape
                sizes.append((width, height))
    return seconds, sizes


def theirs(given, photographs, sizes, way):
    task = {"photographs": [str(photograph) for photograph in photographs], "sizes": sizes, "way": way, "evaluations": given.evaluations,
            "threads": given.threads, "batch": given.batch}
    return json.loads(run([given.peer, __file__, "--task", json.dumps(task)]).splitlines()[-1])


def explain_by_peer(task):
    """Prints the seconds of each photograph."""
    os.environ["TQDM_DISABLE"] = "1"
    import numpy
    import PIL.Image
    import torch

    import tune
    torch.manual_seed(0)
    torch.set_num_threads(task["threads"])
    network = tune.torch_network("mobilenet-v1").eval().to(memory_format=torch.channels_last)

    def predict(pictures):
        with torch.inference_mode():
            batches = torch.from_numpy(numpy.asarray(pictures, "f4")).permute(0, 3, 1, 2).div(127.5).sub(1).split(task["batch"])
            return torch.cat([network(batch)[:, :2].softmax(1) for batch in batches]).double().numpy()

    seconds = []
    for path, size in zip(task["photographs"], task["sizes"]):
        picture = numpy.asarray(PIL.Image.open(path).convert("RGB").resize(tuple(size), PIL.Image.Resampling.BILINEAR))
        # What is compiled or allocated at the first call is not part of an explanation.
        explained({**task, "evaluations": task["batch"]}, picture, predict)
        start = time.perf_counter()
        explained(task, picture, predict)
        seconds.append(time.perf_counter() - start)
    print(json.dumps(seconds))


def explained(task, picture, predict):
    if task["way"] == "shap":
        import shap
        masker = shap.maskers.Image(f"blur({picture.shape[1]},{picture.shape[0]})", picture.shape)
        shap.PartitionExplainer(predict, masker)(picture[None], max_evals=task["evaluations"], batch_size=task["batch"], silent=True)
        return
    from lime import lime_image
    from lime.wrappers.scikit_image import SegmentationAlgorithm
    slic = SegmentationAlgorithm("slic", n_segments=50, compactness=10, sigma=1, start_label=0)
    lime_image.LimeImageExplainer(random_state=0).explain_instance(
        picture, predict, top_labels=1, hide_color=0, num_samples=task["evaluations"], batch_size=task["batch"],
        segmentation_fn=slic if task["way"].endswith("slic") else None)


def bench(given):
    listed = sorted(path.absolute() for path in given.photographs.rglob("*") if path.suffix.lower() in ENDINGS)
    if len(listed) < max(TRAINED, given.count):
        sys.exit(f"{given.photographs} holds {len(listed)} photographs; {max(TRAINED, given.count)} are needed")
    shown, rows = listed[:given.count], []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        model = judge(given, listed, folder)
        for way in WAYS:
            least = {}
            for _ in range(given.rounds):
                seconds, sizes = ours(given, model, shown, way, folder)
                for side, found in (("kalon", seconds), ("peer", theirs(given, shown, sizes, way))):
                    least[side] = [min(pair) for pair in zip(found, least.get(side, found))]
            kalon, peer = (statistics.mean(least[side]) for side in ("kalon", "peer"))
            print(f"{way:<20}{kalon:8.2f} s{peer:10.2f} s by Python{peer / kalon:8.2f} times", flush=True)
            work = f"mobilenet-v1 at {SIDE}, {given.evaluations} evaluations/{way}"
            rows += [results.Row(f"{work}/kalon", f"{kalon:.2f}", "s", "float32"), results.Row(f"{work}/python", f"{peer:.2f}", "s", "float32"),
                     results.Row(f"{work}/time of python over kalon", f"{peer / kalon:.2f}", "ratio", "float32")]
    results.record(given, rows, [results.version(package, given.peer) for package in ("torch", "lime", "shap")])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--photographs", type=pathlib.Path, help="a folder")
    for option, default in (("count", 3), ("evaluations", 1000), ("rounds", 2), ("threads", 2), ("batch", 32)):
        parser.add_argument(f"--{option}", type=int, default=default)
    parser.add_argument("--binaries", default=".build/release")
    parser.add_argument("--peer", default=sys.executable)
    parser.add_argument("--task", help=argparse.SUPPRESS)
    results.add_options(parser)
    given = parser.parse_args()
    if given.task:
        explain_by_peer(json.loads(given.task))
    elif given.photographs:
        bench(given)
    else:
        parser.error("--photographs FOLDER is missing")
