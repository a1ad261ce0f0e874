"""Writes pictures of every kind into this folder, and golden.json with what Pillow makes of each.

Usage: python generate.py
"""
import io
import json
import os
import struct

import numpy as np
import PIL
import pillow_heif
from PIL import Image, ImageCms, ImageOps

import png

WIDTH, HEIGHT = 61, 43
FOLDER = os.path.dirname(os.path.abspath(__file__))
random = np.random.default_rng(20240607)


def photograph(width: int, height: int) -> np.ndarray:
    """Smooth colours, an edge and a little noise: [height, width, 3]."""
    y, x = np.mgrid[0:height, 0:width].astype(float)
    bands = [128 + 90 * np.sin(x * (k + 1) / 17 + y / 11) for k in range(3)]
    picture = np.stack(bands, axis=-1) + random.uniform(-8, 8, (height, width, 3))
    picture[height // 3 : height // 2, width // 4 : width // 2] = (220, 30, 60)
    return np.clip(picture, 0, 255).astype(np.uint8)


COLOURS = photograph(WIDTH, HEIGHT)
GREY = COLOURS.mean(axis=-1).astype(np.uint8)
ALPHA = (np.mgrid[0:HEIGHT, 0:WIDTH][1] * 4 % 256).astype(np.uint8)


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def jpegs() -> dict[str, bytes]:
    colours, grey = Image.fromarray(COLOURS), Image.fromarray(GREY)
    files = {}
    for name, sampling in [("444", "4:4:4"), ("422", "4:2:2"), ("420", "4:2:0")]:
        for way, progressive in [("baseline", False), ("progressive", True)]:
            files[f"jpeg-{way}-{name}.jpg"] = saved(
                colours, "JPEG", quality=85, subsampling=sampling, progressive=progressive)
    for quality in (15, 50, 98):
        files[f"jpeg-quality-{quality}.jpg"] = saved(colours, "JPEG", quality=quality, subsampling="4:2:0")
    files["jpeg-restarts.jpg"] = saved(colours, "JPEG", quality=80, restart_marker_blocks=2)
    files["jpeg-grey.jpg"] = saved(grey, "JPEG", quality=85)
    files["jpeg-grey-progressive.jpg"] = saved(grey, "JPEG", quality=85, progressive=True)
    files["jpeg-cmyk.jpg"] = saved(colours.convert("CMYK"), "JPEG", quality=90)
    files["jpeg-kept-rgb.jpg"] = saved(colours, "JPEG", quality=85, keep_rgb=True)
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes())
    profile[24:36] = bytes(12)  # its date
    files["jpeg-other-profile.jpg"] = saved(colours, "JPEG", quality=85, icc_profile=bytes(profile))
    for width, height in [(1, 1), (7, 3), (8, 8), (16, 17), (33, 1), (1, 33), (17, 9)]:
        picture = Image.fromarray(photograph(width, height))
        files[f"jpeg-{width}x{height}.jpg"] = saved(picture, "JPEG", quality=85, subsampling="4:2:0")
    return files


def pngs() -> dict[str, bytes]:
    palette = random.integers(0, 256, (256, 3))
    files = {}
    for interlaced in (False, True):
        end = "-interlaced.png" if interlaced else ".png"
        for depth in (1, 2, 4, 8):
            grey = (GREY >> (8 - depth))[..., None]
            files[f"png-grey-{depth}{end}"] = png.encode(grey, depth, png.GREY, interlaced=interlaced)
            files[f"png-palette-{depth}{end}"] = png.encode(
                grey, depth, png.PALETTE, palette=palette[: 1 << depth], interlaced=interlaced)
        deep = lambda samples: samples.astype(np.uint16) * 257 - (samples % 2)
        grey_alpha = np.stack([GREY, ALPHA], axis=-1)
        colours_alpha = np.concatenate([COLOURS, ALPHA[..., None]], axis=-1)
        for name, samples, kind in [
            ("rgb", COLOURS, png.RGB), ("grey-alpha", grey_alpha, png.GREY_ALPHA), ("rgb-alpha", colours_alpha, png.RGB_ALPHA),
        ]:
            files[f"png-{name}-8{end}"] = png.encode(samples, 8, kind, interlaced=interlaced)
            files[f"png-{name}-16{end}"] = png.encode(deep(samples), 16, kind, interlaced=interlaced)
        files[f"png-grey-16{end}"] = png.encode(deep(GREY)[..., None], 16, png.GREY, interlaced=interlaced)
    files["png-palette-transparent.png"] = png.encode(
        (GREY >> 4)[..., None], 4, png.PALETTE, palette=palette[:16], transparency=bytes(range(0, 256, 16)))
    files["png-grey-transparent.png"] = png.encode(GREY[..., None], 8, png.GREY, transparency=b"\0\x80")
    files["png-rgb-transparent.png"] = png.encode(COLOURS, 8, png.RGB, transparency=b"\0\x80\0\x80\0\x80")
    return files


