"""What a federation may read: the reports that were sent to it, by account or by the link in its mail."""
