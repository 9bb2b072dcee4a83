"""The ledger as organizers see it."""

from bot.domain.buttons import Acts
from bot.domain.ledger import Act, Entry, Page
from bot.domain.screen import Screen
from bot.render.alerts import STATUS
from bot.render.reader import Reader, in_rows
from locales import Html, date, join

DOES = {
    **{Act(kind): text for kind, text in STATUS.items()},
    Act.NOTICE: "notice.heading",
    Act.NOTICE_EDIT: "ledger.notice_edit",
    Act.WITHDRAWAL: "ledger.withdrawal",
    Act.NOTICE_PLANNED: "ledger.notice_planned",
    Act.NOTICE_DROPPED: "ledger.notice_dropped",
    Act.MERGED: "ledger.merged",
    Act.SPLIT: "ledger.split",
    Act.UNDONE: "ledger.undone",
    Act.EXERCISE: "ledger.exercise",
    Act.FROZEN: "ledger.frozen",
    Act.RESUMED: "ledger.resumed",
    Act.SUSPENDED: "ledger.suspended",
    Act.READMITTED: "ledger.readmitted",
    Act.APPOINTED: "ledger.appointed",
    Act.REMOVED: "ledger.removed",
    Act.HELD: "ledger.held",
    Act.RELEASED: "ledger.released",
}
"""What each act is called: what the public was told, in the words in which it was."""


def acts(reader: Reader, page: Page) -> Screen:
    """What was done, the newest first, and whether anybody has changed it since."""
    said = [reader.words("ledger.head")]
    said += [_entry(reader, one, page.people.get(one.number)) for one in page.entries]
    if page.broken is None:
        said.append(reader.words("ledger.whole", count=page.rows))
    else:
        said.append(reader.words("ledger.broken", reference=str(page.broken)))
    turns = [
        *([reader.key("button.next", Acts(page.page + 1))] if page.more else []),
        *([reader.key("button.back", Acts(page.page - 1))] if page.page else []),
    ]
    return Screen(join(said, "\n\n"), in_rows(turns, 2))


def _entry(reader: Reader, one: Entry, tag: str | None) -> Html:
    """When, what, about which, and as whom."""
    does = reader.words(DOES[one.act])
    day = date(one.at, reader.words.language, reader.city.zone)
    lines = [reader.words("ledger.line", date=day, time=reader.clock(one.at), does=does)]
    if one.subject is not None:
        lines.append(reader.words("alert.number", reference=str(one.subject)))
    if tag is None or one.role is None:
        lines.append(reader.words("ledger.by_itself"))
    else:
        role = reader.words(f"role.{one.role}")
        lines.append(reader.words("people.option", tag=f"{tag[:4]}-{tag[4:]}", role=role))
    return join(lines, " · ")
