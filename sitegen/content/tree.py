"""The files in content/: documents, files beside them, records; what lies in root/; what does not belong
there; and which names every system can hold.

    content/terms.yaml                                     records
    root/                                                  files for the root of the site
    content/<folder of a kind>/[<folder>/]<slug>/index.<language>.md   documents, with files beside them
    _notes/                                                at any depth: what is never published

No file is opened here, so that a pipe or a link out of the site does no harm. Files of any type may lie in
root/, such as CNAME, favicon.ico or .well-known/, as hosts and search engines ask for them.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import msgspec

from sitegen.content.addresses import mend_address
from sitegen.content.kinds import BY_FOLDER, BY_NAME, Kind
from sitegen.content.records import RECORD_FILES
from sitegen.content.source import FILE_LIMIT, foreign_file, readable_size
from sitegen.content.suggestions import is_of_office, is_other_text, is_text, language_in, subject_of, suggest
from sitegen.core.diagnostics import Diagnostic, diagnostic
from sitegen.core.files import NOTES_FOLDER, Signature, linked_file, pieces_of, signature
from sitegen.language.alphabet import slugify
from sitegen.language.catalogue import LANGUAGES, make_visible

CONTENT = "content"
_MAX_DEPTH = 3
ASSET_LIMIT = 100 * 1024 * 1024
_READABLE = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH

_SOME = "…"
_YEAR = re.compile(r"(19|20)\d\d")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DOCUMENT = re.compile(r"index\.([^.]+)\.md")
# What editors, operating systems and version control leave behind.
_IGNORED = re.compile(
    rf"\..*|{NOTES_FOLDER}|.*~|#.*#|~\$.*|.*\.(sw[a-p]|tmp|orig)|Thumbs\.db|desktop\.ini|__MACOSX|Icon\r"
    r"|.*:Zone\.Identifier",
    re.IGNORECASE,
)
_COPY = re.compile(r"(?: ?\([0-9]+\)| - copy)(?=\.)", re.IGNORECASE)  # added to the name of a copied file
_PLAIN = re.compile(r"[a-z0-9][a-z0-9.-]{0,99}")
_LONGEST = 200  # bytes; file systems allow 255, and a copy needs room for a suffix
# Windows keeps these names for devices, with any extension, and drops a full stop at the end.
_OF_WINDOWS = re.compile(
    r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?|.*\.", re.IGNORECASE | re.DOTALL
)
_UNPORTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\\:*?\"<>|\u202a-\u202e\u2066-\u2069]|^ | $")
ROOT = "root"
# What the program keeps in the published folder for itself.
_OURS = re.compile(r"\.sitegen\b.*", re.IGNORECASE)
_OF_SITE = ("site.yaml", "words.txt", "gone.yaml", "addresses.txt")  # beside content/
_LEFT_IN_ROOT = re.compile(r"\.DS_Store|\._.*|\.git.*|.*~|.*\.sw[a-p]|Thumbs\.db|desktop\.ini", re.IGNORECASE)
_DEEPEST_OF_ROOT = 8

_Found = tuple[str, Signature] | Diagnostic


class DocumentFile(msgspec.Struct, frozen=True):
    """A file in one language; `ref` is the path of its folder under the folder of its kind."""

    path: str
    kind: str
    ref: str
    lang: str
    signature: Signature


class AssetFile(msgspec.Struct, frozen=True):
    """A file beside documents."""

    path: str
    signature: Signature


class FileTree(msgspec.Struct, frozen=True):
    """All that was found, in the order of paths, which are relative to the site's folder. `records` are
    paths; `unread` are the names of files of records that cannot be read, or for which a file has almost that
    name."""

    documents: tuple[DocumentFile, ...]
    assets: tuple[AssetFile, ...]
    records: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    unread: tuple[str, ...] = ()


class _File(msgspec.Struct, frozen=True):
    name: str
    path: str
    stat: os.stat_result


def scan(root: Path, languages: Iterable[str] = LANGUAGES) -> FileTree:
    """The tree of a site's content/ folder, whatever order the file system lists it in."""
    found = _Scan(root, tuple(languages))
    found.scan_content()
    files, problems = scan_root(root)
    found.assets += (AssetFile(*file) for file in files)
    found.problems += problems
    return FileTree(
        tuple(sorted(found.documents, key=lambda file: file.path)),
        tuple(sorted(found.assets, key=lambda file: file.path)),
        tuple(sorted(found.records)),
        tuple(sorted(found.problems)),
        tuple(found.unread()),
    )


def _shelf(kind: Kind) -> str:
    """The folder in which entries of a kind lie, from the site's folder."""
    return f"{CONTENT}/{kind.folder}/{_SOME}" if kind.name == "article" else f"{CONTENT}/{kind.folder}"


