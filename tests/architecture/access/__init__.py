"""The permission matrix: every route of the portal, who may, and what everybody else gets.

A new route is declared in `tables/<app>.py`, in a few words:

    "programs:program": page(on="program"),                        everybody who sees the object
    "programs:program_edit": page(UNIT_MANAGERS, on="draft"),      of these, only some
    "programs:program_submit": post(UNIT_MANAGERS, on="draft"),    a button
    "programs:line_set": post(UNIT_MANAGERS, on="draft", line="line"),   a second object
    "programs:plan_list": page(STAFF - ENTERPRISE),                no object
    "accounts:member": page(STAFF, post=MANAGERS, on="member", data={"role": "viewer"}),
    "api:programs-plans-detail": api(on="plan", GET=STAFF, PATCH=DEPARTMENT),

An object (`on`) is made in `furnish` of the same file, once for our organisations and once, with the
same names, for foreign ones, and stands in `THINGS` with those who see it. Who does not see it gets
404, exactly as for one that does not exist; who sees it and may not gets 403 with a reason; nobody
signed in is asked to sign in. Declare what you mean, then compare with what is answered:

    MATRIX=full pytest --nomigrations tests/architecture/test_access.py -k programs
"""
