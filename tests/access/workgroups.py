"""Who may see and keep working groups."""

EDITORS = "administrator manager"
ENDPOINTS = {
    f"workgroups.{name}": EDITORS
    for name in ["archive", "call_off", "edit", "end_seat", "export", "index", "new", "plan", "restore", "seat", "show"]
}
