"""Files are rows: frozen in the transaction of what they belong to, and in every backup."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, deferred, mapped_column

from cara_crm.core import clock
from cara_crm.core.db import Base, pk


class StoredFile(Base):
    """`content` is loaded only when asked for; `sha256` is its hexadecimal digest."""

    __tablename__ = "stored_file"

    id: Mapped[pk]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(index=True)
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
