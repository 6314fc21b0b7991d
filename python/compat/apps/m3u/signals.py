"""What upstream does when an M3U account is saved, as far as plugins lean on it.

Left to the host for now: the periodic task of an account's refresh interval (its scheduler reads
the interval itself) and notifications about logins that expire.
"""

from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver

from core.after_commit import queue_after_commit

from .models import M3UAccount, M3UAccountProfile


@receiver(pre_save, sender=M3UAccount)
def follow_activity(sender, instance, update_fields, **kwargs):
    """An account switched off shows as disabled, one switched on as idle."""
    if update_fields is not None and "is_active" not in update_fields:
        return
    was_active = (
        M3UAccount.objects.filter(pk=instance.pk).values_list("is_active", flat=True).first()
    )
    if was_active is not None and was_active != instance.is_active:
        status = M3UAccount.Status.IDLE if instance.is_active else M3UAccount.Status.DISABLED
        instance.status = status
        if update_fields is not None:
            # `status` is not among what is being saved.
            M3UAccount.objects.filter(pk=instance.pk).update(status=status)


@receiver(post_save, sender=M3UAccount)
def add_default_profile(sender, instance, created, update_fields, **kwargs):
    """A new account gets its default profile; a changed limit on streams reaches that profile."""
    if created:
        M3UAccountProfile.objects.create(
            m3u_account=instance,
            name=f"{instance.name} Default",
            max_streams=instance.max_streams,
            is_default=True,
            is_active=True,
            search_pattern="^(.*)$",
            replace_pattern="$1",
        )
    elif update_fields is None or "max_streams" in update_fields:
        instance.profiles.filter(is_default=True).exclude(max_streams=instance.max_streams).update(
            max_streams=instance.max_streams
        )


@receiver(post_save, sender=M3UAccount)
def read_groups_of_new_account(sender, instance, created, **kwargs):
    """The groups of a new playlist are read at once, so that a person can choose among them."""
    if created and instance.account_type != M3UAccount.Types.XC:
        from .tasks import refresh_m3u_groups

        queue_after_commit(refresh_m3u_groups, instance.id)
