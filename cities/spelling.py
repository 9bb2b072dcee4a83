"""What people type, made comparable: no accents, no capitals, no little words, no two ways to write the same.

Nothing here is ever shown. People write a city's names in their own script: words in Russian and Arabic are also
compared by how they sound, and Chinese comes in runs because it writes no spaces.
"""

import re
from unicodedata import combining, normalize

OTHERS = {"đ": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "'": "", "’": "", "ʼ": "", "‘": ""}
ARABIC = {"ة": "ه", "ى": "ي", "ـ": ""}
LETTERS = str.maketrans({**OTHERS, **ARABIC})
"""Letters that no decomposition makes comparable, and the signs that people leave out."""

RUSSIAN = "аa бb вv гg дd еe жzh зz иi кk лl мm нn оo пp рr сs тt уu фf хh цts чch шsh щsh ыy эe юyu яya"
ARABIC_CONSONANTS = "بb تt ثt جj حh خh دd ذd رr زz سs شsh صs ضd طt ظz عa غg فf قq كk لl مm نn پp چch ڤv گg کk"
SOUNDS = str.maketrans({one[0]: one[1:] for one in f"{RUSSIAN} {ARABIC_CONSONANTS}".split()})
"""What letters of other scripts sound like. Arabic mostly leaves the vowels out."""

IS_FOREIGN = re.compile(r"[\u0400-\u06ff]")
IS_CHINESE = re.compile(r"[\u3400-\u9fff]")
RUNS = re.compile(r"[a-z]+|[0-9]+|[\u3400-\u9fff]+|[^\W\d_a-z\u3400-\u9fff]+")

LITTLE_WORDS = """
    ice the of at in on near by to and is are it i am we my from for with
    de la el los las del en una un por cerca al
    le les du des au aux une pres dans sur
    da do das dos na no nas nos em um uma perto
    nan lan ak pou yon bo sou
    di pa un ku
    o tai gan
    ee ka oo
    в во у на с к по возле около
    في من على عند قرب
"""
LITTLE = frozenset(LITTLE_WORDS.split())
"""Words that say nothing about where."""

SHORT = {
    "st": "street",
    "str": "street",
    "sq": "square",
    "ave": "avenue",
    "av": "avenue",
    "blvd": "boulevard",
    "rd": "road",
    "ctr": "center",
    "centre": "center",
    "mt": "mount",
    "ft": "fort",
    "pk": "park",
    "lib": "library",
    "mass": "massachusetts",
    "comm": "commonwealth",
}
"""How people write on signs and in messages: the same word on both sides."""

THE = re.compile(r"^[وف]?(?:[بكل]?ال|لل)(?=.{3})")
"""What Arabic writes together with the word: and, in, for, the."""

VOWELS = re.compile(r"[^bcdfgjklmnpqrstvxz]")
ONE_SOUND = (("ph", "f"), ("tch", "s"), ("ch", "s"), ("sh", "s"), ("ck", "k"), ("x", "ks"), ("q", "k"), ("c", "k"))
LIKE = str.maketrans("pvgz", "bfjs")
"""Sounds for which Arabic writes the neighboring letter."""


def words(text: str) -> list[str]:
    """The telling words of a text in their order, comparable with those of any other text."""
    found = [SHORT.get(one, one) for one in RUNS.findall(folded(text))]
    return [one for at, one in enumerate(found) if _tells(found, at)]


def folded(text: str) -> str:
    """The text in small letters without accents."""
    decomposed = normalize("NFKD", normalize("NFKD", text).casefold())
    return "".join(one for one in decomposed if not combining(one)).translate(LETTERS)


def _tells(found: list[str], at: int) -> bool:
    """A single letter tells something only before a number or a street: D-14, L Street."""
    one, after = found[at], found[at + 1] if at + 1 < len(found) else ""
    if len(one) == 1 and one.isascii() and one.isalpha():
        return after.isdigit() or after == "street"
    return one not in LITTLE


def bare(word: str) -> str:
    """An Arabic word without the little words that are written together with it."""
    return THE.sub("", word)


def latin(word: str) -> str:
    """A word in the Latin letters that it sounds like."""
    return word.translate(SOUNDS)


def skeleton(word: str) -> str:
    """The consonants of a word as Arabic would write them: `mattapan`, Маттапан and ماتابان are all mtbn."""
    word = latin(word)
    for written, heard in ONE_SOUND:
        word = word.replace(written, heard)
    bones = VOWELS.sub("", word).translate(LIKE)
    return re.sub(r"(.)\1+", r"\1", bones)
