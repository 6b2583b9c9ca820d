"""A client's yes or no to a paper of theirs, kept with what shows it: the same of a letter and of a cost update."""

from datetime import datetime
from typing import Any, TypeVar

from engagement.letters import Certified, Said
from engagement.models import No, Yes
from engagement.papers import AnyCopy
from engagement.rules.acceptance import check_evidence, check_moment
from outbox import services as outbox
from outbox.models import ClientSession
from practice.actors import Actor
from practice.errors import Refusal
from practice.models import User

AnyYes = TypeVar("AnyYes", bound=Yes)
AnyNo = TypeVar("AnyNo", bound=No)


class NoReasonGiven(Refusal):
    """Whoever declines says why, so that somebody can put it right."""

    code = "no_reason_given"


def keep_yes(
    of: type[AnyYes], copy: AnyCopy, said: Said, certified: Certified, *, now: datetime, **more: Any
) -> AnyYes:
    """
    Keep a yes with its certificate, which was printed before, for these very bytes; in the caller's transaction.

    :raises NotYet: for a moment before the paper was issued, or to come
    :raises NoEvidence: if staff record it without what shows it
    """
    assert copy.paper.issued_at is not None, "by constraint: it has copies"
    check_moment(said.accepted_at, issued_at=copy.paper.issued_at, now=now)
    if said.session is None:
        check_evidence(said.way, has_file=bool(said.evidence_sha256), words=said.words)
    if certified.of != copy.issued.document.sha256:
        raise RuntimeError(f"The certificate of copy {copy.pk} was printed for other pages.")
    document = outbox.keep_document(
        content=certified.pdf, media_type="application/pdf", file_name=certified.file_name, now=now
    )
    return of._default_manager.create(
        copy=copy,
        way=said.way,
        accepted_at=said.accepted_at,
        recorded_at=now,
        recorded_by=said.recorded_by,
        session=said.session,
        typed_name=said.typed_name,
        ticks=[list(one) for one in said.ticks],
        words=said.words,
        evidence_sha256=said.evidence_sha256,
        evidence_name=said.evidence_name,
        letter_sha256=copy.issued.document.sha256,
        certificate=document,
        **more,
    )


def keep_no(
    of: type[AnyNo], copy: AnyCopy, reason: str, *, by: Actor, session: ClientSession | None, now: datetime
) -> AnyNo:
    """
    Keep a no, in the caller's transaction.

    :raises NoReasonGiven: without a reason
    """
    if not reason.strip():
        raise NoReasonGiven("Say in a few words what is not right.")
    recorded_by = by if isinstance(by, User) else None
    return of._default_manager.create(
        copy=copy, reason=reason.strip(), declined_at=now, session=session, recorded_by=recorded_by
    )
