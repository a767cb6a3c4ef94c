"""A person's days: the calendar that is read elsewhere, reminders of tasks."""
