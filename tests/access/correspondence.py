"""Who files e-mails: managers, each their own."""

ENDPOINTS = {
    "correspondence.close_address": "manager",
    "correspondence.discard": "manager",
    "correspondence.file": "manager",
    "correspondence.index": "manager",
    "correspondence.keep": "manager",
    "correspondence.open_address": "manager",
    "correspondence.show": "manager",
}
