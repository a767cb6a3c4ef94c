"""Who may hand out a copy of a person's data, and who may erase it."""

ENDPOINTS = {
    "rights.copy": "administrator manager",
    "rights.edit_notice": "administrator",
    "rights.erase": "administrator",
    "rights.erase_now": "administrator",
    "rights.objections": "administrator",
    "rights.own_copy": "administrator director manager member observer officer reviewer",
    "rights.erase_silent": "administrator",
    "rights.silent": "administrator",
    "rights.privacy": "public",
}
