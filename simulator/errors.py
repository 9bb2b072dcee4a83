"""What the Bot API says no with."""


class Refused(Exception):
    """The request is answered with an error. `retry_after` is in whole seconds."""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        """`description` is the whole text, its class of error included."""
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after


def bad(reason: str) -> Refused:
    """400: the request itself is wrong."""
    return Refused(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refused:
    """403: the chat does not want the bot."""
    return Refused(403, f"Forbidden: {reason}")


def conflict(reason: str) -> Refused:
    """409: somebody else asks for the updates."""
    return Refused(409, f"Conflict: {reason}")


def flood(retry_after: int) -> Refused:
    """429: too fast."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", retry_after)


def unauthorized() -> Refused:
    """401: no bot has this token."""
    return Refused(401, "Unauthorized")


def no_such_method() -> Refused:
    """404: the Bot API has no such method, or the simulator does not know it."""
    return Refused(404, "Not Found: method not found")
