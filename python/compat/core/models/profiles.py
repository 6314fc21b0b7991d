"""User agents, stream profiles and output profiles."""

import shlex

from django.core.exceptions import ValidationError
from django.db import models


class UserAgent(models.Model):
    """A User-Agent text that can be chosen by name."""

    name = models.CharField(max_length=512, unique=True)
    user_agent = models.CharField(max_length=512, unique=True)
    description = models.CharField(max_length=255, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        managed = False
        db_table = "core_useragent"

    def __str__(self):
        return self.name


class StreamProfile(models.Model):
    """How a stream is fetched: by a command, through the proxy as it is, or by redirect."""

    name = models.CharField(max_length=255)
    command = models.CharField(max_length=255, blank=True)
    parameters = models.TextField(blank=True)
    locked = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    user_agent = models.ForeignKey(UserAgent, on_delete=models.SET_NULL, null=True, blank=True)

    class Meta:
        managed = False
        db_table = "core_streamprofile"

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """Save; of a locked profile only the user agent may change."""
        stored = (
            StreamProfile.objects.filter(pk=self.pk, locked=True).values().first()
            if self.pk
            else None
        )
        if stored is not None:
            changed = [
                name
                for name, value in stored.items()
                if name not in ("id", "user_agent_id") and getattr(self, name) != value
            ]
            if changed:
                raise ValidationError(
                    f"Stream profile `{stored['name']}` is locked: "
                    f"{', '.join(changed)} cannot be changed."
                )
        super().save(*args, **kwargs)

    @classmethod
    def update(cls, pk, **values):
        """Change and return the profile `pk`."""
        profile = cls.objects.get(pk=pk)
        for name, value in values.items():
            setattr(profile, name, value)
        profile.save()
        return profile

    def is_proxy(self) -> bool:
        """Whether this is the built-in profile that passes the stream through as it is."""
        return self.locked and self.name == "Proxy"

    def is_redirect(self) -> bool:
        """Whether this is the built-in profile that sends the viewer to the provider."""
        return self.locked and self.name == "Redirect"

    def build_command(self, stream_url, user_agent, channel_id=None) -> list[str]:
        """Return the command line for `stream_url`; empty for the built-in Proxy profile."""
        if self.is_proxy():
            return []
        known = {
            "{streamUrl}": stream_url,
            "{userAgent}": user_agent,
            "{channelId}": "" if channel_id is None else str(channel_id),
        }
        return [self.command, *(_filled(part, known) for part in shlex.split(self.parameters))]


def _filled(part: str, known: dict) -> str:
    # Filled in after splitting, so that a blank or quote in a URL cannot become a second argument.
    for placeholder, value in known.items():
        part = part.replace(placeholder, value or "")
    return part


class OutputProfile(models.Model):
    """A command between the proxy and a client: MPEG-TS in, what the client gets out."""

    name = models.CharField(max_length=255, unique=True)
    command = models.CharField(max_length=255)
    parameters = models.TextField(blank=True)
    locked = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        managed = False
        db_table = "core_outputprofile"

    def __str__(self):
        return self.name

    def build_command(self) -> list[str]:
        """Return the command line."""
        return [self.command, *shlex.split(self.parameters)]