class _Scan:
    def __init__(self, root: Path, languages: tuple[str, ...]) -> None:
        self.root = root
        self.real_content = os.path.realpath(root / CONTENT)
        self.languages = languages
        self.usual = frozenset(f"index.{lang}.md" for lang in languages)
        self.documents: list[DocumentFile] = []
        self.assets: list[AssetFile] = []
        self.records: list[str] = []
        self.problems: list[Diagnostic] = []

    def scan_content(self) -> None:
        """Scans content/ itself. A README.md there is left out: it is for people who browse the
        repository."""
        self._report_outside()
        if not os.path.lexists(f"{self.root}/{CONTENT}"):
            self._report("W323", CONTENT)
            return
        if (self.root / CONTENT).is_symlink():
            self._report("E318", CONTENT, name=CONTENT)
            return
        files, folders = self._list(CONTENT)
        for file in files:
            if file.name in RECORD_FILES:
                self._add_records(file)
            elif file.name != "README.md":
                self._report_unknown(file.name, file.path)
        for name in folders:
            if kind := BY_FOLDER.get(name):
                self._scan_folder(f"{CONTENT}/{name}", kind, ())
            else:
                self._report_unknown(name, f"{CONTENT}/{name}")

    def _report_outside(self) -> None:
        """Reports folders of entries, and entries, that lie beside content/ and root/."""
        try:
            with os.scandir(self.root) as listing:
                entries = sorted((entry.name, entry.is_dir()) for entry in listing)
        except OSError:  # what is in content/ can be read even so
            return
        for name in RECORD_FILES:
            if (name, False) in entries:
                into = f"{CONTENT}/{name}"
                taken = into if os.path.lexists(f"{self.root}/{into}") else ""
                self._report("W331", name, record=name, taken=taken, into=into)
        names = [name for name, is_folder in entries if is_folder]
        for name in names:
            if name in (CONTENT, ROOT) or _IGNORED.fullmatch(name):
                continue
            if name in BY_FOLDER:
                self._report("W331", name, name=name, folder=f"{CONTENT}/{name}")
            elif any(os.path.isfile(f"{self.root}/{name}/{text}") for text in self.usual):
                self._report("W331", name, name=name, choices=", ".join(map(_shelf, BY_FOLDER.values())))

    def _add_records(self, file: _File) -> None:
        if file.stat.st_size > FILE_LIMIT:
            self._report_too_large(file, "E110", FILE_LIMIT)
        else:
            self.records.append(file.path)

    def unread(self) -> Iterator[str]:
        """The names of files of records in whose place something else was found and reported."""
        told = {problem.path for problem in self.problems}
        told |= {f"{CONTENT}/{value}" for problem in self.problems for value in dict(problem.args).values()}
        for name in RECORD_FILES:
            path = f"{CONTENT}/{name}"
            if path in told and path not in self.records:
                yield name

    def _report_unknown(self, name: str, path: str) -> None:
        known = [*BY_FOLDER, *RECORD_FILES]
        kind = mend_address(f"{name}:x").partition(":")[0]  # `news` for `articles`
        plain = re.sub(r"\.(?:ya?ml|txt)(?:\.txt)?\Z", ".yaml", _COPY.sub("", name), flags=re.IGNORECASE)
        near = BY_NAME[kind].folder if kind in BY_NAME else suggest(plain, known)
        is_taken = near.casefold() != name.casefold() and os.path.isfile(f"{self.root}/{CONTENT}/{near}")
        taken = f"{CONTENT}/{near}" if is_taken and suggest(plain, [near], enough=0.9) else ""
        near = "" if is_taken or near == name else near
        top = name if name in _OF_SITE else ""
        self._report("E308", path, name=name, near=near, taken=taken, top=top, known=", ".join(known))

    def _scan_folder(self, path: str, kind: Kind, parts: tuple[str, ...]) -> None:
        """Scans a folder below the folder of a kind: an entry if it holds a document, else a folder of
        entries."""
        files, folders = self._list(path)
        is_shelf = not parts or (
            kind.name == "article" and len(parts) == 1 and bool(_YEAR.fullmatch(parts[0]))
        )
        documents = [] if is_shelf else [file for file in files if file.name in self.usual]
        others = [file for file in files if file not in documents]
        is_entry = not is_shelf and any(file in documents or is_text(file.name) for file in files)
        for file in documents:
            self._add_document(file, kind, parts)
        for file in others:
            if not is_shelf and is_text(file.name):
                self._report_text(file, path, {document.name for document in documents})
            elif not is_entry:
                near = self._example(file.name, kind, parts)
                self._report(
                    "E309", file.path, name=file.name, near=near, blank=near if _SOME in near else ""
                )
            elif file.stat.st_size > ASSET_LIMIT:
                self._report_too_large(file, "E808", ASSET_LIMIT)
            elif file.name == file.name.rstrip(". "):  # a full stop or space at the end hides the extension
                self.assets.append(AssetFile(file.path, signature(file.stat)))
        for name in folders:
            inner = f"{path}/{name}"
            if not _SLUG.fullmatch(name):
                self._report_slug(name, inner)
            if len(parts) == _MAX_DEPTH:
                self._report(
                    "E314", inner, name=f"{kind.folder}/{'/'.join((*parts, name))}", limit=_MAX_DEPTH
                )
            else:
                self._scan_folder(inner, kind, (*parts, name))

    def _add_document(self, file: _File, kind: Kind, parts: tuple[str, ...]) -> None:
        if file.stat.st_size > FILE_LIMIT:
            self._report_too_large(file, "E110", FILE_LIMIT)
        else:
            lang = file.name.split(".")[1]
            self.documents.append(
                DocumentFile(file.path, kind.name, "/".join(parts), lang, signature(file.stat))
            )

    def _report_text(self, file: _File, folder: str, there: Collection[str]) -> None:
        """Reports a file that is Markdown, or was meant to be, and is no document of its entry."""
        choices = [f"index.{lang}.md" for lang in self.languages]
        match = _DOCUMENT.fullmatch(file.name)
        if match and not language_in(match[1], self.languages):
            self._report("E305", file.path, name=file.name, lang=match[1], choices=", ".join(choices))
            return
        free = [name for name in choices if name not in there]
        lang = language_in(file.name, self.languages)
        near = f"index.{lang}.md" if lang else ""
        is_taken = near in there if near else not free
        notes = f"{folder}/{NOTES_FOLDER}/" if there and is_other_text(file.name) else ""
        if notes and not free:
            self._report("W317", file.path, name=file.name, aside=notes)
            return
        self._report(
            "E316",
            file.path,
            name=file.name,
            taken=(near or ", ".join(choices)) if is_taken else "",
            pasted=near if is_of_office(file.name) else "",
            near=near,
            aside=notes,
            choices=", ".join(free),
        )

    def _example(self, name: str, kind: Kind, parts: tuple[str, ...]) -> str:
        """An example of a path at which a file that lies outside entries would be read."""
        shelf = (CONTENT, kind.folder, *parts) if parts else (_shelf(kind),)
        text = f"index.{language_in(name, self.languages) or self.languages[0]}.md"
        if parts and not _YEAR.fullmatch(parts[-1]):
            return "/".join((*shelf, text))
        if is_text(name):
            return "/".join((*shelf, slugify(subject_of(name)) or _SOME, text))
        return "/".join((*shelf, _SOME, name))

    def _report_slug(self, name: str, path: str) -> None:
        near = slugify(name)
        self._report("E302" if near else "E303", path, name=name, near=near)

    def _list(self, path: str) -> tuple[list[_File], list[str]]:
        """(files, names of folders) of a folder, each in the order of names; what is neither is reported."""
        files, folders = [], []
        try:
            with os.scandir(f"{self.root}/{path}") as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            self._report("E601", path, name=path, problem=error.strerror or "")
            return [], []
        entries = [
            entry for entry in entries if entry.name in self.usual or not _IGNORED.fullmatch(entry.name)
        ]
        names = [entry.name for entry in entries if entry.name not in self.usual]
        # A quick test: plain names have no fault, and two of them are never alike.
        all_plain = all(map(_PLAIN.fullmatch, names)) and not any(map(is_of_windows, names))
        if not all_plain:
            told = {name for name in names if is_text(name)}  # reported one by one, with the right name
            self.problems += _alike_names(path, [entry.name for entry in entries if entry.name not in told])
        for entry in entries:
            inner = f"{path}/{entry.name}"
            fault = None if all_plain else name_fault(entry.name, inner)
            if fault and not is_printable(entry.name):
                self.problems.append(fault)
                continue
            found = self._kind_of(entry, inner)
            if fault and not (isinstance(found, os.stat_result) and is_text(entry.name)):
                self.problems.append(fault)
            if isinstance(found, os.stat_result):
                files.append(_File(entry.name, inner, found))
            elif found and not fault:
                folders.append(entry.name)
        return files, folders

    def _kind_of(self, entry: os.DirEntry[str], path: str) -> os.stat_result | bool:
        """The status of a regular file, True for a folder, False for anything else, which is reported."""
        if entry.is_symlink():
            return self._follow_link(entry, path)
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.endswith(".md"):
                return True
            self._report("E311", path, name=entry.name)
            return False
        return self._openable(entry.name, path, entry.stat(follow_symlinks=False))

    def _follow_link(self, entry: os.DirEntry[str], path: str) -> os.stat_result | bool:
        target = linked_file(entry.path, self.real_content)
        if target is None or (target.endswith(".md") and not path.endswith(".md")):
            self._report("E310", path, name=entry.name)
            return False
        return self._openable(entry.name, path, os.stat(target))

    def _openable(self, name: str, path: str, found: os.stat_result) -> os.stat_result | bool:
        if not stat.S_ISREG(found.st_mode):
            self._report("E311", path, name=name)
            return False
        if found.st_mode & _READABLE != _READABLE and not os.access(f"{self.root}/{path}", os.R_OK):
            self._report("E601", path, name=name, problem=os.strerror(13))
            return False
        return found

    def _report_too_large(self, file: _File, code: str, limit: int) -> None:
        beginning = next(pieces_of(f"{self.root}/{file.path}"), b"") if code == "E110" else b""
        if foreign := foreign_file(printable_name(file.path), beginning):
            self.problems.append(foreign)
            return
        size = readable_size(file.stat.st_size)
        self._report(code, file.path, name=file.name, size=size, limit=readable_size(limit))

    def _report(self, code: str, path: str, **args: object) -> None:
        self.problems.append(diagnostic(code, printable_name(path), 0, 0, **args))


