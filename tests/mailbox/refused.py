"""What providers' servers say when they refuse, and what a good postmaster makes of it.

Kept as they write it; people, addresses and numbers of machines are invented (RFC 2606, 5737). From Orange's, Free's,
Google's, Microsoft's, Yahoo's and IONOS's pages for postmasters, Sisimai's and KumoMTA's collections, forums, and the
sources of Postfix, Exim and qmail.
"""

TO = "<quota.spam@forge.example>"

GONE = [
    # Orange, Wanadoo, La Poste
    "550 5.1.1 hhtzumeItI371 Adresse d au moins un destinataire invalide. Invalid recipient. OFR_416 [416]",
    "550 5.5.0 Adresse d au moins un destinataire invalide. Invalid recipient. LPN007_416",
    "550 5.5.0 Boite du destinataire archivee. Archived recipient. OFR_420 [420]",
    "550 5.5.0 Le compte du destinataire est bloque. The recipient account isblocked. LPN007_426",
    f"550 5.1.1 {TO}: Recipient address rejected: User unknown in relay recipient table",
    # Free, SFR, OVH, IONOS
    "550 5.2.1 This mailbox has been blocked due to inactivity (UserSearch)",
    "550 This mailbox has been blocked due to inactivity",
    f"550 5.1.1 {TO}: Recipient address rejected: User unknown in local recipient table (in reply to RCPT TO command)",
    f"550 5.1.1 {TO} User unknown",
    f"550 5.1.1 {TO} Adresse inconnue / Unknown address",
    "550 Requested action not taken: mailbox unavailable",
    "550 Unknown User",
    # Google
    "550-5.1.1 The email account that you tried to reach does not exist. Please try\n5.1.1 double-checking the "
    "recipient's "
    "email address for typos or\n5.1.1 unnecessary spaces. https://support.google.com/mail/?p=NoSuchUser "
    "x-1si.2 - gsmtp",
    "550-5.2.1 The email account that you tried to reach is inactive. For more\n5.2.1 information, go to\n5.2.1 "
    "https://support.google.com/mail/?p=DisabledUser - gsmtp",
    "550 5.2.1 The email account that you tried to reach is disabled",
    # Microsoft
    "550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 No Such User Here",
    "550 5.1.350 Remote server returned invalid recipient address -> 550 5.1.1 User unknown",
    "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient quota.spam@forge.example not found by SMTP address lookup",
    "550 5.4.1 Recipient address rejected: Access denied. [AM7EUR06FT037.eop-eur06.prod.protection.outlook.com]",
    "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).",
    "550 5.4.310 DNS domain forge.example does not exist [Message=InfoDomainNonexistent]",
    "550 5.7.505 Access denied, banned recipient",
    # Yahoo, AOL
    "554 delivery error: dd This user doesn't have a yahoo.example account (quota.spam@forge.example) [0]",
    "554 30 Sorry, your message to quota.spam@forge.example cannot be delivered. This mailbox is disabled (554.30).",
    "554 delivery error: dd Requested mail action aborted - mta4101.mail.example",
    "552 1 Requested mail action aborted, mailbox not found",
    # Postfix, Exim, qmail, Sendmail, Domino, Dovecot
    "550 5.1.1 unknown recipient",
    f"550 {TO}: Recipient address rejected: undeliverable address: unknown user",
    "550 Unrouteable address",
    "550 No Such User Here",
    "550 sorry, no mailbox here by that name. (#5.7.17)",
    "Sorry, no mailbox here by that name. vpopmail (#5.1.1)",
    "511 sorry, no mailbox here by that name (#5.1.1 - chkuser)",
    f"550 5.1.1 {TO}... User unknown",
    f"550 Ana Fictive ({TO}) not listed in Domino Directory",
    "550 5.1.1 User doesn't exist: quota.spam@forge.example",
    "Host or domain name not found. Name service error for name=forge.example type=MX: Host not found 5.4.4",
    "556 5.1.10 Recipient address has null MX",
    # Proofpoint, Mimecast, Barracuda
    "550 5.1.1 User Unknown - https://community.proofpoint.example",
    "550 Invalid Recipient - https://community.mimecast.com/docs/DOC-1369#550 [q-Zt2]",
    f"550 No such recipient here {TO}",
]

