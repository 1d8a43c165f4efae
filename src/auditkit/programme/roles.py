"""The roles of adult social care: who audits, who acts, whom an escalation reaches."""

from __future__ import annotations

from auditkit.languages import noted
from auditkit.programme.model import Programme

# Who actions go to and escalations reach in adult social care.
ROLES = (
    noted("adult_social_care_lead"),
    noted("approved_mental_health_professional"),
    noted("assistant_director"),
    noted("auditor"),
    noted("chief_executive"),
    noted("commissioner"),
    noted("commissioning_manager"),
    noted("deputy_team_leader"),
    noted("director"),
    noted("director_of_adult_social_services"),
    noted("finance_lead"),
    noted("group_manager"),
    noted("head_of_commissioning"),
    noted("head_of_service"),
    noted("moderator"),
    noted("occupational_therapist"),
    noted("practice_lead"),
    noted("practice_oversight_group"),
    noted("practitioner"),
    noted("principal_occupational_therapist"),
    noted("principal_social_worker"),
    noted("quality_assurance_lead"),
    noted("safeguarding_lead"),
    noted("secretary_of_state"),
    noted("senior_practitioner"),
    noted("service_manager"),
    noted("social_worker"),
    noted("supervisor"),
    noted("team_leader"),
    noted("team_manager"),
    noted("training_lead"),
)


def roles_of(programme: Programme) -> tuple[str, ...]:
    """Every role that a programme knows: those it lists and those of its stages; where it lists
    none, the usual ones too.
    """
    stages = (stage.role for stage in programme.stages)
    return tuple(sorted({*(programme.roles or ROLES), *stages}))
