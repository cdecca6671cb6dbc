from resources.forms.catalogue import (
    BaseForm,
    CourseForm,
    RetireForm,
    RoomForm,
    ShareForm,
    TeacherForm,
)
from resources.forms.offers import OffersForm
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
