"""auditkit, as this system uses it: one kit, one set of questions, one store a process."""

import secrets
from functools import cache

from django.conf import settings
from django.contrib.auth.models import User

from auditkit import AuditKit, QuestionSet
from auditkit.actors import Actor
from auditkit.store import Store, open_store


@cache
def kit() -> AuditKit:
    return AuditKit()


@cache
def questions() -> QuestionSet:
    return kit().question_set(settings.AUDITKIT_SET)


@cache
def store() -> Store:
    """Opened by the first request of a process, so that no two processes share a connection."""
    return open_store(settings.AUDITKIT_STORE, entropy=secrets.token_bytes, kit=kit())


def actor(user: User) -> Actor:
    """Who is logged in, as auditkit knows them: the login is the staff code, groups are roles."""
    roles = user.groups.values_list("name", flat=True)
    return Actor(user.username, roles=tuple(sorted(roles)))
