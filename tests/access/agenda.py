"""Who may read a calendar: whoever has its address."""

ENDPOINTS = {"agenda.feed": "public"}
