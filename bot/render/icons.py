"""One plain picture for each activity, for whoever reads little or in a hurry."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.incident import Activity

ICONS: Mapping[Activity, str] = MappingProxyType(
    {
        Activity.GATHERING: "👥",
        Activity.PATROL: "🚶",
        Activity.QUESTIONING: "💬",
        Activity.DETENTION: "✋",
        Activity.ENTRY: "🚪",
        Activity.CHECKPOINT: "🚧",
        Activity.OTHER: "🔹",
    }
)
"""Nothing that alarms: no weapon, no siren, no car, no face. An alert has none: its 360 characters are all in use."""
