ENDPOINTS = {
    "audit.index": "administrator",
}
