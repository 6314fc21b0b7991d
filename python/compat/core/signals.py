"""What upstream's ``core`` does when rows are saved or deleted, as far as plugins lean on it."""

from django.core.exceptions import ValidationError
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from .models import StreamProfile


@receiver(pre_delete, sender=StreamProfile)
def keep_locked_profile(sender, instance, **kwargs):
    """Refuse to delete a built-in stream profile, through a queryset too."""
    if instance.locked:
        raise ValidationError(f"Stream profile `{instance.name}` is locked and cannot be deleted.")
