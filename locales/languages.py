"""The languages that Avisa speaks."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bot.domain.ids import Language


class Direction(StrEnum):
    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


@dataclass(frozen=True, slots=True)
class Tongue:
    """What is known of a language apart from its texts."""

    code: Language
    """As in the folder `locales/<code>/`."""
    own_name: str
    """In its own script, for a menu: whoever reads it finds it."""
    english_name: str
    telegram: str | None
    """The two-letter code under which Telegram keeps command lists; None where it has none for this language alone."""
    cldr: str
    """The Unicode CLDR locale for numbers and most dates. CLDR answers Haitian Creole in French: English is nearer."""
    direction: Direction = Direction.LEFT_TO_RIGHT


ENGLISH = Language("en")

_TONGUES = (
    Tongue(ENGLISH, "English", "English", "en", "en_US"),
    Tongue(Language("es"), "Español", "Spanish", "es", "es_US"),
    Tongue(Language("ht"), "Kreyòl ayisyen", "Haitian Creole", "ht", "en_US"),
    Tongue(Language("pt"), "Português", "Portuguese (Brazil)", "pt", "pt_BR"),
    Tongue(Language("zh_Hant"), "繁體中文", "Chinese (Traditional)", None, "zh_Hant"),
    Tongue(Language("zh_Hans"), "简体中文", "Chinese (Simplified)", None, "zh_Hans"),
    Tongue(Language("vi"), "Tiếng Việt", "Vietnamese", "vi", "vi"),
    Tongue(Language("kea"), "Kriolu (Kabuverdianu)", "Cabo Verdean Creole", None, "kea"),
    Tongue(Language("fr"), "Français", "French", "fr", "fr"),
    Tongue(Language("ar"), "العربية", "Arabic", "ar", "ar", Direction.RIGHT_TO_LEFT),
    Tongue(Language("ru"), "Русский", "Russian", "ru", "ru"),
    Tongue(Language("so"), "Soomaali", "Somali", "so", "so"),
)
LANGUAGES: Mapping[Language, Tongue] = MappingProxyType({one.code: one for one in _TONGUES})
"""Every language by its code, in the order in which a menu shows them."""

_SIMPLIFIED = frozenset({"hans", "cn", "sg", "my"})


def guess(language_code: str | None) -> Language:
    """The language to greet someone in, from what Telegram says about their app (an IETF tag such as `pt-br`, or None).

    Chinese without more is Traditional, which Boston's Chinatown reads; what is unknown is English.
    """
    first, *rest = (language_code or "").lower().replace("_", "-").split("-")
    if first in {"zh", "yue"}:
        return Language("zh_Hans" if "hant" not in rest and _SIMPLIFIED.intersection(rest) else "zh_Hant")
    return Language(first) if first in LANGUAGES else ENGLISH
