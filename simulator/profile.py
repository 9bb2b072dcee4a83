"""What a bot says of itself, language by language: name, descriptions, commands, menu button."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from simulator.errors import bad

MAX_NAME = 64
MAX_DESCRIPTION = 512
MAX_SHORT_DESCRIPTION = 120
MAX_COMMANDS = 100
MAX_COMMAND_DESCRIPTION = 256

SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})
BUTTONS = frozenset({"default", "commands", "web_app"})

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")

Fields = Mapping[str, Any]


class Profile:
    """The bot's public face, as it was set."""

    def __init__(self, name: str) -> None:
        """`name` is the name of the bot where it has set none."""
        self.names = {"": name}
        self.descriptions: dict[str, str] = {}
        self.short_descriptions: dict[str, str] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        """By scope, as JSON, and language; the empty language is for everyone else."""
        self.menu_buttons: dict[int, dict[str, Any]] = {}
        """By chat; 0 for all others."""

    def set_name(self, fields: Fields) -> bool:
        """setMyName."""
        name = fields.get("name", "")
        if not name and not fields.get("language_code"):
            raise bad("bot name can't be empty")
        return _set(self.names, fields, name, MAX_NAME, "name")

    def get_name(self, fields: Fields) -> dict[str, str]:
        """getMyName."""
        return {"name": _get(self.names, fields)}

    def set_description(self, fields: Fields) -> bool:
        """setMyDescription."""
        return _set(self.descriptions, fields, fields.get("description", ""), MAX_DESCRIPTION, "description")

    def get_description(self, fields: Fields) -> dict[str, str]:
        """getMyDescription."""
        return {"description": _get(self.descriptions, fields)}

    def set_short_description(self, fields: Fields) -> bool:
        """setMyShortDescription."""
        text = fields.get("short_description", "")
        return _set(self.short_descriptions, fields, text, MAX_SHORT_DESCRIPTION, "short description")

    def get_short_description(self, fields: Fields) -> dict[str, str]:
        """getMyShortDescription."""
        return {"short_description": _get(self.short_descriptions, fields)}

    def set_commands(self, fields: Fields) -> bool:
        """setMyCommands."""
        commands = [_command(one) for one in fields["commands"]]
        if len(commands) > MAX_COMMANDS:
            raise bad("too many commands specified")
        self.commands[_scope(fields), _language(fields)] = commands
        return True

    def get_commands(self, fields: Fields) -> list[dict[str, str]]:
        """getMyCommands: exactly those that were set for this scope and language."""
        return self.commands.get((_scope(fields), _language(fields)), [])

    def delete_commands(self, fields: Fields) -> bool:
        """deleteMyCommands."""
        self.commands.pop((_scope(fields), _language(fields)), None)
        return True

    def set_menu_button(self, fields: Fields) -> bool:
        """setChatMenuButton."""
        button = fields.get("menu_button") or {"type": "default"}
        if button.get("type") not in BUTTONS:
            raise bad("can't parse menu button: MenuButton has unsupported type")
        self.menu_buttons[fields.get("chat_id", 0)] = button
        return True

    def get_menu_button(self, fields: Fields) -> dict[str, Any]:
        """getChatMenuButton."""
        general = self.menu_buttons.get(0, {"type": "commands"})
        return self.menu_buttons.get(fields.get("chat_id", 0), general)


METHODS: Mapping[str, Callable[[Profile, Fields], Any]] = {
    "setMyName": Profile.set_name,
    "getMyName": Profile.get_name,
    "setMyDescription": Profile.set_description,
    "getMyDescription": Profile.get_description,
    "setMyShortDescription": Profile.set_short_description,
    "getMyShortDescription": Profile.get_short_description,
    "setMyCommands": Profile.set_commands,
    "getMyCommands": Profile.get_commands,
    "deleteMyCommands": Profile.delete_commands,
    "setChatMenuButton": Profile.set_menu_button,
    "getChatMenuButton": Profile.get_menu_button,
}


def _language(fields: Fields) -> str:
    language: str = fields.get("language_code", "")
    if language and not _LANGUAGE.fullmatch(language):
        raise bad("invalid language code specified")
    return language


def _set(texts: dict[str, str], fields: Fields, text: str, longest: int, what: str) -> bool:
    """Keep a text for one language; an empty one falls back to the text for everyone."""
    language = _language(fields)
    if len(text) > longest:
        raise bad(f"{what} is too long")
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)
    return True


def _get(texts: Mapping[str, str], fields: Fields) -> str:
    return texts.get(_language(fields)) or texts.get("", "")


def _scope(fields: Fields) -> str:
    scope = fields.get("scope") or {"type": "default"}
    kind = scope.get("type")
    if kind not in SCOPES | CHAT_SCOPES:
        raise bad("can't parse BotCommandScope: unsupported type specified")
    if kind in CHAT_SCOPES and not scope.get("chat_id"):
        raise bad("can't parse BotCommandScope: empty chat_id specified")
    return json.dumps(scope, sort_keys=True)


def _command(given: Any) -> dict[str, str]:
    if not isinstance(given, dict):
        raise bad("can't parse BotCommand: expected an Object")
    for field in ("command", "description"):
        if not isinstance(given.get(field), str):
            raise bad(f'can\'t parse BotCommand: field "{field}" must be of type String')
    command, description = given["command"].removeprefix("/"), given["description"].strip()
    if not _COMMAND.fullmatch(command):
        raise bad("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= MAX_COMMAND_DESCRIPTION:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description}
