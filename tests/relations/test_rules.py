"""Every rule of the database, broken once."""

from datetime import UTC, datetime

import pytest
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from relations import db, recording
from relations.models import (
    Agreement,
    AgreementParty,
    ArmsTransfer,
    Body,
    Change,
    Claim,
    Country,
    CountryCode,
    CountrySpell,
    ExchangeRate,
    Fact,
    FactLink,
    Import,
    Money,
    PairFact,
    PairFactVersion,
    Participant,
    Proposal,
    Publisher,
    ReviewPolicy,
    SourceVersion,
    Statement,
    StatementTarget,
    Succession,
    Tenure,
    TransferItem,
    Visit,
)
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@transaction.atomic
def _write_inside_an_act(write):
    with db.writing("test"):
        write()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def breaks(rule, write):
    """Assert that a write inside an act is refused by the rule of this name."""
    with pytest.raises(IntegrityError) as refused:
        _write_inside_an_act(write)
    assert db.broken_rule(refused.value) == rule


# --- writes belong to acts ---


def test_a_raw_write_outside_an_act_is_refused():
    fact = factories.visit()
    for write in (
        lambda: Fact.objects.filter(pk=fact.pk).update(headline="x"),
        lambda: PairFact.objects.filter(fact=fact).delete(),
        lambda: Participant.objects.filter(fact=fact).delete(),
        lambda: Claim.objects.filter(fact=fact).update(quotation="x"),
        lambda: Visit.objects.filter(fact=fact).update(place="x"),
        lambda: Agreement.objects.create(title="x"),
    ):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            write()
        assert db.broken_rule(refused.value) == "write_belongs_to_an_act"


# --- pair rows cannot disagree with their fact ---


def row_values(fact, **changes):
    row = PairFact.objects.get(fact=fact)
    values = {
        column.attname: getattr(row, column.attname) for column in PairFact._meta.concrete_fields
    }
    values.pop("pk", None)
    return {**values, **changes}


def test_dating_an_undated_fact_dates_its_pair_row():
    fact = factories.visit("")
    undated = PairFact.objects.get(fact=fact)
    values = recording.payload_of(fact) | {"date": "2022-07-19"}
    common, detail = recording.read(values)

    recording.amend(fact, by=None, common=common, detail=detail, reason="The date was found")

    dated = PairFact.objects.get(fact=fact)
    assert (undated.date_precision, dated.date_precision) == ("none", "day")
    assert dated.sort_key == fact.sort_key != undated.sort_key
    assert dated.first_day == dated.last_day == fact.first_day


def test_undating_a_dated_fact_undates_its_pair_row():
    fact = factories.visit("2022-07-19")
    common, detail = recording.read(recording.payload_of(fact) | {"date": ""})

    recording.amend(fact, by=None, common=common, detail=detail, reason="The source was misread")

    row = PairFact.objects.get(fact=fact)
    assert (row.date_precision, row.sort_key) == ("none", fact.sort_key)


def test_a_pair_row_of_a_fact_that_is_not_there_is_refused():
    values = row_values(factories.visit(), fact_id=999_999_999)

    breaks("pair_row_agrees_with_its_fact", lambda: PairFact.objects.create(**values))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verification", "corroborated"), ("publication", "draft"), ("sort_key", 1),
        ("status", "signed"), ("first_day", 0), ("kind", "action"),
    ],
)  # fmt: skip
def test_a_pair_row_that_says_otherwise_than_its_fact_is_refused(column, value):
    fact = factories.visit()

    breaks(
        "pair_row_agrees_with_its_fact",
        lambda: PairFact.objects.filter(fact=fact).update(**{column: value}),
    )


def test_every_copied_column_is_filled_on_both_sides():
    from relations.models import COPIED

    for model in (Fact, PairFact):
        for name in COPIED:
            column = model._meta.get_field(name)
            assert not column.null, f"{model.__name__}.{name}"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_attribute WHERE attrelid = 'relations_pairfact'::regclass"
            " AND attnum > 0 AND NOT attisdropped AND NOT attnotnull"
        )
        assert cursor.fetchone()[0] == 0


def test_a_mirrored_pair_and_a_pair_with_itself_are_refused():
    fact = factories.visit()
    mirrored = row_values(fact, low_id="FRA", high_id="DEU")
    selfsame = row_values(fact, low_id="FRA", high_id="FRA")

    breaks("pair_is_low_high", lambda: PairFact.objects.create(**mirrored))
    breaks("pair_is_low_high", lambda: PairFact.objects.create(**selfsame))


