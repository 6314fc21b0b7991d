"""What a plugin's instance says about itself, read with care: any attribute may be a property that raises.

Only reads. What the values must look like is decided by the host (`pluggarr-plugin-protocol`).
"""

from pluggarr_worker import errors, tasks
from pluggarr_worker.jsonable import jsonable

ATTRIBUTES = (
    "name",
    "version",
    "description",
    "author",
    "help_url",
    "navigation",
    "fields",
    "actions",
)


def read(instance) -> dict:
    """Return the answer to ``load``."""
    manifest, problems = {}, []
    for attribute in ATTRIBUTES:
        try:
            manifest[attribute] = jsonable(getattr(instance, attribute), attribute)
        except errors.Cancelled:
            raise
        except AttributeError:
            if hasattr(type(instance), attribute):
                problems.append(_problem(attribute, "its property raised AttributeError"))
        except BaseException as error:
            problems.append(_problem(attribute, errors.typed_message(error)))
    return {
        "manifest": manifest,
        "has_stop": _has_stop(instance),
        "problems": problems,
        "tasks": tasks.names(),
    }


def _problem(attribute: str, why: str) -> dict:
    return {"path": attribute, "message": f"cannot be read: {why}"}


def _has_stop(instance) -> bool:
    try:
        return callable(getattr(instance, "stop", None))
    except errors.Cancelled:
        raise
    except BaseException:
        return False
