# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Stands in for ``apps.vod.models``: the same classes on the same tables, which the host owns."""

from .content import Episode as Episode, Movie as Movie, Series as Series, VODLogo as VODLogo
from .relations import (
    M3UEpisodeRelation as M3UEpisodeRelation,
    M3UMovieRelation as M3UMovieRelation,
    M3USeriesRelation as M3USeriesRelation,
    M3UVODCategoryRelation as M3UVODCategoryRelation,
    VODCategory as VODCategory,
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
