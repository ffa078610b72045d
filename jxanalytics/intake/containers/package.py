"""Opening Office packages (zip + XML) from strangers, in bounded time and memory.

Nothing is unpacked to disk, no relationship is followed out of the package, no entity expanded.
"""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path

from lxml import etree

from jxanalytics.intake.containers.blocks import Refused
from jxanalytics.intake.containers.members import Member, members

MAX_FILE = 100 * 2**20
MAX_MEMBERS = 5_000
# A part of this size, parsed, takes some 400 MB; the longest reports have 1 MB.
MAX_MEMBER = 16 * 2**20
MAX_TOTAL = 256 * 2**20
# XML of real forms shrinks by up to some forty times, pictures not at all; small parts are exempt.
MAX_RATIO = 250
RATIO_FROM = 4 * 2**20

_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main",
     b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main",
     b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships",
     b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)  # fmt: skip
_DOCTYPE = b"<!DOCTYPE"
_WIDE_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-16-le", "utf-16-be"))
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
    remove_comments=True, remove_pis=True, collect_ids=False,
)  # fmt: skip

_UNOPENED = {
    FileNotFoundError: "不存在", IsADirectoryError: "是文件夹，不是文件", PermissionError: "没有读取的权限",
}  # fmt: skip

# A DOCTYPE stands before the first element, which begins in the first line or two.
_HEAD = 128
_LONGEST_PROLOGUE = 2**16
_BEGUN = re.compile(rb"<\0?[^?!\0]")
# Nothing before it but the XML declaration: no DOCTYPE, whatever the coding.
_PLAIN = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml[^<>]*\?>)?\s*<[A-Za-z_]")
# A local header: its fixed part ends with the lengths of the name and of the extra field.
_LOCAL = struct.Struct("<4s22xHH")
_LOCAL_MARK = b"PK\x03\x04"
RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DAMAGED = "文件已损坏或不完整，请重新导出后再报送"
HOSTILE = "文件内含不允许的内容（DOCTYPE 声明），请用 Word 或 Excel 另存后再报送"
TOO_LARGE = "文件解压后过大，疑为压缩炸弹，请核对来源后重新另存"


class Package:
    """An opened package: read parts by name, or the parts a part refers to."""

    def __init__(self, data: bytes):
        self._data = data
        try:
            self._members = members(data)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            raise Refused(DAMAGED) from error
        self._check_sizes()
        self._check_heads()

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """A part's bytes. Raises Refused for a part that is damaged or missing."""
        member = self._members.get(name)
        if member is None:
            raise Refused(DAMAGED)
        if member.size > MAX_MEMBER:
            raise Refused(TOO_LARGE)
        # One byte more than declared shows a part that is larger than it says.
        packed = self._packed(member, member.size + 1)
        data = _unpacked(packed, member.method, member.size + 1)
        if len(data) != member.size or zlib.crc32(data) != member.checksum:
            raise Refused(DAMAGED)
        return data

    def xml(self, name: str) -> etree._Element:
        """A part's root element. Raises Refused for what is no plain XML."""
        return parse_xml(self.read(name))

    def related(self, part: str) -> dict[str, str]:
        """Relationship ids of a part and the package parts they lead to; external ones are left out."""
        folder, _, name = part.rpartition("/")
        relations = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        if relations not in self:
            return {}
        return {
            link.get("Id", ""): _joined(folder, link.get("Target", ""))
            for link in self.xml(relations)
            if link.get("TargetMode") != "External"
        }

    def _check_sizes(self) -> None:
        total = 0
        for member in self._members.values():
            if member.encrypted:
                raise Refused("文件已加密，请去掉密码后再报送")
            total += member.size
            if member.size > RATIO_FROM and member.size / max(member.packed, 1) > MAX_RATIO:
                raise Refused(TOO_LARGE)
        if len(self._members) > MAX_MEMBERS or total > MAX_TOTAL:
            raise Refused(TOO_LARGE)

    def _check_heads(self) -> None:
        """Refuse a DOCTYPE in any part, whether or not the part is going to be read."""
        for name, member in self._members.items():
            if not name.endswith((".xml", ".rels")):
                continue
            if not _begins_plainly(self._packed(member, _HEAD), member.method):
                self._check_prologue(member)

    def _check_prologue(self, member: Member) -> None:
        """Look for a DOCTYPE as far as the first element of a part."""
        size, head = _HEAD, b""
        while size <= _LONGEST_PROLOGUE and len(head) < member.size:
            head = _unpacked(self._packed(member, size), member.method, size)
            if _declares_type(head):
                raise Refused(HOSTILE)
            if _BEGUN.search(head):
                return
            size *= 16

    def _packed(self, member: Member, most: int) -> bytes:
        """A part's packed bytes: enough to give ``most`` bytes unpacked, if it has as many."""
        data, offset = self._data, member.offset
        if not 0 <= offset <= len(data) - _LOCAL.size:
            raise Refused(DAMAGED)
        mark, named, extra = _LOCAL.unpack_from(data, offset)
        if mark != _LOCAL_MARK:
            raise Refused(DAMAGED)
        start = offset + _LOCAL.size + named + extra
        # Packing makes tiny parts larger: a table stands in front.
        return data[start : start + min(member.packed, most + _HEAD)]


