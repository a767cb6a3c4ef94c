"""Who may enter the portal: members, and only their own."""

ENDPOINTS = (
    {
        f"portal.{name}": "member"
        for name in (
            "agreement",
            "answer_wording",
            "attachment",
            "check",
            "consent",
            "create",
            "discard",
            "edit",
            "edit_draft",
            "index",
            "keep_draft",
            "keep_new",
            "message",
            "new",
            "opinion",
            "organisation",
            "preferences",
            "reopen",
            "save_draft",
            "send",
            "sent",
            "show",
            "similar",
            "voice",
            "voice_sheet",
            "withdraw",
            "wording",
        )
    }
    | {"portal.by_mail": "public", "portal.settle_by_mail": "public", "portal.voice_by_mail": "public"}
    | {
        f"portal.{name}": "public"
        for name in (
            "close_mailed",
            "mailed",
            "mailed_day",
            "mailed_file",
            "mailed_preferences",
            "mailed_relay",
            "say_mailed",
        )
    }
)
