"""Channel logos."""

from django.db import models


class Logo(models.Model):
    """A logo by address: remote, or a path below ``/data/logos``."""

    name = models.CharField(max_length=255)
    url = models.TextField(unique=True)

    class Meta:
        managed = False
        db_table = "dispatcharr_channels_logo"

    def __str__(self):
        return self.name
