"""What can go wrong, as sentences an editor can act on.

    DraftError                the base: `str(error)` is one Chinese sentence, `exit_code` what the process ends with
    ├── UsageError            2  wrong use: an unknown house, a malformed date, a file that is not there
    │   ├── SettingsError     2  draft.toml says something that cannot be
    │   └── NoDesk            2  no draft.toml here or above
    ├── NothingUsable         3  nothing came in that an issue could be made of
    │   └── UnreadableSource  3  one source could not be read; a line in the report, never the end of a run
    ├── CheckObjects          1  the check, or the gate, objects
    ├── DeskBusy              3  another process holds the desk
    ├── DamagedDesk           3  catalogue or vectors are broken; `draft rebuild` makes them again
    └── NewerSchema           2  a file was written by a newer draft

Messages say what happened, to which file or sentence, and what to do. This module imports nothing of ours.
"""

import errno


class DraftError(Exception):
    """Base of everything `draft` raises on purpose; its text is for the editor."""

    exit_code = 3


class UsageError(DraftError):
    """The command was used wrongly."""

    exit_code = 2


class SettingsError(UsageError):
    """draft.toml or the environment holds a value that cannot be used."""


class NoDesk(UsageError):
    """No desk was found here or in a folder above."""


class NewerSchema(UsageError):
    """A file's `schema` is newer than this program understands."""


class NothingUsable(DraftError):
    """No source of the asked kind or day is there."""


class UnreadableSource(NothingUsable):
    """One source could not be turned into text. `kind` is a short word for the outcome table."""

    def __init__(self, message: str, kind: str = "failed") -> None:
        super().__init__(message)
        self.kind = kind


class CheckObjects(DraftError):
    """The checker or the gate objects; the report says to what."""

    exit_code = 1


class DeskBusy(DraftError):
    """Another process is working on this desk."""


class DamagedDesk(DraftError):
    """The catalogue or the vectors cannot be read."""


_CAUSES = {
    errno.ENOENT: "文件或文件夹不在了",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "超出磁盘配额",
    errno.EROFS: "磁盘只读",
    errno.EISDIR: "那是一个文件夹",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EEXIST: "已经有同名的",
    errno.ENAMETOOLONG: "名字太长",
    errno.EMFILE: "打开的文件太多",
    errno.EIO: "磁盘读写出错",
    errno.EBUSY: "正被占用",
    errno.ELOOP: "链接绕成了圈",
    errno.ESTALE: "网络盘上的文件已经失效",
}


def cause(error: OSError) -> str:
    """Why the operating system refused, in Chinese; its own words where there are none here."""
    return _CAUSES.get(error.errno or 0, error.strerror or str(error))