def name_fault(name: str, path: str) -> Diagnostic | None:
    """What is wrong with the name of a file or folder at a path; None for a good name."""
    if _UNPORTABLE.search(name) or len(os.fsencode(name)) > _LONGEST:
        return diagnostic("E313", printable_name(path), name=printable_name(name), near=_without_ends(name))
    if is_of_windows(name):
        return diagnostic("E313", printable_name(path), name=name, windows=name, near=_without_ends(name))
    if (normal := unicodedata.normalize("NFC", name)) != name:
        return diagnostic("E312", printable_name(path), name=name, near=normal)
    return None


def _without_ends(name: str) -> str:
    """The name without spaces around it and full stops after it; "" if something else is wrong, too."""
    near = name.rstrip(". ").lstrip(" ")
    return near if near != name and near and name_fault(near, near) is None else ""


def is_of_windows(name: str) -> bool:
    """Whether Windows reserves the name, so that nobody could check out the site on Windows."""
    return _OF_WINDOWS.fullmatch(name) is not None


def printable_name(name: str) -> str:
    """The name in a form that can be printed; bytes that are not UTF-8 become `\\xcf`."""
    return make_visible(os.fsencode(name).decode("utf-8", "backslashreplace"))


def is_printable(name: str) -> bool:
    """Whether a name is valid text, which an entry can name."""
    return unicodedata.normalize("NFC", name).isprintable()


