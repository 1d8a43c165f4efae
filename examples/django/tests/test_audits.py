"""The example as a browser sees it, with a real PostgreSQL that holds both its tables and the
store.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from urllib.parse import parse_qs, urlsplit

import pytest

HERE = Path(__file__).resolve().parents[1]
TREE = HERE.parents[1]
ANSWERS = {
    "eligibility_evidenced": "yes",
    "support_appropriate": "yes",
    "other_support": "partly",
    "technology": "yes",
    "missed_prevention": "no",
    "contingency_plan": "no",
    "other_funding": "na",
    "comment_other_support": "Family not asked",
    "comment_contingency_plan": "None found",
    "comment_other_funding": "No health needs",
}

WHY = {"comment_technology": "Nobody asked"}


def cluster() -> ModuleType:
    """What starts a PostgreSQL for the tests of the store."""
    spec = importlib.util.spec_from_file_location("cluster", TREE / "tests/store/cluster.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def council() -> Iterator[None]:
    """The example, set up as its README says, in a database that is there meanwhile."""
    postgresql = cluster()
    if postgresql.programs() is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with postgresql.running() as url, pytest.MonkeyPatch.context() as patch:
        parts = urlsplit(url)
        told = {
            "DJANGO_SETTINGS_MODULE": "council.settings",
            "DJANGO_SECRET_KEY": "only for tests",
            "DJANGO_ALLOWED_HOSTS": "testserver",
            "AUDITKIT_STORE": url,
            "PGDATABASE": parts.path.strip("/"),
            "PGUSER": parts.username or "",
            "PGHOST": parse_qs(parts.query)["host"][0],
        }
        for name, value in told.items():
            patch.setenv(name, value)
        patch.syspath_prepend(str(HERE))
        run("-m", "auditkit", "store", "init")
        run("-m", "auditkit", "programme", "adopt", "programme.yaml", "--as", "AN-01")
        run("manage.py", "migrate", "--verbosity", "0")
        run("manage.py", "makemigrations", "--check", "--dry-run")
        import django

        django.setup()
        yield
        from audits.auditing import store
        from django.db import connections

        store().close()
        connections.close_all()


def run(*arguments: str) -> None:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=HERE, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def auditor(council):
    """A browser that an auditor has logged in with."""
    from django.contrib.auth.models import Group, User
    from django.test import Client

    user = User.objects.filter(username="TL1").first()
    if user is None:
        user = User.objects.create_user("TL1", password="a long pass phrase")
        user.groups.add(Group.objects.create(name="team_leader"))
    client = Client()
    assert client.login(username="TL1", password="a long pass phrase")
    return client


@pytest.fixture
def submission(auditor, request):
    """An audit that the auditor was asked for, of a case of its own."""
    from audits.models import Submission
    from django.contrib.auth.models import User

    number = abs(hash(request.node.name)) % 10_000
    return Submission.objects.create(
        auditor=User.objects.get(username="TL1"),
        case_ref=f"CASE-{number:04}",
        service="Older People",
        practitioner="SW7",
        review_type="unplanned",
        period="2026-04",
    )


def sent(client, submission, step="send", **answers):
    return client.post(f"/audits/{submission.uuid}/", {**answers, "step": step})


def recorded(submission):
    from audits.auditing import store

    return store().audits(case_ref=submission.case_ref)


def test_nobody_comes_in_without_a_login(council):
    from django.test import Client

    answer = Client().get("/")
    assert (answer.status_code, answer.url) == (302, "/login/?next=/")
    assert b"Log in" in Client().get("/login/").content


def test_the_audits_that_one_was_asked_for_are_listed(auditor, submission):
    page = auditor.get("/").content.decode()
    assert f'href="/audits/{submission.uuid}/"' in page
    assert submission.case_ref in page


def test_an_audit_of_somebody_else_is_not_there(submission):
    from django.contrib.auth.models import User
    from django.test import Client

    User.objects.get_or_create(username="TL2")
    client = Client()
    client.force_login(User.objects.get(username="TL2"))
    assert client.get(f"/audits/{submission.uuid}/").status_code == 404


def test_only_questions_that_apply_are_asked(auditor, submission):
    first = auditor.get(f"/audits/{submission.uuid}/").content.decode()
    assert 'name="contingency_plan"' in first
    assert 'name="continuing_healthcare"' not in first
    then = sent(auditor, submission, step="show", health_needs="yes")
    assert then.status_code == 200
    assert b'name="continuing_healthcare"' in then.content
    assert recorded(submission) == ()


def test_a_return_is_recorded_with_who_filled_it_in(auditor, submission):
    answer = sent(auditor, submission, **ANSWERS)
    assert answer.status_code == 200
    assert "Requires improvement" in answer.content.decode()
    (audit,) = recorded(submission)
    assert (audit.recorded_by, audit.audit_return.auditor) == ("TL1", "TL1")
    assert audit.audit_return.answers["contingency_plan"].value == "no"
    submission.refresh_from_db()
    assert submission.recorded_at is not None


def test_a_second_click_records_nothing_twice(auditor, submission):
    from audits.auditing import store

    sent(auditor, submission, **ANSWERS)
    before = store().head()
    assert sent(auditor, submission, **ANSWERS).status_code == 200
    assert store().head() == before


def test_another_return_in_its_place_is_a_conflict(auditor, submission):
    sent(auditor, submission, **ANSWERS)
    answer = sent(auditor, submission, **{**ANSWERS, "technology": "no", **WHY})
    assert answer.status_code == 409
    (audit,) = recorded(submission)
    assert audit.audit_return.answers["technology"].value == "yes"


def test_a_missing_comment_is_told_and_nothing_recorded(auditor, submission):
    answers = {name: text for name, text in ANSWERS.items() if name != "comment_contingency_plan"}
    answer = sent(auditor, submission, **answers)
    assert answer.status_code == 422
    assert "needs a comment" in answer.content.decode()
    assert recorded(submission) == ()


def test_an_answer_that_is_none_is_shown_beside_its_question(auditor, submission):
    answer = sent(auditor, submission, **{**ANSWERS, "technology": "perhaps"})
    assert answer.status_code == 422
    assert "perhaps" in answer.content.decode()
    assert recorded(submission) == ()


def test_nobody_audits_a_case_that_they_hold(auditor, submission):
    submission.practitioner = "TL1"
    submission.save()
    answer = sent(auditor, submission, **ANSWERS)
    assert answer.status_code == 403
    assert "Nobody audits a case that they hold" in answer.content.decode()
    assert recorded(submission) == ()


def test_the_trail_verifies(auditor, submission):
    from audits.auditing import store

    sent(auditor, submission, **ANSWERS)
    assert store().verify() == store().head()
