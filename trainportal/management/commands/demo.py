from django.core.management.base import BaseCommand

from trainportal.demo.build import build, is_built


class Command(BaseCommand):
    help = "Load the demo, once: an invented energy group with three years of history."

    def handle(self, **options):
        if is_built():
            self.stdout.write("The demo is there already.")
            return
        build(lambda text: self.stdout.write(f"  {text}"))
