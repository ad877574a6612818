"""Whole articles: who is meant, what is told twice, what stands in a list."""

from __future__ import annotations

import time

import pytest

from articles.mentions.folding import fold
from articles.mentions.names import names_from_files
from articles.shapes import Document
from articles.suggesting import ProviderMissing, UnknownProvider, providers, suggest
from articles.suggesting import sentences as splitting
from tests.articles.reading import suggestions


def kinds(text: str, published: str = "", publisher: str = "") -> list[tuple[str, str]]:
    return [
        (found.kind, " ".join(f"{party.code}:{party.role}" for party in found.countries))
        for found in suggestions(text, published, publisher)
    ]


def test_evidence_is_an_exact_passage_of_the_text() -> None:
    text = "“Pérez” was there.\n\nFrance’s president met with Spain’s king — in Madrid — on Monday."

    (found,) = suggestions(text)

    assert found.evidence(text) == text[found.start : found.end]
    assert "met with Spain’s king" in found.evidence(text)


def test_a_quote_is_an_exact_part_of_the_text_without_marks() -> None:
    text = "“We stand firmly with our friends in Chile,” said Peruvian President Ana Quispe."

    (found,) = suggestions(text)

    assert found.quote == "We stand firmly with our friends in Chile,"
    assert found.speaker is not None
    assert (found.speaker.name, found.speaker.code) == ("Ana Quispe", "PER")
    assert found.stances == (("CHL", "supportive"),)


def test_he_is_the_one_who_spoke_before() -> None:
    text = (
        "“Chile has broken its word again,” Peruvian President Ana Quispe told reporters. "
        "The talks failed. He left. “Chile must keep its promises,” she said."
    )

    assert [found.speaker and found.speaker.name for found in suggestions(text)] == [
        "Ana Quispe", "Ana Quispe",
    ]  # fmt: skip


def test_the_two_sides_are_the_pair_before() -> None:
    text = "Norway and Iceland held talks in Oslo. The two sides signed a fishing agreement."

    assert kinds(text)[1] == ("agreement", "NOR:party ISL:party")


def test_a_fact_told_twice_is_suggested_once() -> None:
    text = (
        "Kenya has cut diplomatic ties with Eritrea. Officials gave no reason. "
        "Kenya severed relations with Eritrea on Monday."
    )

    assert kinds(text, "2020-03-04") == [("diplomatic_action", "KEN:party ERI:target")]
    assert suggestions(text, "2020-03-04")[0].date == "2020-03-02"


def test_a_date_is_never_the_day_of_publication_by_default() -> None:
    (found,) = suggestions("Kenya cut diplomatic ties with Eritrea.", "2020-03-04")

    assert (found.date, found.date_basis) == ("", "")


def test_reported_speech_that_tells_a_fact_is_that_fact_with_who_says_so() -> None:
    text = "Iran will send Sudan drones, Egyptian Foreign Minister Sami Hassan said."

    (found,) = suggestions(text)

    assert found.kind == "arms_transfer"
    assert found.status == "planned"
    assert [speaker.name for speaker in found.asserted_by] == ["Sami Hassan"]


def test_an_answer_without_a_name_is_to_the_one_who_acted() -> None:
    text = "Canada imposed sanctions on Belarus. Belarus condemned the decision."

    assert kinds(text)[1] == ("statement", "BLR:speaker CAN:target")


def test_a_ministry_without_a_country_serves_the_subject_of_the_article() -> None:
    text = (
        "China has summoned the Dutch ambassador. "
        "Foreign Ministry spokesman Li Wen criticized the Netherlands."
    )

    assert kinds(text)[1] == ("statement", "CHN:speaker NLD:target")


def test_we_is_the_government_that_publishes() -> None:
    text = "We condemn the arrests in Belarus. We stand with the people of Belarus."

    found = suggestions(text, publisher="The White House")

    assert {one.kind for one in found} == {"statement"}
    assert found[0].countries[0].code == "USA"
    assert suggestions(text) == []


