"""Personal data and names in a text, and a text without them."""

from __future__ import annotations

import re
from collections.abc import Callable

from jxanalytics.checks.prose.likeness import SET_PHRASES

MOBILE = re.compile(r"(?<![\d.])1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)")
_BIRTH = r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
IDENTITY = re.compile(rf"(?<![\dA-Za-z])[1-68]\d{{5}}{_BIRTH}\d{{3}}[\dXx](?![\dA-Za-z])")
ACCOUNT = re.compile(r"(?<!\d)62\d{14,17}(?!\d)")
# Common surnames that begin few other words.
_SURNAME = (
    "欧阳|司马|上官|诸葛|习|李|王|张|刘|陈|杨|赵|黄|周|吴|徐|孙|胡|朱|高|林|何|郭|马|罗|梁|宋|郑|谢|韩|唐|冯|于|董|萧|程|曹|袁|"
    "邓|许|傅|沈|曾|彭|吕|苏|卢|蒋|蔡|贾|丁|魏|薛|叶|阎|余|潘|杜|戴|夏|钟|汪|田|姜|范|方|石|姚|谭|廖|邹|熊|金|陆|郝|孔|崔|康|"
    "毛|邱|秦|江|史|顾|侯|邵|孟|龙|万|段|雷|钱|汤|尹|黎|易|武|乔|贺|赖|龚|文|赫|栗|韦|温"
)
# What begins like a surname and is none: 江西省长, 高级主任, 万名书记.
_NO_NAME = "(?!江西|江苏|高级|高新|方面|金融|石油|万名|万里|文化|文旅|文明|武汉|温州|石家|马上|于是|何时|康复|金额|方案|安徽|黄山|江南|龙头|田间|史志)"
_GIVEN = "[\u4e00-\u9fff某]{1,2}"
_LEADER = (
    "总书记|副总理|总理|副主席|国家主席|主席|委员长|副省长|省长|副市长|市长|副部长|部长|书记|副县长|县长|副区长|区长|常委|"
    "厅长|副厅长|局长|副局长|主任|副主任|处长|副处长|院长|校长"
)
_TITLED = re.compile(f"同志|{_LEADER}")
# 长 and 任 may begin the next word: 马鞍山市长江路, 方案主任务.
_NEXT_WORD = "(?![江期效远途安沙春度短征城廊寿务录])"
LEADER = re.compile(
    rf"{_NO_NAME}(?P<name>(?:{_SURNAME}){_GIVEN}?)(?P<title>同志|{_LEADER}){_NEXT_WORD}"
)
_ROLE = "联系人|经办人|填表人|填报人|负责人|受助人|受益人|资助对象|患者|学生|户主|申请人|当事人"
_TOLD = "联系人|经办人|受助人|受益人|户主|申请人|当事人"
_ENDED = r"(?=[，。、；：,;（(\s]|等|同志|女士|先生|$)"
PERSON = re.compile(
    rf"(?:(?:{_ROLE})(?:姓名)?[：:为]\s*|(?:{_TOLD}))(?P<name>{_NO_NAME}(?:{_SURNAME}){_GIVEN}){_ENDED}"
)
VEIL = "〔姓名略〕"


def leaders(text: str) -> list[re.Match[str]]:
    """Names with an office after them, outside political set phrases."""
    named = list(LEADER.finditer(text)) if _TITLED.search(text) else []
    phrases = [match.span() for match in SET_PHRASES.finditer(text)] if named else []
    return [
        match for match in named if not any(start <= match.start() < end for start, end in phrases)
    ]


def veiled(text: str) -> str:
    """A text to be shown: numbers of persons masked in the middle, names of leaders left out."""
    text = IDENTITY.sub(_masked(4, 3), text)
    text = MOBILE.sub(_masked(3, 4), text)
    text = ACCOUNT.sub(_masked(4, 4), text)
    text = PERSON.sub(lambda m: m[0].replace(m["name"], VEIL), text)
    return LEADER.sub(lambda m: VEIL + m["title"], text)


def _masked(head: int, tail: int) -> Callable[[re.Match[str]], str]:
    def masked(match: re.Match[str]) -> str:
        number = match[0]
        return number[:head] + "*" * (len(number) - head - tail) + number[-tail:]

    return masked
