"""Who waits: the updates of each chat in order, and of the chats whose turn it is."""

from collections import deque
from dataclasses import dataclass, field
from heapq import heappop, heappush

from db.inbox import Chat, Turn

Rank = tuple[int, int]
"""The lower goes first: by the most urgent update that waits in a chat, and then by its newest. Whoever has just asked
still holds the phone in the hand; whoever asked hours ago does not."""


@dataclass(slots=True)
class Lane:
    """One chat's updates, one after the other."""

    chat: Chat
    turns: deque[Turn] = field(default_factory=deque)
    """None is left of it when the last one is over."""
    at_work: bool = False
    """It is this chat's turn, or its next update waits to be tried again."""
    tries: int = 0
    """How often the next one has been tried in a row."""

    @property
    def rank(self) -> Rank:
        """Where it stands among the others."""
        return -max(one.urgency for one in self.turns), -self.turns[-1].arrival


class Lanes:
    """All chats for which something waits."""

    def __init__(self) -> None:
        self.waiting = 0
        """How many updates."""
        self._lanes: dict[Chat, Lane] = {}
        self._ranked: list[tuple[Rank, Chat]] = []
        """A heap. A chat stands in it once for each rank that it had; only the last one counts."""

    def __len__(self) -> int:
        return len(self._lanes)

    def join(self, one: Turn) -> None:
        """One more waits, behind the others of its chat. One that is known already changes nothing."""
        lane = self._lanes.get(one.chat)
        if lane is None:
            lane = self._lanes[one.chat] = Lane(one.chat)
        elif lane.turns and one.arrival <= lane.turns[-1].arrival:
            return
        lane.turns.append(one)
        self.waiting += 1
        if not lane.at_work:
            heappush(self._ranked, (lane.rank, lane.chat))

    def next(self) -> Lane | None:
        """The chat whose turn it is, which is then at work; none when all are."""
        while self._ranked:
            rank, chat = heappop(self._ranked)
            lane = self._lanes.get(chat)
            if lane is not None and not lane.at_work and lane.rank == rank:
                lane.at_work = True
                return lane
        return None

    def over(self, lane: Lane) -> None:
        """The chat's next update is over."""
        lane.turns.popleft()
        lane.tries = 0
        self.waiting -= 1

    def drop(self, lane: Lane) -> None:
        """Another process handles what waits there. The chat is at work until it is given back."""
        self.waiting -= len(lane.turns)
        lane.turns.clear()

    def back(self, lane: Lane) -> None:
        """The chat waits for its next turn, if anything of it is left."""
        lane.at_work = False
        if lane.turns:
            heappush(self._ranked, (lane.rank, lane.chat))
        else:
            del self._lanes[lane.chat]
