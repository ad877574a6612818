"""Extraction: pages and papers we wrote ourselves, good ones and bad ones."""

from __future__ import annotations

import io
import json
import time
import unicodedata
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from articles import extraction
from articles.extraction import Extracted, Key, Limits, decoding, guard, pages
from tests.articles.paper import assembled, pdf

RETRIEVED = "2022-08-01"
SENTENCE = "France and Germany signed an agreement on Tuesday, and ministers praised part {}."
STORY = "".join(f"<p>{SENTENCE.format(part)}</p>" for part in range(6))
LINES = [SENTENCE.format(part) for part in range(4)]


def page(head: str = "", body: str = f"<article>{STORY}</article>", lang: str = "en") -> str:
    return f'<!DOCTYPE html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'


def read(html: str, address: str = "https://www.example.co.uk/story", **given: Any) -> Extracted:
    """What the child does, without its process."""
    return pages.read(html, address=address, retrieved_on=RETRIEVED, **given)


def keys(extracted: Extracted) -> list[str]:
    for problem in extracted.problems:
        assert problem.sentence.endswith(".")
    return [str(problem.key) for problem in extracted.problems]


def json_ld(**fields: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(fields)}</script>'


# --- pages -------------------------------------------------------------------------------------


def test_page_gives_its_article_and_nothing_around_it() -> None:
    head = '<title>Treaty signed | World News</title><meta property="og:site_name" content="World">'
    around = "<nav><a href='/'>Home</a></nav><article>{}</article><footer>Imprint 2019</footer>"

    extracted = extraction.extract(
        page(head, around.format(STORY)).encode(),
        content_type="text/html",
        address="https://www.example.co.uk/story",
        retrieved_on=date(2022, 8, 1),
    )

    assert extracted.text == "\n\n".join(SENTENCE.format(part) for part in range(6))
    assert extracted.title.startswith("Treaty signed")
    assert (extracted.publisher, extracted.language, extracted.kind) == ("World", "en", "html")
    assert extracted.published == ""
    assert extracted.problems == ()
    assert extracted.is_usable


def test_script_in_a_title_is_plain_text() -> None:
    extracted = read(page("<title>Visit &lt;script&gt;alert(1)&lt;/script&gt;</title>"))

    assert extracted.title == "Visit <script>alert(1)</script>"


def test_headline_is_not_repeated_in_the_text() -> None:
    body = f"<article><h1>Treaty signed</h1>{STORY}</article>"

    extracted = read(page("<meta property='og:title' content='Treaty signed'>", body))

    assert extracted.title == "Treaty signed"
    assert extracted.text.startswith("France")


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (json_ld(**{"@type": "NewsArticle", "datePublished": "2022-07-26T23:30:00+02:00"})
         + '<meta name="date" content="2022-07-01">', "", "2022-07-26"),
        (json_ld(**{"@graph": [{"@type": "WebSite"},
                               {"@type": ["Article"], "datePublished": "2022-07-25"}]}),
         "", "2022-07-25"),
        (json_ld(**{"@type": "Organization", "datePublished": "2001-01-01"}), "", ""),
        ('<meta property="article:published_time" content="2022-07-24T10:00:00Z">'
         '<meta property="article:modified_time" content="2022-07-30">', "", "2022-07-24"),
        ('<meta name="DC.date.issued" content="2022-07-23">', "", "2022-07-23"),
        ("", '<time itemprop="datePublished" datetime="2022-07-22">', "2022-07-22"),
        ('<meta name="date" content="2023-01-01">', "", ""),
        ('<meta name="date" content="2023-01-01">'
         '<meta name="pubdate" content="2022-07-20">', "", "2022-07-20"),
        ('<meta name="date" content="2022-02-31">', "", ""),
        ('<meta name="date" content="0001-01-01">', "", ""),
        ('<script type="application/ld+json">{broken</script>', "", ""),
        ("", "<footer>© 2021-03-04 Example, Copyright 12 May 2020</footer>", ""),
        ("", '<div class="copyright">Copyright 2021-03-04</div>', ""),
        ("", '<aside><time datetime="2021-01-01">1 January</time></aside>', ""),
        ("", "<p>The treaty of 12 May 1998 was signed in Paris a long time ago.</p>", ""),
    ],
    ids=["linked data before meta", "linked data in a graph", "linked data of the owner",
         "meta, not the change", "dublin core", "item property", "tomorrow's date",
         "next best after tomorrow's", "no such day", "year one", "broken linked data",
         "copyright in the footer", "copyright elsewhere", "neighbor's date", "date of a fact"],
)  # fmt: skip
def test_date_is_the_one_the_page_states(head: str, body: str, expected: str) -> None:
    assert read(page(head, f"<article>{STORY}</article>{body}")).published == expected


