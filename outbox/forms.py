"""What is typed about messages."""

from django import forms


class RecordPosting(forms.Form):
    """When a printed letter was posted: its dispatch time."""

    posted_at = forms.SplitDateTimeField(
        label="Posted on, at",
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date"}, time_attrs={"type": "time"}, date_format="%Y-%m-%d"
        ),
    )
