import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import practice.at_once


class Migration(migrations.Migration):
    """Calls in one step: what two migrations made, for databases that have them and those that have not."""

    replaces = [
        ("callbacks", "0001_calls_promises_and_diary"),
        ("callbacks", "0002_reach_rules"),
    ]

    initial = True

    dependencies = [
        ("practice", "0001_people_parties_and_walls"),
    ]

    operations = [
        practice.at_once.AtOnce(
            steps=[
                migrations.CreateModel(
                    name="Callback",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("caller_name", models.CharField(max_length=200)),
                        ("number", models.CharField(blank=True, max_length=40)),
                        (
                            "read_back",
                            models.BooleanField(default=False, help_text="The number was read back to the caller."),
                        ),
                        (
                            "safe_contact",
                            models.TextField(blank=True, help_text="The rules as they stood when the call was taken."),
                        ),
                        (
                            "subject",
                            models.CharField(
                                choices=[
                                    ("progress", "Progress"),
                                    ("documents", "Documents"),
                                    ("costs", "Costs"),
                                    ("new", "New"),
                                    ("other", "Other"),
                                ],
                                default="other",
                                max_length=10,
                            ),
                        ),
                        ("message", models.TextField(blank=True)),
                        (
                            "urgency",
                            models.CharField(
                                choices=[("hour", "In the hour"), ("today", "Today"), ("next", "Next free time")],
                                default="next",
                                max_length=6,
                            ),
                        ),
                        (
                            "verified_facts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("birthday", "Day and month of birth"),
                                        ("postcode", "Postcode they live at"),
                                    ],
                                    max_length=10,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("needs_call", models.BooleanField(default=True)),
                        (
                            "wants_message",
                            models.BooleanField(
                                default=False, help_text="The caller said yes to a message with the time."
                            ),
                        ),
                        (
                            "calls",
                            models.PositiveSmallIntegerField(
                                default=1, help_text="How often the caller has rung about it (D02)."
                            ),
                        ),
                        ("taken_at", models.DateTimeField()),
                        ("last_called_at", models.DateTimeField()),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("new", "new"),
                                    ("promised", "promised"),
                                    ("due", "due now"),
                                    ("in_attempt", "tried, not done"),
                                    ("completed", "completed"),
                                    ("missed", "missed"),
                                    ("re_promised", "promised again"),
                                    ("escalated", "escalated"),
                                    ("closed", "closed"),
                                ],
                                default="new",
                                max_length=12,
                            ),
                        ),
                        (
                            "closed_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("completed", "Completed"),
                                    ("converted_to_appointment", "Became an appointment"),
                                    ("resolved_by_reception", "Reception could help"),
                                    ("answered_by_other_channel", "Answered in another way"),
                                    ("unreachable", "Could not be reached"),
                                    ("withdrawn_by_caller", "No longer wanted by the caller"),
                                    ("duplicate", "Entered twice"),
                                    ("escalated_to_complaint", "Became a complaint"),
                                ],
                                max_length=26,
                            ),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "adviser",
                            models.ForeignKey(
                                help_text="Who rings.",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calls_to_make",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "caller",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="callbacks",
                                to="practice.party",
                            ),
                        ),
                        (
                            "for_staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calls_for",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="callbacks",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "taken_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("stage__in", ["completed", "closed"]), _negated=True),
                                fields=["adviser"],
                                name="callbacks_open_of_adviser",
                            ),
                            models.Index(fields=["caller", "taken_at"], name="callbacks_of_caller"),
                            models.Index(fields=["matter", "taken_at"], name="callbacks_of_matter"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "stage__in",
                                        [
                                            "new",
                                            "promised",
                                            "due",
                                            "in_attempt",
                                            "completed",
                                            "missed",
                                            "re_promised",
                                            "escalated",
                                            "closed",
                                        ],
                                    )
                                ),
                                name="callbacks_known_stage",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("caller_name", ""), _negated=True),
                                name="callbacks_caller_has_a_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("needs_call", False), models.Q(("number", ""), _negated=True), _connector="OR"
                                ),
                                name="callbacks_call_has_a_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("taken_at__lte", models.F("recorded_at"))),
                                name="callbacks_taken_before_recorded",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_as", ""), ("closed_at", None)),
                                    models.Q(models.Q(("closed_as", ""), _negated=True), ("closed_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="callbacks_closed_says_why_and_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("calls__gte", 1)), name="callbacks_somebody_called"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attempt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "number",
                            models.CharField(
                                blank=True, help_text="The number rung; empty if they rang us first.", max_length=40
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("spoke_resolved", "Spoke, done"),
                                    ("spoke_follow_up", "Spoke, more to do"),
                                    ("spoke_handed_over", "Spoke, handed over"),
                                    ("no_answer", "No answer"),
                                    ("engaged", "Engaged"),
                                    ("voicemail_left", "Voicemail left"),
                                    ("voicemail_not_safe_no_message", "Voicemail not safe, no message left"),
                                    ("wrong_number", "Wrong number"),
                                    ("number_unobtainable", "Number unobtainable"),
                                    ("asked_to_call_later", "Asked to ring later"),
                                    ("third_party_answered", "Someone else answered, no detail given"),
                                    ("refused", "Would not speak"),
                                    ("client_rang_back", "The caller rang us first"),
                                ],
                                max_length=30,
                            ),
                        ),
                        ("note", models.TextField(blank=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "callback",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attempts",
                                to="callbacks.callback",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("at__lte", models.F("recorded_at"))),
                                name="callbacks_attempt_before_recorded",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "result__in",
                                        [
                                            "spoke_resolved",
                                            "spoke_follow_up",
                                            "spoke_handed_over",
                                            "no_answer",
                                            "engaged",
                                            "voicemail_left",
                                            "voicemail_not_safe_no_message",
                                            "wrong_number",
                                            "number_unobtainable",
                                            "asked_to_call_later",
                                            "third_party_answered",
                                            "refused",
                                            "client_rang_back",
                                        ],
                                    )
                                ),
                                name="callbacks_attempt_known_result",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DiaryEntry",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("span", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("held", "Held for somebody on the line"),
                                    ("booked", "Booked"),
                                    ("done", "Done"),
                                    ("released", "Given back"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("held_until", models.DateTimeField(blank=True, null=True)),
                        (
                            "adviser",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="diary",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "callback",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entry",
                                to="callbacks.callback",
                            ),
                        ),
                        (
                            "held_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "diary entries",
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("state__in", ["held", "booked"])),
                                expressions=[("adviser", "="), ("span", "&&")],
                                name="callbacks_one_call_per_adviser_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["held", "booked", "done", "released"])),
                                name="callbacks_entry_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "held"), _negated=True),
                                    models.Q(("held_by__isnull", False), ("held_until__isnull", False)),
                                    _connector="OR",
                                ),
                                name="callbacks_hold_says_who_and_until_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["booked", "done"]), _negated=True),
                                    ("callback__isnull", False),
                                    _connector="OR",
                                ),
                                name="callbacks_booking_is_for_a_call",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("span__isempty", False), ("span__lower_inf", False), ("span__upper_inf", False)
                                ),
                                name="callbacks_entry_has_a_length",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Promise",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "type",
                            models.CharField(
                                choices=[
                                    ("slot", "a set time"),
                                    ("window", "between two times"),
                                    ("by", "before a time"),
                                    ("within", "within some hours"),
                                ],
                                max_length=6,
                            ),
                        ),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        (
                            "tolerance_minutes",
                            models.PositiveSmallIntegerField(help_text="As the policy had it when it was promised."),
                        ),
                        ("made_at", models.DateTimeField()),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("open", "open"),
                                    ("kept", "kept"),
                                    ("missed_provisional", "missed, unless a call is still to be entered"),
                                    ("missed", "missed"),
                                    ("changed_by_client", "changed by the caller"),
                                    ("excluded", "no longer needed"),
                                ],
                                default="open",
                                max_length=18,
                            ),
                        ),
                        ("judged_at", models.DateTimeField(blank=True, null=True)),
                        ("kept_at", models.DateTimeField(blank=True, null=True)),
                        ("minutes_after", models.PositiveIntegerField(default=0)),
                        ("recorded_late", models.BooleanField(default=False)),
                        (
                            "changed_at",
                            models.DateTimeField(
                                blank=True, help_text="When the caller asked for another time.", null=True
                            ),
                        ),
                        (
                            "cause",
                            models.CharField(
                                blank=True, help_text="Why it was missed, in the owner's words.", max_length=200
                            ),
                        ),
                        (
                            "adviser",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="promises",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "callback",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="promises",
                                to="callbacks.callback",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                help_text="It stays as it was.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="callbacks.promise",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["ends_at"], name="callbacks_promise_by_end"),
                            models.Index(fields=["adviser", "starts_at"], name="callbacks_promise_of_adviser"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("starts_at__lte", models.F("ends_at"))),
                                name="callbacks_promise_starts_before_it_ends",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "outcome__in",
                                        [
                                            "open",
                                            "kept",
                                            "missed_provisional",
                                            "missed",
                                            "changed_by_client",
                                            "excluded",
                                        ],
                                    )
                                ),
                                name="callbacks_promise_known_outcome",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("type__in", ["slot", "window", "by", "within"])),
                                name="callbacks_promise_known_type",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("judged_at", None), ("outcome", "open")),
                                    models.Q(
                                        models.Q(("outcome", "open"), _negated=True), ("judged_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="callbacks_judged_promise_says_when",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("replaces", None)),
                                fields=("callback",),
                                name="callbacks_one_first_promise",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CallbackStage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=40)),
                        ("occurrence", models.PositiveIntegerField(default=1)),
                        ("fire_at", models.DateTimeField()),
                        (
                            "late_policy",
                            models.CharField(
                                choices=[
                                    ("always", "Still done, however late"),
                                    ("until_start", "Of no use once the promised time has begun"),
                                    ("until_end", "Of no use once the promised time is over"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("fired", "Done"),
                                    ("withdrawn", "No longer wanted"),
                                    ("too_late", "Too late to be of use"),
                                    ("held", "Held by a person"),
                                    ("unsafe_channel", "No safe way to reach the person"),
                                    ("settled", "Already settled"),
                                    ("rehearsed", "Would have gone: rehearsal"),
                                    ("switched_off", "Switched off"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("because", models.CharField(blank=True, max_length=200)),
                        ("fired_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("owner", "the person who rings"),
                                    ("supervisor", "their supervisor"),
                                    ("client", "the caller"),
                                    ("page", "nobody: it is marked on the page"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "held_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "promise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stages",
                                to="callbacks.promise",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("outcome", "")),
                                fields=["fire_at", "id"],
                                name="callbacks_stages_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("promise", "kind", "occurrence"), name="callbacks_each_stage_of_a_promise_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("fired_at", None), ("outcome", "")),
                                    models.Q(models.Q(("outcome", ""), _negated=True), ("fired_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="callbacks_stage_outcome_says_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PutThrough",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("caller_name", models.CharField(blank=True, max_length=200)),
                        ("number", models.CharField(blank=True, max_length=40)),
                        ("at", models.DateTimeField()),
                        ("typed", models.JSONField(default=dict)),
                        ("came_back_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "caller",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="practice.party",
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="practice.matter",
                            ),
                        ),
                        (
                            "to",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Block",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("dnd", "Do not disturb"),
                                    ("leave", "Away"),
                                    ("court", "In court"),
                                    ("interview", "Seeing somebody"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("span", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                        ("set_at", models.DateTimeField()),
                        (
                            "adviser",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="blocks",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["adviser"], name="callbacks_blocks_of_adviser")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["dnd", "leave", "court", "interview"])),
                                name="callbacks_block_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("span__isempty", False), ("span__lower_inf", False), ("span__upper_inf", False)
                                ),
                                name="callbacks_block_has_a_length",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
