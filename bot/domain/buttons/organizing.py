"""What an organizer presses who looks after volunteers. `tag` is how this organizer alone sees someone."""

from dataclasses import dataclass

from bot.domain.buttons.wire import Button
from bot.domain.people import Role


@dataclass(frozen=True, slots=True)
class Everyone(Button):
    """Show how many there are."""

    prefix = "oe"


@dataclass(frozen=True, slots=True)
class Colleagues(Button):
    """Show the volunteers and organizers by their tags, from this page on."""

    prefix = "ol"
    page: int


@dataclass(frozen=True, slots=True)
class Colleague(Button):
    """Show one of them."""

    prefix = "oc"
    tag: str


@dataclass(frozen=True, slots=True)
class Remove(Button):
    """Make them a resident."""

    prefix = "or"
    tag: str


@dataclass(frozen=True, slots=True)
class Inviting(Button):
    """Show whom one can invite."""

    prefix = "oi"


@dataclass(frozen=True, slots=True)
class Invite(Button):
    """Make an invitation. An organizer is invited only by who is `sure` (1)."""

    prefix = "on"
    role: Role
    sure: int


@dataclass(frozen=True, slots=True)
class InvitingTo(Button):
    """Choose where a new volunteer listens at first: the neighborhoods as `bot.domain.duty.packed`."""

    prefix = "og"
    where: str


@dataclass(frozen=True, slots=True)
class InviteTo(Button):
    """Make an invitation for a volunteer who listens there at first."""

    prefix = "ot"
    where: str


@dataclass(frozen=True, slots=True)
class Vouch(Button):
    """Agree to an invitation that makes an organizer."""

    prefix = "oa"
    mark: str


@dataclass(frozen=True, slots=True)
class Invitations(Button):
    """Show the invitations that can still be used."""

    prefix = "ov"


@dataclass(frozen=True, slots=True)
class Revoke(Button):
    """This one can be used no more."""

    prefix = "ox"
    mark: str
