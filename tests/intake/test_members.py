"""What a zip file holds is read as the standard library reads it, the short way or the long one."""

from __future__ import annotations

import io
import zipfile

import pytest

from jxanalytics.intake.containers.members import Member, members, plain

PARTS = {"xl/workbook.xml": b"<workbook/>" * 50, "空.xml": b"", "docProps/a.xml": b"<a/>"}


def packed(method: int = zipfile.ZIP_DEFLATED, zip64: bool = False, comment: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as package:
        package.comment = comment
        for name, data in PARTS.items():
            with package.open(name, "w", force_zip64=zip64) as part:
                part.write(data)
    return stream.getvalue()


def expected(data: bytes) -> dict[str, Member]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {
            i.filename: Member(
                i.compress_type, bool(i.flag_bits & 1), i.CRC, i.compress_size, i.file_size, i.header_offset
            )
            for i in package.infolist()
        }  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [packed(), packed(zipfile.ZIP_STORED), packed(zip64=True), packed(comment=b"note"), b"before" + packed()],
    ids=["packed", "stored", "zip64", "comment", "something-before"],
)  # fmt: skip
def test_members_are_those_of_the_standard_library(data: bytes) -> None:
    """Names, sizes, checksums and places of all members, however the file was written."""
    assert members(data) == expected(data)


def test_the_plainest_directory_is_read_in_one_go() -> None:
    """A file as office programs write it needs no other reader; one with anything unusual does."""
    assert plain(packed()) == expected(packed())
    assert plain(packed(comment=b"x")) is None
    assert plain(b"before" + packed()) is None


@pytest.mark.parametrize("cut", [0, 10, -1, -30])
def test_a_cut_directory_is_none(cut: int) -> None:
    """A file cut anywhere is refused as the standard library refuses it."""
    with pytest.raises(zipfile.BadZipFile):
        members(packed()[:cut] if cut else b"")


def test_a_directory_that_lies() -> None:
    """More entries announced than there are: not read in one go."""
    data = bytearray(packed())
    data[-14:-10] = b"\x09\x00\x09\x00"
    assert plain(bytes(data)) is None
