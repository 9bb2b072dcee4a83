"""Questions to whoever reported it, as volunteers and as the reporter see them."""

from bot.domain.asking import ANSWERS, Asked, Question, Said
from bot.domain.buttons import Ask, Replied, ShowCard
from bot.domain.ids import IncidentId
from bot.domain.letter import LetterFacts
from bot.domain.screen import Key, Screen
from bot.render.reader import Reader, in_rows
from locales import Html, join

SAYS = {
    Said.FEW: "number.few",
    Said.SEVERAL: "number.several",
    Said.MANY: "number.many",
}
"""Answers that are said with words of other lists."""


def _says(said: Said) -> str:
    return SAYS.get(said, f"reply.{said}")


def questions(reader: Reader, incident: IncidentId) -> Screen:
    """What can be asked."""
    keys = [(reader.key(f"ask.{one}", Ask(incident, one)),) for one in Asked]
    return reader.screen("ask.choose", *keys, (reader.key("button.back", ShowCard(incident)),))


def question(reader: Reader, facts: LetterFacts, number: int, asked: Asked) -> Screen:
    """A question, as the reporter gets it, with its answers."""
    said = [
        reader.words("letter.question", place=reader.place(facts.place), time=reader.clock(facts.observed)),
        reader.words(f"ask.{asked}"),
    ]
    return Screen(join(said, "\n\n"), answers(reader, number, asked))


def answers(reader: Reader, number: int, asked: Asked) -> tuple[tuple[Key, ...], ...]:
    """The answers to a question."""
    return in_rows([reader.key(_says(one), Replied(number, one)) for one in ANSWERS[asked]], 2)


def on_card(reader: Reader, question: Question) -> Html:
    """A question on the card, with its answer once there is one."""
    asked = reader.words(f"ask.{question.asked}")
    if question.said is None:
        return reader.words("card.asked", question=asked)
    answer = reader.words(_says(question.said))
    return reader.words("card.replied", question=asked, answer=answer, time=reader.clock(question.at))


def asked(reader: Reader) -> str:
    """The question is on its way."""
    return reader.words.plain("told.asked")


def replied(reader: Reader) -> Screen:
    """The reporter's answer has arrived."""
    return reader.screen("reply.thanks")
