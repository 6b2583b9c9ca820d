"""The people of the firm. Only staff are users; a client is a Party and never signs in (decisions B11)."""

from functools import cached_property
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from practice.calendar import Nation
from practice.permissions import Permission, Role, permissions_of


class Office(models.Model):
    """A place of work: its nation decides the bank holidays, its zone the local date."""

    name = models.CharField(max_length=80, unique=True)
    nation = models.CharField(max_length=20, choices=Nation.choices, default=Nation.ENGLAND_AND_WALES)
    zone = models.CharField(max_length=40, default="Europe/London")
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    address = models.TextField()
    phone = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_at__lt=models.F("closes_at")), name="practice_office_opens_before_it_closes"
            ),
            models.CheckConstraint(condition=models.Q(nation__in=Nation.values), name="practice_office_known_nation"),
        ]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A division of the firm with its head; complaints go to the head first (domain E02)."""

    name = models.CharField(max_length=80, unique=True)
    code = models.CharField(max_length=4, unique=True, help_text="Leads the matter numbers: RP for RP-26-0412.")
    office = models.ForeignKey(Office, models.PROTECT, related_name="departments")
    head = models.ForeignKey("User", models.PROTECT, null=True, blank=True, related_name="heads")
    profile = models.ForeignKey("JurisdictionProfile", models.PROTECT, related_name="departments")

    def __str__(self) -> str:
        return self.name


class UserQuerySet(models.QuerySet["User"]):
    def working(self) -> Self:
        return self.filter(is_active=True)

    def with_role(self, role: Role) -> Self:
        return self.working().filter(roles__contains=[role])

    def by_name(self) -> Self:
        return self.order_by("family_name", "given_name", "pk")


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def with_role(self, role: Role) -> UserQuerySet:
        return self.get_queryset().with_role(role)

    def working(self) -> UserQuerySet:
        return self.get_queryset().working()

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A member of staff. The e-mail address is the user name."""

    email = models.EmailField(unique=True)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    title = models.CharField(max_length=20, blank=True, help_text="As callers hear it: Ms, Mr, Dr.")
    job_title = models.CharField(max_length=80)
    direct_line = models.CharField(max_length=20, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="staff")
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices))
    substitute = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="stands_in_for")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(roles__len__gt=0, roles__contained_by=Role.values), name="practice_user_known_roles"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def formal_name(self) -> str:
        """The name as a receptionist says it: Ms Okafor."""
        return f"{self.title} {self.family_name}" if self.title else self.name

    @property
    def initials(self) -> str:
        return self.given_name[:1] + self.family_name[:1]

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of(self.roles)

    def may(self, permission: Permission) -> bool:
        return self.is_active and permission in self.permissions

    def has_role(self, role: Role) -> bool:
        return role in self.roles

    @property
    def is_staff(self) -> bool:
        """Django's admin asks this."""
        return self.may(Permission.ADMIN)

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's admin asks this."""
        return self.may(Permission.ADMIN)

    def has_module_perms(self, app_label: str) -> bool:
        """Django's admin asks this."""
        return self.may(Permission.ADMIN)
