"""What upstream does when an EPG source is saved, as far as plugins lean on it.

Left to the host for now: the periodic task of a source's refresh interval (its scheduler reads the
interval itself), and removing a deleted source's files.
"""

from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from django.utils.text import slugify

from core.after_commit import queue_after_commit

from .models import EPGData, EPGSource


@receiver(pre_save, sender=EPGSource)
def follow_activity(sender, instance, update_fields, **kwargs):
    """A source switched off shows as disabled, one switched on as idle; a dummy is always idle."""
    if update_fields is not None and "is_active" not in update_fields:
        return
    if instance.source_type == "dummy":
        instance.status = EPGSource.STATUS_IDLE
        return
    was_active = (
        EPGSource.objects.filter(pk=instance.pk).values_list("is_active", flat=True).first()
    )
    if was_active is not None and was_active != instance.is_active:
        status = EPGSource.STATUS_IDLE if instance.is_active else EPGSource.STATUS_DISABLED
        instance.status = status
        if update_fields is not None:
            # `status` is not among what is being saved.
            EPGSource.objects.filter(pk=instance.pk).update(status=status)


@receiver(post_save, sender=EPGSource)
def refresh_new_source(sender, instance, created, **kwargs):
    """A new active source is refreshed at once; a dummy one gets its one guide channel."""
    if instance.source_type == "dummy":
        EPGData.objects.get_or_create(
            epg_source=instance,
            tvg_id=f"dummy_{slugify(instance.name)}",
            defaults={"name": instance.name},
        )
    elif created and instance.is_active:
        from .tasks import refresh_epg_data

        queue_after_commit(refresh_epg_data, instance.id)
