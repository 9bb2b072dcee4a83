"""What organizers see of volunteers: numbers, and tags that say nothing to anyone else. Never a name."""

from collections.abc import Sequence

from bot.domain.buttons import (
    Colleague,
    Colleagues,
    Everyone,
    Invitations,
    Invite,
    InviteTo,
    Inviting,
    InvitingTo,
    Remove,
    Revoke,
    Standstill,
    Vouch,
)
from bot.domain.duty import Neighborhoods, packed
from bot.domain.ids import EVERYWHERE
from bot.domain.people import Alias, Counts, OpenInvitation, Role
from bot.domain.screen import Key, Screen
from bot.render.reader import CHOSEN, Reader, in_rows
from locales import Html, date, join

PAGE = 8
"""So many at a time."""

MOST_OPEN = 40
"""So many open invitations are shown, those that end first."""


def everyone(reader: Reader, counts: Counts) -> Screen:
    """How many there are, and how many are on duty where."""
    said = [
        reader.words("people.organizers", count=counts.roles.get(Role.ORGANIZER, 0)),
        reader.words("people.volunteers", count=counts.roles.get(Role.VOLUNTEER, 0)),
        reader.words("people.residents", count=counts.roles.get(Role.RESIDENT, 0)),
        Html(""),
        reader.words("people.on_duty", count=counts.on_duty),
        *_covered(reader, counts),
    ]
    keys = [reader.key("people.colleagues", Colleagues(0)), reader.key("people.invite", Inviting())]
    if counts.invitations:
        keys.append(reader.key("people.invitations", Invitations()))
    keys.append(reader.key("freeze.stop", Standstill()))
    return Screen(join(said), in_rows(keys, 1))


def _covered(reader: Reader, counts: Counts) -> list[Html]:
    """A line for each neighborhood that someone is on duty for, and how many have nobody."""
    covered = counts.covered
    lines = [
        reader.words("people.covered", neighborhood=reader.neighborhood(one), times=str(covered[one]))
        for one in reader.city.neighborhoods
        if one in covered
    ]
    if EVERYWHERE in covered:
        everywhere = reader.words("join.everywhere")
        return [reader.words("people.covered", neighborhood=everywhere, times=str(covered[EVERYWHERE])), *lines]
    bare = sum(one not in covered for one in reader.city.neighborhoods)
    return [*lines, reader.words("people.uncovered", count=bare)] if bare else lines


def _tag(tag: str) -> str:
    """Eight letters in two groups, as people read them."""
    return f"{tag[:4]}-{tag[4:]}"


def colleagues(reader: Reader, found: Sequence[Alias], page: int) -> Screen:
    """The volunteers and organizers beside the reader, by tag."""
    back = (reader.key("button.back", Everyone()),)
    if not found:
        return reader.screen("people.none", back)
    page = min(page, (len(found) - 1) // PAGE)
    shown = found[page * PAGE : (page + 1) * PAGE]
    keys = [
        reader.key("people.option", Colleague(one.tag), tag=_tag(one.tag), role=reader.words.plain(f"role.{one.role}"))
        for one in shown
    ]
    turns = [
        *([reader.key("button.previous", Colleagues(page - 1))] if page else []),
        *([reader.key("button.next", Colleagues(page + 1))] if len(found) > (page + 1) * PAGE else []),
    ]
    return reader.screen("people.tags", *in_rows(keys, 1), *in_rows(turns, 2), back)


def colleague(reader: Reader, one: Alias) -> Screen:
    """One of them: since when, and how much they did lately; and the way to remove them."""
    said = [
        reader.words("people.one", tag=_tag(one.tag), role=reader.words(f"role.{one.role}")),
        reader.words("people.joined", date=date(one.joined, reader.words.language, reader.city.zone)),
        reader.words("people.findings", count=one.findings),
        Html(""),
        reader.words("people.removing"),
    ]
    keys = ((reader.key("people.remove", Remove(one.tag)),), (reader.key("button.back", Colleagues(0)),))
    return Screen(join(said), keys)


def removed(reader: Reader, one: Alias) -> Screen:
    """They are a resident now."""
    return reader.screen("people.removed", (reader.key("button.back", Colleagues(0)),), tag=_tag(one.tag))


def inviting(reader: Reader, roles: Sequence[Role] = (Role.VOLUNTEER, Role.ORGANIZER)) -> Screen:
    """Whom to invite, of these? Volunteers let in others for their own neighborhoods, and look after nobody."""
    keys = [reader.key(f"invite.role_{one}", Invite(one, 0)) for one in roles]
    if Role.ORGANIZER not in roles:
        return reader.screen("invite.ask", *in_rows(keys, 2))
    where = reader.key("invite.choose_where", InvitingTo("0"))
    return reader.screen("invite.ask", *in_rows(keys, 2), (where,), (reader.key("button.back", Everyone()),))


def inviting_to(reader: Reader, chosen: Neighborhoods) -> Screen:
    """Where is a new volunteer to listen at first?"""
    menu = tuple(reader.city.neighborhoods)
    boxes = [
        Key(
            (CHOSEN if one in chosen else "") + reader.neighborhood(one),
            data=InvitingTo(packed(chosen ^ {one}, menu)).pack(),
        )
        for one in menu
    ]
    then = [reader.key("invite.role_volunteer", InviteTo(packed(chosen, menu)))] if chosen else []
    back = (reader.key("button.back", Inviting()),)
    return reader.screen("invite.where", *in_rows(boxes, 2), *in_rows(then, 1), back)


def inviting_organizer(reader: Reader) -> Screen:
    """An organizer can do much: really?"""
    sure = reader.key("invite.sure", Invite(Role.ORGANIZER, 1))
    return reader.screen("invite.organizer", (sure,), (reader.key("button.back", Inviting()),))


def invitation(reader: Reader, role: Role, link: str, *, works: bool) -> Screen:
    """The link to hand to one person; that a second organizer has to agree, unless it `works` at once."""
    said = [reader.words("invite.link_organizer" if role is Role.ORGANIZER else "invite.link", link=link)]
    if not works:
        said.append(reader.words("invite.needs_second"))
    return Screen(join(said, "\n\n"))


def invitations(reader: Reader, found: Sequence[OpenInvitation]) -> Screen:
    """The invitations that can still be used; pressing one revokes it. With each that waits for a second organizer, the
    way to agree."""
    rows = [_open(reader, one) for one in found[:MOST_OPEN]]
    back = (reader.key("button.back", Everyone()),)
    return reader.screen("invite.open" if rows else "invite.none", *rows, back)


def _open(reader: Reader, one: OpenInvitation) -> tuple[Key, ...]:
    key = reader.key(
        "invite.option",
        Revoke(one.mark),
        role=reader.words.plain(f"role.{one.role}"),
        time=reader.clock(one.expires),
        tag=one.mark[:4],
    )
    return (key,) if one.works or one.mine else (key, reader.key("invite.agree", Vouch(one.mark)))
