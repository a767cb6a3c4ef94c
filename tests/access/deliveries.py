ENDPOINTS = {
    "deliveries.unsubscribe": "public",
    "deliveries.unsubscribe_now": "public",
}
