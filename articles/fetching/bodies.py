"""Read a body without ever holding more of it than allowed, and tell what it is."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Protocol

import brotli
import requests

from articles.fetching.refusals import FetchRefused, Reason

HTML, XHTML, TEXT, PDF = "text/html", "application/xhtml+xml", "text/plain", "application/pdf"
# These say nothing: the body has to speak for itself.
_VAGUE = frozenset({"", "application/octet-stream", "binary/octet-stream"})
_READ = frozenset({HTML, XHTML, TEXT, PDF}) | _VAGUE
_CHUNK = 65536
_SIGNS_OF_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title)\b", re.IGNORECASE)
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


def declared_type(answer: requests.Response) -> str:
    """Return the media type of the header in small letters, "" if there is none."""
    return answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def declared_charset(answer: requests.Response) -> str:
    """Return the charset of the header in small letters, "" if there is none."""
    match = re.search(
        r"charset\s*=\s*[\"']?([\w.:-]{1,40})", answer.headers.get("Content-Type", ""), re.ASCII
    )
    return match.group(1).lower() if match else ""


def refuse_by_header(answer: requests.Response, most_bytes: int) -> None:
    """Raise FetchRefused for a body that need not be read to be refused."""
    if declared_type(answer) not in _READ:
        raise FetchRefused(Reason.CONTENT_TYPE)
    length = answer.headers.get("Content-Length", "")
    if length.isascii() and length.isdigit() and int(length[:15]) > most_bytes:
        raise too_big(most_bytes)


def read(answer: requests.Response, most_bytes: int, *, is_cut: bool = False) -> bytes:
    """Return the decompressed body. Raise FetchRefused (too_big) as soon as it, or what came
    over the wire, is larger than `most_bytes`; with is_cut, return its beginning instead."""
    body = bytearray()
    try:
        for piece in _unpacked(answer, most_bytes):
            body += piece
            if len(body) > most_bytes:
                raise too_big(most_bytes)
    except FetchRefused as refusal:
        if not is_cut or refusal.reason_key is not Reason.TOO_BIG:
            raise
    return bytes(body[:most_bytes])


def too_big(most_bytes: int) -> FetchRefused:
    return FetchRefused(
        Reason.TOO_BIG, f"The page is larger than the {most_bytes / 1e6:g} MB we read."
    )


def sniffed(body: bytes, declared: str) -> str:
    """Return the media type by header and first bytes together. Raise FetchRefused
    (content_type) when they are none of ours, or contradict each other."""
    head = body[:1024].lstrip()
    if b"%PDF-" in head[:64]:
        return PDF
    is_text = b"\x00" not in head or head.startswith(_BYTE_ORDER_MARKS)
    if not is_text or sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head) > 16:
        raise FetchRefused(Reason.CONTENT_TYPE)
    if declared == PDF:
        raise FetchRefused(
            Reason.CONTENT_TYPE, "The site says that this is a PDF, but sent something else."
        )
    if declared in _VAGUE or declared == TEXT:
        return HTML if _SIGNS_OF_HTML.search(head) else TEXT
    return declared


class _Unpacker(Protocol):
    def feed(self, data: bytes) -> Iterator[bytes]: ...


class _Plain:
    def feed(self, data: bytes) -> Iterator[bytes]:
        yield data


class _Zlib:
    def __init__(self, *, is_gzip: bool) -> None:
        self._is_gzip = is_gzip
        self._stream = zlib.decompressobj(31) if is_gzip else None

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._stream is None:
            # "deflate" is zlib by the book and raw deflate by habit (RFC 9110 8.4.1.2).
            is_zlib = data[:1] == b"\x78"
            self._stream = zlib.decompressobj(15 if is_zlib else -15)
        while data and not self._stream.eof:
            yield self._stream.decompress(data, _CHUNK)
            data = self._stream.unconsumed_tail
        while not self._stream.eof and (rest := self._stream.decompress(b"", _CHUNK)):
            yield rest


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        piece = self._stream.process(data, output_buffer_limit=_CHUNK)
        # That it accepts more input does not mean that no output waits inside.
        while piece:
            yield piece
            piece = self._stream.process(b"", output_buffer_limit=_CHUNK)


def _unpacker(encoding: str) -> _Unpacker:
    match encoding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Zlib(is_gzip=True)
        case "deflate":
            return _Zlib(is_gzip=False)
        case "br":
            return _Brotli()
    # Among these are packings inside packings, which no honest site sends.
    raise FetchRefused(Reason.BAD_ANSWER, "The site packed the page in a way we did not ask for.")


def _unpacked(answer: requests.Response, most_bytes: int) -> Iterator[bytes]:
    unpacker = _unpacker(answer.headers.get("Content-Encoding", ""))
    received = 0
    for data in answer.raw.stream(_CHUNK, decode_content=False):
        received += len(data)
        if received > most_bytes:
            raise too_big(most_bytes)
        try:
            yield from unpacker.feed(data)
        except (zlib.error, brotli.error):
            raise FetchRefused(Reason.BAD_ANSWER) from None
