ENDPOINTS = {
    "deliveries.alive": "public",
    "deliveries.health": "administrator",
    "deliveries.index": "administrator manager",
    "deliveries.outbox": "administrator",
    "deliveries.outbox_file": "administrator",
    "deliveries.outbox_html": "administrator",
    "deliveries.outbox_mail": "administrator",
    "deliveries.retry": "administrator manager",
    "deliveries.trial": "administrator",
    "deliveries.unsubscribe": "public",
    "deliveries.unsubscribe_now": "public",
}
