"""What a handler is given beside the update: who asks, in which words to answer, and the way to show it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, ReplyParameters, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import Application, CallbackContext, ExtBot

from bot.domain.addresses import Addresses
from bot.domain.buttons import read
from bot.domain.ids import Language, UpdateId
from bot.domain.people import Person
from bot.domain.refusals import Expired, NotJoined
from bot.domain.screen import File, Screen, Venue
from bot.domain.text import utf16_length
from bot.render import drilling
from bot.render.reader import Reader
from bot.services import meeting
from bot.town import Town
from db.engine import Database
from locales import guess

TOWN = "town"
"""Where the application's bot_data keeps the town."""

FILES = "files"
"""Where it keeps Telegram's names for the files that were sent."""

LONGEST_NOTICE = 200
"""What Telegram takes in the answer to a pressed button."""

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

HARMLESS = (
    "message is not modified",
    "query is too old",
    "message to edit not found",
    "message can't be edited",
    "message to delete not found",
    "message can't be deleted",
)
"""Answers of Telegram after which the person sees what they should see, or can no longer be shown it."""


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[str, Any]]):
    """One update on its way through the handlers."""

    incoming: Update
    known: Person | None = None
    exercise: bool = False
    """What was pressed belongs to an exercise: whatever is answered says so first."""

    @classmethod
    def from_update(cls, update: object, application: "Application[Any, Any, Any, Any, Any, Any]") -> Self:
        """PTB's way in: one context for all handlers of one update."""
        context = super().from_update(update, application)
        if isinstance(update, Update):
            context.incoming = update
        return context

    async def meet(self) -> None:
        """Find out who asks, and whether it is about an exercise."""
        query = self.incoming.callback_query
        button = read(query.data or "") if query is not None else None
        about = button.belongs_to if button is not None else None
        self.known, self.exercise = await meeting.met(self.town.database, self.telegram_id, about=about)

    @property
    def town(self) -> Town:
        """The city at work."""
        town: Town = self.bot_data[TOWN]
        return town

    @property
    def database(self) -> Database:
        """The database, on behalf of this update: what it asks for takes effect once."""
        return self.town.database.on_behalf_of(UpdateId(self.incoming.update_id))

    @property
    def now(self) -> datetime:
        """The time, in UTC."""
        return self.town.clock.now()

    @property
    def said_at(self) -> datetime | None:
        """When it was written, by Telegram's clock: long before now after an outage. A pressed button has no time."""
        return self.incoming.message.date if self.incoming.message is not None else None

    @property
    def addresses(self) -> Addresses:
        """By what people tell this bot from others."""
        return Addresses(self.bot.username, self.bot.id, self.town.addresses_link, self.town.backup_link)

    @property
    def person(self) -> Person:
        """Who asks. NotJoined when the bot does not know them."""
        if self.known is None:
            raise NotJoined
        return self.known

    @property
    def telegram_id(self) -> int:
        """Telegram's number for who asks: the only thing that anyone's authority comes from."""
        assert self.incoming.effective_user is not None  # noqa: S101  `handlers.guard` lets nothing else in
        return self.incoming.effective_user.id

    @property
    def language(self) -> Language:
        """What this person reads, or Telegram's hint for someone new."""
        if self.known is not None:
            return self.known.language
        return guess(self.incoming.effective_user.language_code if self.incoming.effective_user else None)

    @property
    def reader(self) -> Reader:
        """For whom the answer is rendered."""
        return self.town.reader(self.language)

    def _marked(self, screen: Screen) -> Screen:
        """The screen, as one of an exercise if it is."""
        return drilling.marked(self.reader, screen) if self.exercise else screen

    async def show(self, screen: Screen) -> None:
        """Show a screen: in the message whose button was pressed, else as a new one."""
        query = self.incoming.callback_query
        if query is None or query.message is None or not query.message.is_accessible:
            await self.say(screen)
            return
        await self.tell()
        screen = self._marked(screen)
        try:
            await query.edit_message_text(
                screen.text, parse_mode=ParseMode.HTML, reply_markup=keyboard(screen), link_preview_options=NO_PREVIEW
            )
        except BadRequest as error:
            if not harmless(error):
                raise

    async def say(self, *screens: Screen) -> None:
        """Show each screen as a new message."""
        await self.tell()
        for screen in map(self._marked, screens):
            await self.bot.send_message(
                self.telegram_id,
                screen.text,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard(screen),
                link_preview_options=NO_PREVIEW,
            )

    async def point(self, venue: Venue) -> None:
        """Show a place on the map, in answer to the message whose button was pressed."""
        await self.tell()
        query = self.incoming.callback_query
        message = query.message if query is not None else None
        await self.bot.send_venue(
            self.telegram_id,
            latitude=venue.lat,
            longitude=venue.lon,
            title=venue.title,
            address=venue.address,
            reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True) if message else None,
        )

    async def hand(self, *files: File, caption: str) -> None:
        """Hand over files, the last of them with a caption."""
        await self.tell()
        for file in files:
            await self.bot.send_document(
                self.telegram_id,
                document=InputFile(file.content, filename=file.name),
                caption=caption if file is files[-1] else None,
                parse_mode=ParseMode.HTML,
            )

    async def photos(self, photos: Sequence[str]) -> None:
        """Show photos by Telegram's names for them, in a way that they cannot be passed on. Expired when Telegram does
        not know one of them any more."""
        for one in photos:
            try:
                await self.bot.send_photo(self.telegram_id, one, protect_content=True)
            except BadRequest as error:
                if "file" not in error.message.casefold():
                    raise
                raise Expired from None
        await self.tell()

    async def chart(self, drawn: bytes, *, caption: str) -> None:
        """Send a picture that was drawn for this person."""
        await self.tell()
        await self.bot.send_photo(
            self.telegram_id, photo=InputFile(drawn, filename="picture.png"), caption=caption, parse_mode=ParseMode.HTML
        )

    async def printed(self, name: str) -> None:
        """Send one of the city's rights cards as a file. Expired when it does not lie there, or no more."""
        path, files = self.town.city.cards.get(name), self.bot_data[FILES]
        if path is None:
            raise Expired
        try:
            await files.send(self.bot, self.telegram_id, path)
        except FileNotFoundError:
            raise Expired from None
        await self.tell()

    async def erase(self) -> None:
        """Delete the message that came in, from the chat: what it said is nobody's to keep."""
        assert self.incoming.message is not None  # noqa: S101  only messages are handled so
        try:
            await self.bot.delete_message(self.telegram_id, self.incoming.message.message_id)
        except BadRequest as error:
            if not harmless(error):
                raise

    async def tell(self, text: str | None = None, *, insist: bool = False) -> bool:
        """Answer a pressed button with a short notice, or with nothing: until then it shows as still waiting. What has
        no number of Telegram's waits for nothing. False when there is no button to answer, or too much to say."""
        query = self.incoming.callback_query
        said = drilling.said(self.reader, text) if self.exercise and text is not None else text
        if query is None or utf16_length(said or "") > LONGEST_NOTICE:
            return False
        if query.id.isascii():
            try:
                await query.answer(said, show_alert=insist)
            except BadRequest as error:
                if not harmless(error):
                    raise
        return True


def harmless(error: BadRequest) -> bool:
    """Whether the person sees what they should see all the same. PTB changes the case of Telegram's words."""
    return any(known in error.message.casefold() for known in HARMLESS)


def keyboard(screen: Screen) -> InlineKeyboardMarkup | None:
    """The screen's buttons, as Telegram takes them."""
    if not screen.keys:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(key.says, callback_data=key.data, url=key.url) for key in row] for row in screen.keys]
    )
