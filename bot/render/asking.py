"""Questions to whoever reported it, as volunteers and as the reporter see them."""

from collections.abc import Sequence

from bot.domain.asking import ANSWERS, MOST_WORDS, Asked, Question, Said, Written
from bot.domain.buttons import Ask, InWords, Replied, ReplyInWords, ShowCard
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
    keys = [
        (reader.key(f"ask.{one}", InWords(incident) if one is Asked.WORDS else Ask(incident, one)),) for one in Asked
    ]
    return reader.screen("ask.choose", *keys, (reader.key("button.back", ShowCard(incident)),))


def question(reader: Reader, facts: LetterFacts, number: int, asked: Asked) -> Screen:
    """A question, as the reporter gets it, with its answers."""
    if asked is Asked.WORDS and facts.words is None:
        return reader.screen("refusal.expired")
    said = [
        reader.words("letter.question", place=reader.place(facts.place), time=reader.clock(facts.observed)),
        reader.words(f"ask.{asked}") if facts.words is None else reader.words("ask.in_words", question=facts.words),
    ]
    return Screen(join(said, "\n\n"), answers(reader, number, asked))


def answers(reader: Reader, number: int, asked: Asked) -> tuple[tuple[Key, ...], ...]:
    """The answers to a question."""
    if asked is Asked.WORDS:
        return ((reader.key("reply.words", ReplyInWords(number)),),)
    return in_rows([reader.key(_says(one), Replied(number, one)) for one in ANSWERS[asked]], 2)


def newest(questions: Sequence[Question]) -> Sequence[Question]:
    """What stands on a card: of what is in words only the newest, so that there is room for it."""
    worded = [one for one in questions if one.words is not None]
    return [one for one in questions if one.words is None or one in worded[-1:]]


def on_card(reader: Reader, question: Question) -> Html:
    """A question on the card, with its answer once there is one."""
    asked = reader.words(f"ask.{question.asked}")
    if question.words is not None:
        asked = reader.words("ask.in_words", question=question.words)
    if question.reply is not None:
        answer = reader.words("ask.in_words", question=question.reply)
    elif question.said is not None:
        answer = reader.words(_says(question.said))
    else:
        return reader.words("card.asked", question=asked)
    return reader.words("card.replied", question=asked, answer=answer, time=reader.clock(question.at))


def asked(reader: Reader) -> str:
    """The question is on its way."""
    return reader.words.plain("told.asked")


def replied(reader: Reader) -> Screen:
    """The reporter's answer has arrived."""
    return reader.screen("reply.thanks")


def in_words(reader: Reader, incident: IncidentId) -> Screen:
    """A volunteer is to write the question."""
    back = (reader.key("button.back", ShowCard(incident)),)
    return Screen(reader.words("ask.write", count=MOST_WORDS), (back,))


def reply_in_words(reader: Reader) -> Screen:
    """A reporter is to write the answer."""
    return Screen(reader.words("ask.write", count=MOST_WORDS))


def written(reader: Reader, outcome: Written) -> Screen:
    """The line has gone to the other side; and what was hidden in it."""
    said = [reader.words("reply.thanks" if outcome.answers else "told.asked")]
    if outcome.masked:
        kinds = join((reader.words(f"mask.{one}") for one in outcome.masked), ", ")
        said.append(reader.words("report.masked", kinds=kinds))
    return Screen(join(said))
