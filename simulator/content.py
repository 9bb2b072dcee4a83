"""What messages hold, made once for each text and keyboard: a broadcast says the same to thousands."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulator.chats import Content, Message
from simulator.errors import bad
from simulator.files import FILES, Files, Upload
from simulator.formatted import MAX_CAPTION, formatted
from simulator.keyboards import NONE, Markup, markup
from simulator.log import Log

MOST = 10_000
"""Texts, and keyboards, that are remembered at once."""

MOST_NORTH, MOST_EAST = 90, 180
"""Degrees."""

LEAST_ACCURATE = 1500.0
"""Meters."""

ASIDE = frozenset({"entities", "caption", "caption_entities", "forward_origin", "media_group_id"})
"""What can stand beside that which a message holds."""


class Contents:
    """Texts and keyboards that were read before, and the files that there are."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._texts: dict[tuple[str, str], Content] = {}
        self._keyboards: dict[str, Markup] = {}
        self.files = Files()

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

    def keyboard(self, fields: Mapping[str, Any]) -> Markup:
        """What stands under the message of a request."""
        if "reply_markup" not in fields:
            return NONE
        given = json.dumps(fields["reply_markup"])
        known = self._keyboards.get(given)
        if known is None:
            if len(self._keyboards) >= MOST:
                self._keyboards.clear()
            known = self._keyboards[given] = markup(fields["reply_markup"])
        return known

    def file(self, kind: str, fields: Mapping[str, Any]) -> Content:
        """The photo or document of a request, with its caption."""
        facts = self.files.sent(kind, fields[kind])
        return self._with_caption(kind, {kind: [facts] if kind == "photo" else facts}, fields)

    def kind(self, media: Any) -> str:
        """Which kind an InputMedia is of. Only those that this project sends are known."""
        if not isinstance(media, dict):
            raise bad("can't parse InputMedia: expected an Object")
        if media.get("type") not in ("photo", "document"):
            raise bad("can't parse InputMedia: unsupported type specified")
        return str(media["type"])

    def media(self, media: Any) -> Content:
        """An InputMedia of a request, with its caption."""
        kind = self.kind(media)
        file, caption = media.get("media", ""), media.get("caption", "")
        if not isinstance(file, str | Upload) or not file:
            raise bad("can't parse InputMedia: media not found")
        if not isinstance(caption, str):
            raise bad('field "caption" must be of type String')
        return self.file(kind, {**media, kind: file})

    def venue(self, fields: Mapping[str, Any]) -> Content:
        """The place of a request. What is read is its title and its address."""
        location = _location(fields, "wrong venue location specified")
        title, address = (formatted(fields[name], "", ()).text for name in ("title", "address"))
        venue = {"location": location, "title": title, "address": address}
        return self._content("venue", f"{title}\n{address}", {"venue": venue, "location": location}, "entities", ())

    def location(self, fields: Mapping[str, Any]) -> Content:
        """The point of a request. Nothing in it is read."""
        location = _location(fields, "wrong location specified")
        if "horizontal_accuracy" in fields:
            location["horizontal_accuracy"] = min(max(fields["horizontal_accuracy"], 0.0), LEAST_ACCURATE)
        return self._content("location", "", {"location": location}, "entities", ())

    def captioned(self, content: Content, fields: Mapping[str, Any]) -> Content:
        """The same photo or file with the caption of a request."""
        assert content.media is not None  # noqa: S101  whoever calls has looked
        return self._with_caption(content.kind, content.media, fields)

    def copied(self, content: Content, fields: Mapping[str, Any]) -> Content:
        """The same without a word on where it came from, and with another caption if the request has one."""
        if content.media is not None and "caption" in fields:
            return self.captioned(content, fields)
        return replace(content, json=content.bare, origin=b"", number=self._log.text_number(content.text))

    def forwarded(self, message: Message, bot: Mapping[str, Any]) -> Content:
        """The same with a word on who first sent it."""
        content = message.content
        sender = bot if message.sender is None else message.sender.person()
        facts = {"type": "user", "sender_user": sender, "date": message.date}
        origin = content.origin or _inner({"forward_origin": facts})
        number = self._log.text_number(content.text)
        return replace(content, json=origin + content.bare, origin=origin, number=number)

    def from_person(self, content: Mapping[str, Any]) -> Content:
        """What someone sends: the fields of a Message that make up its content."""
        text = content.get("text", content.get("caption", ""))
        kind = next((name for name in content if name not in ASIDE), "text")
        self.files.came(kind, content.get(kind))
        media = {kind: content[kind]} if "caption" in content or kind in FILES else None
        return Content(kind, text, tuple(content.get("entities", ())), _inner(content), -1, media)

    def _with_caption(self, kind: str, media: Mapping[str, Any], fields: Mapping[str, Any]) -> Content:
        caption = formatted(
            fields.get("caption", ""),
            fields.get("parse_mode", ""),
            fields.get("caption_entities", ()),
            longest=MAX_CAPTION,
            what="message caption",
        )
        shown = {**media, "caption": caption.text} if caption.text else media
        content = self._content(kind, caption.text, shown, "caption_entities", caption.entities)
        return replace(content, media=media)

    def _content(
        self, kind: str, text: str, shown: Mapping[str, Any], where: str, entities: tuple[dict[str, Any], ...]
    ) -> Content:
        facts = {**shown, where: entities} if entities else shown
        return Content(kind, text, entities, _inner(facts), self._log.text_number(text))


def _location(fields: Mapping[str, Any], otherwise: str) -> dict[str, float]:
    latitude, longitude = fields["latitude"], fields["longitude"]
    if abs(latitude) > MOST_NORTH or abs(longitude) > MOST_EAST:
        raise bad(otherwise)
    return {"latitude": latitude, "longitude": longitude}


def _inner(facts: Mapping[str, Any]) -> bytes:
    """The fields as they stand inside of a JSON object, after others."""
    return f",{json.dumps(facts)[1:-1]}".encode() if facts else b""
