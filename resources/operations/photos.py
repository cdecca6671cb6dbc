"""Photographs of a base: added, described, put in order, removed."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.access import Actor, operation
from core import pictures
from core.errors import Refusal
from resources import rules
from resources.models import Base, Photo

MOST_PHOTOS = 12


class TooManyPhotos(Refusal):
    """So many photographs that nobody looks at them all."""

    code = "too_many_photos"
    message = _("{most} photos are shown already. Remove one first.")


class NoCaption(Refusal):
    """A photograph that nobody can understand who does not see it."""

    code = "no_caption"
    message = _("Say in a few words what the photo shows: it is read out to those who cannot see.")
    status = 422


@operation(rules.may_keep, on="base")
def add_photo(*, actor: Actor, base: Base, upload, caption: str) -> Photo:
    """Show one more photograph of a base, after the others.

    Raises `NoCaption`, `TooManyPhotos`, `pictures.BadPicture`.
    """
    _check_caption(caption)
    made = pictures.prepared(upload)
    Base._base_manager.select_for_update().get(pk=base.pk)  # one after the other: the limit holds
    there = base.photos.aggregate(last=Max("place"))["last"]
    if base.photos.count() >= MOST_PHOTOS:
        raise TooManyPhotos(most=MOST_PHOTOS)
    photo = Photo(
        base=base,
        caption=caption.strip()[:120],
        width=made.width,
        height=made.height,
        place=0 if there is None else there + 1,
        added_by=actor.member,
    )
    photo.large.save("large", ContentFile(made.large), save=False)
    photo.small.save("small", ContentFile(made.small), save=False)
    photo.save()
    return photo


@operation(rules.may_keep_photo, on="photo")
def describe_photo(*, actor: Actor, photo: Photo, caption: str) -> Photo:
    """Say anew what a photograph shows. Raises `NoCaption`."""
    _check_caption(caption)
    photo.caption = caption.strip()[:120]
    photo.save(update_fields=["caption"])
    return photo


@operation(rules.may_keep_photo, on="photo")
def move_photo(*, actor: Actor, photo: Photo, by: int) -> Photo:
    """Put a photograph `by` places later in the order of its base; at the ends nothing happens."""
    order = list(photo.base.photos.select_for_update())
    at = order.index(photo)
    order.insert(min(max(at + by, 0), len(order) - 1), order.pop(at))
    for place, one in enumerate(order):
        one.place = place
    Photo._base_manager.bulk_update(order, ["place"])
    photo.place = order.index(photo)
    return photo


@operation(rules.may_keep_photo, on="photo")
def remove_photo(*, actor: Actor, photo: Photo) -> None:
    """Take a photograph away for good, its files once that is certain."""
    files = (photo.large, photo.small)
    photo.delete()
    transaction.on_commit(lambda: [file.delete(save=False) for file in files])


def _check_caption(caption: str) -> None:
    if not caption.strip():
        raise NoCaption
