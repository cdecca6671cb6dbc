"""Models, suggestions, decisions about them."""

from matching import operations
from tests.architecture.access.words import DEPARTMENT, EVERYBODY, UNIT, api, page, post, read, who


def furnish(side):
    side.model = operations.start_training(actor=side.zhou, organisation=side.city)


THINGS = {"model": DEPARTMENT}
TRAINERS = DEPARTMENT - who("viewer")
DECIDERS = TRAINERS | UNIT
PAIR = {"on": "trainee", "program": "approved"}
ROUTES = {
    "matching:own": read(who("trainee"), refusal="404"),
    "matching:model_list": read(TRAINERS),
    "matching:model_train": post(TRAINERS),
    "matching:model": read(on="model"),
    "matching:model_progress": read(on="model"),
    "matching:model_stop": post(TRAINERS, on="model"),
    "matching:model_restore": page(TRAINERS, on="model"),
    "matching:program": read(DECIDERS, on="approved"),
    "matching:program_panel": read(DECIDERS, on="approved"),
    "matching:trainee": read(on="trainee"),
    "matching:trainee_panel": read(on="trainee"),
    "matching:trainee_accept": post(DECIDERS, **PAIR),
    "matching:trainee_decline": page(DECIDERS, **PAIR),
    "matching:trainee_review": post(DECIDERS | who("trainee"), **PAIR),
    "matching:assign": page(who("unit_manager neighbour department_manager")),
    "matching:trainee_compare": read(on="trainee"),
    "api:matching-models-list": api(GET=EVERYBODY),
    "api:matching-models-detail": api(on="model", GET=None),
    "api:matching-trainees-detail": api(on="trainee", GET=None),
    "api:matching-trainees-decisions": api(
        on="trainee",
        POST=DECIDERS | who("trainee"),
        data=lambda side: {"program": side.approved.pk, "decision": "human"},
    ),
    "api:matching-programs-detail": api(on="approved", GET=DECIDERS),
}
