"""The pictures of the README, from a build of seeds/ in Chromium: `python docs/pictures.py`.

Needs the test extra, chromium and chromium-driver.  Each picture is a PNG of 1440 by 900 beside this file.
"""

from __future__ import annotations

import base64
import shutil
import struct
import sys
import tempfile
import zlib
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path[:0] = [str(DOCS.parent), str(DOCS.parent / "tests")]

from browser.conftest import Browser, start  # noqa: E402

from kg import pipeline, project  # noqa: E402

PAGES = ("evidence", "contested")
WIDE, HIGH = 1440, 900
LARGEST = 250_000  # bytes of a picture
# A picture's colours and, for each pixel, which of them it has: the 256 most frequent, the rest as the nearest of them.
REDUCE = """
const done = arguments[1], image = new Image();
image.onload = () => {
  const canvas = document.createElement('canvas'), context = canvas.getContext('2d');
  [canvas.width, canvas.height] = [image.width, image.height];
  context.drawImage(image, 0, 0);
  const pixels = context.getImageData(0, 0, image.width, image.height).data, bins = new Map();
  const bin = (i) => (pixels[i] >> 2 << 12) | (pixels[i + 1] >> 2 << 6) | pixels[i + 2] >> 2;
  for (let i = 0; i < pixels.length; i += 4) {
    const key = bin(i), found = bins.get(key) || bins.set(key, { n: 0, rgb: [0, 0, 0] }).get(key);
    found.n += 1;
    for (const c of [0, 1, 2]) found.rgb[c] += pixels[i + c];
  }
  for (const found of bins.values()) found.rgb = found.rgb.map((sum) => Math.round(sum / found.n));
  const kept = [...bins.values()].sort((a, b) => b.n - a.n).slice(0, 256).map((found) => found.rgb);
  const far = (a, b) => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
  for (const found of bins.values()) found.at = kept.reduce((best, rgb, n) => (far(rgb, found.rgb) < far(kept[best], found.rgb) ? n : best), 0);
  let places = '';
  for (let i = 0; i < pixels.length; i += 4) places += String.fromCharCode(bins.get(bin(i)).at);
  done([kept.flat(), btoa(places)]);
};
image.src = `data:image/png;base64,${arguments[0]}`;"""  # noqa: E501


def main() -> int:
    """Build in a temporary folder and take the pictures; 1 if one is too large to keep."""
    with tempfile.TemporaryDirectory() as folder:
        outputs = Path(folder) / "outputs"
        pipeline.build(project.load(DOCS.parent).override(outputs=outputs))
        driver = start(shutil.which("chromium"), shutil.which("chromedriver"), Path(folder) / "profile")
        try:
            sizes = [_take(Browser(driver), outputs / "views" / f"{name}.html") for name in PAGES]
        finally:
            driver.quit()
    return int(max(sizes) > LARGEST)


def _take(browser: Browser, page: Path) -> int:
    """The picture's size in bytes; scroll bars, which look different on every system, are left out."""
    browser.driver.execute_cdp_cmd("Emulation.setScrollbarsHidden", {"hidden": True})
    browser.look(WIDE, HIGH)
    browser.open(page)
    shot = browser.driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"]
    colours, places = browser.driver.execute_async_script(REDUCE, shot)
    picture = _png(bytes(colours), base64.b64decode(places))
    (DOCS / f"{page.stem}.png").write_bytes(picture)
    sys.stdout.write(f"docs/{page.stem}.png: {len(picture):,} bytes\n")
    return len(picture)


def _png(colours: bytes, places: bytes) -> bytes:
    """A PNG (ISO/IEC 15948) of indexed colours, its rows unfiltered."""
    rows = b"".join(b"\0" + places[row * WIDE : (row + 1) * WIDE] for row in range(HIGH))
    head = struct.pack(">IIBBBBB", WIDE, HIGH, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", colours), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    chunks = (struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


if __name__ == "__main__":
    sys.exit(main())
