"""Notes what goes wrong with the bot itself, and has organizers told."""

import logging

from bot.domain.letter import Letter
from bot.domain.trouble import Over, Trouble, Troubles
from bot.services import troubling
from bot.town import Town
from db.failing import Unwritable

log = logging.getLogger(__name__)


class Lookout:
    """What was noted since the start."""

    def __init__(self, town: Town) -> None:
        """Nothing yet."""
        self._town = town
        self._troubles = Troubles()
        self.by_heart: list[Letter] = []
        """What could not be written down, and is to be told all the same. A restart forgets it; what is still wrong
        then is noticed and told again."""

    async def note(self, trouble: Trouble, *, is_there: bool) -> None:
        """How it stands at this look: organizers hear of it, or of its end, when it is time."""
        clock = self._town.clock
        now = clock.now()
        says = self._troubles.look(trouble, is_there=is_there, now=now, passed=clock.monotonic())
        if says is None:
            return
        log.warning("trouble with the %s%s", trouble, " is over" if isinstance(says, Over) else ": organizers are told")
        try:
            await troubling.tell(self._town.database, says, now=now)
        except Unwritable:
            self.by_heart += await troubling.unwritten(self._town.database, says)
