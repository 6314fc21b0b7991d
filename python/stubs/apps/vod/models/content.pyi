# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Films, series and their episodes, whichever account offers them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from _pluggarr_orm import Manager, Model, RelatedManager
from apps.vod.models.relations import M3UEpisodeRelation, M3UMovieRelation, M3USeriesRelation

WITHOUT_EXTERNAL_ID: Any

class VODLogo(Model):
    """A poster by address."""

    objects: Manager[VODLogo]
    movie: RelatedManager[Movie]
    series: RelatedManager[Series]
    id: int
    name: str
    url: str

class Movie(Model):
    """A film."""

    objects: Manager[Movie]
    m3u_relations: RelatedManager[M3UMovieRelation]
    id: int
    uuid: UUID
    name: str
    description: str | None
    year: int | None
    rating: str | None
    genre: str | None
    duration_secs: int | None
    logo: VODLogo | None
    logo_id: int | None
    tmdb_id: str | None
    imdb_id: str | None
    is_adult: bool
    custom_properties: Any
    created_at: datetime
    updated_at: datetime

class Series(Model):
    """A series."""

    objects: Manager[Series]
    episodes: RelatedManager[Episode]
    m3u_relations: RelatedManager[M3USeriesRelation]
    id: int
    uuid: UUID
    name: str
    description: str | None
    year: int | None
    rating: str | None
    genre: str | None
    logo: VODLogo | None
    logo_id: int | None
    tmdb_id: str | None
    imdb_id: str | None
    custom_properties: Any
    created_at: datetime
    updated_at: datetime

class Episode(Model):
    """An episode of a series."""

    objects: Manager[Episode]
    m3u_relations: RelatedManager[M3UEpisodeRelation]
    id: int
    uuid: UUID
    name: str
    description: str | None
    air_date: date | None
    rating: str | None
    duration_secs: int | None
    series: Series
    series_id: int
    season_number: int | None
    episode_number: int | None
    tmdb_id: str | None
    imdb_id: str | None
    custom_properties: Any
    created_at: datetime
    updated_at: datetime
