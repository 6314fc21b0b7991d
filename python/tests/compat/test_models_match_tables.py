"""Every model against the tables that the migrations of `pluggarr-store` make."""

import pytest
from django.apps import apps
from django.db import connection, models

# How Django's SQLite backend spells the types; an AUTOINCREMENT key is plain `integer`.
KEYS = (models.AutoField, models.BigAutoField)

MODELS = [
    model
    for model in apps.get_models(include_auto_created=True)
    if model._meta.app_label not in ("contenttypes",)
]


def described(model):
    """What SQLite says of the table: columns, single-column unique indexes and all unique sets."""
    with connection.cursor() as cursor:
        quoted = connection.ops.quote_name(model._meta.db_table)
        cursor.execute(f"PRAGMA table_info({quoted})")
        columns = {row[1]: row for row in cursor.fetchall()}
        cursor.execute(f"PRAGMA index_list({quoted})")
        indexes = cursor.fetchall()
        unique = set()
        indexed = set()
        for index in indexes:
            cursor.execute(f"PRAGMA index_info({connection.ops.quote_name(index[1])})")
            names = tuple(row[2] for row in cursor.fetchall())
            indexed.add(names)
            if index[2]:
                unique.add(frozenset(names))
    return columns, unique, indexed


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_columns(model):
    columns, _unique, _indexed = described(model)
    fields = {field.column: field for field in model._meta.local_concrete_fields}
    assert set(columns) == set(fields)
    for name, field in fields.items():
        _cid, _name, kind, not_null, default, primary = columns[name]
        expected = "integer" if isinstance(field, KEYS) else field.db_type(connection)
        assert kind.lower() == expected.lower(), name
        assert bool(not_null) == (not field.null), name
        assert bool(primary) == field.primary_key, name
        assert default is None, f"{name}: defaults live in the writers, as upstream"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_uniqueness(model):
    _columns, unique, _indexed = described(model)
    meta = model._meta
    expected = {
        frozenset([field.column])
        for field in meta.local_concrete_fields
        if field.unique and not (field.primary_key and isinstance(field, KEYS))
    }
    groups = [*meta.unique_together, *(constraint.fields for constraint in meta.constraints)]
    for group in groups:
        expected.add(frozenset(meta.get_field(name).column for name in group))
    # A primary key that is an integer is the rowid and has no index of its own.
    rowids = {
        frozenset([field.column])
        for field in meta.local_concrete_fields
        if field.primary_key and field.db_type(connection) in ("bigint", "smallint", "integer")
    }
    assert unique - rowids == expected - rowids


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_foreign_keys(model):
    with connection.cursor() as cursor:
        cursor.execute(
            f"PRAGMA foreign_key_list({connection.ops.quote_name(model._meta.db_table)})"
        )
        found = {(row[3], row[2], row[4]) for row in cursor.fetchall()}
    expected = {
        (field.column, field.related_model._meta.db_table, field.target_field.column)
        for field in model._meta.local_concrete_fields
        if field.is_relation
    }
    assert found == expected


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_indexes(model):
    _columns, _unique, indexed = described(model)
    for field in model._meta.local_concrete_fields:
        if field.db_index and not field.unique:
            assert (field.column,) in indexed, field.column
    for index in model._meta.indexes:
        columns = tuple(
            model._meta.get_field(name.removeprefix("-")).column for name in index.fields
        )
        assert columns in indexed


def test_every_table_has_a_model():
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert {table for table in tables if not table.startswith("_sqlx")} <= ours
