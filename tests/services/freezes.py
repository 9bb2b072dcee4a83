"""What organizers do who freeze all sending, a line each."""

from collections.abc import Sequence

from bot.domain.buttons import Agree
from bot.domain.freezing import Freeze, Standing, Wish
from bot.domain.letter import Says
from bot.domain.people import Person
from bot.services import freezing
from bot.town import Town
from db import freezes
from db.tables import letters
from tests.services.acts import rows


async def freezes_all(town: Town, by: Person) -> Standing:
    """An organizer stops all sending."""
    return await freezing.freeze(town.database, by=by, now=town.clock.now())


async def standing(town: Town, by: Person) -> Standing:
    """How it stands, as this organizer sees it."""
    return await freezing.standing(town.database, by=by, now=town.clock.now())


async def frozen(town: Town) -> Freeze | None:
    """The freeze that holds, if one does."""
    async with town.database.reading() as tx:
        return await freezes.frozen(tx)


async def agrees(town: Town, by: Person, wish: Wish = Wish.RESUME, about: int | None = None) -> Standing:
    """An organizer presses what they see now, unless they press something else."""
    sees = await standing(town, by)
    if about is None:
        seen = sees.freeze.mark if wish is Wish.RESUME and sees.freeze else sees.last.id if sees.last else 0
        about = int(seen)
    return await freezing.agree(town.database, Agree(wish, about), by=by, now=town.clock.now())


async def resumes(town: Town, one: Person, other: Person) -> None:
    """Two organizers let it go on."""
    for by in (one, other):
        await agrees(town, by)


async def heard(town: Town, says: Says) -> Sequence[int]:
    """Who has such a letter on its way."""
    return [row.person for row in await rows(town.database, letters) if row.says == says]
