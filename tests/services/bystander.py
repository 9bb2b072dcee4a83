"""One incident as a bystander wrote it down, and what the policy makes of it: said a second time, to be compared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.ids import PersonNumber
from bot.domain.verification import Answer, Verdict, Where


@dataclass
class Story:
    """What has happened to one incident, as a bystander wrote it down."""

    seen: datetime
    reporters: set[PersonNumber] = field(default_factory=set)
    found: dict[PersonNumber, tuple[Answer, Where]] = field(default_factory=dict)
    police: set[PersonNumber] = field(default_factory=set)
    """Who saw it, and says by now that it is the local police."""
    branches: Mapping[PersonNumber, PersonNumber] = field(default_factory=dict)
    """By volunteer whom another invited: with whom that began."""

    @property
    def witnesses(self) -> list[Where]:
        return self._who(lambda by, what: what is Answer.SEEN and by not in self.police)

    @property
    def enough(self) -> bool:
        """Two different volunteers, at least one on the scene; or three from afar; never a reporter."""
        return len(self.witnesses) >= (2 if Where.ON_SCENE in self.witnesses else 3)

    @property
    def denials(self) -> list[Where]:
        return self._who(lambda by, what: what is Answer.NOTHING_THERE or (what is Answer.SEEN and by in self.police))

    @property
    def is_denied(self) -> bool:
        """Two who found no ICE, at least one on the scene; or three from afar."""
        return len(self.denials) >= (2 if Where.ON_SCENE in self.denials else 3)

    def _who(self, says: Callable[[PersonNumber, Answer], bool]) -> list[Where]:
        """How those looked, without the reporters, of whose answer this is so: each branch as well as one of it did."""
        looked: dict[PersonNumber, Where] = {}
        for by, (what, where) in self.found.items():
            if by not in self.reporters and says(by, what):
                branch = self.branches.get(by, by)
                looked[branch] = where if looked.get(branch) is not Where.ON_SCENE else Where.ON_SCENE
        return list(looked.values())

    @property
    def outcome(self) -> Verdict:
        if self.witnesses and self.denials:
            return Verdict.DISPUTED
        if self.enough:
            return Verdict.CONFIRMED
        return Verdict.DISMISSED if self.is_denied else Verdict.OPEN
