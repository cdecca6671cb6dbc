"""Photographs of a base: what is kept of them, who sees them, and how many."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.access import Denied, share, withdraw
from accounts.models import AuditEntry
from core import pictures
from resources import operations
from resources.models import Photo
from tests.factories.resources import BaseFactory

pytestmark = pytest.mark.django_db
MAKE, ORIENTATION, GPS = 0x010F, 0x0112, 0x8825


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def base(cast):
    return BaseFactory(organisation=cast.school, name="主校区")


def taken(size=(800, 600), kind="JPEG", mode="RGB", colour="red", **more) -> SimpleUploadedFile:
    """A photograph as a telephone might send it."""
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **more)
    return SimpleUploadedFile(f"IMG_1.{kind.lower()}", out.getvalue())


def add(cast, base, upload=None, caption="报告厅"):
    return operations.add_photo(actor=cast.he, base=base, upload=upload or taken(), caption=caption)


def opened(file) -> Image.Image:
    with file.open("rb") as content:
        return Image.open(io.BytesIO(content.read()))


def test_what_the_camera_wrote_is_gone_and_the_picture_stands_upright(cast, base):
    exif = Image.Exif()
    exif[MAKE], exif[ORIENTATION] = "Camera", 6  # turned by a quarter
    exif.get_ifd(GPS)[1] = "N"
    sent = taken((2400, 1200), exif=exif)
    assert Image.open(io.BytesIO(sent.read())).getexif()[MAKE] == "Camera"

    photo = add(cast, base, sent)

    assert (photo.width, photo.height) == (800, 1600)
    for file, size in ((photo.large, (800, 1600)), (photo.small, (240, 480))):
        kept = opened(file)
        assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", size, {})


def test_a_clear_picture_gets_a_white_ground(cast, base):
    photo = add(cast, base, taken((20, 20), "PNG", "RGBA", (255, 0, 0, 0)))
    assert opened(photo.large).getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (SimpleUploadedFile("a.jpg", b""), "empty_picture"),
        (SimpleUploadedFile("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "no_picture"),
        (SimpleUploadedFile("a.jpg", b"\xff\xd8\xff\xe0" + b"x" * 400), "no_picture"),
        (SimpleUploadedFile("a.gif", b"GIF89a" + b"x" * 400), "no_picture"),
        (SimpleUploadedFile("a.png", taken((900, 900), "PNG").read()[:400]), "no_picture"),
        (taken((9000, 6000), "PNG", "1", 0), "too_many_pixels"),
    ],
    ids=["empty", "svg", "broken", "gif", "cut off", "bomb"],
)
def test_what_is_no_photograph_is_refused_in_words(cast, base, upload, code):
    with pytest.raises(pictures.BadPicture) as refusal:
        add(cast, base, upload)
    assert refusal.value.code == code
    assert not Photo.objects.exists()


def test_a_photo_needs_words_for_those_who_cannot_see_it(cast, base):
    with pytest.raises(operations.NoCaption):
        add(cast, base, caption="  ")


def test_no_more_are_shown_than_anybody_looks_at(cast, base, monkeypatch):
    monkeypatch.setattr("resources.operations.photos.MOST_PHOTOS", 2)
    add(cast, base)
    add(cast, base)
    with pytest.raises(operations.TooManyPhotos):
        add(cast, base)


def test_they_keep_their_order_and_change_it_by_one(cast, base):
    first, second, third = (add(cast, base, caption=name) for name in "甲乙丙")

    operations.move_photo(actor=cast.he, photo=third, by=-1)
    operations.move_photo(actor=cast.he, photo=first, by=-1)  # already there

    assert [photo.caption for photo in base.photos.all()] == ["甲", "丙", "乙"]
    operations.move_photo(actor=cast.he, photo=Photo.objects.get(pk=second.pk), by=1)
    assert [photo.caption for photo in base.photos.all()] == ["甲", "丙", "乙"]


def test_removing_takes_the_files_too_and_is_in_the_audit_trail(
    cast, base, django_capture_on_commit_callbacks
):
    photo = add(cast, base)
    storage, names = photo.large.storage, (photo.large.name, photo.small.name)
    assert all(map(storage.exists, names))
    with django_capture_on_commit_callbacks(execute=True):
        operations.remove_photo(actor=cast.he, photo=photo)

    assert not any(map(storage.exists, names))
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["resources.add_photo", "resources.remove_photo"]


@pytest.mark.parametrize("who", ["li", "zhou", "viewer", "stranger"])
def test_only_the_institute_itself_changes_them(cast, base, who):
    photo = add(cast, base)
    with pytest.raises(Denied):
        operations.add_photo(actor=getattr(cast, who), base=base, upload=taken(), caption="x")
    with pytest.raises(Denied):
        operations.remove_photo(actor=getattr(cast, who), photo=photo)


def test_a_withdrawn_grant_ends_the_sight_of_it_at_once(cast, base, as_):
    photo = add(cast, base)
    urls = photo.get_absolute_url(), photo.small_url
    share(base, cast.foreign, actor=cast.he)
    client = as_(cast.stranger)
    seen = client.get(urls[0])
    assert (seen.status_code, seen["Content-Type"]) == (200, "image/jpeg")
    assert (seen["Cache-Control"], seen["X-Content-Type-Options"]) == (
        "private, no-cache",
        "nosniff",
    )
    again = client.get(urls[0], headers={"If-None-Match": seen["ETag"]})
    assert (again.status_code, again.content) == (304, b"")

    withdraw(base, cast.foreign)

    for url in urls:
        assert client.get(url, headers={"If-None-Match": seen["ETag"]}).status_code == 404


def test_a_keeper_adds_and_changes_them_on_the_page(cast, base, as_):
    client, url = as_(cast.he), reverse("resources:photos", args=[base.pk])
    page = client.post(url, {"uploads": taken(), "caption": ""})
    assert page.status_code == 200
    assert not Photo.objects.exists()
    broken = SimpleUploadedFile("说明.jpg", b"no picture at all")
    assert "说明.jpg" in client.post(url, {"uploads": broken, "caption": "食堂"}).text

    assert client.post(url, {"uploads": taken(), "caption": "食堂"}).status_code == 302
    photo = Photo.objects.get()
    change = reverse("resources:photo_change", args=[photo.pk])
    client.post(change, {"do": "describe", "caption": "学员食堂"})
    assert 'alt="学员食堂"' in client.get(base.get_absolute_url()).text
    client.post(change, {"do": "remove"})
    assert not Photo.objects.exists()


def test_several_are_added_at_once_and_the_unfit_are_named(cast, base, as_):
    url = reverse("resources:photos", args=[base.pk])
    broken = SimpleUploadedFile("说明.jpg", b"no picture at all")
    files = [taken(), broken, taken(kind="PNG"), SimpleUploadedFile("empty.jpg", b"")]
    page = as_(cast.he).post(url, {"uploads": files, "caption": "宿舍"}, follow=True).text
    assert list(base.photos.values_list("caption", flat=True)) == ["宿舍（1）", "宿舍（3）"]
    assert "说明.jpg" in page
    assert "2" in page


def test_too_much_at_once_is_refused_before_anything_is_opened(cast, base, as_, monkeypatch):
    monkeypatch.setattr("resources.forms.photos.TOGETHER", 0)
    url = reverse("resources:photos", args=[base.pk])
    page = as_(cast.he).post(url, {"uploads": [taken(), taken()], "caption": "宿舍"})
    assert (page.status_code, "uploads" in page.context["form"].errors) == (200, True)
    assert not Photo.objects.exists()


def test_the_catalogue_shows_the_first_photo_to_whoever_sees_the_base(cast, base, as_):
    add(cast, base, caption="食堂")
    first = add(cast, base, caption="外景")
    operations.move_photo(actor=cast.he, photo=first, by=-1)
    url = reverse("resources:base_list")
    page = as_(cast.he).get(url).text
    assert (page.count(first.small_url), page.count("small.jpg"), page.count('alt="外景"')) == (
        1,
        1,
        1,
    )
    assert first.small_url not in as_(cast.stranger).get(url).text


@pytest.mark.parametrize("number", [1, 5])
def test_the_page_asks_the_same_number_of_questions(
    cast, base, as_, number, django_assert_max_num_queries
):
    for n in range(number):
        add(cast, base, taken((20, 20)), caption=f"{n}")
    client = as_(cast.he)
    client.get(base.get_absolute_url())
    with django_assert_max_num_queries(40) as asked:
        client.get(base.get_absolute_url())
    assert sum("resources_photo" in one["sql"] for one in asked.captured_queries) == 1
