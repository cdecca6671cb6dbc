from resources.forms.catalogue import (
    BaseForm,
    CourseForm,
    OffersForm,
    RetireForm,
    RoomForm,
    ShareForm,
    TeacherForm,
)
from resources.forms.photos import PhotoForm

__all__ = [
    "BaseForm",
    "CourseForm",
    "OffersForm",
    "PhotoForm",
    "RetireForm",
    "RoomForm",
    "ShareForm",
    "TeacherForm",
]
