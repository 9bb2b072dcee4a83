"""How the bot stands with a chat, and what it is told when that changes."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulator.chats import Bond, Chat

if TYPE_CHECKING:
    from simulator.engine import Engine

STATUS = {Bond.MEMBER: "member", Bond.KICKED: "kicked"}
"""In the words of Telegram's ChatMember; `left` for everything else."""


def change_bond(engine: "Engine", chat: Chat, new: Bond, *, by: Mapping[str, Any]) -> None:
    """The bot is added, blocked, let in again or thrown out by someone (a User), and hears of it."""
    old, chat.bond = chat.bond, new
    if old is new:
        return
    facts = {
        "chat": json.loads(chat.json),
        "from": by,
        "date": int(engine.clock.now().timestamp()),
        "old_chat_member": _member(engine, old),
        "new_chat_member": _member(engine, new),
    }
    engine.updates.add("my_chat_member", json.dumps(facts).encode(), chat.id)


def _member(engine: "Engine", bond: Bond) -> dict[str, Any]:
    status = STATUS.get(bond, "left")
    return {"user": engine.bot, "status": status, **({"until_date": 0} if status == "kicked" else {})}
