"""Frames between a process and its export workers: a JSON header, then bytes that belong to it."""

import json
import struct
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

SIZES = struct.Struct(">QQ")

Header = Mapping[str, Any]


def packed(header: Header, body: bytes = b"") -> bytes:
    """The head of a frame; the caller sends `body` after it unchanged."""
    text = json.dumps(header).encode()
    return SIZES.pack(len(text), len(body)) + text


def read_frame(source: BinaryIO) -> tuple[Header, bytes]:
    """Read the next frame; raises EOFError if the other side is gone."""
    sizes = SIZES.unpack(_exactly(source.read, SIZES.size))
    return json.loads(_exactly(source.read, sizes[0])), _exactly(source.read, sizes[1])


def _exactly(read: Callable[[int], bytes], size: int) -> bytes:
    content = read(size)
    if len(content) < size:
        raise EOFError
    return content
