"""What the tables share: the names of their constraints, and the column that names an owner."""

from sqlalchemy import Column, ForeignKey, Integer, MetaData
from sqlmodel import SQLModel

# Before any table is declared: each takes its names from here.
SQLModel.metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def owner(target: str, *, primary_key: bool = False) -> Column[int]:
    """A column that names its owner, and goes with it."""
    return Column(
        Integer,
        ForeignKey(target, ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
        autoincrement=False,
    )