def test_date_of_the_address_is_taken_last() -> None:
    extracted = read(page(), address="https://www.example.co.uk/2022/07/19/story.html")

    assert extracted.published == "2022-07-19"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (json_ld(**{"@type": "NewsArticle", "author": [{"name": "Ann Smith"}, {"name": "Bo Li"}]})
         + '<meta name="author" content="Desk">', "Ann Smith; Bo Li"),
        ('<meta name="author" content="By Ann Smith">', "Ann Smith"),
        ('<meta property="article:author" content="https://social.example/ann">', ""),
        ("", ""),
    ],
)  # fmt: skip
def test_byline_is_a_name(head: str, expected: str) -> None:
    assert read(page(head)).byline == expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/story-one", "https://www.example.co.uk/story-one"),
        ("https://example.co.uk/x", "https://example.co.uk/x"),
        ("https://news.example.co.uk/x", "https://news.example.co.uk/x"),
        ("https://other.co.uk/x", ""),
        ("https://example.com/x", ""),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("https://user:secret@www.example.co.uk/", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_canonical_address_is_of_the_same_site(link: str, expected: str) -> None:
    assert read(page(f'<link rel="canonical" href="{link}">')).canonical_address == expected


@pytest.mark.parametrize(
    ("lang", "expected"), [("en-GB", "en"), ("EN", "en"), ("x-default", "en"), ("", "en")]
)
def test_language_is_the_page_s_own_or_detected(lang: str, expected: str) -> None:
    assert read(page(lang=lang)).language == expected


def test_language_not_english_is_a_note() -> None:
    french = "".join(
        f"<p>La France et l’Allemagne ont signé mardi l’accord {number} sur l’énergie à Paris.</p>"
        for number in range(6)
    )

    tagged = read(page(body=f"<article>{french}</article>", lang="fr-FR"))
    detected = read(page(body=f"<article>{french}</article>", lang=""))

    for extracted in (tagged, detected):
        assert extracted.language == "fr"
        assert keys(extracted) == ["language_not_supported"]
        assert extracted.is_usable


@pytest.mark.parametrize(
    "body",
    ["".join(f"<li><a href='/{n}'>Ministers meet in city {n}</a></li>" for n in range(40)),
     "<p>Loading…</p>", "<h1>Page not found</h1><p>Try the search.</p>"],
    ids=["list of links", "page filled by a script", "page not found"],
)  # fmt: skip
def test_page_without_an_article_is_said_to_be_none(body: str) -> None:
    extracted = read(page(body=body))

    assert keys(extracted) == ["not_an_article"]
    assert not extracted.is_usable


@pytest.mark.parametrize(
    ("head", "after"),
    [
        ("", "<div>Already a subscriber? Log in to continue.</div>"),
        ("", "<div>This article is for subscribers.</div>"),
        (json_ld(**{"@type": "NewsArticle", "isAccessibleForFree": False}), ""),
    ],
)
def test_stub_before_a_paywall_is_a_warning(head: str, after: str) -> None:
    stub = f"<article><p>{SENTENCE.format(1)}</p><p>{SENTENCE.format(2)}</p></article>"

    extracted = read(page(head, stub + after))

    assert keys(extracted) == ["paywall"]
    assert extracted.is_usable


def test_long_article_that_mentions_subscribers_is_whole() -> None:
    body = f"<article>{STORY * 6}</article><footer>Subscribe now to read more</footer>"

    assert keys(read(page(body=body))) == []


@pytest.mark.parametrize("html", ["<html></html>", "<html><body> \n </body></html>", "<!-- x -->"])
def test_page_without_text_is_empty(html: str) -> None:
    assert keys(read(html)) == ["empty"]


def test_extraction_opens_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *a, **k: pytest.fail("looked up"))
    head = '<link rel="stylesheet" href="http://example.org/x.css"><base href="http://example.org">'

    read(page(head, f"<article>{STORY}<img src='http://example.org/x.png'></article>"))
    read("http://example.org/")


