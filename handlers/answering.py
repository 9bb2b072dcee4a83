"""The short answer to a press under a card or an alert: in an exercise, it says first that nothing of it is real."""

from bot.domain.ids import IncidentId
from bot.render import drilling as render
from bot.services import drilling
from handlers.context import Context


async def answer(context: Context, incident: IncidentId, said: str) -> None:
    """Say it about this incident."""
    is_exercise = await drilling.is_one(context.town.database, incident)
    await context.tell(render.said(context.reader, said) if is_exercise else said)
