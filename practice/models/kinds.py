"""What a party can be: its kind, what it is to us, its legal form, how it is reached."""

from django.db import models


class PartyKind(models.TextChoices):
    INDIVIDUAL = "individual", "Person"
    ORGANISATION = "organisation", "Organisation"


class Relationship(models.TextChoices):
    CLIENT = "client", "Client"
    PROSPECTIVE = "prospective", "Prospective client"
    FORMER = "former", "Former client"
    THIRD_PARTY = "third_party", "Third party"
    PSEUDO_CLIENT = "pseudo_client", "Treated as a client"
    INTERNAL_CLIENT = "internal_client", "Internal client"


class LegalForm(models.TextChoices):
    COMPANY = "company", "Private limited company"
    PLC = "plc", "Public limited company"
    LLP = "llp", "Limited liability partnership"
    PARTNERSHIP = "partnership", "Partnership"
    CHARITY = "charity", "Charity"
    TRUST = "trust", "Trust"
    ASSOCIATION = "association", "Club or association"
    PUBLIC_BODY = "public_body", "Public body"
    ABROAD = "abroad", "Body from abroad"
    OTHER = "other", "Something else"


class TreatedAs(models.TextChoices):
    """Whom we care for as for a client, without acting for them (domain 4.7)."""

    POLICE = "police", "Police unit"
    VICTIM = "victim", "Victim"
    WITNESS = "witness", "Witness"
    COURT = "court", "Court"
    EXPERT = "expert", "Expert"
    INSURER = "insurer", "Insurer"


class ContactKind(models.TextChoices):
    PHONE = "phone", "Telephone"
    EMAIL = "email", "E-mail"
    ADDRESS = "address", "Address"
