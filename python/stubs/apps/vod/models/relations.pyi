# Written by scripts/make-stubs out of python/compat. Do not edit.
"""What each M3U account offers of a film, a series or an episode."""

from datetime import datetime
from typing import Any
from _pluggarr_orm import Manager, Model, RelatedManager
from apps.m3u.models import M3UAccount
from apps.vod.models.content import Episode, Movie, Series

class VODCategory(Model):
    """A category of films or of series."""

    objects: Manager[VODCategory]
    m3useriesrelation_set: RelatedManager[M3USeriesRelation]
    m3umovierelation_set: RelatedManager[M3UMovieRelation]
    m3u_relations: RelatedManager[M3UVODCategoryRelation]
    id: int
    name: str
    category_type: str
    def get_category_type_display(self) -> str: ...
    created_at: datetime
    updated_at: datetime

class M3USeriesRelation(Model):
    """A series in an account."""

    objects: Manager[M3USeriesRelation]
    episode_relations: RelatedManager[M3UEpisodeRelation]
    id: int
    m3u_account: M3UAccount
    m3u_account_id: int
    series: Series
    series_id: int
    category: VODCategory | None
    category_id: int | None
    external_series_id: str
    custom_properties: Any
    created_at: datetime
    updated_at: datetime
    last_episode_refresh: datetime | None
    last_seen: datetime

class M3UMovieRelation(Model):
    """A film in an account."""

    objects: Manager[M3UMovieRelation]
    id: int
    m3u_account: M3UAccount
    m3u_account_id: int
    movie: Movie
    movie_id: int
    category: VODCategory | None
    category_id: int | None
    stream_id: str
    container_extension: str | None
    custom_properties: Any
    created_at: datetime
    updated_at: datetime
    last_advanced_refresh: datetime | None
    last_seen: datetime
    def get_stream_url(self) -> str | None:
        """Return where the provider serves the film; ``None`` unless the account is Xtream."""

class M3UEpisodeRelation(Model):
    """An episode in an account."""

    objects: Manager[M3UEpisodeRelation]
    id: int
    m3u_account: M3UAccount
    m3u_account_id: int
    episode: Episode
    episode_id: int
    series_relation: M3USeriesRelation | None
    series_relation_id: int | None
    stream_id: str
    container_extension: str | None
    custom_properties: Any
    created_at: datetime
    updated_at: datetime
    last_seen: datetime
    def get_stream_url(self) -> str | None:
        """Return where the provider serves the episode; ``None`` unless the account is Xtream."""

class M3UVODCategoryRelation(Model):
    """Whether a category of an account is imported."""

    objects: Manager[M3UVODCategoryRelation]
    id: int
    m3u_account: M3UAccount
    m3u_account_id: int
    category: VODCategory
    category_id: int
    enabled: bool
    custom_properties: Any
    created_at: datetime
    updated_at: datetime
