"""The app's icons as PNGs, from the mark in static/icons/favicon.svg: `python -m scripts.icons`.

Drawn by the browser of this machine, packed here: a phone loads one with the night page, so they are small.
"""

import base64
import struct
import zlib

from playwright.sync_api import Page, sync_playwright

from scripts import chromium
from scripts.places import ROOT

ICONS = ROOT / "static" / "icons"
# A launcher may cut a maskable icon down to a circle of four fifths: ground to the edge, a smaller moon.
SIZES = {"app-192.png": (192, False), "app-512.png": (512, False), "app-maskable-512.png": (512, True)}
DRAW = """async ([mark, size]) => {
  const image = new Image(size, size);
  image.src = `data:image/svg+xml,${encodeURIComponent(mark)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
  const brush = canvas.getContext("2d");
  brush.drawImage(image, 0, 0, size, size);
  const { data } = brush.getImageData(0, 0, size, size);
  return btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(""));
}"""


def main() -> None:
    mark = (ICONS / "favicon.svg").read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.arguments())
        page = browser.new_page()
        for name, (size, is_maskable) in SIZES.items():
            drawn = _drawn(page, _maskable(mark) if is_maskable else mark, size)
            (ICONS / name).write_bytes(_png(drawn, size))
        browser.close()


def _maskable(mark: str) -> str:
    return mark.replace('rx="8"', "").replace("translate(4 4) scale(.857)", "translate(7 7) scale(.643)")


def _drawn(page: Page, mark: str, size: int) -> bytes:
    return base64.b64decode(page.evaluate(DRAW, [mark, size]))


def _png(pixels: bytes, size: int) -> bytes:
    """A palette of few colours, rows without a filter: large even areas pack best so."""
    quads = [tuple(_coarse(byte) for byte in pixels[at : at + 4]) for at in range(0, len(pixels), 4)]
    quads = [quad if quad[3] else (0, 0, 0, 0) for quad in quads]
    palette = sorted(set(quads))
    number = {quad: place for place, quad in enumerate(palette)}
    flat = bytes(number[quad] for quad in quads)
    rows = b"".join(b"\0" + flat[start : start + size] for start in range(0, len(flat), size))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 3, 0, 0, 0)),
        (b"PLTE", b"".join(bytes(quad[:3]) for quad in palette)),
        (b"tRNS", bytes(quad[3] for quad in palette)),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _coarse(byte: int) -> int:
    return min(255, (byte + 8) // 17 * 17)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


if __name__ == "__main__":
    main()
