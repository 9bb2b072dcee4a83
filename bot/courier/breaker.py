"""When Telegram stops answering: after five in a row without an answer, one careful question at a time."""

import logging

from bot.domain.answer import NotSent, Outcome, Uncertain

log = logging.getLogger(__name__)

IN_A_ROW = 5
FIRST_WAIT, LONGEST_WAIT = 1.0, 10.0
"""Seconds between questions, doubling: back within ten seconds of Telegram's return."""


class Breaker:
    """Counts what came back without an answer. Open, it lets nothing out but the question whether Telegram is there."""

    def __init__(self) -> None:
        self._missed = 0
        self._told = False
        self.careful = False
        """Telegram says that it is there, and nothing has been taken yet: one delivery at a time."""
        self.wait = FIRST_WAIT
        """Seconds until the next question."""

    @property
    def doubts(self) -> bool:
        """The last that came back had no answer."""
        return self._missed > 0

    @property
    def open(self) -> bool:
        """Nothing goes out."""
        return self._missed >= IN_A_ROW

    def count(self, outcome: Outcome) -> None:
        """One more came back, with or without an answer."""
        if isinstance(outcome, NotSent | Uncertain):
            self._missed += 1
            if self.careful:
                self._wait_longer()
            if self.open and not self._told:
                log.warning("Telegram does not answer: sending pauses until it does")
                self._told = True
            return
        if self._told:
            log.warning("Telegram answers again: sending goes on")
        self._missed, self._told, self.careful, self.wait = 0, False, False, FIRST_WAIT

    def asked(self, *, answered: bool) -> None:
        """The question was asked. An answer to it is none to a delivery: the next that is missed is one too many."""
        if answered:
            self._missed, self.careful = IN_A_ROW - 1, True
        else:
            self._wait_longer()

    def _wait_longer(self) -> None:
        self.wait = min(self.wait * 2, LONGEST_WAIT)
