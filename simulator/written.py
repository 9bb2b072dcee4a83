"""Answers as HTTP/1.1 writes them."""

from http import HTTPStatus

from simulator.faults import Reply

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


def written(reply: Reply, *, closes: bool) -> bytes:
    """One answer, whole. `closes`: nothing more comes on this connection."""
    head = HEADS.get(reply.status) or _head(reply.status)
    if reply.retry_after is not None:
        head += b"Retry-After: %d\r\n" % reply.retry_after
    if closes:
        head += b"Connection: close\r\n"
    return b"%bContent-Length: %d\r\n\r\n%b" % (head, len(reply.body), reply.body)


def _head(status: int) -> bytes:
    phrase = next((one.phrase for one in HTTPStatus if one == status), "Unknown")
    return f"HTTP/1.1 {status} {phrase}\r\nContent-Type: application/json\r\n".encode()


HEADS = {status: _head(status) for status in (200, 400, 403, 429)}
"""How those begin that come by the thousand."""