def test_a_third_partys_row_outside_its_lane_is_refused():
    fact = factories.visit()

    breaks(
        "third_parties_have_their_own_lane",
        lambda: PairFact.objects.filter(fact=fact).update(lane="third"),
    )


def test_a_participant_with_another_place_in_time_is_refused():
    fact = factories.visit()

    breaks(
        "participant_agrees_with_its_fact",
        lambda: Participant.objects.filter(fact=fact).update(sort_key=1),
    )


# --- kind, detail and step agree ---


def test_a_statement_under_a_visit_is_refused():
    fact = factories.visit()

    breaks(
        "statement_agrees_with_its_fact",
        lambda: Statement.objects.create(
            fact=fact, kind="statement", act="comments", country_id="FRA", speaker_kind="office"
        ),
    )


def test_a_step_that_its_fact_does_not_name_is_refused():
    fact = factories.visit()

    breaks(
        "visit_agrees_with_its_fact", lambda: Visit.objects.filter(fact=fact).update(form="summit")
    )


# --- published facts are whole ---


def test_publishing_without_an_accepted_claim_is_refused():
    fact = factories.visit(publish=False, evidence=[])

    breaks(
        "published_fact_has_a_claim",
        lambda: Fact.objects.filter(pk=fact.pk).update(publication="published"),
    )


def test_withdrawing_the_last_claim_of_a_published_fact_is_refused():
    fact = factories.visit()

    breaks("published_fact_has_a_claim", lambda: fact.claims.update(status="withdrawn"))
    breaks("published_fact_has_a_claim", lambda: fact.claims.all().delete())


def test_publishing_without_a_detail_is_refused():
    fact = factories.visit(publish=False)

    def write():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM relations_visit_visitors WHERE visit_id = %s", [fact.pk])
            cursor.execute("DELETE FROM relations_visit WHERE fact_id = %s", [fact.pk])
        Fact.objects.filter(pk=fact.pk).update(publication="published")

    breaks("published_fact_has_a_detail", write)


def test_a_required_second_reader_is_kept_by_the_database():
    ReviewPolicy.objects.create(kind="visit", rule="required")
    fact = factories.visit(publish=False)

    breaks(
        "published_fact_is_second_read",
        lambda: Fact.objects.filter(pk=fact.pk).update(publication="published"),
    )


# --- what never changes ---


def test_facts_and_history_are_never_deleted():
    fact = factories.visit()

    breaks("fact_is_never_deleted", lambda: Fact.objects.filter(pk=fact.pk)._raw_delete("default"))
    breaks("change_is_never_deleted", lambda: Change.objects.all()._raw_delete("default"))
    breaks("version_is_never_deleted", lambda: PairFactVersion.objects.all()._raw_delete("default"))


def test_an_import_is_never_deleted():
    """Records name the import that made them; nothing else keeps that true."""
    Import.objects.create(layout="sipri-register")

    breaks("import_is_never_deleted", lambda: Import.objects.all()._raw_delete("default"))


def test_a_detail_and_a_participant_of_no_fact_are_refused():
    nobody = {"fact_id": 999_999_999}

    breaks(
        "visit_agrees_with_its_fact",
        lambda: Visit.objects.create(**nobody, kind="visit", form="working", level="leader"),
    )
    breaks(
        "participant_agrees_with_its_fact",
        lambda: Participant.objects.create(
            **nobody, country_id="FRA", role="host", sort_key=1, publication="published"
        ),
    )


def test_history_is_never_rewritten():
    factories.visit()
    recording.number_changes()

    breaks("change_never_changes", lambda: Change.objects.update(reason="x"))
    breaks("change_is_numbered_once", lambda: Change.objects.update(position=7_000_000))
    breaks("version_never_changes", lambda: PairFactVersion.objects.update(lane="arms"))
    breaks("version_is_closed_once", lambda: PairFactVersion.objects.update(known_from=9))


def test_a_sources_text_never_changes():
    version = SourceVersion.objects.create(
        source=factories.source(), number=1, text="Text", sha256="0" * 64,
        retrieved_at=datetime(2022, 8, 1, tzinfo=UTC),
    )  # fmt: skip

    breaks(
        "source_text_never_changes",
        lambda: SourceVersion.objects.filter(pk=version.pk).update(text="Other"),
    )
    breaks(
        "source_text_is_never_deleted",
        lambda: SourceVersion.objects.all()._raw_delete("default"),
    )


