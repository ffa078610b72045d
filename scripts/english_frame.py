"""The frame around English pages of the documentation site: the words of the book's page and scripts in English.

The dress is that of the year book, which is Chinese; each phrase here stands in it word for word.
"""

from __future__ import annotations

from collections.abc import Mapping

from jxanalytics.guide import Frame

PAGE = {
    'class="book-title" href="index.html"': 'class="book-title" href="README.html"',
    "跳到正文": "Skip to content",
    "搜索<kbd": "Search<kbd",
    "显示或隐藏全书目录": "Show or hide the contents",
    ">目录</label>": ">Contents</label>",
    'aria-label="全书目录"': 'aria-label="Contents"',
    "<summary>本章内容</summary>": "<summary>On this page</summary>",
    'aria-label="本章内容"': 'aria-label="On this page"',
    "前后章": "Previous and next page",
    "搜索全书": "Search",
    "项目、单位、指标、数字": "Words, names, numbers",
    ">关闭<": ">Close<",
}
SCRIPTS: Mapping[str, Mapping[str, str]] = {
    "page.js": {'name + "的链接"': '"Link to " + name'},
    "search.js": {
        "正在准备全文索引…": "Preparing the index…",
        '"全文索引未能载入（" + error.message + "），请确认该文件与本页在同一文件夹。"':
            '"The index did not load (" + error.message + "); it should lie in the folder of this page."',
        "输入项目、单位、指标名称或数字，空格隔开表示同时包含。": "Type words or numbers; a space means both are wanted.",
        "没有找到。": "Nothing found.",
        '"找到" + found.length + "处，列出前" + SHOWN + "处。"': 'found.length + " found, the first " + SHOWN + " listed."',
        '"找到" + found.length + "处。"': 'found.length + " found."',
    },
    "tables.js": {
        "按此列排序": "Sort by this column",
        'label.append("筛选 ")': 'label.append("Filter ")',
        '"筛选“" + name + "”"': '"Filter " + name',
        'shown + "行"': 'shown + " rows"',
        '"本表"': '"this table"',
    },
}  # fmt: skip

ENGLISH = Frame(
    lang="en",
    title="jxanalytics",
    turns=("Previous", "Next"),
    page=PAGE,
    scripts=SCRIPTS,
    suffix=".en",
    foot='<li><a href="index.html">中文说明</a></li>',
)
