"""What is read out of pages, PDF files and texts, and what is said when nothing can be."""

import pytest

from articles import extraction, isolation
from articles.extraction import extract, from_html, from_text

STORY = (
    "The ministers of both countries met on Monday and agreed on new trains, officials said. "
    "They will run twice a day from spring, and the fare is to be the same on both sides. "
) * 6


def page(body="", head="", lang=' lang="en"', title="New trains"):
    return (
        f"<!doctype html><html{lang}><head><title>{title}</title>{head}</head><body>"
        f"<nav><a href=/>Home</a> <a href=/b>Sport</a></nav>"
        f"<article><h1>New trains</h1>{body or f'<p>{STORY}</p>'}</article>"
        f"<footer>Copyright 1999</footer></body></html>"
    )


def pdf(*pages, title=""):
    """A PDF file of the given pages, each a list of lines; an empty page is like a scan."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects.append(font)
    for lines in pages:
        drawn = "".join(
            f"BT /F1 12 Tf 50 {780 - 16 * n} Td ({line}) Tj ET\n" for n, line in enumerate(lines)
        ).encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%sendstream" % (len(drawn), drawn))
        content = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % content
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    objects.append(b"<< /Title (%s) >>" % title.encode("latin-1"))
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, len(objects), start,
    )  # fmt: skip
    return bytes(out)


def keys(found):
    return [problem.key for problem in found.problems]


def test_the_main_text_is_read_and_the_frame_left_out():
    found = extract(page().encode(), content_type="text/html")

    assert "agreed on new trains" in found.text
    assert "Sport" not in found.text
    assert "Copyright" not in found.text
    assert (found.title, found.language, found.kind) == ("New trains", "en", "html")
    assert found.is_usable


def test_the_pages_own_metadata_says_publisher_author_date_and_address():
    head = (
        '<meta property="og:site_name" content="The Test Post">'
        '<meta name="author" content="Anna Writer">'
        '<meta property="article:published_time" content="2022-07-26T10:00:00Z">'
        '<link rel="canonical" href="https://www.post.example/trains">'
    )
    found = extract(page(head=head).encode(), address="https://post.example/trains?utm_source=x")

    assert (found.publisher, found.byline) == ("The Test Post", "Anna Writer")
    assert found.published == "2022-07-26"
    assert found.canonical_address == "https://www.post.example/trains"


def test_the_year_in_a_footer_is_no_date_of_publication():
    assert extract(page().encode()).published == ""


def test_a_canonical_address_of_another_site_is_not_believed():
    head = '<link rel="canonical" href="https://evil.example/other">'

    found = extract(page(head=head).encode(), address="https://post.example/a")

    assert found.canonical_address == ""


def test_a_script_in_the_title_stays_letters():
    head = '<meta property="og:title" content="Trains &lt;script&gt;alert(1)&lt;/script&gt;">'

    found = extract(page(head=head).encode())

    assert "<script>alert(1)</script>" in found.title
    assert "alert" not in found.text


def test_scripts_and_styles_of_pasted_html_leave_no_trace():
    found = from_html("<p>France signed.</p><script>steal()</script><style>p{}</style><p>So.</p>")

    assert found.text == "France signed.\n\nSo."


@pytest.mark.parametrize(
    ("body", "options", "key"),
    [
        (b"", {}, "empty"),
        (b"  \n", {}, "empty"),
        (b"\x89PNG\0\0\0", {}, "unsupported"),
        (b"<html><body><a href=1>One</a><a href=2>Two</a></body></html>", {}, "not_an_article"),
        (b"%PDF-1.4 garbage", {}, "broken_pdf"),
        (pdf([]), {}, "scanned_pdf"),
        (b"a" * 1_000_001, {}, "too_long"),
    ],
    ids=["empty", "blank", "image", "index", "broken", "scan", "long"],
)
def test_what_cannot_be_read_says_why_in_one_sentence(body, options, key):
    found = extract(body, **options)

    assert key in keys(found)
    assert not found.is_usable
    assert found.problems[0].sentence.endswith(".")


def test_the_beginning_of_a_page_behind_a_paywall_is_told():
    body = f"<p>{STORY[:300]}</p><p>Subscribe to continue reading.</p>"

    found = extract(page(body).encode())

    assert "paywall" in keys(found)
    assert found.is_usable


def test_a_pdf_is_read_page_by_page_without_its_running_heads():
    pages = [["The Gazette", f"Page text number {n} tells of a tre-", "aty of two states.",
              f"{n}"] for n in range(1, 5)]  # fmt: skip
    found = extract(pdf(*pages, title="The Gazette of July"))

    assert found.title == "The Gazette of July"
    assert found.pages == 4
    assert "Page text number 3 tells of a treaty of two states." in found.text
    assert "The Gazette\n" not in found.text


def test_a_pdf_of_more_than_two_hundred_pages_is_refused(monkeypatch):
    assert keys(extract(pdf(*[["x"]] * 201))) == ["too_many_pages"]


def test_a_file_that_takes_too_much_memory_or_time_is_stopped():
    with pytest.raises(isolation.Stopped):
        isolation.run(endless, b"", seconds=1, memory=2_000_000_000)
    with pytest.raises(isolation.Stopped):
        isolation.run(greedy, b"", seconds=20, memory=200_000_000)


def endless(body):
    while True:
        pass


def greedy(body):
    return {"pages": len(b"x" * 1_000_000_000)}


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        ("Präsident Erdoğan".encode(), ""),
        ("Präsident".encode("cp1252"), "windows-1252"),
        ("\ufeffPräsident Erdoğan".encode("utf-16"), ""),
        (b'<meta charset="iso-8859-9">' + "<p>Präsident Erdoğan".encode("iso-8859-9"), ""),
    ],
)
def test_letters_are_read_in_the_encoding_that_is_named_or_fits(body, charset):
    found = extract(body, charset=charset)

    assert "Präsident" in found.text
    assert "wrong_encoding" not in keys(found)


def test_a_guessed_encoding_is_told_and_doubly_encoded_letters_are_repaired():
    guessed = extract("Präsident und Kanzler trafen sich".encode("cp1252"))
    twice = from_text("Itâ€™s now clear, said the minister.")

    assert "wrong_encoding" in keys(guessed)
    assert guessed.text.startswith("Präsident")
    assert twice.text == "It’s now clear, said the minister."


def test_control_and_override_letters_are_dropped_and_other_scripts_are_kept():
    assert from_text("safe\u202egnp.exe\u200b \x07end").text == "safegnp.exe end"
    arabic = "وقعت روسيا وإيران اتفاقا"
    persian = "می\u200cخواهم"
    assert from_text(arabic).text == arabic
    assert from_text(persian).text == persian


def test_another_language_is_told_and_is_no_failure():
    found = from_text("Die Minister beider Länder haben einen Vertrag unterschrieben. " * 3)

    assert found.language == "de"
    assert keys(found) == ["language"]
    assert found.is_usable


def test_paragraphs_are_parted_by_one_empty_line():
    assert from_text("One.\r\n\r\n\r\n  Two.\t Three.\r\n").text == "One.\n\nTwo. Three."


def test_nothing_is_fetched_while_reading(monkeypatch):
    import socket

    def refuse(*args, **kwargs):
        raise AssertionError("network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    body = page(f'<p>{STORY}</p><img src="http://127.0.0.1/x"><iframe src="http://a.example">')

    assert extract(body.encode(), address="http://a.example/1").is_usable


def test_the_limits_are_those_the_messages_name():
    assert extraction.problem("too_many_pages").sentence.startswith("This PDF has over 200 pages")
    assert "1,000,000" in extraction.problem("too_long").sentence
