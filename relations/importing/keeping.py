"""Uploaded files: received, recognised, kept for some days beside the record of their import."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from relations.importing.files import MOST_BYTES, InputFile, NotRecognised
from relations.importing.layouts.known import LAYOUTS
from relations.importing.layouts.table import Table
from relations.importing.running import Group, begin, recognise, sort_out
from relations.importing.tables.mapping import Mapping
from relations.importing.tables.reading import Unreadable, open_sheet
from relations.models import Import, SavedMapping
from relations.recording import Refused

__all__ = ["KEPT", "files_of", "forget_old", "group_of", "receive", "save_mapping", "set_mapping"]

KEPT = timedelta(days=7)
MOST_FILES = 20
_NO_COLUMNS = Mapping(columns={})

_S = Import.State
_NOT_WRITTEN = (_S.WAITING, _S.PLANNED, _S.REFUSED, _S.FAILED, _S.CANCELLED, _S.UNDONE)

Upload = tuple[str, Iterable[bytes]]
"""The name of a file as it was sent, and its bytes part by part."""


def receive(
    uploads: Sequence[Upload], *, by: Any, layout: str = "auto", skips_refused: bool = False
) -> list[Import]:
    """Keep files and make the imports they are; a table whose columns are not known waits for them.

    layout: "auto", a layout's name, or "table" for one table of all files. Raise Refused or
    NotRecognised; nothing is kept then.
    """
    if not uploads or len(uploads) > MOST_FILES:
        raise Refused({"files": f"Choose from one to {MOST_FILES} files."})
    with _new_folder() as folder:
        files = [
            _write(folder / str(place), name, parts) for place, (name, parts) in enumerate(uploads)
        ]
        groups = _groups(files, layout)
        made = []
        for group in groups:
            batch = begin(group, by=by, skips_refused=skips_refused)
            place = _root() / str(batch.pk)
            place.mkdir()
            for number, file in enumerate(group.files):
                file.path.rename(place / str(number))
            batch.folder = str(batch.pk)
            if isinstance(group.layout, Table) and not group.layout.mapping.columns:
                batch.mapping = None
            batch.save(update_fields=["folder", "mapping"])
            made.append(batch)
        return made


def _groups(files: list[InputFile], layout: str) -> list[Group]:
    if layout == Table.name:
        return [Group(Table(_NO_COLUMNS), files)]
    if layout != "auto":
        return recognise(files, layout)
    groups, left = sort_out(files)
    for file in left:
        try:
            with open_sheet(file, _NO_COLUMNS) as sheet:
                is_table = len(sheet.headings) > 1
        except Unreadable as unreadable:
            raise NotRecognised(str(unreadable)) from unreadable
        if not is_table:
            recognise([file])
        groups.append(Group(Table(_NO_COLUMNS), [file]))
    return groups


def _root() -> Path:
    root: Path = settings.VAR / "imports"
    root.mkdir(parents=True, exist_ok=True)
    return root


@contextmanager
def _new_folder() -> Iterator[Path]:
    folder = _root() / f"new-{secrets.token_hex(8)}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(path: Path, name: str, parts: Iterable[bytes]) -> InputFile:
    name = re.sub(r"[\x00-\x1f/\\]", " ", name).strip()[-150:] or "file"
    size = 0
    with path.open("xb") as file:
        for part in parts:
            size += len(part)
            if size > MOST_BYTES:
                raise Refused(
                    {"files": f"{name} is too large; files may have {MOST_BYTES:,} bytes."}
                )
            file.write(part)
    if not size:
        raise Refused({"files": f"{name} is empty."})
    return InputFile(path, name)


def files_of(batch: Import) -> list[InputFile]:
    """Return the kept files of an import. Raise Refused when they are kept no longer."""
    folder = _root() / batch.folder
    paths = [folder / str(place) for place in range(len(batch.files))]
    if not batch.folder or not all(path.exists() for path in paths):
        raise Refused(
            {"files": f"The files are kept for {KEPT.days} days and are gone; upload them again."}
        )
    return [InputFile(path, about["name"]) for path, about in zip(paths, batch.files, strict=True)]


def group_of(batch: Import) -> Group:
    """Return an import's layout and files. Raise Refused when they are gone, or BadMapping."""
    files = files_of(batch)
    if batch.layout == Table.name:
        return Group(Table(Mapping.of(batch.mapping or {})), files)
    known = {layout.name: layout for layout in LAYOUTS}
    if batch.layout not in known:
        raise Refused({"layout": f"The layout {batch.layout} is read no longer."})
    return Group(known[batch.layout], files)


def set_mapping(batch: Import, mapping: Mapping) -> Import:
    """Say what the columns of a table are; its rows are read by them from now on. Raise Refused."""
    if batch.state not in _NOT_WRITTEN:
        raise Refused({"__all__": f"Import {batch.pk} is written, or being worked on."})
    stem = Path(batch.files[0]["name"]).stem[:150]
    mapping = replace(mapping, table=mapping.table or stem)
    batch.mapping, batch.release = mapping.as_json(), mapping.table
    batch.save(update_fields=["mapping", "release"])
    return batch


def forget_old(now: datetime) -> int:
    """Delete the files of imports older than some days; return how many imports'."""
    old = (
        Import.objects.filter(made_at__lt=now - KEPT)
        .exclude(folder="")
        .exclude(state__in=[Import.State.PLANNING, Import.State.APPLYING, Import.State.UNDOING])
    )
    count = 0
    for batch in old:
        shutil.rmtree(_root() / batch.folder, ignore_errors=True)
        count += Import.objects.filter(pk=batch.pk).update(folder="")
    for folder in _root().glob("new-*"):
        if folder.stat().st_mtime < (now - timedelta(days=1)).timestamp():
            shutil.rmtree(folder, ignore_errors=True)
    return count


def save_mapping(name: str, mapping: Mapping, *, by: Any) -> SavedMapping:
    """Keep a mapping under a name for the next table like it; the same name is written over.

    The table's own name is not kept: it is another table. Raise Refused or BadMapping.
    """
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise Refused({"name": "Give the mapping a name of at most 80 letters."})
    kept = replace(Mapping.of(mapping.as_json()), table="").as_json()
    saved, _ = SavedMapping.objects.update_or_create(
        name=name, defaults={"mapping": kept, "by": by}
    )
    return saved