def test_deep_and_broken_markup_ends_in_time() -> None:
    begun = time.monotonic()

    for html in ("<div>" * 200_000 + "x", "<a" * 200_000, "<table><tr><td>" * 20_000, "<" * 10**6):
        extracted = extraction.extract(
            html.encode(), content_type="text/html", limits=Limits(seconds=10)
        )
        assert not extracted.is_usable

    assert time.monotonic() - begun < 50


def test_reader_that_takes_too_long_is_stopped() -> None:
    extracted = extraction.from_html(page(), limits=Limits(seconds=0))

    assert keys(extracted) == ["too_complex"]


def test_reader_that_takes_too_much_memory_is_stopped() -> None:
    extracted = extraction.from_html(page(), limits=Limits(memory=30_000_000))

    assert keys(extracted) == ["too_complex"]


# --- pasted ------------------------------------------------------------------------------------


def test_pasted_part_of_a_page_keeps_all_its_paragraphs() -> None:
    extracted = extraction.from_html(
        "<p onclick='x()'>France and <b>Germany</b> met.<script>alert(1)</script></p>"
        "<ul><li>First.</li></ul><style>p{}</style><iframe src='http://x.example'></iframe>"
    )

    assert extracted.text == "France and Germany met.\n\nFirst."
    assert extracted.is_usable


def test_half_characters_and_nulls_in_pasted_html_are_left_out() -> None:
    assert extraction.from_html("<p>a\ud800b\x00c</p>").text == "abc"


def test_pasted_page_keeps_what_it_says_of_itself() -> None:
    extracted = extraction.from_html(
        page('<meta name="date" content="2022-07-26">'), retrieved_on=date(2022, 8, 1)
    )

    assert extracted.published == "2022-07-26"
    assert SENTENCE.format(5) in extracted.text


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        ("One.\n\nTwo.", "One.\n\nTwo."),
        ("One.\r\n\r\n\r\n \r\nTwo.", "One.\n\nTwo."),
        ("One.\nTwo.", "One.\n\nTwo."),
        ("A line that is\nbroken.\n\nTwo.", "A line that is broken.\n\nTwo."),
        ("One\u2029Two.", "One\n\nTwo."),
        ("  One \t  two.  ", "One two."),
        ("A\u200bB\u202eC\u2066D\ufeffE\x07F\u00adG\u200eH", "ABCDEFGH"),
        ("e\u0301\u00a0x", "é x"),
        ("e\u200b\u0301", "é"),
        ("הנשיא ביקר בפריז\u200f.", "הנשיא ביקר בפריז."),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("pay\u200cpal", "paypal"),
        ("\ud800x\ue000", "x"),
        ("itâ€™s a cafÃ© â€œhereâ€\x9d", "it’s a café “here”"),
        ("Ã© is what somebody wrote", "Ã© is what somebody wrote"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_pasted_text_becomes_plain_paragraphs(pasted: str, text: str) -> None:
    extracted = extraction.from_text(pasted)

    assert extracted.text == text
    assert unicodedata.is_normalized("NFC", extracted.text)
    assert extracted.kind == "text"


def test_text_broken_to_a_width_is_one_paragraph() -> None:
    lines = [
        "The ministers of France and Germany met on Tuesday to talk about",
        "energy and trade, and they agreed to meet again before the end of",
        "the year in Berlin.",
    ]

    assert extraction.from_text("\n".join(lines)).text == " ".join(lines)


@pytest.mark.parametrize("text", ["", "  \n\n ", "\u200b\u200b"])
def test_pasted_nothing_is_empty(text: str) -> None:
    assert keys(extraction.from_text(text)) == ["empty"]


def test_text_over_the_limit_says_so() -> None:
    short = Limits(most_characters=1000)

    for extracted in (
        extraction.from_text("word " * 300, limits=short),
        extraction.from_text("word " * 3000, limits=short),
        read(page(body=f"<article>{STORY * 5}</article>"), limits=short),
        read(page(body=f"<article>{STORY * 50}</article>"), limits=short),
    ):
        assert "too_long" in keys(extracted)
        assert "1,000" in extracted.problems[-1].sentence
        assert extracted.text == ""


# --- bytes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ("Müller".encode(), "utf-8", "Müller"),
        ("Müller".encode(), "iso-8859-1", "Müller"),
        ("Müller".encode(), "", "Müller"),
        ("Müller’s".encode("cp1252"), "", "Müller’s"),
        ("Müller’s".encode("cp1252"), "utf-8", "Müller’s"),
        ("Müller’s".encode("cp1252"), "iso-8859-1", "Müller’s"),
        ("Москва".encode("cp1251"), "windows-1251", "Москва"),
        ("北京".encode("gb18030"), "gb2312", ""),
        ("北京".encode("gb18030"), "gb18030", "北京"),
        ("東京".encode("shift_jis"), "Shift_JIS", "東京"),
        ("\ufeffMüller".encode("utf-16"), "utf-8", "Müller"),
        ("Müller".encode("utf-8-sig"), "iso-8859-1", "Müller"),
        (b"M\\u00fcller", "unicode_escape", "M\\u00fcller"),
        ("Müller".encode(), "no-such-charset", "Müller"),
        (b"<meta charset=koi8-r>" + "Москва".encode("koi8-r"), "", "<meta charset=koi8-r>Москва"),
    ],
)
def test_characters_are_found_in_the_bytes(body: bytes, charset: str, text: str) -> None:
    found, is_damaged = decoding.decoded(body, charset)

    assert not text or found.lstrip("\ufeff") == text
    assert not is_damaged


