"""What several processes of one city share: whose turn a chat is, and how many messages a second each may send."""

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import blake2b

PARTS = 256
"""Into so many parts all chats are divided. A part tells of a chat what one byte of its handle does."""

OF_REPLIES = 4
"""Whoever leads keeps every so many-th message a second for what it answers itself, whatever the others want."""

OF_BULK = 2
"""While something goes out in bulk, which the leader sends, the others have one of so many."""

BESIDE_URGENT = 6
"""While an alert or a retraction goes out, they have one of so many: `bot.courier.pacing` leaves as many to replies."""


def part(chat: bytes | int) -> int:
    """Of which part this chat is, by its handle; an update of no chat by its number in the inbox."""
    return chat[0] if isinstance(chat, bytes) else chat % PARTS


def owners(members: Sequence[int]) -> Sequence[int]:
    """Of each part, whose turn its chats are: of as many for each, nearly. When a member comes or goes, few change
    hands besides those that have to."""
    most, has, given = -(-PARTS // len(members)), Counter[int](), dict[int, int]()
    for _, one, member in sorted((_lot(one, member), one, member) for one in range(PARTS) for member in members):
        if one not in given and has[member] < most:
            given[one] = member
            has[member] += 1
    return [given[one] for one in range(PARTS)]


def _lot(part: int, member: int) -> bytes:
    return blake2b(part.to_bytes(1), key=member.to_bytes(8, "big"), digest_size=8).digest()


def shares(rate: int, wants: Mapping[int, int], *, bulk: bool, urgent: bool) -> dict[int, int]:
    """How many messages a second each of the others may send, by what each could; the leader has what is left of
    `rate`, and at least one. There is one for each of the others, as far as there are any."""
    most = rate - max(1, rate // OF_REPLIES)
    if urgent or bulk:
        most = min(most, rate // (BESIDE_URGENT if urgent else OF_BULK))
    given = dict.fromkeys(wants, 0)
    for one in list(wants)[: max(0, min(rate - 1, len(wants)))]:
        given[one] = 1
    left = most - sum(given.values())
    while left > 0 and (hungry := [one for one in wants if given[one] < wants[one]]):
        for one in hungry[:left]:
            given[one] += 1
        left -= len(hungry[:left])
    return given
