"""Addresses of the embedded servers (to be filled by the runtime step)."""


def database_url() -> str:
    return "postgres://app@localhost/clientcare"


def owner_url() -> str:
    return "postgres://owner@localhost/clientcare"


def redis_url() -> str:
    return "redis://localhost/0"


def email_url() -> str:
    return "smtp://127.0.0.1:8025"