def test_the_emptying_of_history_is_refused_by_a_trigger():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE '%%never_emptied'")
        assert {row[0] for row in cursor.fetchall()} == {
            "fact_is_never_emptied",
            "change_is_never_emptied",
            "version_is_never_emptied",
            "source_text_is_never_emptied",
        }


# --- quotations, cycles, years ---


def test_a_quotation_that_is_not_in_its_sources_text_is_refused():
    source = factories.source()
    version = SourceVersion.objects.create(
        source=source, number=1, text="France and Germany met in Bonn.", sha256="0" * 64,
        retrieved_at=datetime(2022, 8, 1, tzinfo=UTC),
    )  # fmt: skip
    fact = factories.visit()

    def claim(start, end, quotation="Germany met"):
        return lambda: Claim.objects.create(
            fact=fact, source=source, version=version, start=start, end=end, quotation=quotation
        )

    breaks("claim_quotation_stands_in_its_text", claim(0, 11))
    breaks("claim_offsets_need_a_version", claim(11, 11))
    with transaction.atomic(), db.writing("test"):
        claim(11, 22)()


def test_nothing_leads_back_to_itself():
    one, other = factories.source(), factories.source()
    other.syndicated_from = one
    other.save()
    one.syndicated_from = other

    breaks("syndication_has_no_cycle", one.save)
    one.syndicated_from = one
    breaks("source_does_not_repeat_itself", one.save)


def test_periods_of_a_country_do_not_overlap():
    breaks(
        "country_spells_do_not_overlap",
        lambda: CountrySpell.objects.create(
            country_id="FRA", valid_from="1900-01-01", valid_to="1901-01-01", source="own"
        ),
    )
    breaks(
        "country_has_one_code_of_a_scheme_at_a_time",
        lambda: CountryCode.objects.create(country_id="FRA", scheme="iso2", value="ZZ"),
    )
    breaks(
        "code_serves_one_country_at_a_time",
        lambda: CountryCode.objects.create(country_id="NATO", scheme="iso2", value="FR"),
    )


# --- dates, amounts and quantities ---


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2022-07", "2022-07-01", "2022-07-31", "day"),
        ("2022-07", "2022-07-02", "2022-07-31", "month"),
        ("2022-07-19", "2022-07-19", "2022-07-20", "day"),
        ("", "2022-07-19", "2022-07-19", "none"),
        ("../2022", "2022-01-01", "2022-12-31", "before"),
        ("2022", None, "2022-12-31", "year"),
    ],
)
def test_a_date_whose_columns_disagree_is_refused(text, earliest, latest, precision):
    fact = factories.visit()

    breaks(
        "fact_date_precision_agrees_with_text",
        lambda: Fact.objects.filter(pk=fact.pk).update(
            date_text=text, date_earliest=earliest, date_latest=latest, date_precision=precision
        ),
    )


def test_a_date_that_ends_before_it_begins_is_refused():
    fact = factories.visit()

    breaks(
        "fact_date_earliest_before_latest",
        lambda: Fact.objects.filter(pk=fact.pk).update(
            date_text="2022/2023", date_earliest="2023-01-01", date_latest="2022-01-01",
            date_precision="range",
        ),
    )  # fmt: skip


def test_low_over_high_is_refused():
    fact = factories.visit()

    def money(**amounts):
        return lambda: Money.objects.create(
            fact=fact, measure="paid", currency="USD", reported="x", **amounts
        )

    breaks("money_low_best_high_in_order", money(amount_low=2, amount_high=1))
    breaks("money_low_best_high_in_order", money(amount_best=-1))
    breaks("money_has_a_currency", lambda: Money.objects.create(
        fact=fact, measure="paid", currency="$", reported="x"))  # fmt: skip
    breaks("money_has_an_amount_or_words", lambda: Money.objects.create(
        fact=fact, measure="paid", currency="USD"))  # fmt: skip
    breaks("dollar_value_needs_its_rate", lambda: Money.objects.create(
        fact=fact, measure="paid", currency="EUR", amount_best=1, dollars_best=1))  # fmt: skip
    breaks("money_left_out_has_a_reason", lambda: Money.objects.create(
        fact=fact, measure="paid", currency="EUR", amount_best=1, counts=False))  # fmt: skip


