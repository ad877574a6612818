"""The pages of publishers and documents: who says it, in which words, with whose independence."""

import csv
import io

import pytest

from relations import recording
from relations.models import Publisher, Source, SourceVersion
from tests import factories
from tests.relations.importing.conftest import Importing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

TEXT = (
    "Paris met Berlin. The two ministers met on Monday in Berlin, as planned.\n\n"
    "They signed a treaty on rail traffic. Nobody spoke of money."
)
HOSTILE = "<script>alert(1)</script>\u202e\u200d😀" + "x" * 300


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def held(text=TEXT, **values):
    """A source whose text we hold."""
    source = factories.source(**values)
    version = SourceVersion.objects.create(
        source=source, number=1, text=text, sha256="a" * 64, retrieved_at=source.retrieved_at
    )
    return source, version


def passage(source, version, words):
    start = version.text.index(words)
    return factories.evidence(
        source=source, version=version, quotation=words, start=start, end=start + len(words)
    )


def test_an_article_shows_its_text_with_the_passages_numbered_as_the_facts(client):
    source, version = held(licence="CC BY 4.0", credit="By its authors")
    signed = factories.agreement(
        evidence=[passage(source, version, "They signed a treaty on rail traffic")],
        headline="The treaty is signed",
    )
    met = factories.visit(
        evidence=[passage(source, version, "The two ministers met on Monday")],
        headline="The ministers meet",
    )

    html = page(client, f"/a/{source.pk}/")

    assert '<mark class="hl lane-visit">The two ministers met on Monday</mark>' in html
    assert 'id="p1" href="#n1"' in html
    assert "Nobody spoke of money." in html
    assert "2 facts drawn from it" in html
    drawn = html.split('<ol class="drawn">')[1]
    assert drawn.index(f"/f/{met.pk}/") < drawn.index(f"/f/{signed.pk}/")
    assert 'href="#p2"' in drawn
    assert "By its authors" in html
    assert f'href="/a/{source.pk}/"' in page(client, f"/f/{met.pk}/")


def test_a_text_without_an_open_licence_is_shown_only_around_its_passages(client):
    source, version = held()
    factories.visit(evidence=[passage(source, version, "The two ministers met on Monday")])

    html = page(client, f"/a/{source.pk}/")

    assert "The two ministers met on Monday</mark> in Berlin, as planned." in html
    assert "Nobody spoke of money" not in html
    assert "its licence is not open" in html.lower()


def test_a_passage_of_an_older_text_is_found_again_or_said_to_be_missing(client):
    source, version = held(licence="CC BY 4.0")
    factories.visit(evidence=[passage(source, version, "The two ministers met on Monday")])
    factories.agreement(evidence=[passage(source, version, "Nobody spoke of money")])
    SourceVersion.objects.create(
        source=source, number=2, text="New. The two ministers met on Monday.", sha256="b" * 64,
        retrieved_at=source.retrieved_at,
    )  # fmt: skip

    html = page(client, f"/a/{source.pk}/")

    assert "New. <mark" in html
    assert html.count("Its passage is not in the text held now.") == 1


def test_an_article_without_a_public_fact_is_not_there(client):
    source, version = held()
    factories.visit(
        publish=False, evidence=[passage(source, version, "The two ministers met on Monday")]
    )

    assert "no article" in page(client, f"/a/{source.pk}/", status=404)
    assert source.publisher.slug not in page(client, "/sources/")
    page(client, f"/s/{source.publisher.slug}/", status=404)
    page(client, "/a/99999999/", status=404)
    client.force_login(factories.user())
    assert "only staff see this page" in page(client, f"/a/{source.pk}/")


def test_a_release_of_votes_is_there_though_no_fact_cites_it(client, tmp_path):
    for name, text in (
        ("votes.csv", "rcid,country,country_code,vote\n1,France,FR,yes\n1,Germany,DE,yes\n"),
        ("calls.csv", "rcid,session,importantvote,date,unres,amend,para,short,descr\n"
         "1,60,0,2001-12-01,R/1,0,0,TRADE,ON TRADE\n"),
        ("issues.csv", "rcid,short_name,issue\n"),
    ):  # fmt: skip
        (tmp_path / name).write_text(text)
    Importing().do(*(tmp_path / name for name in ("votes.csv", "calls.csv", "issues.csv")))
    source = Source.objects.get()

    html = page(client, f"/a/{source.pk}/")

    assert "1 roll call of the UN General Assembly, shown with each pair." in html
    assert "only staff see this page" not in html
    assert source.title in page(client, f"/s/{source.publisher.slug}/")
    assert source.publisher.name in page(client, "/sources/")


