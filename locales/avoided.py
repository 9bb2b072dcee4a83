"""Words that must stay as they are, and words that must not be used.

Each was chosen for what it means to the people who read it, not in a dictionary: `denunciar` is the word of ICE's own
tip line, `baraj` recalls street violence in Haiti, `rafle` 1942. A native reader may change this list.
"""

from collections.abc import Mapping
from types import MappingProxyType

KEPT = ("ICE", "Avisa", "I-200", "I-205")
"""In Latin letters in every language. Published pages have called ICE *frozen water* in Arabic and in Russian."""

AVOIDED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": ("raid", "sweep", "kidnap", "illegal", "alien", "suspect", "crackdown", "false alarm", "all clear"),
        "es": ("denunci", "redada", "la migra", "notario", "librería", "ilegal", "fuera de peligro", "todo seguro"),
        "ht": ("denons", "desant", "baraj", "libreri", "ilegal"),
        "pt": ("denunci", "delat", "batida", "blitz", "gelo", "mandato", "ilega", "utilizador", "telemóvel", "registo"),
        "zh_Hant": ("舉報", "檢舉", "謊報", "特工", "掃蕩", "搜捕", "非法移民", "信息", "視頻", "網絡", "志願者"),
        "zh_Hans": ("举报", "检举", "告发", "特工", "搜捕", "突袭", "非法移民", "行政令（"),
        "vi": ("tố cáo", "tố giác", "khai báo", "công an", "cán bộ", "bố ráp", "bất hợp pháp"),
        "kea": ("denunsia", "ilegal"),
        "fr": ("dénonc", "rafle", "descente", "traque", "sans-papiers", "illégal"),
        "ar": ("وشاية", "عملاء", "الجليد", "ضمانات", "حاجز", "غير شرعي", "كاذب"),
        "ru": ("донос", "донести", "облав", "блокпост", "доброволец", "отбой", "нелегал", "ледов"),
        "so": ("dacwee", "ashtakee", "basaas", "isbaaro", "sharci la"),
    }
)
"""The beginnings of such words, capital or not: *redada* stands for *Redadas* too."""
