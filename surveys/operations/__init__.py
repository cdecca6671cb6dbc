"""Building questionnaires, sending them out, answering them."""

from surveys.operations.inquiry import (
    NobodyToAsk,
    close_inquiry,
    open_inquiry,
    remind,
    save_draft,
    save_inquiry,
    send,
)
from surveys.operations.questionnaire import (
    Incomplete,
    OutOfRange,
    answer,
    copy_questionnaire,
    move_question,
    remove_question,
    save_question,
    save_questionnaire,
    set_in_use,
)

__all__ = [
    "Incomplete",
    "NobodyToAsk",
    "OutOfRange",
    "answer",
    "close_inquiry",
    "copy_questionnaire",
    "move_question",
    "open_inquiry",
    "remind",
    "remove_question",
    "save_draft",
    "save_inquiry",
    "save_question",
    "save_questionnaire",
    "send",
    "set_in_use",
]
