"""What a report's JSON file holds: as it is published, and as the files are."""

import json
from dataclasses import replace

import jsonschema
import pytest

from cara_crm.reports.document import FORMAT, ReportDocument
from cara_crm.reports.schema import published, schema
from cara_crm.settings.models import Setting
from tests import factories as f
from tests.reports.cast import drafted, manager, sent, six_voices, stands, worded
from tests.reports.sample import DOCUMENT

OURS = replace(DOCUMENT, format=FORMAT)
CHECK = jsonschema.Draft202012Validator(schema(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


def test_what_is_published_is_what_the_classes_say():
    assert json.loads(published()) == json.loads(json.dumps(schema()))
    jsonschema.Draft202012Validator.check_schema(schema())


def test_a_document_keeps_to_the_schema():
    assert list(CHECK.iter_errors(json.loads(OURS.to_json()))) == []


@pytest.mark.parametrize(
    "change",
    [{"dated": "tomorrow"}, {"language": "de"}, {"format": ""}, {"tables": [{"id": "alone"}]}, {"threshold": "5"}],
    ids=lambda change: next(iter(change)),
)
def test_what_does_not_keep_to_it_is_found(change):
    with pytest.raises(jsonschema.ValidationError):
        CHECK.validate(json.loads(OURS.to_json()) | change)


@pytest.mark.usefixtures("request_context")
def test_a_report_that_is_sent_keeps_to_the_schema():
    report, _relay = sent(manager())
    raw = json.loads(report.document)
    CHECK.validate(raw)
    assert (raw["format"], raw["cluster_code"]) == (FORMAT, "CARA")


def test_anybody_reads_the_schema(client):
    answer = client.get("/reports/schemas/report-1.json")
    assert answer.mimetype == "application/schema+json"
    assert answer.get_json()["properties"]["format"] == {"enum": [FORMAT]}
    assert client.get("/reports/schemas/report-2.json").status_code == 404


def test_files_of_another_cluster_carry_its_own_code():
    document = replace(OURS, cluster_code="XYZ", positions=(replace(OURS.positions[0], id="CARA-P7"),))
    raw = json.loads(document.to_json())
    assert raw["positions"][0]["id"] == "XYZ-P7"
    assert ReportDocument.from_json(document.to_json()) == document


@pytest.mark.usefixtures("request_context")
def test_the_code_stays_when_the_cluster_is_called_otherwise():
    by = manager()
    sent(by)
    f.db.session.merge(Setting(key="cluster.name", value="Autre Pôle"))
    worded(by, *six_voices())
    assert stands(drafted(by)).document.cluster_code == "CARA"


@pytest.mark.usefixtures("request_context")
def test_before_the_first_report_the_code_follows_the_name():
    f.db.session.merge(Setting(key="cluster.name", value="Pôle Éolien"))
    by = manager()
    worded(by, *six_voices())
    assert stands(drafted(by)).document.cluster_code == "POLEEOLIEN"


@pytest.mark.usefixtures("request_context")
def test_a_priority_carries_the_code_that_the_federation_gave_it():
    by = manager()
    position = worded(by, *six_voices())
    position.priority.own_code = "2.3"
    document = stands(drafted(by)).document
    assert document.priorities[0].own_code == "2.3"
    assert document.priority_name(position.priority.code).startswith("2.3 ")
