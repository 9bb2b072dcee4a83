"""What handlers rest on and PTB lets pass: that a number is a number, and a text a text."""

from typing import TypeGuard

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Location, Message, Update

IDS = range(-(2**53), 2**53)
"""Telegram's ids fit 52 bits and a sign (Bot API, `Chat`)."""

PEOPLE = range(1, 2**53)
"""Those of people have no sign."""


def is_id(number: object, within: range) -> TypeGuard[int]:
    """Whether this is one. True and False are numbers to Python, and none to us."""
    return type(number) is int and number in within


def check(update: Update) -> None:
    """Raise TypeError when something that is there is not what it should be."""
    person, chat = update.effective_user, update.effective_chat
    if person is not None:
        _need(is_id(person.id, PEOPLE), type(person.is_bot) is bool, _is_text(person.language_code))
    if chat is not None:
        _check_chat(chat)
    if update.callback_query is not None:
        _check_press(update.callback_query)
    if update.my_chat_member is not None:
        _check_change(update.my_chat_member)
    for message in (update.message, update.edited_message):
        if message is not None:
            _check_message(message)


def _check_chat(chat: Chat) -> None:
    _need(isinstance(chat.type, str), is_id(chat.id, PEOPLE if chat.type == Chat.PRIVATE else IDS))


def _check_message(message: Message) -> None:
    _need(is_id(message.message_id, IDS), _is_text(message.text), _is_text(message.caption))
    for entity in (*message.entities, *message.caption_entities):
        _need(type(entity.offset) is int, type(entity.length) is int, isinstance(entity.type, str))
    _need(not message.entities or message.text is not None)
    if message.location is not None:
        _check_point(message.location)


def _check_point(location: Location) -> None:
    _need(_is_number(location.latitude), _is_number(location.longitude))


def _check_press(query: CallbackQuery) -> None:
    _need(isinstance(query.id, str), _is_text(query.data), _is_text(query.game_short_name))
    if query.message is not None:
        _need(is_id(query.message.message_id, IDS))
        _check_chat(query.message.chat)


def _check_change(change: ChatMemberUpdated) -> None:
    was: object = change.old_chat_member
    now: object = change.new_chat_member
    for one in (was, now):
        _need(isinstance(one, ChatMember) and isinstance(one.status, str))


def _is_text(value: object) -> bool:
    return value is None or isinstance(value, str)


def _is_number(value: object) -> bool:
    return type(value) in (int, float)


def _need(*all_of: bool) -> None:
    if not all(all_of):
        raise TypeError
