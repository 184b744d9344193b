"""Why the operating system or the store refused something, as readers of Mongolian can understand it."""

from __future__ import annotations

import errno
import os

_NO_SPACE = "дискэнд зай үлдсэнгүй"
_BROKEN = "дискнээс унших эсвэл дискэнд бичих үед алдаа гарлаа"
_IN_USE = "өөр программ ашиглаж байна"
_SYSTEM = {
    errno.EPERM: "энэ үйлдлийг хориглосон байна",
    errno.ENOENT: "ийм файл эсвэл хавтас алга",
    errno.EIO: _BROKEN,
    errno.ENOMEM: "санах ой хүрэлцсэнгүй",
    errno.EACCES: "эрх хүрэхгүй байна",
    errno.EBUSY: _IN_USE,
    errno.EEXIST: "ийм нэртэй файл эсвэл хавтас аль хэдийн байна",
    errno.EXDEV: "энд өөр диск холбогдсон байна",
    errno.ENOTDIR: "хавтас биш байна",
    errno.EISDIR: "файл биш, хавтас байна",
    errno.ENFILE: "хэт олон файл нээлттэй байна",
    errno.EMFILE: "хэт олон файл нээлттэй байна",
    errno.EFBIG: "файл хэт том байна",
    errno.ENOSPC: _NO_SPACE,
    errno.EROFS: "энэ дискийг зөвхөн уншиж болно",
    errno.ENAMETOOLONG: "нэр нь хэт урт байна",
    errno.ENOTEMPTY: "хавтас хоосон биш байна",
    errno.ELOOP: "холбоосууд (symlink) бие биеэ заасан байна",
    errno.EDQUOT: "танд олгосон дискний зай дууслаа",
    errno.ESTALE: "сүлжээний дисктэй холбоо тасарсан байна",
}
# sqlite.org/rescode.html
_STORE = {
    "unable to open database file": "файлыг нээж чадсангүй",
    "database or disk is full": _NO_SPACE,
    "disk I/O error": _BROKEN,
    "database is locked": _IN_USE,
}
_REASONS = {
    "mn": {os.strerror(number): words for number, words in _SYSTEM.items()} | _STORE,
    "en": {},
}


def system_reason(lang: str, said: str) -> str:
    """What was said in English, as strerror(3) does without a locale; as it is if we lack the words."""
    return _REASONS[lang].get(said, said)
