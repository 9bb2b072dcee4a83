"""The page: files as they are. Nothing in it comes from, or goes to, anywhere else."""

from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "page"

TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Page:
    """Every file of the page, by its path."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """The files are those that are there now; each is read when it is asked for, so that it can be worked on."""
        self._files = {
            f"/{path.relative_to(folder).as_posix()}": path for path in folder.rglob("*") if path.suffix in TYPES
        }
        self._files["/"] = self._files["/index.html"]

    def answer(self, request: web.BaseRequest) -> web.Response | None:
        """The file, or none when there is no such file."""
        found = self._files.get(request.path)
        if found is None or request.method not in ("GET", "HEAD"):
            return None
        return web.Response(body=found.read_bytes(), content_type=TYPES[found.suffix], charset="utf-8", headers=HEADERS)
