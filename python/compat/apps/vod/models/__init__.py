"""Stands in for ``apps.vod.models``: the same classes on the same tables, which the host owns.

Rows only: the host does not import films and series yet.
"""

from .content import Episode, Movie, Series, VODLogo
from .relations import (
    M3UEpisodeRelation,
    M3UMovieRelation,
    M3USeriesRelation,
    M3UVODCategoryRelation,
    VODCategory,
)

__all__ = [
    "Episode",
    "M3UEpisodeRelation",
    "M3UMovieRelation",
    "M3USeriesRelation",
    "M3UVODCategoryRelation",
    "Movie",
    "Series",
    "VODCategory",
    "VODLogo",
]
