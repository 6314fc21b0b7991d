"""What a plugin can import besides Python's own modules and its own files.

`python/requirements.lock` says what is installed; a test compares the two.
"""

from pluggarr_inspect.names import words

# The compat layer's, and the worker's own.
HOST = words("apps core dispatcharr version")

PACKAGES = words(
    "amqp asgiref billiard celery certifi charset_normalizer click click_didyoumean click_plugins click_repl "
    "cron_descriptor cronlog crontab crontabs dateutil django django_celery_beat gevent greenlet idna kombu "
    "msgpack prompt_toolkit psutil pytz rapidfuzz regex requests sqlparse timezone_field typing_extensions "
    "tzdata tzlocal urllib3 vine wcwidth zope pluggarr_worker"
)
