from django.apps import AppConfig


class TrainportalConfig(AppConfig):
    name = "trainportal"
    verbose_name = "Train Portal"