def test_text_with_lost_characters_is_said_to_be_damaged() -> None:
    pasted = extraction.from_text("Pr\ufffdsident \ufffdzg\ufffdr met M\ufffdller. " * 3)
    sent = extraction.extract(
        "Präsident Özgür. ".encode() * 20 + b"\x81\x8d\x81\x9d", content_type="text/plain"
    )

    for extracted in (pasted, sent):
        assert "wrong_encoding" in keys(extracted)
        assert not extracted.is_usable


@pytest.mark.parametrize(
    ("body", "content_type", "filename", "kind"),
    [
        (b"%PDF-1.4", "text/html", "", "pdf"),
        (b"<p>x</p>", "text/html", "", "html"),
        (b"<!DOCTYPE html><html>", "", "", "html"),
        (b"<p>x</p>", "", "story.txt", "text"),
        (b"Words.", "", "story.html", "html"),
        (b"Words.", "", "", "text"),
        ("\ufeffWords.".encode("utf-16"), "", "", "text"),
        (b"PK\x03\x04\x14\x00", "", "story.docx", ""),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "text/html", "", ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "", "story.doc", ""),
    ],
)
def test_kind_is_found(body: bytes, content_type: str, filename: str, kind: str) -> None:
    extracted = extraction.extract(body, content_type=content_type, filename=filename)

    assert extracted.kind == kind
    assert ("unsupported" in keys(extracted)) == (kind == "")


# --- papers ------------------------------------------------------------------------------------


def test_pdf_gives_text_title_and_pages() -> None:
    body = pdf([LINES, ["The end (finally)."]], title="Treaty", author="Ann Smith", is_packed=True)

    extracted = extraction.extract(body, content_type="application/pdf")

    assert extracted.text.replace("\n\n", " ") == " ".join([*LINES, "The end (finally)."])
    assert (extracted.title, extracted.byline) == ("Treaty", "Ann Smith")
    assert (extracted.kind, extracted.pages, extracted.language) == ("pdf", 2, "en")
    assert extracted.published == ""
    assert extracted.is_usable