def test_a_deal_counts_once_in_each_figure():
    first = factories.agreement(
        money=[recording.Amount(measure="promised", currency="USD", best=1)]
    )
    deal = first.agreementstep.agreement

    with pytest.raises(recording.Refused) as refused:
        factories.agreement(
            agreement=deal, step="reaffirmed",
            money=[recording.Amount(measure="promised", currency="USD", best=1)],
        )  # fmt: skip

    assert "already counts in this figure" in refused.value.message_dict["money"][0]


def test_a_transfer_needs_two_different_countries_one_of_them_known():
    breaks("transfer_has_a_supplier_or_a_recipient", lambda: ArmsTransfer.objects.create(title="x"))
    breaks("transfer_is_between_two_countries", lambda: ArmsTransfer.objects.create(
        title="x", supplier_id="FRA", recipient_id="FRA"))  # fmt: skip


def test_small_rules_hold():
    fact = factories.visit()
    update = Fact.objects.filter(pk=fact.pk).update

    breaks(
        "fact_ends_after_it_starts",
        lambda: update(
            end_text="2021",
            end_earliest="2021-01-01",
            end_latest="2021-12-31",
            end_precision="year",
        ),
    )
    breaks("inferred_date_names_its_fact", lambda: update(date_basis="inferred"))
    breaks("editors_date_has_a_reason", lambda: update(date_basis="editor"))
    breaks("override_has_a_reason", lambda: update(verification_override="refuted"))
    breaks("retraction_has_a_reason", lambda: update(publication="retracted"))
    breaks("merged_fact_names_its_survivor", lambda: update(publication="merged"))
    breaks(
        "fact_is_not_merged_into_itself", lambda: update(publication="merged", merged_into=fact.pk)
    )
    breaks("fact_has_a_headline", lambda: update(headline=""))
    breaks(
        "fact_is_not_linked_to_itself",
        lambda: FactLink.objects.create(fact=fact, kind="amends", to=fact),
    )
    breaks("claim_has_a_quotation_or_a_row", lambda: fact.claims.update(quotation=""))
    breaks("claim_field_is_registered", lambda: fact.claims.update(field="colour"))
    breaks("deprecated_claim_has_a_reason", lambda: fact.claims.update(rank="deprecated"))
    breaks("official_publisher_has_an_owner", lambda: factories.publisher("official"))
    breaks(
        "country_code_is_capital_letters",
        lambda: Country.objects.create(code="fr", label="x", slug="x"),
    )
    breaks(
        "state_does_not_succeed_itself",
        lambda: Succession.objects.create(
            predecessor_id="FRA", successor_id="FRA", kind="merger", happened_on="2000-01-01"
        ),
    )
    breaks("rejection_has_a_reason", lambda: Proposal.objects.create(payload={}, state="rejected"))
    breaks(
        "accepted_proposal_has_a_result",
        lambda: Proposal.objects.create(payload={}, state="accepted"),
    )
    breaks(
        "correction_names_its_fact_and_revision",
        lambda: Proposal.objects.create(payload={}, act="amend"),
    )
    breaks(
        "tenure_ends_after_it_starts",
        lambda: Tenure.objects.filter(person__name="Angela Merkel").update(
            end_text="1990",
            end_earliest="1990-01-01",
            end_latest="1990-12-31",
            end_precision="year",
        ),
    )
    breaks("exchange_rate_is_positive", lambda: ExchangeRate.objects.create(
        currency="EUR", valid_on="2022-01-01", dollars=0, source=factories.source()))  # fmt: skip


def test_the_sentence_of_a_constraint_is_what_an_editor_reads():
    fact = factories.visit()
    fact.headline = ""

    with pytest.raises(ValidationError, match="A fact needs a headline"):
        fact.validate_constraints()


def test_constraints_are_named_after_what_they_say_and_indexes_have_readers():
    """A name of one word says nothing; Django's own indexes end in a hash."""
    for model in Fact._meta.apps.get_app_config("relations").get_models():
        for constraint in model._meta.constraints:
            assert constraint.name.count("_") >= 2, constraint.name
        for index in model._meta.indexes:
            assert isinstance(index, (models.Index, GinIndex))
            assert index.name.count("_") >= 1, index.name


USED = (AgreementParty, Body, Publisher, StatementTarget, TransferItem)


@pytest.mark.parametrize("model", USED, ids=lambda model: model.__name__)
def test_every_record_says_what_it_is(model):
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")
