"""Write the smallest PDF that says something, well-formed or not."""

from __future__ import annotations

import zlib


def pdf(
    pages: list[list[str]],
    *,
    title: str = "",
    author: str = "",
    is_packed: bool = False,
    content: bytes = b"",
    count: int | None = None,
) -> bytes:
    """Return a PDF of these pages of lines. content: instead, this stream on every page."""
    objects: list[bytes] = [b"", b""]  # catalog and page tree, filled in below
    kids = []
    font = 3
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    for lines in pages:
        drawn = b"BT /F1 11 Tf 14 TL 50 780 Td\n" + b"".join(
            b"(" + _escaped(line) + b") Tj T*\n" for line in lines
        )
        stream = content or drawn + b"ET"
        head = b""
        if is_packed:
            stream, head = zlib.compress(stream), b"/Filter/FlateDecode"
        objects.append(b"<</Length %d%s>>stream\n%s\nendstream" % (len(stream), head, stream))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 %d 0 R>>>>>>" % (len(objects), font)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects.append(b"<</Title(%s)/Author(%s)>>" % (_escaped(title), _escaped(author)))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), count or len(kids))
    return assembled(objects, b"/Info %d 0 R" % len(objects))


def assembled(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """Return numbered objects as a file; the first is the catalog."""
    written = bytearray(b"%PDF-1.4\n")
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        written += b"%010d 00000 n \n" % place
    written += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(written)


def _escaped(text: str) -> bytes:
    raw = text.encode("cp1252")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
