"""When what goes wrong: the next requests, or a share of them for a while."""

import random
from collections import defaultdict, deque
from dataclasses import dataclass

from bot.domain.clock import Clock
from simulator.faults import ANY, Fault


@dataclass(frozen=True, slots=True)
class _Share:
    fault: Fault
    share: float
    chance: random.Random
    until: float


class Faults:
    """What is to go wrong next."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.delay = 0.0
        """Seconds by which every answer is late, on the engine's clock."""
        self._next: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._share: dict[str, _Share] = {}

    def next(self, method: str, fault: Fault, times: int = 1) -> None:
        """Let the next requests for this method go wrong; `*` for any but getUpdates. Faults queue up in order."""
        self._next[method].extend([fault] * times)

    def share(
        self, method: str, fault: Fault, share: float = 1.0, *, seed: int = 0, seconds: float = float("inf")
    ) -> None:
        """For so many seconds let this share of them go wrong, 0 to 1; the same ones for the same seed. 0 ends it. Of
        the others a share may go wrong as any request does, by `*`."""
        if share <= 0:
            self._share.pop(method, None)
            return
        chance = random.Random(seed)  # noqa: S311  chance, not secrecy
        self._share[method] = _Share(fault, share, chance, self._clock.monotonic() + seconds)

    def is_down(self, method: str) -> bool:
        """Whether every request for it goes wrong for now."""
        one = self._share.get(method)
        return one is not None and one.share >= 1 and not one.fault.takes and self._clock.monotonic() < one.until

    def clear(self) -> None:
        """Everything goes right again."""
        self._next.clear()
        self._share.clear()
        self.delay = 0.0

    def take(self, method: str) -> Fault | None:
        """What goes wrong with this request."""
        if not self._next and not self._share:
            return None
        for name in (method, ANY) if method != "getUpdates" else (method,):
            if waiting := self._next.get(name):
                return waiting.popleft()
            if name in self._share:
                one = self._share[name]
                if self._clock.monotonic() >= one.until:
                    del self._share[name]
                elif one.chance.random() < one.share:
                    return one.fault
        return None
