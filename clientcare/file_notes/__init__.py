"""A quick note from anywhere: one key in the frame, and it stands in the timelines of client and matter."""
