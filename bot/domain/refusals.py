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
├── InvitationsOpen      too many of this person's can still be used
├── NotTrained           duty comes after a rehearsal
├── NoWords              nothing was written that can be seen
├── TooLong              more was written than fits; carries the limit
├── OwnNotice            nobody approves the notice that they wrote themselves
├── NobodyToApprove      there is no second organizer yet who could read a notice
├── NoticeTooSoon        a notice went out just now; carries the wait
├── NobodyTranslates     nobody has offered a language into which a notice is yet to be put
├── BeingTranslated      someone else translates it at this moment
├── NowhereChosen        duty without a neighborhood would be duty for nothing, and so would an invitation to it
├── NobodyToAsk          whoever reported it is known no more, or cannot be asked
├── AskedEnough          the reporter was asked that, or enough, within the hour
├── OwnEnding            nobody undoes what they ended or took back themselves
├── Suspended            an organizer who has ended too many alerts, until others say that they may go on
├── OwnerStays           the first organizer cannot be removed
├── TooMany              a limit on reports was reached; carries the wait
├── OutsideCity          the point is not in the city at all
├── WordsOnly            a file, a voice or a contact in a report: they carry more than people know
├── DraftGone            an hour has passed, or it was cancelled: nothing was sent
├── AlreadySent          this very report has arrived already
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


class InvitationsOpen(Refusal):
    """Too many of this person's invitations can still be used."""


class NotTrained(Refusal):
    """Duty comes after a rehearsal."""


class NoWords(Refusal):
    """Nothing was written that can be seen."""


class TooLong(Refusal):
    """More was written than fits."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class OwnNotice(Refusal):
    """Nobody approves the notice that they wrote themselves."""


class NobodyToApprove(Refusal):
    """There is no second organizer yet who could read a notice."""


class NoticeTooSoon(Refusal):
    """A notice went out just now, and people are not to be flooded."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


class NobodyTranslates(Refusal):
    """Nobody has offered a language into which a notice is yet to be put."""


class BeingTranslated(Refusal):
    """Someone else translates it at this moment."""


class NowhereChosen(Refusal):
    """Duty without a neighborhood would be duty for nothing, and so would an invitation to it."""


class NobodyToAsk(Refusal):
    """Whoever reported it is known no more, or cannot be asked."""


class AskedEnough(Refusal):
    """The reporter was asked that, or enough, within the hour."""


class OwnEnding(Refusal):
    """Nobody undoes what they ended or took back themselves."""


class Suspended(Refusal):
    """An organizer who has ended too many alerts, until others say that they may go on."""


class OwnerStays(Refusal):
    """The first organizer cannot be removed."""


class TooMany(Refusal):
    """A limit on reports was reached."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


class OutsideCity(Refusal):
    """The point is not in the city at all."""


class WordsOnly(Refusal):
    """A file, a voice or a contact in a report: they carry more than people know, and nobody asked for it."""


class DraftGone(Refusal):
    """An hour has passed, or it was cancelled: nothing was sent. Whether it is still so, only the person knows."""


class AlreadySent(Refusal):
    """This very report has arrived already."""


class NotCityPlace(Refusal):
    """The spot is not city property and the policy covers nothing else."""