def test_a_merged_source_leads_to_the_one_it_became(client):
    kept, gone = factories.source(), factories.source()
    factories.visit(evidence=[factories.evidence(source=kept)])
    Source.objects.filter(pk=gone.pk).update(merged_into=kept)

    answer = client.get(f"/a/{gone.pk}/")

    assert (answer.status_code, answer.url) == (301, f"/a/{kept.pk}/")


def test_the_table_of_sources_counts_facts_and_the_share_confirmed(client):
    wire = factories.publisher("wire")
    source = factories.source(published="2022-08", publisher=wire)
    other = factories.source(publisher=factories.publisher())
    factories.visit(
        evidence=[
            factories.evidence(source=source, asserted_by_words="one"),
            factories.evidence(source=other, asserted_by_words="another"),
        ]
    )
    factories.visit("2021", evidence=[factories.evidence(source=source)])
    factories.statement(evidence=[factories.evidence(source=source)])

    html = page(client, "/sources/")

    row = html.split(f'href="/s/{wire.slug}/"')[1].split("</tr>")[0]
    assert "Wire" in row
    assert '<td class="number">3</td>' in row
    assert '<td class="number">50 %</td>' in row
    assert "<td>2022</td>" in row
    assert wire.slug not in page(client, "/sources/?kind=newspaper")


def test_a_correction_changes_the_count_in_the_next_request(client):
    source = factories.source()
    fact = factories.visit(evidence=[factories.evidence(source=source)])
    factories.visit("2021", evidence=[factories.evidence(source=source)])
    assert ">2 facts</a>" in page(client, f"/s/{source.publisher.slug}/")

    recording.retract(fact, by=None, reason="The article was withdrawn.")

    assert ">1 fact</a>" in page(client, f"/s/{source.publisher.slug}/")


def test_two_publishers_of_one_owner_are_said_not_to_be_independent(client):
    owner = factories.country("DEU")
    one, other = (factories.publisher("state_media", owner_country=owner) for _ in range(2))
    for each in (one, other):
        factories.visit(evidence=[factories.evidence(source=factories.source(publisher=each))])

    html = page(client, f"/s/{one.slug}/")

    assert f'href="/s/{other.slug}/"' in html
    assert "they have the same owner" in html


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200),
        ("?kind=nonsense", 400),
        ("?page=2", 400),
        ("?speaker=1", 400),
        ("?kind=wire", 200),
    ],
)
def test_the_table_is_a_file_too_and_refuses_what_it_cannot_read(client, query, status):
    factories.visit(evidence=[factories.evidence(source=factories.source(published="2022"))])

    answer = client.get(f"/sources.csv{query}")

    assert answer.status_code == status
    if not query:
        [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
        assert (row["facts"], row["documents"], row["last_year"]) == ("1", "1", "2022")


@pytest.mark.parametrize(
    "query", ["?kind=nonsense", "?page=0", "?page=x", "?page=99999999999", "?sort=name"]
)
def test_what_the_page_cannot_read_is_ignored_with_a_notice(client, query):
    factories.visit()

    assert "Ignored:" in page(client, f"/sources/{query}")


def test_a_page_past_the_last_shows_the_last_with_a_notice(client):
    source = factories.source()
    factories.visit(evidence=[factories.evidence(source=source)])

    for place in ("/sources/", f"/s/{source.publisher.slug}/"):
        html = page(client, f"{place}?page=7")
        assert "Ignored: There is no page 7; this is the last, page 1." in html
        assert source.publisher.name in html
        assert "Ignored:" not in page(client, f"{place}?page=1")


def test_empty_parameters_leave_the_address(client):
    assert client.get("/sources/?q=&kind=wire").url == "/sources/?kind=wire"


def test_hostile_names_and_titles_are_escaped(client):
    made = Publisher.objects.create(name=HOSTILE[:150], slug="hostile", kind="wire", note=HOSTILE)
    source, version = held(HOSTILE + ". " + HOSTILE, title=HOSTILE, publisher=made, licence="x")
    factories.visit(
        evidence=[factories.evidence(source=source, version=version, quotation=HOSTILE[:50],
                                     start=0, end=50)]
    )  # fmt: skip

    for address in ("/sources/", "/s/hostile/", f"/a/{source.pk}/"):
        assert "<script>alert" not in page(client, address)


@pytest.mark.parametrize("many", [2, 12])
def test_queries_do_not_grow_with_the_facts(client, many, django_assert_max_num_queries):
    source, version = held(licence="CC BY 4.0")
    for number in range(many):
        factories.visit(
            f"20{number + 10}",
            evidence=[passage(source, version, "The two ministers met on Monday")],
        )
    for address in (f"/a/{source.pk}/", f"/s/{source.publisher.slug}/", "/sources/"):
        with django_assert_max_num_queries(12):
            page(client, address)
