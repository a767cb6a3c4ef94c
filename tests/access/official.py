"""Who may ask the official registers."""

KEEPERS = "administrator manager"
ENDPOINTS = {
    "official.accept": KEEPERS,
    "official.ask": KEEPERS,
    "official.dismiss": KEEPERS,
    "official.index": KEEPERS,
    "official.show": KEEPERS,
}
