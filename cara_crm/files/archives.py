"""Archives that other people made: workbooks, documents."""

import zipfile
import zlib

#: What zipfile raises at a damaged archive beside its own error: a stream that does not inflate or ends early, a place
#: before the file or a name that is no UTF-8 (ValueError), a place beyond what can be sought (OSError), a version or a
#: flag of its entries that it does not know.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError)
