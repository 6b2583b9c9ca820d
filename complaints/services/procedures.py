"""The complaints procedures as rows, and a row read back as the policy that rules count with."""

from dataclasses import fields

from django.db import transaction

from complaints.models import Complaint
from complaints.presets import preset_mappings
from complaints.rules import ProcedurePolicy, RedressPolicy
from practice.models import DeadlineRule, Procedure, RedressScheme

#: The procedure for complaints about personal data, and who hears them after us.
PERSONAL_DATA, _PERSONAL_DATA_SCHEME = "data_protection", "ico"
_OWN_COLUMNS = ("deadlines", "in_force_from")


@transaction.atomic(durable=True)
def load_procedures() -> None:
    """
    Write the preset procedures that are missing, a version at a time; a version never changes.

    Each is in force from the day its data states, whenever it is loaded.
    """
    for mapping in preset_mappings()["procedures"]:
        settings = {name: value for name, value in mapping.items() if name not in _OWN_COLUMNS}
        procedure, is_new = Procedure.objects.get_or_create(
            code=mapping["code"],
            version=mapping["version"],
            defaults={"name": mapping["name"], "in_force_from": mapping["in_force_from"], "settings": settings},
        )
        if is_new:
            DeadlineRule.objects.bulk_create(
                DeadlineRule(procedure=procedure, kind=rule["kind"], position=position, settings=rule)
                for position, rule in enumerate(mapping["deadlines"], start=1)
            )


def procedure_policy(procedure: Procedure) -> ProcedurePolicy:
    """Return a procedure's rows as the frozen policy that rules are given; one query."""
    rules = [rule.settings for rule in procedure.rules.order_by("position")]
    return ProcedurePolicy.from_mapping(
        {**procedure.settings, "in_force_from": procedure.in_force_from, "deadlines": rules}
    )


def schemes_of(complaint: Complaint) -> list[RedressScheme]:
    """Return whom the complainant may go to after us: the department's schemes; the ICO for personal data."""
    if complaint.procedure.code == PERSONAL_DATA:
        return list(RedressScheme.objects.filter(code=_PERSONAL_DATA_SCHEME))
    return list(complaint.department.profile.schemes.order_by("pk"))


def redress_policies(complaint: Complaint) -> tuple[RedressPolicy, ...]:
    """Return the schemes of a complaint, as the rules count with them."""
    names = {one.name for one in fields(RedressPolicy)}
    return tuple(RedressPolicy(**{name: getattr(scheme, name) for name in names}) for scheme in schemes_of(complaint))
