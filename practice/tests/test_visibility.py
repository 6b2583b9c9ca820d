"""Which rows a person sees: restricted matters, and parties known only through them."""

import pytest

from practice.models import Matter, MatterMember, MatterParty, MatterRole, Party, User
from practice.permissions import Role
from practice.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret() -> Matter:
    """A restricted matter with a supervisor, an assistant and a member."""
    matter = factories.matter(
        client=factories.party("Quiet Client"),
        is_restricted=True,
        supervisor=factories.user(Role.HEAD),
        assistant=factories.user(Role.SECRETARY),
    )
    MatterMember.objects.create(matter=matter, user=factories.user())
    MatterMember.objects.create(matter=matter, user=factories.user())
    return matter


def _sees(user: User, matter: Matter) -> bool:
    return Matter.objects.visible_to(user).filter(pk=matter.pk).exists()


def test_a_restricted_matter_is_seen_once_by_each_of_its_team(secret: Matter) -> None:
    for user in User.objects.filter(pk__in=secret.team_ids()):
        assert list(Matter.objects.visible_to(user)) == [secret]
        assert list(Matter.objects.on_team(user)) == [secret]
    assert len(secret.team_ids()) == 5


@pytest.mark.parametrize("role", list(Role))
def test_no_role_by_itself_sees_a_restricted_matter(secret: Matter, role: Role) -> None:
    open_to_all = factories.matter()
    stranger = factories.user(role)

    assert list(Matter.objects.visible_to(stranger)) == [open_to_all]


def test_somebody_who_left_sees_nothing_of_the_matters_they_were_on() -> None:
    gone = factories.user(is_active=False)
    matter = factories.matter(fee_earner=gone)

    assert not _sees(gone, matter)


def test_to_supervise_is_no_work_on_the_matter(secret: Matter) -> None:
    assert secret.team_ids() - secret.worker_ids() == {secret.supervisor_id}


def test_a_party_known_only_through_a_restricted_matter_is_hidden_from_strangers(secret: Matter) -> None:
    stranger = factories.user()

    assert list(Party.objects.visible_to(stranger)) == []
    assert list(Party.objects.visible_to(secret.fee_earner)) == list(secret.clients())


def test_a_party_with_an_open_matter_too_is_seen(secret: Matter) -> None:
    client = secret.clients().get()
    MatterParty.objects.create(matter=factories.matter(), party=client, role=MatterRole.OPPONENT)

    assert client in Party.objects.visible_to(factories.user())


def test_a_party_without_any_matter_is_seen() -> None:
    newcomer = factories.party("New Caller")

    assert list(Party.objects.visible_to(factories.user())) == [newcomer]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("adey", id="part of a name"),
        pytest.param("ADEYEMI jos", id="parts in any order"),
        pytest.param("Adébáyo", id="a former name with accents"),
        pytest.param("900 318", id="part of a number"),
        pytest.param("+44 7700 900318", id="a number from abroad"),
        pytest.param("Joseph@Mail.example", id="a mailbox"),
    ],
)
def test_a_party_is_found_by_what_a_caller_gives(text: str) -> None:
    found = factories.party(
        "Joseph Adeyemi", other_names=("Joseph Adebayo",), phone="07700 900318", email="joseph@mail.example"
    )
    factories.party("Somebody Else")

    assert list(Party.objects.matching(text)) == [found]


@pytest.mark.parametrize("text", ["", "  ", "...", "seph@mail.example", "zz"])
def test_nothing_is_found_by_nothing_or_by_half_a_mailbox(text: str) -> None:
    factories.party("Joseph Adeyemi", email="joseph@mail.example")

    assert list(Party.objects.matching(text)) == []
