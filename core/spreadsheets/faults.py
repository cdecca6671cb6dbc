"""What can be wrong with a file or a cell: closed lists. Plain Python: the child reads it too."""

from enum import StrEnum

MB = 1024 * 1024
MAX_FILE_BYTES = 20 * MB
MAX_PARTS = 2_000
MAX_PART_BYTES = 200 * MB
MAX_UNPACKED_BYTES = 400 * MB
MAX_SPOOL_BYTES = 400 * MB
SPOOL_IS_FULL = 27  # exit code of the child
MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
MAX_TABLE_COLUMNS = 1_000


class Fault(StrEnum):
    """Why a file cannot be read. The sentence for each is in `read.SENTENCES`."""

    EMPTY_FILE = "empty_file"
    TOO_BIG = "too_big"
    WEB_PAGE = "web_page"
    DOCUMENT = "document"
    PICTURE = "picture"
    ARCHIVE = "archive"
    UNSUPPORTED = "unsupported"
    PASSWORD = "password"
    MACROS = "macros"
    EXTERNAL_LINKS = "external_links"
    EMBEDDED_OBJECTS = "embedded_objects"
    UNSAFE_PARTS = "unsafe_parts"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    DAMAGED = "damaged"
    TOO_SLOW = "too_slow"
    TOO_COMPLEX = "too_complex"
    NO_SHEETS = "no_sheets"
    NO_SUCH_SHEET = "no_such_sheet"
    FAR_CELL = "far_cell"
    NUL_BYTES = "nul_bytes"
    ENCODING_UNCLEAR = "encoding_unclear"
    ENCODING_UNKNOWN = "encoding_unknown"
    UNCLOSED_QUOTE = "unclosed_quote"


class CellFault(StrEnum):
    """Why the value of one cell cannot be trusted."""

    DAMAGED_NUMBER = "damaged_number"
    FORMULA_WITHOUT_VALUE = "formula_without_value"
    ERROR_VALUE = "error_value"


class FileFault(Exception):
    """Raised inside the child; the parent turns it into `read.BadFile`."""

    def __init__(self, fault: Fault, **params):
        super().__init__(fault)
        self.fault = fault
        self.params = params
