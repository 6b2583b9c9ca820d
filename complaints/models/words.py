"""The lists a complaint is described with (domain 3.1, 3.3, 3.7)."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """Which procedure it follows."""

    SERVICE = "service", "Service"
    CONDUCT = "conduct", "Conduct"
    DATA_PROTECTION = "data_protection", "Personal data"


class Channel(TextChoices):
    """How it reached us. A complaint needs no form and no writing (domain Q5)."""

    EMAIL = "email", "by e-mail"
    LETTER = "letter", "by letter"
    PHONE = "phone", "by telephone"
    VOICEMAIL = "voicemail", "by voicemail"
    IN_PERSON = "in_person", "in person"
    WEB = "web", "through the website"
    SURVEY = "survey", "in a survey"
    SOCIAL = "social", "on social media"


class Sorting(TextChoices):
    """What the dissatisfaction was sorted into. Unsorted, it counts as a complaint (decision 8)."""

    UNSORTED = "unsorted", "Not yet sorted"
    CONCERN = "concern", "Concern"
    COMPLAINT = "complaint", "Complaint"


class Category(TextChoices):
    """What went wrong, by the ombudsman's headings (domain 3.7)."""

    FAILURE_TO_ADVISE = "failure_to_advise", "Failure to advise"
    FAILURE_TO_FOLLOW_INSTRUCTIONS = "failure_to_follow_instructions", "Failure to follow instructions"
    DELAY = "delay", "Delay"
    FAILURE_TO_KEEP_INFORMED = "failure_to_keep_informed", "Not kept informed"
    FAILURE_TO_PROGRESS = "failure_to_progress", "Failure to progress"
    COSTS_EXCESSIVE = "costs_excessive", "Costs too high"
    COSTS_INFORMATION_DEFICIENT = "costs_information_deficient", "Costs not explained"
    CONDUCT = "conduct", "Conduct"
    FAILURE_TO_INVESTIGATE = "failure_to_investigate_complaint", "Complaint not looked into"
    POTENTIAL_MISCONDUCT = "potential_misconduct", "Possible misconduct"
    PAPERS_NOT_SAFE = "failure_to_keep_papers_safe", "Papers not kept safe"
    FAILURE_TO_REPLY = "failure_to_reply", "Failure to reply"
    PAPERS_NOT_RELEASED = "failure_to_release_papers", "Papers not released"
    DATA_PROTECTION = "data_protection", "Data protection"
    OTHER = "other", "Other"


class Finding(TextChoices):
    """What was found of one head."""

    UPHELD = "upheld", "Upheld"
    PARTLY = "partly", "Partly upheld"
    NOT_UPHELD = "not_upheld", "Not upheld"
    NONE = "none", "No finding possible"


class RootCause(TextChoices):
    """Why it went wrong (domain 3.7)."""

    CALL_NOT_RETURNED = "call_not_returned", "Call not returned"
    NO_UPDATE = "no_update", "No update"
    EXPECTATION_NOT_SET = "expectation_not_set", "Expectation not set"
    ESTIMATE_NOT_UPDATED = "estimate_not_updated", "Estimate not updated"
    SCOPE_UNCLEAR = "scope_unclear", "Scope unclear"
    HANDOVER_GAP = "handover_gap", "Gap at handover"
    STAFF_ABSENCE = "staff_absence", "Absence"
    SUPERVISION = "supervision", "Supervision"
    IT_FAILURE = "it_failure", "IT failure"
    THIRD_PARTY = "third_party", "Third party"
    CLIENT_MISUNDERSTANDING = "client_misunderstanding", "Misunderstanding"
    TONE = "tone", "Tone"
    ERROR_OF_LAW = "error_of_law", "Error of law"
    ADMIN_ERROR = "admin_error", "Clerical error"


class HoldReason(TextChoices):
    """Why a person has to look before anything goes by itself (decision 3). A hold never stops the clock."""

    AUTHORITY = "authority", "the representative's authority is not verified"
    IDENTITY = "identity", "identity not verified"
    NOT_ELIGIBLE = "not_eligible", "the complainant is not eligible"
    ANONYMOUS = "anonymous", "anonymous"
    REPRESENTED = "represented", "represented by other solicitors"
    PROCEEDINGS = "proceedings", "proceedings are under way"
    INSURER = "insurer", "the insurer is involved"
    POLICE = "police", "the police are involved"
    DUPLICATE = "duplicate", "looks like a complaint we have already"
    COMPLIANCE = "compliance", "held by compliance"