def _alike_names(path: str, names: list[str]) -> Iterator[Diagnostic]:
    """A diagnostic for names that macOS and Windows cannot tell apart."""
    first: dict[str, str] = {}
    for name in names:
        folded = unicodedata.normalize("NFC", name).casefold()
        earlier = first.setdefault(folded, name)
        if earlier != name:
            yield diagnostic(
                "E304",
                printable_name(f"{path}/{name}"),
                address=folded,
                first=printable_name(earlier),
                second=printable_name(name),
            )


def scan_root(site: Path) -> tuple[list[tuple[str, Signature]], list[Diagnostic]]:
    """(path from the site's folder, signature) of the files in root/, and problems of those that are left
    out."""
    found = list(_walk_root(site, ROOT, 0)) if os.path.lexists(site / ROOT) else []
    problems = [item for item in found if isinstance(item, Diagnostic)]
    return [item for item in found if not isinstance(item, Diagnostic)], problems


def is_root_file(path: str) -> bool:
    return path.startswith(f"{ROOT}/")


def _walk_root(site: Path, folder: str, depth: int) -> Iterator[_Found]:
    try:
        with os.scandir(site / folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as problem:
        yield diagnostic("E601", folder, name=folder, problem=problem.strerror or "")
        return
    for entry in entries:
        if _LEFT_IN_ROOT.fullmatch(entry.name):
            continue
        path = f"{folder}/{entry.name}"
        if fault := name_fault(entry.name, path):
            yield fault
        elif not depth and _OURS.fullmatch(entry.name):
            yield diagnostic("E326", path, name=entry.name)
        elif entry.is_dir(follow_symlinks=False) and depth < _DEEPEST_OF_ROOT:
            yield from _walk_root(site, path, depth + 1)
        else:
            status = entry.stat(follow_symlinks=False)
            is_file = stat.S_ISREG(status.st_mode)
            yield (path, signature(status)) if is_file else diagnostic("E311", path, name=entry.name)
