"""Who may decide for the house."""

ENDPOINTS = {
    "settings.clocks": "administrator",
    "settings.end_value": "administrator",
    "settings.house": "administrator",
    "settings.index": "administrator",
    "settings.new_value": "administrator",
    "settings.value": "administrator",
    "settings.values": "administrator",
}
