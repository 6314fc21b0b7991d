"""``context["storage"]``: a few values that outlive the plugin's process, kept by the host.

Behaves like a dict of JSON values. What it gives out is a copy: changing that changes nothing, assigning it
again does. Works from any thread, for as long as the plugin lives. How much fits is for the host to say.
"""

from collections.abc import Iterator, MutableMapping

from pluggarr_worker import host


class Storage(MutableMapping):
    """The plugin's own names and values; each access asks the host."""

    def __getitem__(self, name: str):
        answer = host.call("storage_get", name=_checked(name))
        if not answer["found"]:
            raise KeyError(name)
        return answer["value"]

    def __setitem__(self, name: str, value) -> None:
        host.call("storage_set", name=_checked(name), value=value)

    def __delitem__(self, name: str) -> None:
        if not host.call("storage_delete", name=_checked(name)):
            raise KeyError(name)

    def __contains__(self, name) -> bool:
        return isinstance(name, str) and host.call("storage_get", name=name)["found"]

    def __iter__(self) -> Iterator[str]:
        return iter(host.call("storage_list"))

    def __len__(self) -> int:
        return len(host.call("storage_list"))

    def __repr__(self) -> str:
        return "<the plugin's storage>"


def _checked(name) -> str:
    if not isinstance(name, str):
        raise TypeError(f"names in the storage are texts, not {type(name).__name__}")
    return name
