"""Which class (programme, course) does whom good: a pure engine without a database.

`pipeline.train` learns from past assignments and their outcomes, `pipeline.rank` orders the
classes for a person, `explain.explain` says why, `store.save` and `store.load` keep a matcher as
signed bytes. No module here knows of the application around it.
"""
