"""What messages hold, made once for each text: a broadcast says the same to thousands."""

import json
from collections.abc import Mapping
from typing import Any

from simulator.chats import Content
from simulator.errors import bad
from simulator.formatted import MAX_CAPTION, formatted
from simulator.log import Log
from simulator.requests import Upload

MOST = 10_000
"""Texts that are remembered at once."""

MOST_NORTH, MOST_EAST = 90, 180
"""Degrees."""


class Contents:
    """Texts that were parsed before, and the files that the bot has sent."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._texts: dict[tuple[str, str], Content] = {}
        self._files: dict[str, Mapping[str, Any]] = {}

    def text(self, fields: Mapping[str, Any]) -> Content:
        """The text of sendMessage and editMessageText."""
        given, parse_mode = fields["text"], fields.get("parse_mode", "")
        entities = fields.get("entities", ())
        known = self._texts.get((given, parse_mode)) if not entities else None
        if known is not None:
            return known
        seen = formatted(given, parse_mode, entities)
        if not seen.text:
            raise bad("text must be non-empty")
        content = self._content("text", seen.text, {"text": seen.text}, "entities", seen.entities)
        if not entities:
            if len(self._texts) >= MOST:
                self._texts.clear()
            self._texts[given, parse_mode] = content
        return content

    def file(self, kind: str, fields: Mapping[str, Any]) -> Content:
        """The photo or document of a request, with its caption."""
        facts = self._file(kind, fields[kind])
        caption = formatted(
            fields.get("caption", ""),
            fields.get("parse_mode", ""),
            fields.get("caption_entities", ()),
            longest=MAX_CAPTION,
            what="message caption",
        )
        shown: dict[str, Any] = {kind: [facts] if kind == "photo" else facts}
        if caption.text:
            shown["caption"] = caption.text
        return self._content(kind, caption.text, shown, "caption_entities", caption.entities)

    def venue(self, fields: Mapping[str, Any]) -> Content:
        """The place of a request. What is read is its title and its address."""
        latitude, longitude = fields["latitude"], fields["longitude"]
        if abs(latitude) > MOST_NORTH or abs(longitude) > MOST_EAST:
            raise bad("wrong venue location specified")
        location = {"latitude": latitude, "longitude": longitude}
        title, address = (formatted(fields[name], "", ()).text for name in ("title", "address"))
        venue = {"location": location, "title": title, "address": address}
        return self._content("venue", f"{title}\n{address}", {"venue": venue, "location": location}, "entities", ())

    def _file(self, kind: str, given: Upload | str) -> Mapping[str, Any]:
        """An upload gets an id, under which it can be sent again. Nothing is ever fetched from a URL."""
        if isinstance(given, Upload):
            if given.size == 0:
                raise bad("file must be non-empty")
            number = f"{kind}{len(self._files) + 1:06}"
            facts: dict[str, Any] = {"file_id": f"SIM-{number}", "file_unique_id": number, "file_size": given.size}
            facts |= {"width": 1280, "height": 960} if kind == "photo" else {"file_name": given.name}
            self._files[facts["file_id"]] = facts
            return facts
        if "://" in given:
            raise bad("failed to get HTTP URL content")
        if given not in self._files:
            raise bad("wrong file identifier/HTTP URL specified")
        return self._files[given]

    def from_person(self, content: Mapping[str, Any]) -> Content:
        """What someone sends: the fields of a Message that make up its content."""
        text = content.get("text", content.get("caption", ""))
        kind = next((name for name in content if name not in ("entities", "caption", "caption_entities")), "text")
        return Content(kind, text, tuple(content.get("entities", ())), _inner(content), -1)

    def _content(
        self, kind: str, text: str, shown: Mapping[str, Any], where: str, entities: tuple[dict[str, Any], ...]
    ) -> Content:
        facts = {**shown, where: entities} if entities else shown
        return Content(kind, text, entities, _inner(facts), self._log.text_number(text))


def _inner(facts: Mapping[str, Any]) -> bytes:
    """The fields as they stand inside of a JSON object, after others."""
    return f",{json.dumps(facts)[1:-1]}".encode() if facts else b""
