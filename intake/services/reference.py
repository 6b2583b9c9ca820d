"""What intake starts from: the questions by kind of work, the privacy notice, rules about consent."""

from pathlib import Path
from typing import Any

from django.db import transaction

from intake.models import ConflictRegime, EnquiryQuestion, PrivacyNotice
from intake.rules import check_questions
from practice.models import JurisdictionProfile, MatterRole, WorkType
from practice.services.reference import read_data

_DATA = Path(__file__).resolve().parent.parent / "data"
_YAML_WORDS = {True: "yes", False: "no"}  # YAML reads a bare yes and no as truth values


@transaction.atomic(durable=True)
def load_questions() -> int:
    """
    Write the questions that are missing and return how many; one that people have edited stays as it is.

    :raises BadQuestions: before anything is written, if the data contradicts itself
    """
    rows = questions_in(read_data(_DATA, "questions.yaml"))
    for work_type in WorkType:
        check_questions([row.as_rule() for row in rows if row.work_type == work_type], roles=MatterRole.values)
    known = set(EnquiryQuestion.objects.values_list("work_type", "code"))
    new = [row for row in rows if (row.work_type, row.code) not in known]
    return len(EnquiryQuestion.objects.bulk_create(new))


def questions_in(data: dict[str, list[dict[str, Any]]]) -> list[EnquiryQuestion]:
    """Return the rows that a file of questions describes, unsaved. :raises ValueError: for an unknown kind of work"""
    return [
        EnquiryQuestion(
            work_type=WorkType(work_type).value,
            code=item["code"],
            position=position,
            kind=item["kind"],
            text=item["text"],
            hint=item.get("hint", ""),
            options=[[_word(value), words] for value, words in item.get("options", {}).items()],
            asked_when=[[code, [_word(one) for one in values]] for code, values in item.get("asked_when", {}).items()],
            role=item.get("role", ""),
            is_key=item.get("key", False),
            is_required=item.get("required", False),
        )
        for work_type, items in data.items()
        for position, item in enumerate(items, start=1)
    ]


@transaction.atomic(durable=True)
def load_notices() -> None:
    """Write the versions of the privacy notice that are missing."""
    for row in read_data(_DATA, "notices.yaml"):
        PrivacyNotice.objects.get_or_create(version=row.pop("version"), defaults=row)


@transaction.atomic(durable=True)
def load_regimes() -> None:
    """Write the rules about consent as the file has them; what was recorded keeps the words of its time."""
    for row in read_data(_DATA, "conflict_regimes.yaml"):
        for kind in ("gateways", "conditions", "former_conditions"):
            row[kind] = [list(pair) for pair in row[kind].items()]  # in the order of the file, which jsonb forgets
        profiles = JurisdictionProfile.objects.filter(code__in=row.pop("profiles"))
        regime, _ = ConflictRegime.objects.update_or_create(code=row.pop("code"), defaults=row)
        regime.profiles.set(profiles)


def _word(value: Any) -> str:
    return _YAML_WORDS[value] if isinstance(value, bool) else str(value)
