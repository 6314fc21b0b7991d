"""What each M3U account offers of a film, a series or an episode."""

from django.db import models
from django.utils import timezone

from apps.m3u.models import M3UAccount

from .content import Episode, Movie, Series


def _xtream_url(relation, kind):
    """Return where the provider serves the file of `relation`, or ``None`` for other accounts."""
    account = relation.m3u_account
    if account.account_type != M3UAccount.Types.XC:
        return None
    base = (account.server_url or "").rstrip("/")
    ending = relation.container_extension or "mp4"
    return f"{base}/{kind}/{account.username}/{account.password}/{relation.stream_id}.{ending}"


class VODCategory(models.Model):
    """A category of films or of series."""

    CATEGORY_TYPE_CHOICES = [("movie", "Movie"), ("series", "Series")]

    name = models.CharField(max_length=255)
    category_type = models.CharField(max_length=10, choices=CATEGORY_TYPE_CHOICES, default="movie")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        managed = False
        db_table = "vod_vodcategory"
        ordering = ["name"]
        unique_together = (("name", "category_type"),)

    def __str__(self):
        return f"{self.name} ({self.category_type})"


class M3USeriesRelation(models.Model):
    """A series in an account."""

    m3u_account = models.ForeignKey(
        M3UAccount, on_delete=models.CASCADE, related_name="series_relations"
    )
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="m3u_relations")
    category = models.ForeignKey(VODCategory, on_delete=models.SET_NULL, null=True, blank=True)
    external_series_id = models.CharField(max_length=255)
    custom_properties = models.JSONField(blank=True, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    last_episode_refresh = models.DateTimeField(blank=True, null=True)
    last_seen = models.DateTimeField(default=timezone.now)

    class Meta:
        managed = False
        db_table = "vod_m3useriesrelation"
        unique_together = (("m3u_account", "external_series_id"),)

    def __str__(self):
        return f"{self.m3u_account.name} - {self.series.name}"


class M3UMovieRelation(models.Model):
    """A film in an account."""

    m3u_account = models.ForeignKey(
        M3UAccount, on_delete=models.CASCADE, related_name="movie_relations"
    )
    movie = models.ForeignKey(Movie, on_delete=models.CASCADE, related_name="m3u_relations")
    category = models.ForeignKey(VODCategory, on_delete=models.SET_NULL, null=True, blank=True)
    stream_id = models.CharField(max_length=255)
    container_extension = models.CharField(max_length=10, blank=True, null=True)
    custom_properties = models.JSONField(blank=True, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    last_advanced_refresh = models.DateTimeField(blank=True, null=True)
    last_seen = models.DateTimeField(default=timezone.now)

    class Meta:
        managed = False
        db_table = "vod_m3umovierelation"
        unique_together = (("m3u_account", "stream_id"),)

    def __str__(self):
        return f"{self.m3u_account.name} - {self.movie.name}"

    def get_stream_url(self) -> str | None:
        """Return where the provider serves the film; ``None`` unless the account is Xtream."""
        return _xtream_url(self, "movie")


class M3UEpisodeRelation(models.Model):
    """An episode in an account."""

    m3u_account = models.ForeignKey(
        M3UAccount, on_delete=models.CASCADE, related_name="episode_relations"
    )
    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="m3u_relations")
    series_relation = models.ForeignKey(
        M3USeriesRelation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="episode_relations",
    )
    stream_id = models.CharField(max_length=255)
    container_extension = models.CharField(max_length=10, blank=True, null=True)
    custom_properties = models.JSONField(blank=True, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    last_seen = models.DateTimeField(default=timezone.now)

    class Meta:
        managed = False
        db_table = "vod_m3uepisoderelation"
        unique_together = (("m3u_account", "stream_id"),)

    def __str__(self):
        return f"{self.m3u_account.name} - {self.episode}"

    def get_stream_url(self) -> str | None:
        """Return where the provider serves the episode; ``None`` unless the account is Xtream."""
        return _xtream_url(self, "series")


class M3UVODCategoryRelation(models.Model):
    """Whether a category of an account is imported."""

    m3u_account = models.ForeignKey(
        M3UAccount, on_delete=models.CASCADE, related_name="category_relations"
    )
    category = models.ForeignKey(
        VODCategory, on_delete=models.CASCADE, related_name="m3u_relations"
    )
    enabled = models.BooleanField(default=False)
    custom_properties = models.JSONField(blank=True, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        managed = False
        db_table = "vod_m3uvodcategoryrelation"
        unique_together = (("m3u_account", "category"),)
