"""Films, series and their episodes, whichever account offers them."""

import uuid

from django.db import models
from django.db.models import Q

WITHOUT_EXTERNAL_ID = Q(tmdb_id__isnull=True) & Q(imdb_id__isnull=True)


class VODLogo(models.Model):
    """A poster by address."""

    name = models.CharField(max_length=255)
    url = models.TextField(unique=True)

    class Meta:
        managed = False
        db_table = "vod_vodlogo"

    def __str__(self):
        return self.name


class Movie(models.Model):
    """A film."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    name = models.CharField(max_length=255)
    description = models.TextField(blank=True, null=True)
    year = models.IntegerField(blank=True, null=True)
    rating = models.CharField(max_length=10, blank=True, null=True)
    genre = models.CharField(max_length=255, blank=True, null=True)
    duration_secs = models.IntegerField(blank=True, null=True)
    logo = models.ForeignKey(
        VODLogo, on_delete=models.SET_NULL, null=True, blank=True, related_name="movie"
    )
    tmdb_id = models.CharField(max_length=50, blank=True, null=True, unique=True)
    imdb_id = models.CharField(max_length=50, blank=True, null=True, unique=True)
    is_adult = models.BooleanField(default=False, db_index=True)
    custom_properties = models.JSONField(blank=True, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        managed = False
        db_table = "vod_movie"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "year"],
                condition=WITHOUT_EXTERNAL_ID,
                name="unique_movie_name_year_no_external_id",
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.year})" if self.year else self.name


class Series(models.Model):
    """A series."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    name = models.CharField(max_length=255)
    description = models.TextField(blank=True, null=True)
    year = models.IntegerField(blank=True, null=True)
    rating = models.CharField(max_length=10, blank=True, null=True)
    genre = models.CharField(max_length=255, blank=True, null=True)
    logo = models.ForeignKey(
        VODLogo, on_delete=models.SET_NULL, null=True, blank=True, related_name="series"
    )
    tmdb_id = models.CharField(max_length=50, blank=True, null=True, unique=True)
    imdb_id = models.CharField(max_length=50, blank=True, null=True, unique=True)
    custom_properties = models.JSONField(blank=True, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        managed = False
        db_table = "vod_series"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "year"],
                condition=WITHOUT_EXTERNAL_ID,
                name="unique_series_name_year_no_external_id",
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.year})" if self.year else self.name


class Episode(models.Model):
    """An episode of a series."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    name = models.CharField(max_length=255)
    description = models.TextField(blank=True, null=True)
    air_date = models.DateField(blank=True, null=True)
    rating = models.CharField(max_length=10, blank=True, null=True)
    duration_secs = models.IntegerField(blank=True, null=True)
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="episodes")
    season_number = models.IntegerField(blank=True, null=True)
    episode_number = models.IntegerField(blank=True, null=True)
    tmdb_id = models.CharField(max_length=50, blank=True, null=True, db_index=True)
    imdb_id = models.CharField(max_length=50, blank=True, null=True, db_index=True)
    custom_properties = models.JSONField(blank=True, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        managed = False
        db_table = "vod_episode"
        ordering = ["series__name", "season_number", "episode_number"]
        unique_together = (("series", "season_number", "episode_number"),)

    def __str__(self):
        return f"{self.series.name} - S{self.season_number or 0:02}E{self.episode_number or 0:02}"
