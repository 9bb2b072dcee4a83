"""Files: what is known of them, and what the bot uploaded last. Nothing is ever fetched from a URL."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.errors import bad

FILES = {
    "photo": "Photo",
    "document": "Document",
    "video": "Video",
    "voice": "Voice",
    "audio": "Audio",
    "animation": "Animation",
    "video_note": "VideoNote",
    "sticker": "Sticker",
}
"""The kinds of content that are files, and what the server calls their types."""

LARGEST_GIVEN = 20_000_000
"""Bytes of a file that a bot can get."""

MOST_KEPT = 16_000_000
"""Bytes of all uploads together that are kept for the page; the oldest go first."""

UPLOADED = "SIM-"
"""Begins the id of a file that the bot uploaded, and that of no other."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart body."""

    name: str
    content: bytes = field(repr=False)

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.content)


class Files:
    """Every file that the bot or a person has sent, by its id."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[str, Mapping[str, Any]]] = {}
        self._kept: dict[str, Upload] = {}
        self._bytes = 0

    def sent(self, kind: str, given: Upload | str) -> Mapping[str, Any]:
        """What the bot sends: an upload gets an id, under which it can be sent again."""
        if isinstance(given, Upload):
            if given.size == 0:
                raise bad("file must be non-empty")
            number = f"{kind}{len(self._files) + 1:06}"
            facts: dict[str, Any] = {
                "file_id": f"{UPLOADED}{number}",
                "file_unique_id": number,
                "file_size": given.size,
            }
            facts |= {"width": 1280, "height": 960} if kind == "photo" else {"file_name": given.name}
            self._files[facts["file_id"]] = kind, facts
            self._keep(facts["file_id"], given)
            return facts
        if "://" in given:
            raise bad("failed to get HTTP URL content")
        if given not in self._files:
            raise bad("wrong file identifier/HTTP URL specified")
        was, known = self._files[given]
        if was != kind:
            raise bad(f"can't use file of type {FILES[was]} as {FILES[kind]}")
        return known

    def came(self, kind: str, given: Any) -> None:
        """What a person sends can be sent on by its id."""
        if kind in FILES:
            sizes: Iterable[Any] = given if isinstance(given, list) else [given]
            self._files |= {one["file_id"]: (kind, one) for one in sizes if isinstance(one, dict) and "file_id" in one}

    def upload(self, file_id: str) -> Upload | None:
        """What the bot uploaded under this id, while it is kept."""
        return self._kept.get(file_id)

    def _keep(self, file_id: str, given: Upload) -> None:
        self._kept[file_id] = given
        self._bytes += given.size
        while self._bytes > MOST_KEPT:
            self._bytes -= self._kept.pop(next(iter(self._kept))).size

    def about(self, file_id: str) -> Mapping[str, Any]:
        """getFile. The path that it names leads nowhere: there are no bytes."""
        if file_id not in self._files:
            raise bad("invalid file_id")
        kind, facts = self._files[file_id]
        if facts.get("file_size", 0) > LARGEST_GIVEN:
            raise bad("file is too big")
        known = {name: facts[name] for name in ("file_id", "file_unique_id", "file_size") if name in facts}
        return {**known, "file_path": f"{kind}s/{facts.get('file_unique_id', file_id)}"}


def uploaded(media: Mapping[str, Any] | None) -> str | None:
    """The id of the largest file in a message's media, if the bot uploaded it."""
    found = next(iter(media.values()), None) if media else None
    facts = found[-1] if isinstance(found, list) and found else found
    file_id = facts.get("file_id") if isinstance(facts, dict) else None
    return file_id if isinstance(file_id, str) and file_id.startswith(UPLOADED) else None
