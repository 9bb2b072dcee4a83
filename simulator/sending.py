"""The methods of the Bot API that send something new."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from simulator.chats import Chat, Content, Message, message_json
from simulator.errors import bad
from simulator.remembered import Checked
from simulator.requests import message_numbers

if TYPE_CHECKING:
    from simulator.call import Call
    from simulator.engine import Engine

Fields = Mapping[str, Any]

MOST_IN_ALBUM = 10
ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def send_message(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """A text."""
    check_preview(fields)
    checked = _checked(engine, engine.contents.text(fields), fields)
    if call.skeleton:
        engine.remembered.keep(call.skeleton, checked)
    return send(engine, checked, fields["chat_id"], call)


def send_photo(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """A photo with or without a caption."""
    return _send(engine, engine.contents.file("photo", fields), fields, call)


def send_document(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """A file with or without a caption."""
    return _send(engine, engine.contents.file("document", fields), fields, call)


def send_venue(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """A place on the map, with its name."""
    return _send(engine, engine.contents.venue(fields), fields, call)


def send_location(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """A point on the map."""
    return _send(engine, engine.contents.location(fields), fields, call)


def send_media_group(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """Photos, or files, as one album."""
    media = fields["media"]
    if not media:
        raise bad("there are no messages to send")
    if len(media) > MOST_IN_ALBUM:
        raise bad("too many messages to send as an album")
    kinds = {engine.contents.kind(one) for one in media}
    if len(kinds) > 1:
        raise bad("document can't be mixed with other media types")
    chat = engine.chat(fields["chat_id"])
    album = b',"media_group_id":"%d"' % engine.next_album()
    contents = [engine.contents.media(one) for one in media]
    contents = [replace(one, json=album + one.json) for one in contents]
    sent = [deliver(engine, _checked(engine, one, fields), chat, call) for one in contents]
    return b"[%b]" % b",".join(message_json(one, engine.bot_json) for one in sent)


def send_chat_action(engine: "Engine", fields: Fields, _call: "Call") -> bytes:
    """What the person sees the bot doing for a moment: nobody here looks so closely."""
    if fields["action"].lower() not in ACTIONS:
        raise bad("wrong parameter action in request")
    engine.chat(fields["chat_id"])
    return b"true"


def _checked(engine: "Engine", content: Content, fields: Fields) -> Checked:
    return Checked(
        content,
        engine.contents.keyboard(fields),
        is_silent=fields.get("disable_notification", False),
        is_protected=fields.get("protect_content", False),
        is_paid=fields.get("allow_paid_broadcast", False),
        reply=fields.get("reply_parameters") or None,
    )


def _send(engine: "Engine", content: Content, fields: Fields, call: "Call") -> bytes:
    return send(engine, _checked(engine, content, fields), fields["chat_id"], call)


def send(engine: "Engine", checked: Checked, chat_id: int | str, call: "Call") -> bytes:
    """Send what is right about everything but perhaps the chat."""
    return message_json(deliver(engine, checked, engine.chat(chat_id), call), engine.bot_json)


def deliver(engine: "Engine", checked: Checked, chat: Chat, call: "Call", *, is_forward: bool = False) -> Message:
    """The new message in the chat, if the bot has not sent too much."""
    reply_to = _reply_to(engine, chat, checked.reply) if checked.reply else 0
    engine.pace.take(chat, call.at, paid=engine.pays and checked.is_paid)
    message = engine.deliver(
        chat,
        checked.content,
        checked.keyboard,
        reply_to=reply_to,
        silent=checked.is_silent,
        protected=checked.is_protected,
        is_forward=is_forward,
        is_lost=call.is_lost,
    )
    call.message, call.text = message.id, checked.content.number
    return message


def check_preview(fields: Fields) -> None:
    """Whether its `link_preview_options` are some."""
    for name, value in fields.get("link_preview_options", {}).items():
        wanted = str if name == "url" else bool
        if not isinstance(value, wanted):
            raise bad(f'field "{name}" must be of type {"String" if wanted is str else "Boolean"}')


def _reply_to(engine: "Engine", chat: Chat, given: Mapping[str, Any]) -> int:
    """Which message is answered; 0 for none."""
    message_id = given.get("message_id")
    if message_id is None:
        raise bad('can\'t find field "message_id"')
    if not isinstance(message_id, int) or isinstance(message_id, bool):
        raise bad('field "message_id" must be of type Number')
    where = engine.chats.get(given.get("chat_id", chat.id))
    if where is not None and message_id in where.messages:
        return message_id
    if given.get("allow_sending_without_reply") is True:
        return 0
    raise bad("message to be replied not found")


def forward_message(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """A message as it is, with a word on where it comes from."""
    message = _source(engine, fields["from_chat_id"], fields["message_id"], "forward")
    if message is None:
        raise bad("message to forward not found")
    return message_json(_forward(engine, message, fields, call), engine.bot_json)


def forward_messages(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """Several; those that are not there are passed over."""
    return _numbers([_forward(engine, one, fields, call) for one in _sources(engine, fields, "forward")])


def copy_message(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """The same again as the bot's own, perhaps with another caption."""
    message = _source(engine, fields["from_chat_id"], fields["message_id"], "copy")
    if message is None:
        raise bad("message to copy not found")
    return b'{"message_id":%d}' % _copy(engine, message, fields, call).id


def copy_messages(engine: "Engine", fields: Fields, call: "Call") -> bytes:
    """Several; those that are not there are passed over."""
    given = {**fields, "caption": ""} if fields.get("remove_caption") else fields
    return _numbers([_copy(engine, one, given, call) for one in _sources(engine, fields, "copy")])


def _forward(engine: "Engine", message: Message, fields: Fields, call: "Call") -> Message:
    content = engine.contents.forwarded(message, engine.bot)
    keyboard = message.markup if message.markup.is_of_links else engine.contents.keyboard({})
    checked = replace(_checked(engine, content, fields), keyboard=keyboard)
    return deliver(engine, checked, engine.chat(fields["chat_id"]), call, is_forward=True)


def _copy(engine: "Engine", message: Message, fields: Fields, call: "Call") -> Message:
    content = engine.contents.copied(message.content, fields)
    return deliver(engine, _checked(engine, content, fields), engine.chat(fields["chat_id"]), call)


def _source(engine: "Engine", chat_id: int | str, number: int, verb: str) -> Message | None:
    message = engine.chat(chat_id).messages.get(number)
    if message is not None and message.protected:
        raise bad(f"message can't be {'forwarded' if verb == 'forward' else 'copied'}")
    return message


def _sources(engine: "Engine", fields: Fields, verb: str) -> list[Message]:
    numbers = message_numbers(fields["message_ids"])
    if sorted(set(numbers)) != list(numbers):
        raise bad("message identifiers must be in a strictly increasing order")
    found = [_source(engine, fields["from_chat_id"], number, verb) for number in numbers]
    messages = [one for one in found if one is not None]
    if not messages:
        raise bad(f"there are no messages to {verb}")
    return messages


def _numbers(messages: list[Message]) -> bytes:
    return json.dumps([{"message_id": one.id} for one in messages]).encode()
