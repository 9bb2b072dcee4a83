"""Files that lie with the bot: given to Telegram once, and from then on sent by Telegram's own name for them."""

import asyncio
from pathlib import Path

from telegram import Bot, InputFile
from telegram.error import BadRequest

PICTURE = ".png"
"""What ends so is shown in the chat; anything else is a file to be opened."""


class Files:
    """Telegram's names for what this bot has given it, until the process ends. Nothing of anyone's is among them."""

    def __init__(self) -> None:
        """Nothing was given yet."""
        self._known: dict[Path, str] = {}

    async def send(self, bot: Bot, chat: int, path: Path) -> None:
        """Send the file. FileNotFoundError when it lies there no more."""
        known = self._known.get(path)
        if known is not None:
            try:
                await _send(bot, chat, path, known)
                return
            except BadRequest as error:
                if "file" not in error.message.casefold():
                    raise
        content = await asyncio.to_thread(path.read_bytes)
        self._known[path] = await _send(bot, chat, path, InputFile(content, filename=path.name))


async def _send(bot: Bot, chat: int, path: Path, file: InputFile | str) -> str:
    """Telegram's name for what was sent."""
    if path.suffix == PICTURE:
        return (await bot.send_photo(chat, file)).photo[-1].file_id
    document = (await bot.send_document(chat, file)).document
    assert document is not None  # noqa: S101  the Bot API's answer to sendDocument
    return document.file_id
