"""The names by which one thing points at another."""

from typing import NewType

PersonNumber = NewType("PersonNumber", int)
"""Who, without saying who: given once, never used twice."""

IncidentId = NewType("IncidentId", int)
ReportId = NewType("ReportId", int)
BroadcastId = NewType("BroadcastId", int)
LetterId = NewType("LetterId", int)
NoticeId = NewType("NoticeId", int)
UpdateId = NewType("UpdateId", int)
"""Telegram's number for an update. Known by membership, not by order: after an idle week it starts anywhere."""

MessageId = NewType("MessageId", int)
"""Telegram's number for a message in one chat."""

NeighborhoodId = NewType("NeighborhoodId", str)
PlaceId = NewType("PlaceId", str)
Language = NewType("Language", str)
"""A language as `locales/` names it: en, zh_Hant, kea."""

EVERYWHERE = NeighborhoodId("city")
"""What a subscriber chooses who wants the whole city."""
