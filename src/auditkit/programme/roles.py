"""The roles of adult social care: who audits, who acts, whom an escalation reaches."""

from __future__ import annotations

from auditkit.programme.model import Programme

# Who actions go to and escalations reach in adult social care.
ROLES = (
    "adult_social_care_lead",
    "approved_mental_health_professional",
    "assistant_director",
    "auditor",
    "chief_executive",
    "commissioner",
    "commissioning_manager",
    "deputy_team_leader",
    "director",
    "director_of_adult_social_services",
    "finance_lead",
    "group_manager",
    "head_of_commissioning",
    "head_of_service",
    "moderator",
    "occupational_therapist",
    "practice_lead",
    "practice_oversight_group",
    "practitioner",
    "principal_occupational_therapist",
    "principal_social_worker",
    "quality_assurance_lead",
    "safeguarding_lead",
    "secretary_of_state",
    "senior_practitioner",
    "service_manager",
    "social_worker",
    "supervisor",
    "team_leader",
    "team_manager",
    "training_lead",
)


def roles_of(programme: Programme) -> tuple[str, ...]:
    """Every role that a programme knows: those it lists and those of its stages; where it lists
    none, the usual ones too.
    """
    stages = (stage.role for stage in programme.stages)
    return tuple(sorted({*(programme.roles or ROLES), *stages}))
