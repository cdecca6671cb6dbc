from resources.forms.catalogue import (
    BaseForm,
    CourseForm,
    OffersForm,
    RetireForm,
    RoomForm,
    ShareForm,
    TeacherForm,
)

__all__ = [
    "BaseForm",
    "CourseForm",
    "OffersForm",
    "RetireForm",
    "RoomForm",
    "ShareForm",
    "TeacherForm",
]
