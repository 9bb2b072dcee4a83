"""What a process keeps in memory, and what it lets go of."""

import weakref

from bot.app import settle_memory


class Life:
    """What a process knows while it is one of the members: its parts know each other."""

    def __init__(self) -> None:
        self.part = self


def test_what_a_former_life_of_the_process_held_is_gone_with_the_next() -> None:
    life = Life()
    seen = weakref.ref(life)
    settle_memory()
    del life
    assert seen() is not None

    settle_memory()

    assert seen() is None