def others() -> dict[str, bytes]:
    colours, grey = Image.fromarray(COLOURS), Image.fromarray(GREY)
    alpha = Image.fromarray(np.concatenate([COLOURS, ALPHA[..., None]], axis=-1))
    second = Image.fromarray(255 - COLOURS)
    more = dict(save_all=True, append_images=[second], duration=100)
    files = {
        "webp-lossy.webp": saved(colours, "WEBP", quality=80),
        "webp-lossless.webp": saved(colours, "WEBP", lossless=True),
        "webp-lossy-alpha.webp": saved(alpha, "WEBP", quality=80),
        "webp-lossless-alpha.webp": saved(alpha, "WEBP", lossless=True, exact=True),
        "webp-animated.webp": saved(colours, "WEBP", lossless=True, **more),
        "gif-animated.gif": saved(colours, "GIF", **more),
        "gif-grey.gif": saved(grey, "GIF"),
        "tiff-rgb.tiff": saved(colours, "TIFF"),
        "tiff-lzw.tif": saved(colours, "TIFF", compression="tiff_lzw"),
        "tiff-deflate-grey.tif": saved(grey, "TIFF", compression="tiff_adobe_deflate"),
        "tiff-pages.tif": saved(colours, "TIFF", save_all=True, append_images=[second]),
        "tiff-alpha.tif": saved(alpha, "TIFF"),
        "tiff-cmyk.tif": saved(colours.convert("CMYK"), "TIFF"),
        "tiff-palette.tif": saved(colours.quantize(64), "TIFF"),
        "bmp-rgb.bmp": saved(colours, "BMP"),
        "bmp-palette.bmp": saved(colours.quantize(64), "BMP"),
        "avif-lossy.avif": saved(colours, "AVIF", quality=80, subsampling="4:4:4"),
    }
    heif = pillow_heif.from_pillow(colours)
    stream = io.BytesIO()
    heif.save(stream, quality=80)
    files["heic-lossy.heic"] = stream.getvalue()
    return files


def turned() -> dict[str, bytes]:
    files = {}
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        files[f"turned-{orientation}.jpg"] = saved(
            Image.fromarray(COLOURS), "JPEG", quality=85, subsampling="4:2:0", exif=exif)
    exif = Image.Exif()
    exif[0x0112] = 6
    files["turned-6.png"] = saved(Image.fromarray(COLOURS), "PNG", exif=exif)
    files["turned-6.webp"] = saved(Image.fromarray(COLOURS), "WEBP", lossless=True, exif=exif)
    files["turned-6.tif"] = saved(Image.fromarray(COLOURS), "TIFF", compression="tiff_adobe_deflate", exif=exif)
    # Pillow writes these as the boxes irot and imir.
    for orientation in range(2, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        files[f"avif-turned-{orientation}.avif"] = saved(
            Image.fromarray(COLOURS), "AVIF", quality=80, subsampling="4:4:4", exif=exif)
    return files


def further() -> dict[str, bytes]:
    """Formats that came later; what draws random numbers comes before."""
    colours, grey = Image.fromarray(COLOURS), Image.fromarray(GREY)
    header = lambda kind, most: f"{kind}\n{WIDTH} {HEIGHT}\n# a comment\n{most}\n".encode()
    return {
        "jpeg2000-rgb.jp2": saved(colours, "JPEG2000", irreversible=False),
        "jpeg2000-grey.j2k": saved(grey, "JPEG2000", irreversible=False),
        "netpbm-100.pgm": header("P5", 100) + (GREY.astype(int) * 100 // 255).astype(np.uint8).tobytes(),
        "netpbm-1023.ppm": header("P6", 1023) + (COLOURS.astype(">u2") * 4).tobytes(),
        "netpbm-plain-15.ppm": header("P3", 15) + " ".join(str(value) for value in (COLOURS >> 4).flat).encode(),
    }


def large() -> dict[str, bytes]:
    """100 megapixels of black in a few kilobytes, and a header that announces 2500 megapixels and has no pixels."""
    black = np.zeros((10000, 10000, 1), np.uint8)
    bomb = struct.pack(">IIBBBBB", 50000, 50000, 8, png.RGB, 0, 0, 0)
    return {
        "large-100-megapixels.png": png.encode(black, 1, png.GREY),
        "large-bomb.png": b"\x89PNG\r\n\x1a\n" + png.chunk(b"IHDR", bomb) + png.chunk(b"IDAT", b"x") + png.chunk(b"IEND", b""),
    }


def digest(pixels: np.ndarray) -> str:
    """FNV-1a of 64 bits over the bytes, in hexadecimal digits."""
    value = 0xCBF29CE484222325
    for byte in pixels.tobytes():
        value = (value ^ byte) * 0x100000001B3 % (1 << 64)
    return f"{value:016x}"


def described(content: bytes) -> dict:
    pixels = np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))
    upright = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(content))).convert("RGB"))
    entry = {"width": pixels.shape[1], "height": pixels.shape[0], "pixels": digest(pixels)}
    if not np.array_equal(upright, pixels):
        entry["upright"] = {"width": upright.shape[1], "height": upright.shape[0], "pixels": digest(upright)}
    return entry


def main() -> None:
    files = jpegs() | pngs() | others() | turned() | further()
    for name, content in (files | large()).items():
        with open(os.path.join(FOLDER, name), "wb") as file:
            file.write(content)
    # What the two last decode to depends on the version of their decoders.
    known = {name: described(content) for name, content in files.items() if not name.startswith(("avif", "heic"))}
    with open(os.path.join(FOLDER, "golden.json"), "w") as file:
        json.dump({"pillow": PIL.__version__, "pictures": known}, file, indent=1, sort_keys=True)
        file.write("\n")


main()