LATER = [
    "552 5.1.1 g270oYR4MmRof Boite du destinataire pleine. Recipient overquota. OFR_417 [417]",
    "552 5.5.0 Boite du destinataire pleine. Recipient overquota. LPN007_417",
    "550 mwinf5c31 ME Trop de connexions, veuillez verifier votre configuration. Too many connections, slow "
    "down. OFR004_104",
    "550 5.5.0 Service refuse. Veuillez essayer plus tard. service refused, please try later. LPN001_108",
    "552 5.2.2 Over quota (in reply to RCPT TO command)",
    "550 5.7.1 Requested action not taken: message refused, quota exceeded",
    "552 5.1.1 Boîte aux lettres pleine",
    f"554 5.2.2 {TO}: Recipient address rejected: Quota exceeded (mailbox for user is full)",
    "550 Quota Exceeded",
    "550 5.1.1 The user's mailbox is full",
    # Google
    "550-5.2.1 The user you are trying to contact is receiving mail at a rate that\n5.2.1 prevents additional messages "
    "from being delivered. For more information, visit\n5.2.1 https://support.google.com/mail/?p=ReceivingRatePerm",
    "550-5.2.1 The user you are trying to contact is receiving mail too quickly",
    "552-5.2.2 The recipient's inbox is out of storage space and inactive. Please direct the\n5.2.2 recipient to "
    "https://support.google.com/mail/?p=OverQuotaPerm",
    "552 5.2.2 The email account that you tried to reach is over quota",
    "550 5.4.5 Daily user sending limit exceeded",
    # Microsoft
    "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded",
    "550 5.4.300 Message expired -> 421 4.4.1 Connection timed out",
    "550 5.4.316 Message expired, connection refused(Socket error code 10061)",
    "550 5.4.312 Message expired, DNS query failed(ErrorRetry)",
    "554 5.2.122 The recipient has exceeded their limit for the number of messages they can receive per hour",
    # others
    "552 1 Requested mail action aborted, mailbox full - quota exceeded",
    "550 5.2.2 user is over quota",
    "552 Message for quota.spam@forge.example would exceed mailbox quota, user is over quota",
    "552 5.2.2 This message is larger than the current system limit or the recipient's mailbox is full. Create "
    "a shorter "
    "message body or remove attachments and try sending it again.",
    "451 4.7.1 Greylisting in action, please come back in 00:05:00",
    "450 4.2.0 <x>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/forge.example.html",
    "451 4.7.650 The mail server [192.0.2.5] has been temporarily rate limited due to IP reputation. (S775)",
    "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints "
    "- 4.16.55.1",
    "451 Internal resources are temporarily unavailable - https://community.mimecast.com/docs/DOC-1369#451",
    "450 Requested mail action not taken: mailbox unavailable",
    "retry timeout exceeded",
]