def _unpacked(packed: bytes, method: int, most: int) -> bytes:
    """At most ``most`` bytes of a part, without opening it as a file. Raises Refused."""
    if method == zipfile.ZIP_STORED:
        return packed[:most]
    if method != zipfile.ZIP_DEFLATED:
        raise Refused(DAMAGED)
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most)
    except zlib.error as error:
        raise Refused(DAMAGED) from error


@lru_cache(maxsize=4096)
def _begins_plainly(packed: bytes, method: int) -> bool:
    """Whether a part's first bytes reach its first element, with no DOCTYPE before it.

    Remembered: most parts of a file are the same in every file of the office program.
    """
    return _PLAIN.match(_unpacked(packed, method, _HEAD)) is not None


def parse_xml(data: bytes) -> etree._Element:
    """Plain XML with Office's strict namespaces read as the usual ones. Raises Refused."""
    plain = _PLAIN.match(data) is not None
    if not plain and _declares_type(data):
        raise Refused(HOSTILE)
    try:
        root = etree.fromstring(data, _PARSER)
        if root.tag.startswith("{http://purl.oclc.org/ooxml"):
            for strict, usual in _STRICT:
                data = data.replace(strict, usual)
            root = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        raise Refused(DAMAGED) from error
    if not plain and root.getroottree().docinfo.internalDTD is not None:
        # In a coding the search above does not know.
        raise Refused(HOSTILE)
    return root


def _declares_type(data: bytes) -> bool:
    """Whether a DOCTYPE stands in XML of any coding; only two bytes a sign have zeros in front."""
    if _DOCTYPE in data:
        return True
    return b"\0" in data[:4] and any(mark in data for mark in _WIDE_DOCTYPES)


def read_bytes(path: Path) -> bytes:
    """A file's bytes. Raises Refused when it is missing, empty or larger than any form."""
    try:
        with io.FileIO(path) as stream:
            size = os.fstat(stream.fileno()).st_size
            if size > MAX_FILE:
                raise Refused(f"文件过大（{size // 2**20} MB），请拆分后再报送")
            data = stream.readall()
    except OSError as error:
        reason = next(
            (said for kind, said in _UNOPENED.items() if isinstance(error, kind)), "无法打开"
        )
        raise Refused(f"{reason}，请核对路径和权限") from error
    if not data:
        raise Refused("是空文件（0 字节），请重新导出后再报送")
    return data


@lru_cache(maxsize=1024)
def _joined(folder: str, target: str) -> str:
    """A relationship's target as a part name; steps out of the package are cut off."""
    parts = [] if target.startswith("/") else [part for part in folder.split("/") if part]
    for step in target.split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step not in ("", "."):
            parts.append(step)
    return "/".join(parts)
