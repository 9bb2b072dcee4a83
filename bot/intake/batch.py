"""One answer to getUpdates, cut into updates without reading any of them.

The answer is never parsed as a whole: one update that is nested too deeply, holds a number too long or is no UTF-8
would take its neighbors with it.
"""

import re
from collections.abc import Iterator

BEGIN = re.compile(rb'\s*\{\s*"ok"\s*:\s*true\s*,\s*"result"\s*:\s*\[\s*')
END = re.compile(rb"\s*(?:,.*)?\}\s*", re.DOTALL)
BETWEEN = re.compile(rb"\s*([,\]])\s*")
TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[{]++|[\]}]++|"', re.DOTALL)
"""What decides where a value ends: whole strings, runs of brackets; a quote alone is a string that never ends."""

SCALAR = re.compile(rb'[^\s,\[\]{}"]++')


class Broken(Exception):
    """This is no whole answer to getUpdates: half of one, or a page of somebody else's. Nothing of it may count."""


def entries(body: bytes) -> list[bytes]:
    """The updates in an answer, each as it stands there. Raises Broken unless the answer is there to its end."""
    begin = BEGIN.match(body)
    if begin is None:
        raise Broken
    if body[begin.end() :].startswith(b"]"):
        found, end = [], begin.end() + 1
    else:
        cuts = list(_cut(body, begin.end()))
        found, end = [body[start:stop] for start, stop in cuts[:-1]], cuts[-1][1]
    if END.fullmatch(body, end) is None:
        raise Broken
    return found


def _cut(body: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Where each value begins and ends, and last of all where the list ends."""
    while True:
        stop = _stop(body, at)
        yield at, stop
        between = BETWEEN.match(body, stop)
        if between is None:
            raise Broken
        at = between.end()
        if between[1] == b"]":
            yield at, between.end(1)
            return


def _stop(body: bytes, at: int) -> int:
    """Where the value that begins at `at` ends."""
    scalar = SCALAR.match(body, at)
    if scalar is not None:
        return scalar.end()
    depth = 0
    for token in TOKEN.finditer(body, at):
        match body[token.start()], token.end() - token.start():
            case 0x22, 1:  # a quote
                raise Broken
            case 0x22, _:
                pass
            case ((0x5B | 0x7B), run):  # [ or {
                depth += run
            case _, run if run < depth:
                depth -= run
            case _ if depth:
                return token.start() + depth
            case _:
                raise Broken
        if not depth:
            return token.end()
    raise Broken
