"""What upstream does when channels, streams and profiles are saved, as far as plugins lean on it.

As upstream, ``bulk_create``, ``bulk_update`` and ``update`` go past all of this. Left to the host
for now: compact numbering of auto-created channels, and recordings.
"""

import hashlib

from django.db.models import Max
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver

from core.after_commit import queue_after_commit

from .models import (
    Channel,
    ChannelOverride,
    ChannelProfile,
    ChannelProfileMembership,
    ChannelStream,
    Stream,
)


@receiver(pre_save, sender=Stream)
def give_stream_an_account(sender, instance, **kwargs):
    """A stream without an account becomes a custom one."""
    if instance.m3u_account_id is None:
        from apps.m3u.models import M3UAccount

        instance.is_custom = True
        instance.m3u_account = M3UAccount.get_custom_account()


@receiver(post_save, sender=Stream)
def give_custom_stream_a_hash(sender, instance, created, **kwargs):
    """A new custom stream gets a hash of its own, which no import produces."""
    if created and instance.is_custom and not instance.stream_hash:
        instance.stream_hash = hashlib.sha256(f"custom_stream_{instance.id}".encode()).hexdigest()
        Stream.objects.filter(id=instance.id).update(stream_hash=instance.stream_hash)


@receiver(m2m_changed, sender=Channel.streams.through)
def copy_tvg_id(sender, instance, action, reverse, pk_set, **kwargs):
    """A channel without tvg-id takes that of the first stream added that has one."""
    if action != "post_add" or reverse or instance.tvg_id or not pk_set:
        return
    found = (
        Stream.objects.filter(pk__in=pk_set)
        .exclude(tvg_id=None)
        .exclude(tvg_id="")
        .order_by("pk")
        .values_list("tvg_id", flat=True)
        .first()
    )
    if found:
        instance.tvg_id = found
        instance.save(update_fields=["tvg_id"])


@receiver(post_save, sender=ChannelProfile)
def add_every_channel(sender, instance, created, **kwargs):
    """A new profile shows every channel."""
    if created:
        ChannelProfileMembership.objects.bulk_create(
            [
                ChannelProfileMembership(channel_profile=instance, channel_id=channel_id)
                for channel_id in Channel.objects.values_list("id", flat=True)
            ],
            ignore_conflicts=True,
        )


@receiver([post_save, post_delete], sender=ChannelStream)
def roll_up_catchup(sender, instance, **kwargs):
    """A channel offers the catch-up of its streams: any of them, and the longest."""
    streams = Stream.objects.filter(channelstream__channel_id=instance.channel_id, is_catchup=True)
    days = streams.aggregate(days=Max("catchup_days"))["days"]
    values = {"is_catchup": days is not None, "catchup_days": days or 0}
    Channel.objects.filter(pk=instance.channel_id).exclude(**values).update(**values)


@receiver(post_save, sender=Channel)
def read_programmes(sender, instance, created, update_fields, **kwargs):
    """A channel newly mapped to a guide channel gets its programmes."""
    mapped_now = created or (
        update_fields is not None and {"epg_data", "epg_data_id"} & set(update_fields)
    )
    if mapped_now:
        _queue_programmes(instance.epg_data)


@receiver(post_save, sender=ChannelOverride)
def read_programmes_of_override(sender, instance, created, update_fields, **kwargs):
    """So does one that a person mapped elsewhere."""
    if created or update_fields is None or {"epg_data", "epg_data_id"} & set(update_fields):
        _queue_programmes(instance.epg_data)


def _queue_programmes(epg_data):
    from apps.epg.tasks import parse_programs_for_tvg_id

    if (
        epg_data is None
        or epg_data.epg_source is None
        or epg_data.epg_source.source_type == "dummy"
    ):
        return
    queue_after_commit(parse_programs_for_tvg_id, epg_data.id)
