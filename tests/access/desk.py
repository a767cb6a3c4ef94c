"""Who may enter the desk's pages."""

EVERYONE = "administrator director manager member observer officer reviewer"
ENDPOINTS = {
    "desk.about": EVERYONE,
    "desk.accessibility": "public",
    "desk.choose_keys": "public",
    "desk.choose_language": "public",
    "desk.choose_theme": "public",
    "desk.export_silent": "manager",
    "desk.finish_task": "administrator manager",
    "desk.help": EVERYONE,
    "desk.help_topic": EVERYONE,
    "desk.search": "administrator director manager observer reviewer",
    "desk.silent": "manager",
    "desk.timeline": "administrator director manager observer reviewer",
    "desk.today": "administrator director manager reviewer",
}
