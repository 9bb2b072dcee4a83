"""What we may say no to.

Refusal                  the request was understood, and the answer is no
├── NotJoined            the bot does not know this person yet, and asks for a language first
├── NotAllowed           the person's role does not reach this far
├── Expired              the button or the draft is too old to mean anything now
├── IllegalStep          the incident is not in a state from which this step can be taken
├── Stale                someone else moved the incident first, or the card was drawn before it moved
├── AlreadyFound         one volunteer, one finding per incident
├── OwnReport            nobody verifies what they reported themselves
├── ClaimedByOther       another volunteer is looking at it
├── InvitationClosed     used, expired, revoked or never made: one answer for all
├── TooMany              a limit on reports was reached; carries the wait
└── NotCityPlace         the spot is not city property and the policy covers nothing else

Each has words in every language under `refusal.<name>`. Anything else that is raised is a bug, and is logged as one.
"""

from datetime import timedelta


class Refusal(Exception):
    """The request was understood, and the answer is no."""

    @property
    def name(self) -> str:
        """The last part of the catalog key: `AlreadyFound` is said by `refusal.already_found`."""
        return "".join("_" + c.lower() if c.isupper() else c for c in type(self).__name__).removeprefix("_")


class NotJoined(Refusal):
    """The bot does not know this person yet, and asks for a language first."""


class NotAllowed(Refusal):
    """The person's role does not reach this far."""


class Expired(Refusal):
    """The button or the draft is too old to mean anything now."""


class IllegalStep(Refusal):
    """The incident is not in a state from which this step can be taken."""


class Stale(Refusal):
    """Someone else moved the incident first, or the card was drawn before it moved."""


class AlreadyFound(Refusal):
    """One volunteer, one finding per incident."""


class OwnReport(Refusal):
    """Nobody verifies what they reported themselves."""


class ClaimedByOther(Refusal):
    """Another volunteer is looking at it."""


class InvitationClosed(Refusal):
    """Used, expired, revoked or never made: one answer for all, so that guessing teaches nothing."""


class TooMany(Refusal):
    """A limit on reports was reached."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


class NotCityPlace(Refusal):
    """The spot is not city property and the policy covers nothing else."""
