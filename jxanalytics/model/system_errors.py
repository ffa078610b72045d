"""What the operating system refuses, in words: no right, a file held open, a full disk, a name in the way."""

from __future__ import annotations

import errno

# What Windows says of a file that another program holds open, and of one locked in part.
_HELD = (32, 33)
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_IN_THE_WAY = (errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENOTEMPTY)
# Paths longer than this Windows does not open unless it is told to.
_LONGEST = 259


def said(error: OSError) -> str | None:
    """One sentence with what is wrong, where, and what to do; None for what is the program's own fault."""
    where = f"“{error.filename}”" if error.filename else ""
    if getattr(error, "winerror", None) in _HELD:
        return f"{where}正在被其他程序使用，请在 Excel、Word、WPS 中关闭后再运行"
    if error.errno in _FULL:
        return f"磁盘空间不足，没有写完{where}，请清理出空间后再运行；原有成果仍在"
    if error.errno == errno.EROFS:
        return f"{where}所在的磁盘只能读不能写，请把工作目录复制到可以写入的位置"
    if isinstance(error, PermissionError):
        return (
            f"{where}不能读写：可能正在 Excel、Word、WPS 中打开，请关闭后再运行；"
            "没有打开的，是没有权限或文件为只读，请核对文件夹的权限"
        )
    if error.errno == errno.ENAMETOOLONG or len(str(error.filename or "")) > _LONGEST:
        return f"路径太长，不能写入：{where}；请把工作目录移到较短的路径下"
    if error.errno in _IN_THE_WAY:
        return f"{where}的位置上有同名的文件或文件夹，请移开或改名后再运行"
    if error.errno in (errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.ENODEV):
        return f"读写{where}时磁盘或网络出错（系统错误号{error.errno}），请检查磁盘和网络后再运行"
    return None


def told(error: OSError) -> str:
    """``said``, or where there is no sentence the system's number of it: its own words are not Chinese."""
    return said(error) or f"系统错误号{error.errno}"
