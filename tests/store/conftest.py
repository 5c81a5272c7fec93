from tests.fixtures import database, new_database, sqlite_database

__all__ = ["database", "new_database", "sqlite_database"]