def test_a_list_has_its_giver_above_it() -> None:
    text = (
        "Support for Chad\n\nThe United States announced for Chad:\n\n"
        "- $20 million in food assistance\n- $5 million in medical support\n"
    )

    found = suggestions(text, publisher="The White House")

    assert [one.amount and one.amount.reported for one in found] == ["$20 million", "$5 million"]
    assert {party.code for one in found for party in one.countries} == {"USA", "TCD"}


@pytest.mark.parametrize(
    "text",
    [
        "If Chile attacks Peru, the region will suffer.",
        "Chile did not sign an agreement with Peru.",
        "The move follows talks with Peru.",
    ],
)
def test_what_did_not_happen_is_no_fact(text: str) -> None:
    assert [one for one in suggestions(text) if one.kind != "statement"] == []


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Peru was attacked by Chile.", "CHL:party PER:target"),
        ("A Peruvian ship was seized by Chile.", "CHL:party PER:target"),
        ("A Chilean missile shot down a Peruvian plane.", "CHL:party PER:target"),
    ],
)
def test_the_passive_turns_the_roles(text: str, roles: str) -> None:
    assert [roles for _, roles in kinds(text)] == [roles]


def test_organisations_are_not_parties() -> None:
    assert suggestions("The European Union imposed sanctions on Hamas.") == []


def test_an_empty_text_suggests_nothing() -> None:
    assert suggestions("") == []
    assert suggestions("\n\n  \n") == []


def test_an_unknown_provider_is_named_in_the_error() -> None:
    with pytest.raises(UnknownProvider, match="oracle"):
        suggest(Document("France met Spain."), names_from_files(), "oracle")


def test_spacy_keeps_strangers_from_acting_for_a_state() -> None:
    pytest.importorskip("spacy")
    text = "French President Ann Example met with Spanish Prime Minister Juan Ruiz in Madrid."

    by_rules, by_spacy = (
        suggest(Document(text), names_from_files(), name) for name in ("rules", "spacy")
    )

    assert [one.countries for one in by_rules] == [one.countries for one in by_spacy]


def test_sentences_end_where_they_should() -> None:
    text = "Mr. Ruiz met U.S. President Smith. “It works. It does,” he said. The U.S. They left."

    found = [text[one.start : one.end] for one in splitting.split(fold(text))]

    assert found == [
        "Mr. Ruiz met U.S. President Smith.",
        "“It works. It does,” he said.",
        "The U.S.",
        "They left.",
    ]


def test_private_use_characters_of_a_text_stand_for_nobody() -> None:
    text = "\ue000 met \ue001 in \ue800. \uf400 said \ue000. France met with Spain in Madrid."

    (found,) = suggestions(text)

    assert found.evidence(text) == "France met with Spain in Madrid."


@pytest.mark.parametrize(
    "text",
    [
        "A" * 60_000,
        "France " * 8_000,
        "“" * 20_000,
        "the " * 15_000 + "France met Spain",
        ", ".join(["France and Spain"] * 3_000),
        "U.S. " * 10_000,
        "$1 " * 15_000,
        "President " * 6_000,
        "\n".join(["- $5 million for France"] * 2_000),
    ],
    ids=lambda text: text[:20],
)
def test_a_strange_text_takes_no_longer_than_its_length(text: str) -> None:
    begun = time.process_time()

    suggestions(text, "2020-01-01")

    assert time.process_time() - begun < 12


def test_a_provider_that_is_not_installed_says_what_it_needs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError("No module named 'spacy'", name="spacy")

    monkeypatch.setattr(providers, "import_module", missing)

    with pytest.raises(ProviderMissing, match="“spacy” needs spacy"):
        suggest(Document("France met Spain."), names_from_files(), "spacy")


def test_an_apposition_does_not_open_a_speaker() -> None:
    text = "Chile's foreign minister, Ana Ruiz, said Peru was wrong to attack its neighbors."

    (found,) = suggestions(text)

    assert found.speaker is not None
    assert found.speaker.name == "Ana Ruiz"
    assert {party.code: party.role for party in found.countries} == {
        "CHL": "speaker", "PER": "target",
    }  # fmt: skip
