"""What the bot says of itself, in each language."""

from typing import Any

import pytest

from tests.simulator.asking import Bot


@pytest.mark.asyncio
@pytest.mark.parametrize("what", ["Name", "Description", "ShortDescription"])
async def test_a_text_for_one_language_stands_beside_the_one_for_everyone(bot: Bot, what: str) -> None:
    field = {"Name": "name", "Description": "description", "ShortDescription": "short_description"}[what]
    await bot.ask(f"setMy{what}", **{field: "general"})
    await bot.ask(f"setMy{what}", **{field: "en español"}, language_code="es")

    said = [(await bot.ask(f"getMy{what}", language_code=code)).result[field] for code in ("", "es", "fr")]
    await bot.ask(f"setMy{what}", language_code="es")

    assert said == ["general", "en español", "general"]
    assert (await bot.ask(f"getMy{what}", language_code="es")).result[field] == "general"


@pytest.mark.asyncio
async def test_commands_stand_by_scope_and_language(bot: Bot) -> None:
    everyone = [{"command": "start", "description": "Begin"}]
    private = [{"command": "report", "description": "Avisar"}]
    scope = {"type": "all_private_chats"}
    await bot.ask("setMyCommands", commands=everyone)
    await bot.ask("setMyCommands", commands=private, scope=scope, language_code="es")

    found = [
        (await bot.ask("getMyCommands")).result,
        (await bot.ask("getMyCommands", scope=scope, language_code="es")).result,
        (await bot.ask("getMyCommands", scope=scope)).result,
    ]
    await bot.ask("deleteMyCommands")

    assert found == [everyone, private, []]
    assert (await bot.ask("getMyCommands")).result == []


@pytest.mark.asyncio
async def test_the_menu_button_of_one_chat_and_of_all_others(bot: Bot) -> None:
    await bot.ask("setChatMenuButton", menu_button={"type": "default"})
    await bot.ask("setChatMenuButton", chat_id=5, menu_button={"type": "commands"})

    found = [(await bot.ask("getChatMenuButton", **where)).result["type"] for where in ({}, {"chat_id": 5})]

    assert found == ["default", "commands"]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("method", "fields", "why"),
    [
        ("setMyName", {"name": "a" * 65}, "name is too long"),
        ("setMyName", {}, "bot name can't be empty"),
        ("setMyDescription", {"description": "a" * 513}, "description is too long"),
        ("setMyShortDescription", {"short_description": "a" * 121}, "short description is too long"),
        ("setMyDescription", {"description": "a", "language_code": "english"}, "invalid language code specified"),
        ("setMyCommands", {"commands": [{"command": "Start", "description": "a"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "a", "description": " "}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("setMyCommands", {"commands": ["a"]}, "can't parse BotCommand: expected an Object"),
        (
            "setMyCommands",
            {"commands": [{"command": "a"}]},
            'can\'t parse BotCommand: field "description" must be of type String',
        ),
        (
            "setMyCommands",
            {"commands": [{"command": f"a{one}", "description": "a"} for one in range(101)]},
            "too many commands specified",
        ),
        ("setMyCommands", {"commands": {}}, "expected an Array of BotCommand"),
        ("getMyCommands", {"scope": {"type": "moon"}}, "can't parse BotCommandScope: unsupported type specified"),
        ("getMyCommands", {"scope": {"type": "chat"}}, "can't parse BotCommandScope: empty chat_id specified"),
        (
            "setChatMenuButton",
            {"menu_button": {"type": "moon"}},
            "can't parse menu button: MenuButton has unsupported type",
        ),
    ],
)
async def test_what_telegram_would_not_show_is_refused(bot: Bot, method: str, fields: dict[str, Any], why: str) -> None:
    assert (await bot.ask(method, **fields)).error == f"Bad Request: {why}"
