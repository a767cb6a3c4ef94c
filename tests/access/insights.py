"""Who may see figures."""

READING = "administrator director manager observer reviewer"
ENDPOINTS = {"insights.answers": READING, "insights.index": READING}
