"""Exports real networks with random weights, extracts features of photographs with kalon-extract, and compares them with what
PyTorch and Keras compute. Not part of the tests: it takes minutes.

python compare.py torch      KALON_EXTRACT PHOTOGRAPHS FOLDER    with torch, torchvision, timm, onnx, onnxscript, openvino
python compare.py tensorflow KALON_EXTRACT PHOTOGRAPHS FOLDER    with tensorflow, Pillow, h5py

FOLDER takes the exports and the features. A line a network: the largest difference, divided by the largest value of the row.
"""
import os
import shutil
import subprocess
import sys

import h5py
import numpy as np
from PIL import Image

kind, kalon, photographs, folder = sys.argv[1:5]
os.makedirs(folder, exist_ok=True)


def extract(name, arguments):
    output = f"{folder}/{name}.h5"
    subprocess.run([kalon, photographs, "--quiet", "--output", output] + arguments, check=True)
    with h5py.File(output) as file:
        return [path.decode() if isinstance(path, bytes) else path for path in file["paths"][:]], file["features"][:]


def compare(name, arguments, reference):
    paths, found = extract(name.replace(" ", "-").replace("/", "-"), arguments)
    worst = 0
    for path, row in zip(paths, found):
        expected = reference(Image.open(f"{photographs}/{path}").convert("RGB"))
        assert expected.shape == row.shape, (expected.shape, row.shape)
        worst = max(worst, np.abs(expected - row).max() / np.abs(expected).max())
    print(f"{name:58s} {len(paths):3d} photographs  {found.shape[1]:5d} columns  {worst:.2e}", flush=True)


def compare_torch():
    import onnx
    import openvino
    import timm
    import torch
    from torch.nn.functional import interpolate
    from torchvision import models, transforms

    torch.manual_seed(1)

    def settled(model):
        """Batch normalisation takes the statistics of noise, so that values neither grow nor fade with depth."""
        model.train()
        for module in model.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.momentum = None
        with torch.no_grad():
            model(torch.randn(8, 3, 224, 224))
        return model.eval()

    def export(model, name, **how):
        path = f"{folder}/{name}.onnx"
        torch.onnx.export(model, (torch.randn(1, 3, 224, 224),), path, input_names=["image"], output_names=["output"], **how)
        return path

    def run(model, tensor):
        with torch.no_grad():
            return model(tensor[None])[0].numpy()

    free = {"dynamo": False, "dynamic_axes": {"image": {0: "n", 2: "h", 3: "w"}}}
    mean, deviation = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]

    resnet = settled(models.resnet50())
    path = export(resnet, "resnet50", **free)
    evaluation = transforms.Compose([
        transforms.Resize(256), transforms.CenterCrop(224), transforms.ToTensor(), transforms.Normalize(mean, deviation)])
    middle = ["--crop", "--shorter-side", "256", "--values", "imagenet", "--resampling", "antialiased-bilinear"]
    compare("torchvision ResNet-50, its own transforms", ["--extractor", f"onnx:{path}", "--size", "224"] + middle,
            lambda photo: run(resnet, evaluation(photo)))

    def whole(photo):
        scale = 384 / max(photo.size)
        size = [384 if side == max(photo.size) else int(side * scale) for side in photo.size[::-1]]
        pixels = torch.from_numpy(np.array(photo)).permute(2, 0, 1)[None].float()
        return interpolate(pixels, size, mode="bilinear", align_corners=False, antialias=False)[0] / 255

    inner = torch.nn.Sequential(*list(resnet.children())[:-2])
    compare("torchvision ResNet-50, last map, whole photograph",
            ["--extractor", f"onnx:{path}", "--longest-side", "--enlarge", "--size", "384", "--values", "unit", "--taps",
             "/layer4/layer4.2/relu_2/Relu_output_0"], lambda photo: run(inner, whole(photo)).mean((1, 2)))
    openvino.save_model(openvino.convert_model(path), f"{folder}/resnet50.xml", compress_to_fp16=False)
    compare("the same as OpenVINO IR, its own transforms", ["--extractor", f"model:{folder}/resnet50.xml", "--size", "224"] + middle,
            lambda photo: run(resnet, evaluation(photo)))

    def timm_network(name, **how):
        model = timm.create_model(name, pretrained=False, **how).eval()
        with torch.no_grad():
            for parameter in model.parameters():
                if parameter.ndim == 1:
                    parameter.add_(torch.randn_like(parameter) * 0.1)
        config = timm.data.resolve_data_config({}, model=model)
        return model, timm.data.create_transform(**config), int(config["input_size"][1] / config["crop_pct"])

    convnext, transform, shorter = timm_network("convnext_tiny", num_classes=0)
    path = export(convnext, "convnext_tiny", **free)
    compare("timm ConvNeXt-Tiny, its own transforms",
            ["--extractor", f"onnx:{path}", "--size", "224", "--crop", "--shorter-side", str(shorter), "--values", "imagenet",
             "--resampling", "antialiased-bicubic"], lambda photo: run(convnext, transform(photo)))

    vit, transform, shorter = timm_network("vit_small_patch16_224")
    path = export(vit, "vit_small", dynamo=True)
    options = ["--extractor", f"onnx:{path}", "--crop", "--shorter-side", str(shorter), "--values", "signed",
               "--resampling", "antialiased-bicubic"]
    compare("timm ViT-Small/16 (weights beside), its own transforms", options, lambda photo: run(vit, transform(photo)))
    norms = [node.output[0] for node in onnx.load(path, load_external_data=False).graph.node
             if node.op_type == "LayerNormalization"]
    for pooling, pool in [("first", lambda rows: rows[0]), ("mean", lambda rows: rows.mean(0)),
                          ("patches", lambda rows: rows[1:].mean(0))]:
        compare(f"timm ViT-Small/16, last tokens, {pooling}", options + ["--taps", norms[-1], "--tokens", pooling],
                lambda photo: pool(run(vit.forward_features, transform(photo))))


def compare_tensorflow():
    import keras
    import tensorflow as tf

    keras.utils.set_random_seed(1)
    network = keras.applications.MobileNetV2(weights=None, include_top=False, pooling="avg", input_shape=(None, None, 3))
    for layer in network.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.momentum = 0.0
    network(np.random.default_rng(1).uniform(-1, 1, (8, 224, 224, 3)).astype(np.float32), training=True)
    saved = f"{folder}/mobilenet_v2"
    shutil.rmtree(saved, ignore_errors=True)
    network.export(saved, verbose=False)
    fixed = keras.Sequential([keras.Input((224, 224, 3), batch_size=1), network])
    shutil.rmtree(saved + "_fixed", ignore_errors=True)
    fixed.export(saved + "_fixed", verbose=False)
    converter = tf.lite.TFLiteConverter.from_saved_model(saved + "_fixed")
    with open(f"{folder}/mobilenet_v2.tflite", "wb") as file:
        file.write(converter.convert())

    def stretched(photo):
        pixels = np.asarray(photo.resize((224, 224), Image.Resampling.BILINEAR), np.float32)
        return network(pixels[None] / 127.5 - 1, training=False).numpy()[0]

    options = ["--stretch", "--values", "signed", "--resampling", "antialiased-bilinear"]
    compare("Keras MobileNetV2 as SavedModel", ["--extractor", f"model:{saved}", "--size", "224"] + options, stretched)
    compare("Keras MobileNetV2 as TensorFlow Lite", ["--extractor", f"model:{folder}/mobilenet_v2.tflite"] + options, stretched)


{"torch": compare_torch, "tensorflow": compare_tensorflow}[kind]()
