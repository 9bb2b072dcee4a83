"""What people type, made comparable: no accents, no capitals, no little words, no two ways to write the same.

Nothing here is ever shown. How words sound in other scripts is in `cities.sounds`.
"""

import re
from functools import cache
from unicodedata import combining, normalize

from cities.vocabulary import LITTLE_WORDS, NEAR_WORDS, NOTHING

OTHERS = {"đ": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "'": "", "’": "", "ʼ": "", "‘": ""}
ARABIC = {"ة": "ه", "ى": "ي", "ـ": ""}
LETTERS = {**OTHERS, **ARABIC}
"""Letters that no decomposition makes comparable, and the signs that people leave out."""

TRADITIONAL = """
    圖图館馆學学園园廣广場场東东華华灣湾區区劃划醫医員员動动態态樂乐兒儿遊游車车門门邊边裡里裏里後后對对見见現现個个
    這这們们來来時时國国際际會会議议廳厅廈厦樓楼庫库墳坟總总隊队長长術术語语歐欧羅罗達达爾尔蘭兰萊莱瑪玛亞亚愛爱維维
    納纳蓋盖漢汉瓊琼馬马賓宾貝贝鮑鲍費费龍龙鎮镇橋桥島岛灘滩綠绿養养護护報报處处買买賣卖傳传務务樹树葉叶師师廟庙麥麦
    溫温倫伦盧卢諾诺魯鲁強强傑杰勞劳喬乔蘇苏聖圣謝谢賽赛錢钱韋韦約约紐纽紹绍絲丝綜综緯纬網网興兴舊旧號号讓让賴赖趙赵
    頓顿頭头韓韩顧顾飛飞鳳凤麗丽齊齐澤泽戲戏觀观節节電电無无點点給给開开關关發发飯饭燈灯鐘钟銀银錄录鐵铁陳陈陽阳雙双
    雞鸡離离難难雲云從从倉仓傷伤優优兩两劇剧勝胜劑剂卻却參参單单嗎吗團团墻墙壓压壘垒夾夹奧奥婦妇屆届層层嶺岭幣币幫帮
    應应懷怀戶户擁拥擊击據据敵敌數数斷断於于極极榮荣構构標标歷历殘残殺杀氣气漁渔濱滨灑洒煙烟爐炉狀状獎奖產产當当療疗
    盡尽監监碼码禮礼種种穀谷競竞筆笔範范築筑簡简糧粮級级純纯細细紅红線线練练繼继續续職职聯联聽听膠胶臺台艦舰藝艺藥药
    蕭萧虧亏補补裝装規规視视覺觉訊讯記记訪访設设許许評评該该誠诚課课調调請请論论證证識识譯译變变責责貨货貴贵資资質质
    跡迹軍军輕轻輛辆轉转農农連连進进運运過过遠远適适選选還还鄉乡鄰邻醜丑隱隐雜杂靜静響响項项順顺須须領领題题顏颜願愿
    類类風风馮冯駐驻騎骑驗验體体鬧闹魚鱼鳥鸟鹽盐黃黄黨党齡龄龜龟積积徹彻書书話话說说認认樣样幾几萬万與与為为爲为衛卫
    鬆松僑侨湯汤塗涂濕湿溼湿辦办誰谁廚厨遜逊孫孙鄧邓龐庞賀贺寶宝岡冈剛刚堅坚幹干義义導导廢废彎弯復复徵征惡恶慶庆憲宪
    戰战換换揮挥攝摄曆历曉晓楊杨檢检櫃柜歸归毀毁決决沒没淚泪淨净淺浅測测湧涌滅灭滬沪潔洁濟济烏乌熱热爭争牆墙獨独環环
    畢毕異异盤盘眾众睜睁礦矿禍祸禦御窮穷窩窝簽签紀纪紙纸紡纺統统絕绝緊紧編编縣县縮缩罰罚脅胁腳脚腦脑膽胆臉脸臨临舉举
    艙舱莊庄菸烟蓮莲薩萨薦荐蟲虫衝冲製制複复觸触計计訂订訴诉詢询誤误談谈諮咨謀谋講讲讀读豐丰貓猫贊赞趕赶載载輪轮輸输
    違违遺遗郵邮鄭郑釋释針针鋼钢鋪铺鎖锁鏡镜閉闭間间閱阅闊阔階阶隨随雖虽霧雾預预頻频顆颗顯显飲饮餓饿驚惊髮发鬥斗鳴鸣
    麵面
"""
PAIRS = "".join(TRADITIONAL.split())
SIMPLE = dict(zip(PAIRS[::2], PAIRS[1::2], strict=True))
"""Chinese signs that are written in two ways: each traditional one, and then the simple one."""

ONE_WAY = str.maketrans({**LETTERS, **SIMPLE})

AND = "و"

IS_CHINESE = re.compile(r"[\u3400-\u9fff]")
RUNS = re.compile(r"[a-z]+|[0-9]+|[\u3400-\u9fff]+|[^\W\d_a-z\u3400-\u9fff]+")

SHORT = {
    "st": "street",
    "str": "street",
    "sq": "square",
    "ave": "avenue",
    "av": "avenue",
    "blvd": "boulevard",
    "rd": "road",
    "dr": "drive",
    "ln": "lane",
    "pl": "place",
    "pkwy": "parkway",
    "hwy": "highway",
    "ctr": "center",
    "centre": "center",
    "mt": "mount",
    "ft": "fort",
    "pk": "park",
    "lib": "library",
    "elem": "elementary",
    "msgr": "monsignor",
    "mass": "massachusetts",
    "comm": "commonwealth",
    "saint": "street",
}
"""How people write on signs and in messages: the same word on both sides. `St.` is a saint too, so both are one."""


def words(text: str) -> list[str]:
    """The telling words of a text in their order, comparable with those of any other text."""
    return [one for one in tokens(text) if not is_little(one)]


def tokens(text: str) -> list[str]:
    """All words of a text, but for letters that stand alone.

    A single letter tells something only before a number or a street: D-14, L Street.
    """
    found = [SHORT.get(one, one) for one in RUNS.findall(folded(text))]
    return [one for at, one in enumerate(found) if _stands(one, found[at + 1 : at + 2])]


def folded(text: str) -> str:
    """The text in small letters without accents, and Chinese in one way of writing."""
    decomposed = normalize("NFKD", normalize("NFKD", text).casefold())
    return "".join(one for one in decomposed if not combining(one)).translate(ONE_WAY)


@cache
def little() -> frozenset[str]:
    """The words that say nothing about where, comparable."""
    return frozenset(folded(LITTLE_WORDS).split())


def is_little(word: str) -> bool:
    """Whether the word says nothing about where. Arabic writes `and` together with the next one."""
    return word in little() or (word.startswith(AND) and word.removeprefix(AND) in little())


@cache
def near() -> frozenset[str]:
    """The words after which people tell what is next to the place, comparable."""
    return frozenset(folded(NEAR_WORDS).split())


@cache
def nothing() -> frozenset[str]:
    """What names who came and no place, each written together."""
    return frozenset("".join(words(one)) for one in NOTHING.split(","))


def _stands(one: str, after: list[str]) -> bool:
    if len(one) > 1 or not one.isascii() or not one.isalpha():
        return True
    return any(word.isdigit() or word == "street" for word in after)
