"""Learning records, and what their keepers enter by hand."""

import datetime as dt

from portfolios.models import EarlierTraining, Post
from tests.architecture.access.words import DEPARTMENT, EVERYBODY, KEEPERS, UNIT, page, read, who


def furnish(side):
    known = {"organisation": side.north, "trainee": side.trainee, "starts_on": dt.date(2015, 3, 1)}
    side.post_held = Post.objects.create(post="值长", **known)
    side.earlier = EarlierTraining.objects.create(training="安全管理班", **known)


THINGS = dict.fromkeys(("post_held", "earlier"), UNIT | DEPARTMENT | who("trainee"))
POST = {"post": "副主任", "starts_on": "2016-03-01"}
TRAINING = {"training": "党校班", "starts_on": "2016-03-01", "hours": "8", "result": "completed"}
ROUTES = {
    "portfolios:own": read(EVERYBODY),
    "portfolios:record": read(on="trainee"),
    "portfolios:record_panel": read(on="trainee"),
    "portfolios:post_add": page(KEEPERS, on="trainee", data=POST),
    "portfolios:post": page(KEEPERS, on="post_held", data=POST),
    "portfolios:post_remove": page(KEEPERS, on="post_held"),
    "portfolios:training_add": page(KEEPERS, on="trainee", data=TRAINING),
    "portfolios:training": page(KEEPERS, on="earlier", data=TRAINING),
    "portfolios:training_remove": page(KEEPERS, on="earlier"),
}
