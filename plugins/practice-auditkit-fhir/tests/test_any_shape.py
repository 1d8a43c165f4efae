"""Whatever a resource holds: it is read, or refused with a reason."""

from __future__ import annotations

import json

from auditkit_fhir.reader import Responses
from fhir_examples import SET
from hypothesis import given
from hypothesis import strategies as st

from auditkit import Refused, Source, Tables
from auditkit.questions.reading import read_question_set

QUESTIONS = read_question_set(SET.encode(), "plans.yaml").question_set
KEYS = [
    *("resourceType", "item", "answer", "linkId", "text", "status", "subject", "identifier"),
    *("author", "authored", "questionnaire", "contained", "entry", "resource", "value", "display"),
    *("valueCoding", "valueDecimal", "valueQuantity", "valueBoolean", "valueString", "code"),
    *("extension", "url", "answerOption", "answerValueSet", "compose", "include", "concept"),
    *("property", "valueExpression", "expression", "type", "system", "id", "unit"),
]
TEXTS = [
    *("QuestionnaireResponse", "Questionnaire", "Bundle", "ValueSet", "CodeSystem", "completed"),
    *(
        "plan",
        "plan.comment",
        "yes",
        "total",
        "#q",
        "q",
        "http://x",
        "group",
        "2026-04",
        "weight()",
    ),
    "http://hl7.org/fhir/StructureDefinition/itemWeight",
]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**6), 10**6)
    | st.decimals(-1000, 1000, places=2).map(float)
    | st.sampled_from(TEXTS)
    | st.text(max_size=5)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)
        | st.dictionaries(st.sampled_from(KEYS), st.lists(inner, max_size=3), max_size=4)
    ),
    max_leaves=40,
)
RESPONSES = st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=8).map(
    lambda one: {**one, "resourceType": "QuestionnaireResponse", "status": "completed"}
)


def read(data: bytes, name: str) -> Tables | None:
    source = Source(
        name=name,
        data=data,
        sheet=None,
        is_reference=lambda text: text == "case_ref",
        is_known=lambda text: text == "case_ref",
        questions=QUESTIONS,
    )
    try:
        return Responses().read(source)
    except Refused:
        return None


@given(st.lists(RESPONSES | VALUES, min_size=1, max_size=3))
def test_any_resource_is_read_or_refused(resources):
    found = read(json.dumps(resources).encode(), "some.json")
    for table in found.tables if found else ():
        for row in table.rows:
            assert len(row.cells) == len(table.headings)
            assert all(isinstance(text, str) for text in row.cells)
            assert table.place(row, 0).cell is not None


@given(st.binary(max_size=60), st.sampled_from(["a.json", "a.ndjson"]))
def test_any_bytes_are_read_or_refused(data, name):
    assert isinstance(Responses().claims(name, data), bool)
    read(data, name)
