"""Who may see figures."""

ENDPOINTS = {"insights.index": "administrator director manager observer reviewer"}
