"""Lists the files of one version of the web client, for the service worker that keeps them on the device.

``python -m local.shell FOLDER`` writes ``FOLDER/shell.js``: run it after each change of a folder that a web server
publishes. The folder holds the files of ``web/``, ``config.js`` and ``vendor/supabase.js``.
"""

import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path

# Files that no page loads: the worker itself, its list, what only the type checker reads, and what only the package
# of the library has.
_LEFT_OUT = {"service-worker.js", "shell.js", "jsconfig.json", "client/package.json", "client/tsconfig.json"}
_ONLY_PACKAGED = ("client/react/", "client/testing/", "client/types/", "client/LICENSE")


def client_files(folder: Path) -> dict[str, bytes]:
    """Every file of the folder that a page can load, by its path below the folder."""
    files = {str(file.relative_to(folder).as_posix()): file for file in folder.rglob("*") if file.is_file()}
    return {
        path: file.read_bytes()
        for path, file in sorted(files.items())
        if path not in _LEFT_OUT and not path.startswith(_ONLY_PACKAGED) and not path.endswith((".d.ts", ".md"))
    }


def shell_script(files: Mapping[str, bytes]) -> str:
    """``shell.js``: the SHA-256 of each file, and a version that changes with any of them."""
    hashes = {path: hashlib.sha256(content).hexdigest() for path, content in sorted(files.items())}
    version = hashlib.sha256(json.dumps(hashes).encode()).hexdigest()[:16]
    return f"self.SHELL = {json.dumps({'version': version, 'files': hashes})};\n"


def main() -> int:
    """Write the list into the folder that the command line names."""
    if len(sys.argv) != 2 or not (folder := Path(sys.argv[1])).is_dir():
        sys.stderr.write("usage: python -m local.shell FOLDER\n")
        return 2
    missing = [path for path in ("config.js", "vendor/supabase.js") if not (folder / path).is_file()]
    if missing:
        sys.stderr.write(f"{folder} has no {' and no '.join(missing)}; add it first\n")
        return 1
    (folder / "shell.js").write_text(shell_script(client_files(folder)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
