"""A request's body, in any of the three forms that the Bot API takes, as checked fields."""

import email
import json
from collections.abc import Callable, Mapping, Sequence
from email.policy import HTTP
from math import isfinite, nan
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from simulator.errors import bad
from simulator.fields import FIELDS, Kind
from simulator.files import Upload
from simulator.required import MEDIA, MISSING, REQUIRED, UPLOADS

JSON = "application/json"
MAX_NUMBERS = 100
"""Messages in one request."""

NESTED = {
    "reply_markup": ("reply keyboard markup JSON object", "object expected as reply markup"),
    "reply_parameters": ("reply parameters JSON object", "object expected as reply parameters"),
    "link_preview_options": ("link preview options JSON object", "object expected as link preview options"),
    "commands": ("commands JSON object", "expected an Array of BotCommand"),
    "scope": ("BotCommandScope JSON object", "can't parse BotCommandScope: BotCommandScope must be an Object"),
    "menu_button": ("menu button JSON object", "can't parse menu button: MenuButton must be an Object"),
    "message_ids": ("message_ids JSON object", "expected an Array of message identifiers"),
    "reaction": ("reaction types JSON object", "expected an Array of ReactionType"),
}
"""What cannot be parsed is called, and what is said when it is something else than it should be."""

TRUE = frozenset({"true", "yes", "1"})
FALSE = frozenset({"false", "no", "0", ""})


def _no_constant(_name: str) -> NoReturn:
    raise ValueError("JSON knows no NaN and no Infinity")


_decoder = json.JSONDecoder(parse_constant=_no_constant)


def _decode_json(text: str) -> Any:
    """Any JSON. ValueError for what is none, RecursionError for what is nested too deep."""
    text = text.strip()
    decoded, end = _decoder.raw_decode(text)
    if end != len(text):
        raise ValueError("more after the end")
    return decoded


def body_fields(content_type: str, body: bytes) -> Mapping[str, Any]:
    """What a body holds, not yet checked. In a form everything is text."""
    kind = content_type.partition(";")[0].strip().lower()
    if not body:
        return {}
    if kind == JSON:
        return _json_fields(body)
    if kind == "application/x-www-form-urlencoded":
        return dict(parse_qsl(_utf8(body), keep_blank_values=True))
    if kind == "multipart/form-data":
        return _multipart_fields(content_type, body)
    return {}


def _utf8(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise bad("strings must be encoded in UTF-8") from None


def _json_fields(body: bytes) -> Mapping[str, Any]:
    text = _utf8(body)
    try:
        decoded = _decode_json(text)
    except (ValueError, RecursionError):
        raise bad("can't parse JSON object") from None
    if not isinstance(decoded, dict):
        raise bad("JSON object expected")
    if "\\ud" in text or "\\uD" in text:
        _utf8(json.dumps(decoded, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return decoded


def _multipart_fields(content_type: str, body: bytes) -> Mapping[str, Any]:
    message = email.message_from_bytes(b"Content-Type: %b\r\n\r\n%b" % (content_type.encode(), body), policy=HTTP)
    if not message.is_multipart():
        raise bad("can't parse multipart form")
    fields: dict[str, Any] = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(content, bytes):
            raise bad("can't parse multipart form")
        file = part.get_filename()
        fields[name] = _utf8(content) if file is None else Upload(file, content)
    return fields


def checked(method: str, given: Mapping[str, Any], unknown: set[str]) -> dict[str, Any]:
    """The method's fields, each as what it should be. Refused when one is not, or is missing.

    Like the real API it takes numbers as text and JSON as text, and passes over fields that it does not know; their
    names go into `unknown`. Unlike it, it never guesses: what is no number at all is refused, not taken as zero.
    """
    readers = _READERS[method]
    taken: dict[str, Any] = {}
    for name, value in given.items():
        read = readers.get(name)
        if read is not None:
            taken[name] = read(name, value)
        elif not isinstance(value, Upload):
            unknown.add(f"{method}.{name}")
    for name in REQUIRED.get(method, ()):
        if taken.get(name, "") == "":
            raise bad(MISSING.get(name, f'parameter "{name}" is required'))
    for name in UPLOADS.get(method, ()):
        if name in taken:
            taken[name] = _upload(taken[name], given)
    if method in MEDIA:
        album = taken["media"]
        one_by_one = [_with_upload(one, given) for one in (album if isinstance(album, list) else [album])]
        taken["media"] = one_by_one if isinstance(album, list) else one_by_one[0]
    return taken


def _upload(named: Any, given: Mapping[str, Any]) -> Any:
    """What `attach://<part>` names, or what stands there itself."""
    is_named = isinstance(named, str) and named.startswith("attach://")
    return given.get(named.removeprefix("attach://"), named) if is_named else named


def _with_upload(media: Any, given: Mapping[str, Any]) -> Any:
    return {**media, "media": _upload(media.get("media", ""), given)} if isinstance(media, dict) else media


def message_numbers(numbers: Sequence[Any]) -> Sequence[int]:
    """Up to a hundred numbers of messages."""
    if not numbers:
        raise bad("message identifiers are not specified")
    if len(numbers) > MAX_NUMBERS:
        raise bad("too many message identifiers specified")
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in numbers):
        raise bad("message identifier must be a Number")
    if min(numbers) <= 0:
        raise bad("invalid message identifier specified")
    return numbers


def whole(name: str, value: Any) -> int:
    """A whole number, or its digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.removeprefix("-").isdecimal() and value.isascii() and len(value) < 20:
        return int(value)
    raise bad(f'field "{name}" must be of type Number')


def degrees(name: str, value: Any) -> float:
    """A number, or its digits. What is infinite or no number is refused as well."""
    if value == "":
        raise bad(f"{name} is empty")
    try:
        number = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else nan
    except (ValueError, OverflowError):
        number = nan
    if not isfinite(number):
        raise bad(f'field "{name}" must be of type Number')
    return number


def text(name: str, value: Any) -> str:
    """Text. A number is its digits."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise bad(f'field "{name}" must be of type String')


def yes_or_no(name: str, value: Any) -> bool:
    """Whether it is so."""
    if isinstance(value, bool):
        return value
    said = str(value).lower()
    if said in TRUE:
        return True
    if said in FALSE:
        return False
    raise bad(f'field "{name}" must be of type Boolean')


def _chat(_name: str, value: Any) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    said = text("chat_id", value)
    return int(said) if said.removeprefix("-").isdecimal() and said.isascii() and len(said) < 20 else said


def _nested(expected: type) -> Callable[[str, Any], Any]:
    def read(name: str, value: Any) -> Any:
        cannot, otherwise = NESTED.get(name, (f"{name} JSON object", f'field "{name}" must be of type Array'))
        if isinstance(value, str):
            if not value:
                return expected()
            try:
                value = _decode_json(value)
            except (ValueError, RecursionError):
                raise bad(f"can't parse {cannot}") from None
        if not isinstance(value, expected):
            raise bad(otherwise)
        return value

    return read


def _file(name: str, value: Any) -> Any:
    return value if isinstance(value, Upload) else text(name, value)


_READ: Mapping[Kind, Callable[[str, Any], Any]] = {
    Kind.INTEGER: whole,
    Kind.FLOAT: degrees,
    Kind.TEXT: text,
    Kind.BOOLEAN: yes_or_no,
    Kind.CHAT: _chat,
    Kind.OBJECT: _nested(dict),
    Kind.ARRAY: _nested(list),
    Kind.FILE: _file,
}
_READERS = {method: {name: _READ[kind] for name, kind in fields.items()} for method, fields in FIELDS.items()}
