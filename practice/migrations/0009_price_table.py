import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from practice.append_only import append_only
from practice.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0008_organisations"),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="PriceTable",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(help_text="The same for all versions: purchase.", max_length=40)),
                        ("version", models.PositiveIntegerField()),
                        (
                            "work_type",
                            models.CharField(
                                choices=[
                                    ("residential_purchase", "Residential purchase"),
                                    ("residential_sale", "Residential sale"),
                                    ("private_client", "Wills and probate"),
                                    ("family", "Family"),
                                    ("disputes", "Disputes"),
                                    ("employment", "Employment"),
                                    ("lettings", "Lettings and management"),
                                    ("survey", "Survey and valuation"),
                                ],
                                max_length=24,
                            ),
                        ),
                        ("name", models.CharField(help_text="As clients read it: Buying a home.", max_length=80)),
                        ("in_force_from", models.DateField(blank=True, null=True)),
                        ("published_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "value_label",
                            models.CharField(
                                blank=True,
                                help_text="What the bands go by: Price of the property. Empty: there are none.",
                                max_length=60,
                            ),
                        ),
                        (
                            "value_answer",
                            models.SlugField(
                                blank=True,
                                help_text="The question of an enquiry that answers it: price.",
                                max_length=40,
                            ),
                        ),
                        (
                            "chosen_answer",
                            models.SlugField(
                                blank=True,
                                help_text="The question whose answer says that it is this service: about.",
                                max_length=40,
                            ),
                        ),
                        ("chosen_value", models.CharField(blank=True, help_text="That answer: will.", max_length=40)),
                        ("included", models.TextField(help_text="What the price is for, one a line.")),
                        ("not_included", models.TextField(blank=True, help_text="What it is not for, one a line.")),
                        ("changes", models.CharField(blank=True, help_text="What would add cost.", max_length=300)),
                        ("stages", models.TextField(blank=True, help_text="The steps of the work, one a line.")),
                        ("weeks_from", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("weeks_to", models.PositiveSmallIntegerField(blank=True, null=True)),
                        (
                            "depends_on",
                            models.CharField(
                                blank=True, help_text="What the time depends on: the chain.", max_length=160
                            ),
                        ),
                        (
                            "done_by",
                            models.CharField(help_text="Who does the work, and who supervises it.", max_length=300),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("code", "version"), name="practice_one_row_per_price_version"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("published_at", None), ("published_by", None)),
                                    models.Q(("in_force_from__isnull", False), ("published_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="practice_published_price_says_when_and_from_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("weeks_from", None), ("weeks_to", None)),
                                    models.Q(("weeks_from__isnull", False), ("weeks_to__gte", models.F("weeks_from"))),
                                    _connector="OR",
                                ),
                                name="practice_price_weeks_are_a_range",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PriceOption",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("code", models.SlugField(max_length=40)),
                        ("label", models.CharField(max_length=80)),
                        (
                            "answer",
                            models.SlugField(
                                blank=True, help_text="The question of an enquiry that says so: tenure.", max_length=40
                            ),
                        ),
                        (
                            "answer_value",
                            models.CharField(blank=True, help_text="The answer that says so: flat.", max_length=40),
                        ),
                        (
                            "table",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="options",
                                to="practice.pricetable",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("table", "code"), name="practice_one_row_per_price_option")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PriceLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "code",
                            models.SlugField(
                                help_text="The same for all bands of a line, and as in our letters: fee.", max_length=40
                            ),
                        ),
                        ("label", models.CharField(max_length=80)),
                        ("payee", models.CharField(default="us", max_length=80)),
                        (
                            "treatment",
                            models.CharField(
                                choices=[("our_charge", "our charge"), ("paid_for_you", "paid for you")],
                                default="our_charge",
                                max_length=12,
                            ),
                        ),
                        (
                            "certainty",
                            models.CharField(
                                choices=[("fixed", "fixed"), ("estimate", "estimate"), ("assumption", "assumption")],
                                default="estimate",
                                max_length=12,
                            ),
                        ),
                        (
                            "low",
                            models.DecimalField(
                                blank=True, decimal_places=2, help_text="Net, GBP.", max_digits=12, null=True
                            ),
                        ),
                        (
                            "high",
                            models.DecimalField(
                                blank=True, decimal_places=2, help_text="The same, if exact.", max_digits=12, null=True
                            ),
                        ),
                        (
                            "per",
                            models.CharField(
                                choices=[("once", "Once"), ("client", "For each client"), ("hour", "For each hour")],
                                default="once",
                                max_length=8,
                            ),
                        ),
                        ("hours_from", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("hours_to", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("has_vat", models.BooleanField(default=True, verbose_name="VAT is due on it")),
                        (
                            "vat_reason",
                            models.CharField(
                                help_text="Our service; the client's own fee.", max_length=80, verbose_name="why"
                            ),
                        ),
                        ("is_tax", models.BooleanField(default=False)),
                        (
                            "assumes",
                            models.CharField(blank=True, help_text="What an assumption assumes.", max_length=200),
                        ),
                        ("option", models.SlugField(blank=True, help_text="Only with this option.", max_length=40)),
                        (
                            "over",
                            models.DecimalField(
                                blank=True, decimal_places=2, help_text="For values above it.", max_digits=12, null=True
                            ),
                        ),
                        (
                            "up_to",
                            models.DecimalField(
                                blank=True, decimal_places=2, help_text="And up to this.", max_digits=12, null=True
                            ),
                        ),
                        (
                            "table",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="practice.pricetable",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("certainty__in", ["fixed", "estimate", "assumption"]),
                                    ("per__in", ["once", "client", "hour"]),
                                    ("treatment__in", ["our_charge", "paid_for_you"]),
                                ),
                                name="practice_price_line_known_kinds",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("high", None), ("low", None)),
                                    models.Q(("high__gte", models.F("low")), ("low__gte", 0)),
                                    _connector="OR",
                                ),
                                name="practice_price_line_range",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("hours_from", None), ("hours_to", None)),
                                    models.Q(("hours_from__isnull", False), ("hours_to__isnull", False)),
                                    _connector="OR",
                                ),
                                name="practice_price_line_hours_are_a_range",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Quote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                blank=True, decimal_places=2, help_text="What it went by.", max_digits=12, null=True
                            ),
                        ),
                        (
                            "options",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                            ),
                        ),
                        ("people", models.PositiveSmallIntegerField()),
                        ("total_low", models.DecimalField(decimal_places=2, help_text="With VAT, GBP.", max_digits=12)),
                        (
                            "total_high",
                            models.DecimalField(decimal_places=2, help_text="With VAT, GBP.", max_digits=12),
                        ),
                        ("headline", models.CharField(max_length=200)),
                        ("words", models.TextField(help_text="All of it, as they read or heard it.")),
                        ("given_at", models.DateTimeField()),
                        ("given_on", models.DateField(help_text="The local day.")),
                        ("holds_until", models.DateField()),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("email", "By e-mail"),
                                    ("phone", "Read out on the telephone"),
                                    ("paper", "Handed over on paper"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "table",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="quotes",
                                to="practice.pricetable",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("way__in", ["email", "phone", "paper"])),
                                name="practice_quote_known_way",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("people__gte", 1),
                                    ("total_high__gte", models.F("total_low")),
                                    ("total_low__gte", 0),
                                ),
                                name="practice_quote_range",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("holds_until__gte", models.F("given_on"))),
                                name="practice_quote_holds_for_a_while",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MatterQuote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="quotes", to="practice.matter"
                            ),
                        ),
                        (
                            "quote",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="on_matter",
                                to="practice.quote",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="QuoteLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("code", models.SlugField(max_length=40)),
                        ("label", models.CharField(max_length=80)),
                        ("payee", models.CharField(max_length=80)),
                        ("treatment", models.CharField(max_length=12)),
                        ("certainty", models.CharField(max_length=12)),
                        ("vat_reason", models.CharField(max_length=80)),
                        (
                            "low",
                            models.DecimalField(
                                blank=True, decimal_places=2, help_text="Net, GBP.", max_digits=12, null=True
                            ),
                        ),
                        (
                            "high",
                            models.DecimalField(
                                blank=True, decimal_places=2, help_text="Net, GBP.", max_digits=12, null=True
                            ),
                        ),
                        (
                            "vat_rate",
                            models.DecimalField(
                                blank=True, decimal_places=3, help_text="A fraction.", max_digits=4, null=True
                            ),
                        ),
                        ("per", models.CharField(max_length=8)),
                        ("is_tax", models.BooleanField()),
                        ("assumes", models.CharField(blank=True, max_length=200)),
                        (
                            "quote",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="practice.quote"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("quote", "code"), name="practice_one_quoted_line_per_code"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("high", None), ("low", None)),
                                    models.Q(("high__gte", models.F("low")), ("low__gte", 0)),
                                    _connector="OR",
                                ),
                                name="practice_quoted_line_range",
                            ),
                        ],
                    },
                ),
            ]
        ),
        *append_only("practice_quote", "practice_quoteline", "practice_matterquote"),
    ]