def test_pdf_title_that_is_a_file_name_is_none() -> None:
    body = pdf([LINES], title="Microsoft Word - draft.doc", author="admin")

    extracted = extraction.extract(body)

    assert (extracted.title, extracted.byline) == ("", "")


def test_pdf_words_and_pages_are_mended() -> None:
    first = [
        "The state-owned company signed an inter-",
        "national agreement with the state-",
        "owned bank of Germany on Tues-",
        "day. So it",
    ]
    second = ["was agreed in the city of Paris by both", "of the ministers."]
    third = ["Nothing more was said by anybody there."]
    body = pdf(
        [[f"World Review, page {n}", *lines] for n, lines in enumerate((first, second, third), 1)]
    )

    text = extraction.extract(body).text

    assert "an international agreement with the state-owned bank of Germany on Tuesday." in text
    assert "So it was agreed in the city" in text
    assert "World Review" not in text


def test_pdf_without_text_is_scanned() -> None:
    extracted = extraction.extract(pdf([[], []]))

    assert keys(extracted) == ["scanned_pdf"]
    assert (extracted.pages, extracted.is_usable) == (2, False)


def test_pdf_with_some_pages_scanned_is_a_warning() -> None:
    extracted = extraction.extract(pdf([LINES, [], [], LINES]))

    assert keys(extracted) == ["scanned_pdf"]
    assert "2 of 4" in extracted.problems[0].sentence
    assert extracted.is_usable


@pytest.mark.parametrize(("password", "expected"), [("secret", ["encrypted_pdf"]), ("", [])])
def test_locked_pdf_is_told_from_one_that_only_must_not_be_changed(
    password: str, expected: list[str]
) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([LINES]))))
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)

    assert keys(extraction.extract(file.getvalue())) == expected


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.4",
        b"%PDF-1.4\n" + b"\x00\xff" * 500,
        assembled([b"<</Type/Catalog>>"]),
        assembled([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"]),
        assembled([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids 7/Count 1>>"]),
        assembled([b"<</Type/Catalog/Pages 1 0 R>>"]),
        b"Not a PDF at all.",
    ],
)
def test_broken_pdf_is_said_to_be_broken(body: bytes) -> None:
    extracted = extraction.extract(body, filename="paper.pdf")

    assert set(keys(extracted)) <= {"broken_pdf", "too_complex"}
    assert not extracted.is_usable


def test_pdf_cut_in_the_middle_is_read_as_far_as_it_goes_or_refused() -> None:
    whole = pdf([LINES] * 5)

    for share in (0.3, 0.6, 0.9, 0.99):
        extracted = extraction.extract(whole[: int(share * len(whole))])
        assert extracted.is_usable or extracted.problems


def test_pdf_of_too_many_pages_is_refused() -> None:
    extracted = extraction.extract(pdf([["x"]] * 201))

    assert keys(extracted) == ["too_many_pages"]
    assert "201" in extracted.problems[0].sentence
    assert keys(extraction.extract(pdf([LINES] * 3), limits=Limits(most_pages=2))) == [
        "too_many_pages"
    ]


def test_pdf_over_the_limit_of_characters_is_refused() -> None:
    limits = Limits(most_characters=500)

    assert keys(extraction.extract(pdf([LINES] * 3), limits=limits)) == ["too_long"]


def test_pdf_bomb_does_not_eat_the_memory_or_the_time() -> None:
    bomb = pdf([[]] * 3, content=b"BT (a) Tj ET " * 20_000_000, is_packed=True)
    assert len(bomb) < 3_000_000
    begun = time.monotonic()

    extracted = extraction.extract(bomb, limits=Limits(seconds=8))

    assert set(keys(extracted)) <= {"broken_pdf", "too_complex", "scanned_pdf", "too_long"}
    assert not extracted.is_usable
    assert time.monotonic() - begun < 15


# --- the guard ---------------------------------------------------------------------------------


def test_what_is_extracted_survives_the_way_between_processes() -> None:
    extracted = extraction.from_text("")

    assert guard.from_json(guard.to_json(extracted)) == extracted


def test_every_key_has_a_sentence() -> None:
    for key in Key:
        assert extraction.Problem.of(key).sentence.endswith(".")
