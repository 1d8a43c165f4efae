"""The public names, and that each is what it says."""

from __future__ import annotations

import pytest

import auditkit


def test_the_public_names_are_sorted_and_about_25():
    assert auditkit.__all__ == sorted(auditkit.__all__)
    assert len(auditkit.__all__) <= 27


@pytest.mark.parametrize("name", auditkit.__all__)
def test_every_public_name_is_there(name):
    assert getattr(auditkit, name) is not None


def test_a_name_that_is_not_public_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'Survey'"):
        auditkit.Survey  # noqa: B018


@pytest.mark.parametrize("name", [name for name in auditkit.__all__ if name != "__version__"])
def test_every_public_name_says_what_it_is(name):
    thing = getattr(auditkit, name)
    assert name == "hookimpl" or (thing.__doc__ or "").strip()


def test_dir_shows_the_public_names():
    assert dir(auditkit) == auditkit.__all__


def test_a_set_that_the_kit_does_not_know_can_be_scored_under():
    from auditkit.testing import made_return, made_set

    questions = made_set("plan")
    card = auditkit.AuditKit(discover=False).score(
        made_return(questions, {"plan": "Yes"}), questions
    )
    assert (card.score, card.rating) == (100, "good")
