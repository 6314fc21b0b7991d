"""A second name for a column or a foreign key of a model, without a column of its own.

An alias is a private field, so lookups, ordering, ``values()`` and ``F()`` find it from any model,
through relations too; reading and writing an instance goes straight to the real attribute, so
neither name can go stale. Django refuses to *write* through fields without a column, so
`AliasQuerySet` and `AliasModel` put the real name in before it looks.

Knows nothing of channels; `apps.channels.guide_names` says which names there are.
"""

from django.db import models
from django.db.models import BooleanField, Func, Q
from django.db.models.expressions import NegatedExpression
from django.utils.functional import cached_property


class Negated(Func):
    """``NOT column`` in brackets: without them ``NOT a = b`` would negate the comparison."""

    template = "(NOT %(expressions)s)"
    output_field = BooleanField()


class _AliasAttribute:
    """Reads and writes the real attribute of an instance."""

    def __init__(self, alias: "ColumnAlias"):
        self.alias = alias

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return self.alias.from_real(getattr(instance, self.alias.real_name))

    def __set__(self, instance, value):
        setattr(instance, self.alias.real_name, self.alias.to_real(value))


class ColumnAlias(models.Field):
    """A second name for the column of the field `real_name`."""

    def __init__(self, real_name: str, **kwargs):
        self.real_name = real_name
        super().__init__(editable=False, blank=True, **kwargs)

    def contribute_to_class(self, cls, name, private_only=True):
        super().contribute_to_class(cls, name, private_only=True)
        setattr(cls, name, _AliasAttribute(self))

    def get_attname_column(self):
        return self.get_attname(), None

    @cached_property
    def real(self) -> models.Field:
        return self.model._meta.get_field(self.real_name)

    def get_col(self, alias, output_field=None):
        return self.real.get_col(alias, output_field)

    def get_internal_type(self):
        return self.real.get_internal_type()

    def to_python(self, value):
        return self.real.to_python(value)

    def from_real(self, value):
        """Return what this name shows when the column holds `value`."""
        return value

    def to_real(self, value):
        """Return what the column must hold when `value` is written under this name."""
        return value


class NegatedAlias(ColumnAlias):
    """A second name that means the opposite of its boolean column."""

    def get_col(self, alias, output_field=None):
        return Negated(self.real.get_col(alias))

    def from_real(self, value):
        return self.to_real(value)

    def to_real(self, value):
        if hasattr(value, "resolve_expression"):
            return ~value if isinstance(value, Q) else NegatedExpression(value)
        # Text, as Django takes it for a boolean column: "False" must not count as true.
        return not (self.real.to_python(value) if isinstance(value, str) else value)


class RelationAlias(models.ForeignObject):
    """A second name for a foreign key, sharing its joins and its cache of loaded objects."""

    def __init__(self, to, real_name: str):
        self.real_name = real_name
        super().__init__(
            to,
            # Deletion follows the real key; this name must add nothing to it.
            on_delete=models.DO_NOTHING,
            from_fields=[real_name],
            to_fields=["id"],
            related_name="+",
            null=True,
            blank=True,
            editable=False,
        )

    def contribute_to_class(self, cls, name, private_only=True):
        super().contribute_to_class(cls, name, private_only=True)
        if cls._meta.abstract:
            return
        # The real key's own descriptor: one cache, and prefetching works too.
        setattr(cls, name, self.forward_related_accessor_class(self.real))
        setattr(cls, self.attname, _KeyAttribute(self.real.attname))

    @cached_property
    def real(self) -> models.ForeignKey:
        return self.model._meta.get_field(self.real_name)

    def get_attname(self):
        return f"{self.name}_id"

    @cached_property
    def cache_name(self):
        return self.real.cache_name

    @cached_property
    def path_infos(self):
        return self.real.path_infos

    def get_path_info(self, filtered_relation=None):
        return self.real.get_path_info(filtered_relation)

    def to_real(self, value):
        """Return `value` unchanged: both names hold the same object."""
        return value


class _KeyAttribute:
    """``group_id``: the raw key behind ``group``."""

    def __init__(self, attname: str):
        self.attname = attname

    def __get__(self, instance, owner=None):
        return self if instance is None else getattr(instance, self.attname)

    def __set__(self, instance, value):
        setattr(instance, self.attname, value)


def real_names(model: type[models.Model], names) -> list[str]:
    """Return `names` with aliases of `model` replaced by the real ones, each once, in order.

    Handles ``group__name`` and ``group_id`` too.
    """
    aliases = {}
    for field in model._meta.private_fields:
        if isinstance(field, ColumnAlias | RelationAlias):
            aliases[field.attname] = field.real.attname
            aliases[field.name] = field.real_name
    found = {}
    for name in names:
        head, separator, tail = name.partition("__")
        found[aliases.get(head, head) + separator + tail] = None
    return list(found)


def real_values(model: type[models.Model], values: dict) -> dict:
    """Return the assignments `values` as assignments to real columns."""
    result = {}
    for name, value in values.items():
        [real] = real_names(model, [name])
        if real in result:
            raise TypeError(
                f"{model.__name__}: `{name}` and `{real}` are the same column; set one of them"
            )
        field = model._meta.get_field(name) if real != name else None
        result[real] = field.to_real(value) if field is not None else value
    return result


class AliasQuerySet(models.QuerySet):
    """A queryset that writes through aliases."""

    def update(self, **values):
        return super().update(**real_values(self.model, values))

    update.alters_data = True

    def bulk_update(self, objs, fields, batch_size=None):
        return super().bulk_update(objs, real_names(self.model, fields), batch_size=batch_size)

    bulk_update.alters_data = True

    def bulk_create(self, objs, *args, update_fields=None, **options):
        if update_fields is not None:
            update_fields = real_names(self.model, update_fields)
        return super().bulk_create(objs, *args, update_fields=update_fields, **options)

    bulk_create.alters_data = True

    def select_related(self, *fields):
        if fields == (None,):
            return super().select_related(None)
        return super().select_related(*real_names(self.model, fields))

    def only(self, *fields):
        return super().only(*real_names(self.model, fields))

    def defer(self, *fields):
        if fields == (None,):
            return super().defer(None)
        return super().defer(*real_names(self.model, fields))


class AliasModel(models.Model):
    """A model whose ``save`` and ``refresh_from_db`` take aliases among the names of fields."""

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **options):
        if update_fields is not None:
            update_fields = real_names(type(self), update_fields)
        super().save(*args, update_fields=update_fields, **options)

    save.alters_data = True

    def refresh_from_db(self, using=None, fields=None, **options):
        if fields is not None:
            fields = real_names(type(self), fields)
        super().refresh_from_db(using=using, fields=fields, **options)