BARRED = [
    # Orange, La Poste, Free
    "550 mwinf5c04 ME Adresse IP source bloquee pour incident de spam. Client host blocked for spamming issues. "
    "OFR006_102 Ref http://csi.cloudmark.com/reset-request/?ip=192.0.2.1 [102]",
    "550 5.5.0 SPF: 192.0.2.1 is not allowed to send mail. LPN004_401",
    "550 5.0.1 Emetteur invalide. Invalid Sender. LPN105_405",
    "550 5.5.0 Service refuse. Veuillez essayer plus tard. service refused, please try later. LPN007_510",
    "550 5.7.1 Service unavailable; client [192.0.2.1] blocked using Spamhaus",
    "554 Too many spams from your IP (192.0.2.1), please visit http://postmaster.free.fr/",
    "550 Too many errors from your ip (192.0.2.1), please visit http://postmaster.free.fr/",
    # Google
    "550-5.7.26 Unauthenticated email from cluster.example is not accepted due to domain's\n5.7.26 DMARC "
    "policy. The domain "
    "does not exist",
    "550-5.7.1 Our system has detected that this message is likely suspicious due to the very low reputation of the "
    "sending IP address.",
    "550-5.7.28 There is an unusual rate of unsolicited mail originating from your IP address.",
    "550-5.7.25 The IP address sending this message does not have a PTR record setup",
    "550 5.7.30 This mail has been blocked because DKIM does not pass.",
    # Microsoft
    "550 5.7.606 Access denied, banned sending IP [192.0.2.1]. To request removal from this list please visit "
    "https://sender.office.com/",
    "550 5.7.511 Access denied, banned sender[192.0.2.1]. To request removal, forward this message",
    "550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP.",
    "550 5.7.705 Service unavailable. Access denied, tenant has exceeded threshold.",
    "550 5.7.515 Access denied, sending domain CLUSTER.EXAMPLE does not meet the required authentication level.",
    "550 5.7.509 Access denied, sending domain cluster.example does not pass DMARC verification",
    "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service "
    "provider since "
    "part of their network is on our block list (S3150).",
    "550 5.7.513 Service unavailable, Client host [192.0.2.1] blocked by forge.example using Customer Block list",
    "550 5.7.64 TenantAttribution; Relay Access Denied",
    # Yahoo, IONOS, OVH, gateways
    "553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1, because the ip is in Spamhaus's list",
    "554-No SMTP service\n554-Bad DNS PTR resource record.",
    "554 Service unavailable; Client host [192.0.2.1] blocked using dnsbl.example - IP Black Listed",
    "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using b.barracudacentral.org",
    "550 5.1.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org",
    "554 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.1",
    "550 SPF Sender Invalid - envelope rejected - https://community.mimecast.com/docs/DOC-1369#550",
    "550 Local CT IP Reputation - (reject)",
    "550 5.7.1 <crm@cluster.example>: Sender address rejected: Domain not found",
    "550 Administrative prohibition: blacklisted",
    f"550 5.7.1 {TO}... Relaying denied",
    "550 5.1.8 Access denied, bad outbound sender",
    "553 <crm@cluster.example>... Domain of sender address crm@cluster.example does not exist",
]

REFUSED = [
    "550 5.2.0 Mail rejete. Mail rejected. OFR_506 [506]",
    "550 5.7.1 Mail rejete. Mail rejected. ofr_506 [506]",
    "552 5.5.0 Taille limite du message atteinte LPN007_514",
    "550 spam detected (in reply to end of DATA command)",
    "550 5.7.1 Message content rejected (in reply to end of DATA command)",
    "550 Denied by policy",
    "552-5.7.0 This message was blocked because its content presents a potential\n5.7.0 security issue.",
    "550-5.7.1 Our system has detected that this message is likely unsolicited mail. To reduce the amount of "
    "spam sent to "
    "Gmail, this message has been blocked.",
    "552-5.3.4 Your message exceeded Google's message size limits.",
    "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required",
    "550 5.7.134 RESOLVER.RST.SenderNotAuthenticatedForMailbox; authentication required",
    "550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient",
    "550 5.0.350 Remote server returned an error -> 550 Requested action not taken: policy violation detected (AS345)",
    "554 5.4.14 Hop count exceeded - possible mail loop ATTR34",
    "550 Rejected by header-based Anti-Spoofing policy - https://community.mimecast.com/docs/DOC-1369#550",
    "554 Email rejected due to security policies - https://community.mimecast.com/docs/DOC-1369#554",
    "571 5.7.1 message classified as spam",
    "554 5.7.1 The message was rejected because it contains prohibited virus or spam content",
    "550 5.7.999 Delivery not authorized, message refused",
    "554 5.7.1 Mail appears to be unsolicited -- rejected",
    "host spam.mx.forge.example[192.0.2.9] said: 550 rejected",
]
