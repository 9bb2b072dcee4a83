"""A resident tells more than they must: the optional screen, a note, a photo. All of it is for volunteers alone."""

from dataclasses import replace
from datetime import datetime

from bot.domain.asking import ANSWERS, Asked
from bot.domain.buttons import AreStill, Bare, Enough, HasVehicles, KnownBy, More, OnVests
from bot.domain.details import Details, Photo
from bot.domain.masking import Masked, mask
from bot.domain.people import Person
from bot.domain.policy import Policy
from bot.domain.refusals import Expired
from bot.domain.report import Blank, Draft, OpenDraft, Remark
from bot.domain.where import readable
from bot.services.acting import act
from bot.services.drafting import ask, current
from db.engine import Transaction

Detail = More | HasVehicles | OnVests | KnownBy | AreStill | Enough | Bare

ON_ITS_SCREEN = (More, HasVehicles, OnVests, KnownBy, AreStill)
"""After these the optional screen stays open."""


async def tell(tx: Transaction, draft: Draft, detail: Detail, *, by: Person, now: datetime) -> OpenDraft:
    """One detail more or less. While a blank is open, as after going back on another phone, it is kept, and the blank
    is asked for."""
    told = replace(draft, details=_told(draft.details, detail))
    if isinstance(detail, Bare):
        told = replace(told, note=None, photo=None)
    is_shown = isinstance(detail, ON_ITS_SCREEN) and draft.blank is Blank.SEND
    return await ask(tx, told, by=by, now=now, details=is_shown)


def _told(details: Details, detail: Detail) -> Details:
    match detail:
        case HasVehicles(vehicles=vehicles, on=on):
            return replace(details, vehicles=vehicles if on else None)
        case OnVests(vests=vests, on=on):
            if vests not in ANSWERS[Asked.VESTS]:
                raise Expired
            return replace(details, vests=vests if on else None)
        case KnownBy(source=source):
            return replace(details, source=source)
        case AreStill(still=still, on=on):
            return replace(details, still=still if on else None)
        case _:
            return details


async def note(tx: Transaction, draft: Draft, text: str, *, by: Person, now: datetime) -> OpenDraft:
    """What someone typed who is about to send becomes the note, in place of an earlier one."""
    masked = _noted(text)
    return await ask(tx, replace(draft, note=masked.text), by=by, now=now, masked=masked.found)


def _noted(text: str) -> Masked:
    """The note as it is kept: in one line, without what it must not hold."""
    return mask(" ".join(text.split()))


@act
async def photo(
    tx: Transaction, photo: Photo, caption: str, *, by: Person, policy: Policy, now: datetime
) -> OpenDraft | None:
    """A photo, in place of an earlier one, and its caption as the note. Of an album only the first counts: that is said
    once, and then nothing. TooLong for a caption that is, and then the photo is not kept either."""
    draft = await current(tx, by=by, policy=policy, now=now)
    if photo.album is not None and photo.album == draft.album:
        if draft.album_told:
            return None
        return await ask(tx, replace(draft, album_told=True), by=by, now=now, remark=Remark.FIRST_PHOTO)
    if draft.blank is not Blank.SEND:
        told = replace(draft, album=photo.album, album_told=True)
        return await ask(tx, told, by=by, now=now, remark=Remark.PHOTO_LATER)
    masked = _noted(readable(caption))
    taken = replace(draft, photo=photo.file, album=photo.album, album_told=False, note=masked.text or draft.note)
    return await ask(tx, taken, by=by, now=now, masked=masked.found)
