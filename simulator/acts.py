"""What people can do, by the words that phones and the control API use."""

from collections.abc import Callable
from typing import Any

from simulator import people
from simulator.chats import Chat, Message
from simulator.engine import Engine

Facts = dict[str, Any]
Act = Callable[[Engine, Chat, Facts], Facts]


def says(engine: Engine, person: Chat, facts: Facts) -> Facts:
    """`text`, `to` for a group, and `reply_to` for an answer."""
    to = engine.chats[facts["to"]] if "to" in facts else None
    return {"id": people.say(engine, person, facts["text"], to=to, reply_to=facts.get("reply_to", 0)).id}


def forwards(engine: Engine, person: Chat, facts: Facts) -> Facts:
    """`message`, and the chat that it is `from`, unless that is their own."""
    there = engine.chats[facts.get("from", person.id)]
    return {"id": people.forward(engine, person, there.messages[facts["message"]]).id}


def sends(engine: Engine, person: Chat, facts: Facts) -> Facts:
    """The fields of a Message that make up its content."""
    return {"id": people.send(engine, person, facts).id}


def rewrites(engine: Engine, person: Chat, facts: Facts) -> Facts:
    """`message` and `text`."""
    people.rewrite(engine, person.messages[facts["message"]], facts["text"])
    return {}


def presses(engine: Engine, person: Chat, facts: Facts) -> Facts:
    """`message`, and the `text` of a button or any `data`."""
    data = facts.get("data")
    if data is None:
        data = _data(person.messages[facts["message"]], facts["text"])
    return {"query": people.press(engine, person, facts["message"], data)}


def shares_location(engine: Engine, person: Chat, facts: Facts) -> Facts:
    """`latitude` and `longitude`."""
    return {"id": people.share_location(engine, person, facts["latitude"], facts["longitude"]).id}


def blocks(engine: Engine, person: Chat, _facts: Facts) -> Facts:
    """The bot may write no more."""
    people.block(engine, person)
    return {}


def unblocks(engine: Engine, person: Chat, _facts: Facts) -> Facts:
    """The bot may write again."""
    people.unblock(engine, person)
    return {}


def deactivates(_engine: Engine, person: Chat, _facts: Facts) -> Facts:
    """The account is gone."""
    people.deactivate(person)
    return {}


def _data(message: Message, text: str) -> str:
    """What the button with this text carries. KeyError when there is none."""
    carried = {button.text: button.data for row in message.markup.rows for button in row if button.data is not None}
    return carried[text]


ACTS: dict[str, Act] = {
    act.__name__: act
    for act in (says, sends, forwards, rewrites, presses, shares_location, blocks, unblocks, deactivates)
}
