"""The nightly import by a command: the columns as chosen on the page, one import a file, undone like any other."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from intake.models import Import
from intake.rules.imports import Duplicates
from intake.tests.importing import HEADER, tried
from practice.models import Party, User
from practice.permissions import Role
from practice.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    factories.office()
    return factories.user(Role.ADMINISTRATOR, department=None)


def _run(path: Path, by: User) -> list[dict[str, Any]]:
    said = StringIO()
    call_command("import_list", str(path), "--by", by.email, "--json", stdout=said)
    return [json.loads(line) for line in said.getvalue().splitlines()]


def test_every_file_of_a_folder_is_taken_over_by_the_columns_chosen_on_the_page(admin: User, tmp_path: Path) -> None:
    tried("X,Zora,Quill,,,,,,", by=admin, duplicates=Duplicates.UPDATE)
    (tmp_path / "1.csv").write_text(f"{HEADER}\nA,Ann,Bell,,,,,,\nB,Bea,,,31/02/1960,,,,\n")
    (tmp_path / "2.csv").write_text(f"{HEADER}\nA,Ann,Bell,,1960-01-02,,,,\n")

    said = _run(tmp_path, admin)

    assert said == [
        {"file": "1.csv", "make": 1, "update": 0, "skip": 0, "refuse": 1},
        {"file": "2.csv", "make": 0, "update": 1, "skip": 0, "refuse": 0},
    ]
    assert Party.objects.get().born_on is not None
    assert list(Import.objects.filter(state="done").order_by("pk").values_list("file_name", "done_by")) == [
        ("1.csv", admin.pk),
        ("2.csv", admin.pk),
    ]


def test_a_header_nobody_explained_is_refused_and_the_next_file_goes_on(admin: User, tmp_path: Path) -> None:
    tried("X,Zora,Quill,,,,,,", by=admin)
    (tmp_path / "1.csv").write_text("Farbe\nrot\n")
    (tmp_path / "2.csv").write_text(f"{HEADER}\nA,Ann,Bell,,,,,,\n")

    with pytest.raises(CommandError, match=r"Not imported: 1\.csv\."):
        _run(tmp_path, admin)

    assert Party.objects.get().name == "Ann Bell"


def test_it_is_done_only_in_the_name_of_somebody_who_may(admin: User, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is nobody who may import"):
        _run(tmp_path, factories.user())
