"""How words sound that are written in another script: names of a city travel by ear.

Three alphabets and one script of signs are compared by their consonants alone, because vowels are what gets lost. A
skeleton is what Arabic and Russian keep of a word; a loose one is what is left of it in Chinese, which has neither
clusters nor an R at the end, and hears B and P, D and T, G and K, L and R alike.
"""

import re

RUSSIAN = "аa бb вv гg дd еe жzh зz иi кk лl мm нn оo пp рr сs тt уu фf хh цts чch шsh щsh ыy эe юyu яya"
ARABIC_CONSONANTS = "بb تt ثt جj حh خh دd ذd رr زz سs شsh صs ضd طt ظz عa غg فf قq كk لl مm نn پp چch ڤv گg کk"
SOUNDS = str.maketrans({one[0]: one[1:] for one in f"{RUSSIAN} {ARABIC_CONSONANTS}".split()})
"""What letters of other scripts sound like. Arabic mostly leaves the vowels out."""

CHINESE = {
    "b": "巴柏伯贝布博比彼波保鲍白佩普珀帕皮派坡",
    "bn": "班本宾邦潘彭平滨",
    "d": "达德迪蒂多杜道都代戴塔特泰提图托陶铁大得",
    "dn": "丹登顿敦邓坦唐汤廷滕通同东",
    "f": "法菲费福弗夫富佛浮维沃韦",
    "fn": "凡芬范丰",
    "k": "卡克科柯可凯喀考库格盖戈高哥古加基吉佳哈",
    "kn": "坎肯康昆冈根贡金坚",
    "l": "拉勒雷莱利里丽力莉立洛罗劳卢鲁路律略尔莲",
    "ln": "兰伦林朗隆琳仑龙",
    "m": "马玛麦迈梅米密莫默摩穆姆慕墨",
    "mn": "曼门明蒙孟敏",
    "n": "纳娜内尼奈诺努涅妮安恩因温文英昂翁云",
    "nn": "南宁",
    "s": "萨赛塞斯思索苏色西锡希席谢修沙莎史什士石施舒朔查切奇齐琪丘乔杰泽扎兹佐茨茲祖朱珠哲芝徹彻舍",
    "sn": "桑森孙松申肖欣辛新逊圣胜盛生珍真詹琼钱陈昌春琴秦钦顷",
}
HEARD = {sign: sound for sound, signs in CHINESE.items() for sign in signs}
"""What is left of the signs with which Chinese writes foreign names; all others are silent, as vowels are."""

IS_FOREIGN = re.compile(r"[\u0400-\u06ff]")

THE = re.compile(r"^[وف]?(?:[بكل]?ال|لل)(?=.{3})")
"""What Arabic writes together with the word: and, in, for, the."""

VOWELS = re.compile(r"[^bcdfgjklmnpqrstvxz]")
ONE_SOUND = (
    ("ght", "t"),
    ("ph", "f"),
    ("tch", "s"),
    ("ch", "s"),
    ("sh", "s"),
    ("ck", "k"),
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "sy"),
    ("x", "ks"),
    ("q", "k"),
    ("c", "k"),
)
LIKE = str.maketrans("pvgz", "bfjs")
"""Sounds for which Arabic writes the neighboring letter."""

SILENT_R = re.compile(r"r(?![aeiouy])")
LOOSER = str.maketrans("pvgzjtr", "bfkssdl")


def bare(word: str) -> str:
    """An Arabic word without the little words that are written together with it."""
    return THE.sub("", word)


def latin(word: str) -> str:
    """A word in the Latin letters that it sounds like."""
    return word.translate(SOUNDS)


def skeleton(word: str) -> str:
    """The consonants of a word as Arabic would write them: `mattapan`, Маттапан and ماتابان are all mtbn."""
    return _once(VOWELS.sub("", _heard(latin(word))).translate(LIKE))


def loose(word: str) -> str:
    """The consonants of a Latin word as Chinese would hear them: `roxbury` is lksbl, as 罗克斯伯里 is."""
    heard = _heard(SILENT_R.sub("", word.replace("ng", "n")))
    return _once(VOWELS.sub("", heard).translate(LOOSER))


def chinese(signs: str) -> str:
    """The consonants of Chinese signs, in the same letters as the loose ones of a Latin word."""
    return _once("".join(HEARD.get(sign, "") for sign in signs))


def _heard(word: str) -> str:
    for written, heard in ONE_SOUND:
        word = word.replace(written, heard)
    return word


def _once(bones: str) -> str:
    return re.sub(r"(.)\1+", r"\1", bones)
