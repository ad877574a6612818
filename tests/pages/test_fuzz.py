"""Every parameter of every public address, given well, badly and with malice.

A page says what it ignores; a file, a feed and a table are refused, never made with a filter
dropped and never refused without a reason; a form leads back into this site. `make fuzz` runs
the same with far more examples.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode, urlsplit
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pages.framing import THEMES
from pages.models import Watch
from relations import dates, recording
from relations.models import Agreement, ArmsTransfer, Claim, Fact, Person, Publisher
from relations.timeline import filters
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

ILLEGAL_IN_XML = "\x01\x0b\ufffe\uffff"
HOSTILE = [
    "\0", "a\0b", "\ufffd", "x" * 10_000, "9" * 10_000, "000001" + "9" * 5_000,
    "000000001" + "9" * 5_000, "😀" * 50, "\u202eevil\u202c", "a\u200d\u200bb", "' OR 1=1 --",
    '"><script>alert(1)</script>', "%", "\\", "=cmd()", "{{ 7*7 }}", "../../etc", "\r\nX: y",
    "99999999999999999999", "-1", "1.5", "1e9", "NaN", "٣", "²", "+1", " ",
    ILLEGAL_IN_XML, "or -", "né",
]  # fmt: skip
"""No closed list, number, date or cursor has any of these."""
DAYS = ["2022", "2022-07", "2022-07-19", "0001", "9999-12-31", "1990s", "summer 2022", "2022-07~"]
NO_DAYS = [
    "0000", "2022-13", "2022-02-30", "0000-00-00", "10000", "2022/2021", "before 2022x",
    "about " * 1_500 + "2022", "before " * 1_500 + "2022", "2022" + " to 2023" * 1_200,
]  # fmt: skip
CURSORS = ["n1.1", "p1.1", "n999999999999.999999999999999999", "p-1.1", "n0~1.1",
           "n-999999999999999999~1.1"]  # fmt: skip
NO_CURSORS = ["n1", "n1.1.1", "x1.1", "n1.1 ", "n1e9.1", "n" + "9" * 40 + ".1", "n1.-1"]


@dataclass(frozen=True)
class Parameter:
    """Values that can be read, values that cannot, and whether it may stand several times."""

    good: list[str]
    bad: list[str] = field(default_factory=list)
    is_several: bool = False


def chosen(*good: str, is_several: bool = False) -> Parameter:
    return Parameter(list(good), HOSTILE, is_several)


def words(*good: str, longest: int, is_several: bool = False) -> Parameter:
    """Free text: anything can be looked for, but no NUL and nothing that would be cut."""
    told = [each for each in HOSTILE if "\0" not in each and len(each) <= longest and each.strip()]
    bad = ["\0", "a\0b", *(["x" * 10_000] if longest < 10_000 else [])]
    return Parameter([*good, *told], bad, is_several)


FREE = 100_000
DAY = Parameter(DAYS, [*NO_DAYS, *(each for each in HOSTILE if each.strip())])
CURSOR = Parameter(CURSORS, [*NO_CURSORS[:3], *NO_CURSORS[4:], *HOSTILE])
FACTS = {
    **{
        name: chosen(*known[:3], is_several=True)
        for name, known in filters.CHOICES.items()
        if name not in filters.FOR_PROGRAMS
    },
    "topic": words("nuclear", longest=FREE, is_several=True),
    "source": Parameter(["1", "voa-editorials"], ["\0", "-" * 81, "A B", "é", "'"], True),
    "publisher": words("voa-editorials", longest=FREE, is_several=True),
    "speaker": Parameter(["1", "99999999999999999"], HOSTILE[4:], True),
    "from": DAY,
    "to": DAY,
    "q": words("iran", "-iran", '"a treaty"', longest=300),
    "sort": chosen("newest", "oldest"),
}
PAIR = {
    **FACTS,
    "direction": chosen("IRN-RUS", "RUS-IRN", "mutual", "third", is_several=True),
    "sort": chosen(*filters.SORTS),
    "predecessor": chosen(*filters.PREDECESSORS),
}
PAGED = {"cursor": CURSOR}
NUMBERED = {"page": chosen("1", "2", "10")}
PAIRS = {"q": words("iran", longest=100), "sort": chosen("facts", "name", "last")}
SOURCES = {"q": words("voa", longest=100), "kind": chosen("newspaper", "agency")}
WHOLE_MONTHS = ["2022", "2022-07", "0001", "1990s", "summer 2022"]
MATRIX = {
    "lane": FACTS["lane"],
    "verification": FACTS["verification"],
    "from": Parameter(WHOLE_MONTHS, ["9999-12-31", "2022-07-19", *DAY.bad]),
    "to": Parameter(["9999-12-31", *WHOLE_MONTHS], ["2022-07-19", *DAY.bad]),
    "view": chosen("matrix"),
    "measure": chosen("facts", "visits", "paid"),
    "order": chosen("activity", "name"),
}
LOG = {
    "act": chosen("published", "corrected", is_several=True),
    "pair": chosen("IRN-RUS", "RUS-IRN"),
    "country": chosen("IRN"),
    "cursor": Parameter(["n1", "n999999999999999999"], HOSTILE),
}
PROMISES = {
    "kind": chosen("agreement", "arms_transfer"),
    "status": chosen("announced", "signed", is_several=True),
    "silent": chosen("6", "12"),
    "sort": chosen("age", "size", "gap", "silence"),
    "predecessor": chosen("with", "only", "without"),
    "at": DAY,
    "cursor": Parameter([], HOSTILE),
}
COMPARE = {
    "pair": Parameter(["IRN-RUS", "FRA-DEU"], HOSTILE, True),
    "from": DAY,
    "to": DAY,
    "split": DAY,
    "span": Parameter(["4y", "18m"], ["0y", "999y", *HOSTILE]),
    "scale": chosen("own"),
}
ROWS = {
    "pair": chosen("IRN-RUS"),
    "measure": chosen("agreements", "orders", "promised"),
    "from": DAY,
    "to": DAY,
    "direction": chosen("IRN-RUS", "RUS-IRN"),
}
BRIEF = {
    "fact": Parameter(["{fact}"], HOSTILE[4:], True),
    "title": words("A brief", longest=200),
    "sort": chosen("oldest", "newest"),
}

VOTES = {"only": chosen("alike", "apart"), "after": Parameter(["1", "99"], HOSTILE)}

PAGES = {
    "pair": {"/r/IRN-RUS/": PAIR | PAGED},
    "of-a-pair": {
        "/r/IRN-RUS/money/": {},
        "/r/IRN-RUS/promises/": PROMISES,
        "/r/IRN-RUS/voices/": PAGED,
        "/r/IRN-RUS/votes/": VOTES,
        "/r/IRN-RUS/changes/": {"since": DAY},
    },
    "lists": {
        "/": {},
        "/pairs/": PAIRS | NUMBERED,
        "/countries/": {"q": words("iran", longest=100)},
        "/network/": MATRIX | {"rows": chosen("1", "2"), "columns": chosen("1", "99")},
        "/sources/": SOURCES | NUMBERED,
        "/methodology/": {},
        "/changes/": LOG,
    },
    "one-thing": {
        "/c/IRN/": PAGED | {"sort": chosen("name", "facts", "paid", "last")},
        "/f/{fact}/": {"as_of": Parameter(["9999-12-31", "2100-01-01T10:00:00Z"], NO_DAYS)},
        "/f/{fact}/history/": {"from": chosen("1"), "to": chosen("1")},
        "/agreements/{agreement}/": PAGED,
        "/arms/{order}/": PAGED,
        "/s/{publisher}/": NUMBERED,
        "/a/{article}/": {},
    },
    "questions": {
        "/search/": FACTS | PAGED,
        "/compare/": COMPARE,
        "/compare/rows/": ROWS,
        "/brief/": BRIEF,
    },
}
FILES = {
    "facts": {
        **{f"/r/IRN-RUS.{form}": PAIR for form in ("csv", "json", "xlsx", "atom")},
        **{f"/c/IRN.{form}": FACTS for form in ("csv", "json", "xlsx", "atom")},
        **{f"/search.{form}": FACTS for form in ("csv", "json", "xlsx", "atom")},
    },
    "tables": {
        **{f"/pairs.{form}": PAIRS for form in ("csv", "json", "xlsx")},
        **{f"/c/IRN/partners.{form}": {} for form in ("csv", "json", "xlsx")},
        **{f"/network.{form}": MATRIX for form in ("csv", "json", "xlsx")},
        **{f"/sources.{form}": SOURCES for form in ("csv", "json", "xlsx")},
    },
    "feeds-and-briefs": {
        "/changes.atom": LOG,
        "/r/IRN-RUS/changes.atom": {name: LOG[name] for name in ("act", "cursor")},
        "/brief.md": BRIEF,
        "/brief.docx": BRIEF,
    },
}
WATCHED = {"/watched/": {"since": DAY}}
EVERY_PAGE = {k: v for group in PAGES.values() for k, v in group.items()}
EVERY_FILE = {k: v for group in FILES.values() for k, v in group.items()}
NAMES = ["x", "Lane", "limit", "утро", "<b>", "😀", "a\0b", "n" * 300, "lane[]"]
PATHS = [
    "/r/{}/", "/r/{}.csv", "/r/{}.json", "/r/{}.atom", "/r/{}/money/", "/r/{}/promises/",
    "/r/{}/voices/", "/r/{}/votes/", "/r/{}/changes/", "/r/{}/changes.atom", "/c/{}/",
    "/c/{}.xlsx", "/c/{}.json", "/c/{}/partners.csv", "/c/{}/partners.json", "/agreements/{}/",
    "/arms/{}/", "/s/{}/", "/a/{}/", "/f/{}/", "/f/{}/history/", "/f/{}.bib", "/f/{}.csl.json",
    "/f/{}.jsonld",
]  # fmt: skip


PARTS = st.sampled_from([*HOSTILE, *NO_DAYS]) | st.text()


@dataclass(frozen=True)
class Request:
    """What is asked of an address. why: what of it cannot be read, empty where all can.

    is_unsure: a parameter is given once with a value and once without.
    """

    place: str
    query: tuple[tuple[str, str], ...]
    why: str
    is_unsure: bool


@st.composite
def requests(draw, places, names=NAMES):
    """A few parameters of one place, most of them its own; of these, some cannot be read."""
    place = draw(st.sampled_from(sorted(places)))
    known = places[place]
    own = [
        st.sampled_from([(name, value, good) for value in values])
        for name, each in known.items()
        for good, values in ((True, [*each.good, ""]), (False, each.bad))
        if values
    ]
    other = st.tuples(st.sampled_from(names), st.sampled_from(["1", *HOSTILE]), st.just(False))
    drawn = draw(st.lists(st.one_of(*own, other) if own else other, max_size=4))
    told = [(name, value) for name, value, _ in drawn if value.strip()]
    why = [name for name, value, good in drawn if not good and value.strip()]
    why += [
        name
        for name, each in known.items()
        if not each.is_several and len({v for n, v in told if n == name}) > 1
    ]
    why += clashes(known, told)
    empty = {name for name, value, _ in drawn if not value.strip()}
    return Request(
        place,
        tuple((name, value) for name, value, _ in drawn),
        ", ".join(why),
        is_unsure=bool(empty & {name for name, _ in told}),
    )


def clashes(known, told):
    """What is good by itself and cannot be used beside the rest."""
    asked = {name: value for name, value in told if name in known}
    found = []
    if "split" in known:
        found += asked.keys() & ({"from", "to"} if "split" in asked else {"span"})
    if "view" in known:
        measure = asked.get("measure", "facts")
        found += asked.keys() & ({"lane"} if measure != "facts" else set())
        found += asked.keys() & ({"verification"} if measure == "paid" else set())
    if "2022" in known.get("from", DAY).good and is_turned(asked.get("from"), asked.get("to")):
        found.append("from")
    return found


def is_turned(start, end):
    if start is None or end is None:
        return False
    try:
        return dates.parse_window(start, is_end=False) > dates.parse_window(end, is_end=True)
    except dates.UnreadableDate:
        return False


def asks_nothing(asked):
    """A search without a question and a brief without facts: pages that make no file."""
    told = {(name, value) for name, value in asked.query if value.strip()}
    if asked.place.startswith("/search."):
        return told <= {("sort", "newest")}
    return asked.place.startswith("/brief.") and not told & {("fact", "{fact}")}


@pytest.fixture
def numbers(demo):
    fact = Fact.objects.filter(publication="published", kind="agreement").first()
    order = ArmsTransfer.objects.filter(steps__fact__publication="published").first()
    article = Claim.objects.filter(fact=fact).first().source
    return {
        "fact": fact.pk,
        "agreement": Agreement.objects.filter(steps__fact=fact).first().pk,
        "order": order.pk,
        "publisher": article.publisher.slug,
        "article": article.pk,
    }


def get(client, asked, numbers, **more):
    def filled(text):
        for name, value in numbers.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text

    query = urlencode([(name, filled(value)) for name, value in asked.query])
    return client.get(filled(asked.place) + (f"?{query}" if query else ""), **more)


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def has_nul(asked):
    return any("\0" in name + value for name, value in asked.query)


def check_page(client, asked, numbers):
    answer = get(client, asked, numbers, follow=True)
    if has_nul(asked):
        assert answer.status_code == 400
        return
    assert answer.status_code in (200, 404, 410), asked
    html = answer.content.decode()
    assert "<script>alert" not in html, asked
    if asked.why:
        assert "Ignored:" in html or answer.status_code == 404, asked


def check_file(client, asked, numbers):
    answer = get(client, asked, numbers)
    content = body(answer)
    is_refused = asked.why or has_nul(asked) or asks_nothing(asked)
    if not asked.is_unsure:
        assert answer.status_code == (400 if is_refused else 200), asked
    assert answer.status_code in ((400,) if is_refused else (200, 400)), asked
    if answer.status_code == 400:
        assert len(content) > 10
        return
    check_form(asked.place.rpartition(".")[2], content)


def check_form(form, content):
    """The file can be read as what it says it is."""
    if form == "csv":
        rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
        assert {len(row) for row in rows} == {len(rows[0])}
    elif form == "json":
        assert json.loads(content)["about"]
    elif form in ("csl.json", "jsonld"):
        assert json.loads(content)
    elif form == "atom":
        ElementTree.fromstring(content)
    elif form in ("xlsx", "docx"):
        packed = zipfile.ZipFile(io.BytesIO(content))
        for name in packed.namelist():
            if name.endswith(".xml"):
                ElementTree.fromstring(packed.read(name))
    else:
        content.decode()


def fuzzed(examples):
    return settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


# --- a few examples each time, many in `make fuzz` -----------------------------------------


def test_a_page_says_what_it_ignores_and_a_file_is_refused_for_it(client, numbers):
    for group in PAGES.values():
        fuzz(client, numbers, group, check_page, 60)
    for group in FILES.values():
        fuzz(client, numbers, group, check_file, 60)


def fuzz(client, numbers, places, check, examples):
    @fuzzed(examples)
    @given(asked=requests(places))
    def ask(asked):
        check(client, asked, numbers)

    ask()


def test_the_page_of_watched_pairs_says_what_it_ignores(client, numbers):
    client.force_login(factories.user())
    client.post("/r/IRN-RUS/watch/", {"watch": "on"})
    fuzz(client, numbers, WATCHED, check_page, 40)


BACK = [
    "/", "/r/IRN-RUS/?lane=arms", "//evil.example/", "https://evil.example/", "evil.example",
    "http:///evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
    "\t//evil.example", "http://testserver@evil.example/", "http://testserver/pairs/",
    "/" + "x" * 20_000,
]  # fmt: skip
WORDS = st.sampled_from(HOSTILE) | st.text(max_size=40)
POSTED = st.fixed_dictionaries(
    {},
    optional={
        "theme": st.sampled_from(THEMES) | WORDS,
        "watch": st.sampled_from(["on", "off"]) | WORDS,
        "next": st.sampled_from(BACK) | WORDS,
    },
)


@pytest.mark.parametrize("is_known", [True, False])
def test_forms_lead_back_into_this_site_whatever_is_posted(client, numbers, is_known):
    if is_known:
        client.force_login(factories.user())

    @fuzzed(80)
    @given(place=st.sampled_from(["/theme/", "/r/IRN-RUS/watch/"]), posted=POSTED)
    def post(place, posted):
        check_posted(client, place, posted)

    post()
    assert Watch.objects.count() <= is_known


def check_posted(client, place, posted):
    answer = client.post(place, posted)

    assert answer.status_code == 302
    assert urlsplit(answer["Location"]).scheme in ("", "http")
    assert urlsplit(answer["Location"]).netloc in ("", "testserver")
    if "theme" in answer.cookies:
        assert answer.cookies["theme"].value in THEMES


@fuzzed(60)
@given(part=PARTS)
def test_a_pair_that_cannot_be_named_cannot_be_watched(client, part):
    answer = client.post(f"/r/{quote(part, safe='', errors='replace')}/watch/", {"watch": "on"})

    assert answer.status_code in ((400,) if "\0" in part else (404,))


@fuzzed(60)
@given(place=st.sampled_from(PATHS), part=PARTS)
def test_a_part_of_an_address_that_names_nothing_is_not_found(client, place, part):
    check_path(client, place, part)


def check_path(client, place, part):
    answer = client.get(place.format(quote(part, safe="", errors="replace")), follow=True)

    assert answer.status_code in ((400,) if "\0" in part else (200, 404)), (place, part)


@fuzzed(60)
@given(text=st.sampled_from(HOSTILE) | st.text(max_size=400), name=st.sampled_from(["q", "x"]))
def test_suggestions_come_whatever_is_typed(client, text, name):
    answer = client.get("/search/suggest/?" + urlencode({name: text}, errors="replace"))

    assert answer.status_code == (400 if "\0" in text else 200)
    if answer.status_code == 200:
        assert len(answer.json()["options"]) <= 8


def test_bytes_that_are_no_text_are_answered(client):
    fact = factories.agreement()
    numbers = dict.fromkeys(("agreement", "order", "publisher", "article"), "1") | {"fact": fact.pk}
    for raw in ("q=%FF%FE", "lane=%FF", "%FF=1", "q=%ED%A0%80", "q=%", "&&=&="):
        for place in EVERY_PAGE:
            answer = client.get(f"{place}?{raw}".format(**numbers), follow=True)
            assert answer.status_code in (200, 404), (place, raw)
        for place in EVERY_FILE:
            answer = client.get(f"{place}?{raw}")
            body(answer)
            assert answer.status_code in (200, 400), (place, raw)


@pytest.mark.fuzz
def test_no_page_breaks_in_many_more_examples(client, numbers):
    fuzz(client, numbers, EVERY_PAGE, check_page, 1_500)
    client.force_login(factories.user())
    fuzz(client, numbers, WATCHED, check_page, 300)


@pytest.mark.fuzz
def test_no_file_is_wrong_in_many_more_examples(client, numbers):
    fuzz(client, numbers, EVERY_FILE, check_file, 1_500)


@pytest.mark.fuzz
def test_no_form_leads_away_in_many_more_examples(client, numbers):
    client.force_login(factories.user())

    @fuzzed(1_500)
    @given(place=st.sampled_from(["/theme/", "/r/IRN-RUS/watch/"]), posted=POSTED)
    def post(place, posted):
        check_posted(client, place, posted)

    post()


@pytest.mark.fuzz
@fuzzed(1_500)
@given(place=st.sampled_from(PATHS), part=PARTS)
def test_no_part_of_an_address_breaks_in_many_more_examples(client, place, part):
    check_path(client, place, part)


# --- what was found so, each by its name ---------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/r/DEU-FRA/?from=" + "before+" * 1_500 + "2022",
        "/r/DEU-FRA/?to=2022" + "+to+2023" * 1_200,
        "/r/DEU-FRA/changes/?since=" + "about+" * 1_500 + "2022",
        "/network/?rows=000001" + "9" * 5_000,
        "/r/DEU-FRA/promises/?silent=000001" + "9" * 5_000,
        "/pairs/?page=00000000019",
        "/sources/?page=00000000019",
    ],
)
def test_a_value_too_long_to_be_read_is_ignored_with_a_notice(client, address):
    answer = client.get(address)

    assert answer.status_code == 200
    assert "Ignored:" in answer.content.decode()


@pytest.mark.parametrize("text", ["000000001" + "9" * 5_000, "0000000019999"])
def test_leading_zeros_make_no_larger_page(client, text):
    assert client.get(f"/api/v1/facts/?limit={text}").status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "/r/DEU-FRA/?lane=sea&q=",
        "/c/FRA/?sort=size&cursor=",
        "/r/DEU-FRA/changes/?since=soon&x=",
        "/r/DEU-FRA/promises/?kind=sea&status=",
        "/r/DEU-FRA/voices/?cursor=9&x=",
        "/r/DEU-FRA/votes/?after=soon&only=",
        "/changes/?act=eaten&pair=",
        "/pairs/?sort=size&q=",
        "/network/?measure=love&lane=",
        "/brief/?sort=size&title=",
        "/search/?lane=sea&q=",
        "/compare/?from=soon&to=",
        "/sources/?kind=sea&q=",
    ],
)
def test_an_empty_parameter_takes_no_bad_one_with_it_unsaid(client, address):
    answer = client.get(address, follow=True)

    assert len(answer.redirect_chain) == 1
    assert "Ignored:" in answer.content.decode()


def test_an_address_too_long_to_be_led_to_is_answered_where_it_is(client):
    answer = client.get("/r/DEU-FRA/?q=&" + "&".join(["lane=" + "x" * 9_000] * 2))

    assert answer.status_code == 200
    assert "Ignored:" in answer.content.decode()


@pytest.mark.parametrize("place", ["/", "/countries/", "/methodology/", "/r/DEU-FRA/money/"])
def test_pages_that_read_little_say_what_they_do_not_read(client, place):
    assert "There is no parameter “lane” here" in client.get(f"{place}?lane=arms").content.decode()


def test_the_page_of_a_fact_and_of_its_past_say_what_they_do_not_read(client):
    fact = factories.visit()

    for query in ("lane=arms", "lane=arms&as_of=9999-12-31", "as_of=2200&as_of=2201"):
        assert "Ignored:" in client.get(f"/f/{fact.pk}/?{query}").content.decode()
    assert "Ignored:" in client.get(f"/f/{fact.pk}/history/?lane=arms").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "measure=visits&x=1",
        "measure=visits&direction=DEU-FRA",
        "measure=orders&from=2022&from=2023",
    ],
)
def test_the_rows_behind_a_number_say_what_they_ignore(client, query):
    html = client.get(f"/compare/rows/?pair=DEU-FRA&{query}").content.decode()

    assert "Ignored:" in html


def test_years_after_the_last_fact_are_told(client):
    html = client.get("/compare/?pair=IRN-RUS&pair=DEU-FRA&from=9000").content.decode()

    assert "there is nothing after" in html


@pytest.mark.parametrize("place", ["/pairs", "/sources"])
@pytest.mark.parametrize("query", ["q=" + "x" * 101, "q=iran&q=russia"])
def test_words_that_would_be_cut_make_no_table(client, place, query):
    assert client.get(f"{place}.csv?{query}").status_code == 400
    assert "Ignored:" in client.get(f"{place}/?{query}").content.decode()


def test_a_measure_named_twice_makes_no_table(client):
    assert client.get("/network.csv?measure=facts&measure=visits").status_code == 400


# --- hostile words stay words --------------------------------------------------------------

TEXTS = [
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>",
    "\u202eright to left\u202c \u200d\u200b 😀👩‍👩‍👧",
    "=HYPERLINK(\"http://evil.example\")",
    "+1", "-1", "@SUM(A1)", "\t=1", "'=1", "＝1",
    f"control {ILLEGAL_IN_XML} here ]]> & &amp; {{{{ 7*7 }}}} {{% now %}}",
]  # fmt: skip


def hostile_facts(text):
    """A visit and a statement that hold the text wherever people write."""
    long = text + "x" * 10_000
    person = Person.objects.create(name=text[:100])
    source = factories.source(title=text[:200], publisher=None)
    Publisher.objects.filter(pk=source.publisher_id).update(name=text[:100])
    made = {"headline": text, "summary": long}
    visit = factories.visit(evidence=[factories.evidence(quotation=long, source=source)], **made)
    statement = recording.record_statement(
        by=None,
        fact=factories.common(**made),
        statement=recording.values.StatementValues(
            speaker=person,
            country=factories.country("FRA"),
            targets=[(factories.country("DEU"), "critical")],
        ),
    )
    recording.publish(statement, by=None)
    recording.number_changes()
    return visit, statement, source


def test_hostile_words_are_escaped_on_every_page(client):
    made = [hostile_facts(text) for text in TEXTS]

    for address in (
        "/", "/r/DEU-FRA/", "/r/DEU-FRA/?q=visit", "/c/FRA/",
        "/search/?lane=visit", "/search/?q=script", "/r/DEU-FRA/voices/", "/changes/",
        "/r/DEU-FRA/changes/?since=0001", "/sources/",
        *(address for each in made for address in addresses_of(*each)),
    ):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 200, address
        html = answer.content.decode()
        assert "<script>alert" not in html, address
        assert "<img src=x" not in html, address


def addresses_of(visit, statement, source):
    """The pages of two facts and of where they stand."""
    return [
        f"/f/{visit.pk}/", f"/f/{statement.pk}/", f"/f/{visit.pk}/history/",
        f"/f/{visit.pk}/?as_of=9999-12-31", f"/a/{source.pk}/", f"/s/{source.publisher.slug}/",
        f"/brief/?fact={visit.pk}&fact={statement.pk}",
    ]  # fmt: skip


def test_hostile_words_are_harmless_in_every_file(client):
    facts = [fact.pk for text in TEXTS for fact in hostile_facts(text)[:2]]
    brief = "&".join(f"fact={pk}" for pk in facts)

    for address in (
        "/r/DEU-FRA.csv", "/c/FRA.csv", "/search.csv?lane=visit", "/sources.csv", "/r/DEU-FRA.json",
        "/r/DEU-FRA.xlsx", "/sources.xlsx", "/r/DEU-FRA.atom", "/c/FRA.atom", "/changes.atom",
        "/r/DEU-FRA/changes.atom", f"/brief.docx?{brief}", f"/brief.md?{brief}",
        *(f"/f/{pk}.{form}" for pk in facts for form in ("bib", "csl.json", "jsonld")),
    ):  # fmt: skip
        answer = client.get(address)
        content = body(answer)
        assert answer.status_code == 200, address
        form = address.partition("?")[0].partition(".")[2]
        check_form(form, content)
        if form == "csv":
            cells = list(csv.reader(io.StringIO(content.decode(), newline="")))
            assert not [each for row in cells for each in row if is_run(each)], address


def is_run(cell):
    """Whether a spreadsheet would take the cell for a formula."""
    try:
        float(cell)
    except ValueError:
        return cell.lstrip(" ")[:1] in tuple("=+-@＝＋－＠\t\r")
    return False
