"""What can be done to organisations, members, code tables and people."""

from accounts.operations.machines import UnknownScope, cancel_job, issue_token, withdraw_token
from accounts.operations.members import (
    LastManager,
    add_member,
    announce,
    invite,
    let_in_again,
    set_member_active,
    set_role,
    withdraw_invitation,
)
from accounts.operations.merging import (
    FIELDS as MERGED_FIELDS,
)
from accounts.operations.merging import (
    NotUndoable,
    OtherAccount,
    SamePerson,
    merge_trainees,
    undo_merge,
)
from accounts.operations.organisations import (
    CodeTaken,
    add_organisation,
    save_code,
    save_codes,
    save_organisation,
    set_code_hidden,
    set_organisation_active,
)
from accounts.operations.own import (
    read_notice,
    read_notices,
    remove_view,
    save_profile,
    save_view,
)
from accounts.operations.register import (
    CodeInUse,
    NameInUse,
    NotBelow,
    save_members,
    save_organisations,
    undo_members,
    undo_organisations,
)
from accounts.operations.roster import MissingName, UnknownCode, save_trainees, undo_trainees
from accounts.operations.rosterbulk import AlreadyThere, add_trainees
from accounts.operations.trainees import (
    HasAccount,
    NumberTaken,
    erase_trainee,
    link_account,
    open_account,
    reveal,
    save_trainee,
)

__all__ = [
    "MERGED_FIELDS",
    "AlreadyThere",
    "CodeInUse",
    "CodeTaken",
    "HasAccount",
    "LastManager",
    "MissingName",
    "NameInUse",
    "NotBelow",
    "NotUndoable",
    "NumberTaken",
    "OtherAccount",
    "SamePerson",
    "UnknownCode",
    "UnknownScope",
    "add_member",
    "add_organisation",
    "add_trainees",
    "announce",
    "cancel_job",
    "erase_trainee",
    "invite",
    "issue_token",
    "let_in_again",
    "link_account",
    "merge_trainees",
    "open_account",
    "read_notice",
    "read_notices",
    "remove_view",
    "reveal",
    "save_code",
    "save_codes",
    "save_members",
    "save_organisation",
    "save_organisations",
    "save_profile",
    "save_trainee",
    "save_trainees",
    "save_view",
    "set_code_hidden",
    "set_member_active",
    "set_organisation_active",
    "set_role",
    "undo_members",
    "undo_merge",
    "undo_organisations",
    "undo_trainees",
    "withdraw_invitation",
    "withdraw_token",
]
