"""The worker's modules as they are in a worker: patched by gevent before all else."""

from gevent import monkey

monkey.patch_all()

import sys  # noqa: E402

import pytest  # noqa: E402


@pytest.fixture(autouse=True)
def fresh_modules():
    """A worker loads one plugin; these tests load many."""
    modules, path, hooks = set(sys.modules), list(sys.path), list(sys.path_hooks)
    yield
    for name in set(sys.modules) - modules:
        del sys.modules[name]
    sys.path[:] = path
    sys.path_hooks[:] = hooks
    sys.path_importer_cache.clear()
