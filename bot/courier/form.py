"""A request with a file in it: `multipart/form-data` (RFC 7578), made in memory."""

import secrets
from collections.abc import Mapping
from typing import IO

Part = tuple[str | None, bytes | IO[bytes], str]
"""A file's name, what is in it, and what that is."""


def form(fields: Mapping[str, str], files: Mapping[str, Part]) -> tuple[bytes, str]:
    """The body, and its content type with a border that stands nowhere in it."""
    border = secrets.token_hex(16)
    parts = [(f'name="{name}"', "", value.encode()) for name, value in fields.items()]
    parts += [
        (f'name="{name}"; filename="{filename or name}"', f"\r\nContent-Type: {kind}", _read(content))
        for name, (filename, content, kind) in files.items()
    ]
    body = b"".join(
        f"--{border}\r\nContent-Disposition: form-data; {named}{kind}\r\n\r\n".encode() + content + b"\r\n"
        for named, kind, content in parts
    )
    return body + f"--{border}--\r\n".encode(), f"multipart/form-data; boundary={border}"


def _read(content: bytes | IO[bytes]) -> bytes:
    return content if isinstance(content, bytes) else content.read()
