from django.apps import AppConfig


class ClientcareConfig(AppConfig):
    name = "clientcare"
