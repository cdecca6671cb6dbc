from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.choices import OrganisationKind, Role
from accounts.models import Member, Organisation, User


class Command(BaseCommand):
    stealth_options = ("password",)  # for callers in Python, never on a command line
    help = (
        "Make a topmost organisation and its first manager; everybody else is invited on the pages."
        " The password is read from standard input, so that no list of processes shows it."
    )

    def add_arguments(self, parser):
        parser.add_argument("--organisation", required=True, metavar="CODE")
        parser.add_argument("--name", required=True, help="name of the organisation")
        parser.add_argument("--name-en", default="")
        parser.add_argument("--kind", choices=OrganisationKind.values, default="department")
        parser.add_argument("--seal", default="", help="one character for the seal")
        parser.add_argument("--user", required=True, help="sign-in name of the manager")
        parser.add_argument("--person", required=True, help="name of the manager")
        parser.add_argument("--person-latin", default="")

    @transaction.atomic
    def handle(
        self, *, organisation, name, name_en, kind, seal, user, person, person_latin, **rest
    ):
        if Organisation.objects.filter(code=organisation).exists():
            raise CommandError(f"There is an organisation {organisation} already.")
        if User.objects.filter(username=user).exists():
            raise CommandError(f"There is a user {user} already.")
        password = rest.get("password") or input("Password: ")
        account = User(username=user, name=person, name_latin=person_latin)
        try:
            validate_password(password, account)
        except ValidationError as fault:
            raise CommandError(" ".join(fault.messages)) from fault
        account.set_password(password)
        account.save()
        top = Organisation.objects.create(
            code=organisation, name=name, name_en=name_en, kind=kind, seal_text=seal
        )
        Member.objects.create(user=account, organisation=top, role=Role.MANAGER)
        self.stdout.write(f"{top} ({top.code}): {person} signs in as {user}.")
