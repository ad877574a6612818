"""What every kind of fact needs; a new member of `Kind` fails here, naming the missing piece."""

from pathlib import Path

import pytest
from django.template.loader import get_template

from relations import recording
from relations.admin.forms import FORMS
from relations.lanes import Kind, lane_of
from relations.models import DETAILS, Fact
from relations.recording.payloads import VALUES

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("kind", list(Kind))
def test_a_kind_is_whole(kind):
    detail = Fact._meta.get_field(DETAILS[kind]).related_model
    assert kind == detail.KIND, "a detail model"
    assert hasattr(recording, f"record_{kind}"), "a way to record it"
    assert kind in VALUES, "values and a payload"
    assert FORMS[kind].kind == kind, "a form in the admin"
    assert get_template(f"pages/kinds/{kind}.html"), "a partial of the fact page"
    assert lane_of(kind, "aid" if kind == Kind.ACTION else ""), "a lane"
