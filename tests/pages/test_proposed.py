"""Facts that programs propose: they wait at the desk, and an editor decides."""

import pytest

from relations import recording
from relations.models import Fact, Proposal, ReviewPolicy
from tests import factories
from tests.relations.test_proposals import payload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def editor(client):
    made = factories.user()
    client.force_login(made)
    return made


def proposed(**changes):
    return recording.hand_in(payload(**changes), by=factories.user(), origin_name="nightly mirror")


def address(proposal):
    return f"/desk/review/n/{proposal.pk}/"


def typed(client, proposal, **changes):
    """What a browser would send of the form, untouched but for the changes."""
    form = client.get(address(proposal)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in values.items() if value not in (None, False, "")}
    return client.post(address(proposal), {**data, "do": "accept", **changes})


def test_what_a_program_proposes_waits_at_the_desk(client, editor):
    proposal = proposed()

    for page in ("/desk/", "/desk/review/"):
        said = client.get(page).content.decode()
        assert f'href="{address(proposal)}"' in said
        assert "France in Germany" in said
        assert "nightly mirror" in said
    assert "They met." in client.get(address(proposal)).content.decode()


def test_accepted_as_proposed_it_is_public(client, editor):
    proposal = proposed()

    answer = typed(client, proposal)

    assert answer.headers["Location"] == "/desk/review/"
    fact = Fact.objects.get()
    assert (fact.publication, fact.published_by) == ("published", editor)
    proposal.refresh_from_db()
    assert proposal.edited_payload is None
    assert address(proposal) not in client.get("/desk/").content.decode()
    assert "accepted" in client.get(address(proposal)).content.decode()


def test_where_a_second_reader_is_required_it_waits_for_one(client, editor):
    ReviewPolicy.objects.create(kind="visit", rule="required")

    typed(client, proposed())

    assert Fact.objects.get().publication == "in_review"


def test_what_the_form_does_not_show_stays_as_proposed(client, editor):
    one, two = factories.source(), factories.source()
    money = [{"measure": measure, "currency": "EUR", "best": best}
             for measure, best in (("promised", 9), ("paid", 5))]  # fmt: skip
    proposal = proposed(
        kind="action",
        detail={"action": "loan", "senders": ["FRA"], "receivers": ["DEU"]},
        money=money,
        evidence=[
            {"source": one.pk, "quotation": "A loan.", "licence": "CC BY 4.0"},
            {"source": two.pk, "quotation": "Money was lent."},
        ],
    )

    typed(client, proposal, summary="For rail.")

    fact = Fact.objects.get()
    assert fact.summary == "For rail."
    assert {row.measure for row in fact.money.all()} == {"promised", "paid"}
    assert {claim.quotation: claim.licence for claim in fact.claims.filter(field="")} == {
        "A loan.": "CC BY 4.0",
        "Money was lent.": "",
    }
    proposal.refresh_from_db()
    assert proposal.payload["money"] == money
    assert proposal.edited_payload["summary"] == "For rail."


def test_one_that_is_here_already_becomes_a_source_of_it(client, editor):
    here = factories.visit()
    proposal = proposed()
    assert "It may be here already" in client.get(address(proposal)).content.decode()

    client.post(address(proposal), {"do": "source", "to": here.pk})

    assert Fact.objects.get() == here
    assert here.claims.filter(quotation="They met.").exists()


def test_a_rejection_needs_a_reason(client, editor):
    proposal = proposed()

    assert client.post(address(proposal), {"do": "reject", "reason": " "}).status_code == 422
    client.post(address(proposal), {"do": "reject", "reason": "Not a fact"})

    proposal.refresh_from_db()
    assert (proposal.state, proposal.rejection_reason) == ("rejected", "Not a fact")
    assert "Not a fact" in client.get(address(proposal)).content.decode()


@pytest.mark.parametrize(
    "data",
    [{"do": "accept", "visitors": "France", "host": "France", "form": "visit"},
     {"do": "source", "to": "999"}, {"do": "dance"}],
    ids=["itself", "no fact", "no act"],
)  # fmt: skip
def test_a_decision_that_cannot_be_changes_nothing(client, editor, data):
    proposal = proposed()

    assert client.post(address(proposal), data).status_code == 422
    assert not Fact.objects.exists()
    assert Proposal.objects.get().state == "proposed"


def test_what_was_proposed_in_an_article_is_decided_there(client, editor):
    from articles import intake
    from tests.articles.samples import VISIT

    article = intake.read(intake.add_text(VISIT, by=editor).article.pk)
    proposal = article.suggestions.first().proposal

    assert client.get(address(proposal)).status_code == 404
    assert "Proposed by programs" not in client.get("/desk/").content.decode()


def test_a_proposed_source_is_added_from_the_page_of_corrections(client, editor):
    fact, source = factories.visit(), factories.source()
    passage = [{"source": source.pk, "quotation": "They came.", "asserted_by": ["DEU"]}]
    proposal = recording.hand_in(
        {"evidence": passage}, by=factories.user(), fact=fact, public_note="Source added"
    )
    page = f"/desk/review/p/{proposal.pk}/"
    assert "They came." in client.get(page).content.decode()

    client.post(page, {"do": "accept", "take": ["quotation"]})

    assert fact.claims.filter(source=source).exists()
