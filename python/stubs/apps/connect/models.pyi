# Written by scripts/make-stubs out of python/compat. Do not edit.
"""Stands in for ``apps.connect.models``: webhooks and scripts called when something happens."""

from datetime import datetime
from typing import Any
from _pluggarr_orm import Manager, Model, RelatedManager

class Integration(Model):
    """What is called: a webhook, an API or a script."""

    objects: Manager[Integration]
    subscriptions: RelatedManager[EventSubscription]
    id: int
    name: str
    type: str
    def get_type_display(self) -> str: ...
    config: Any
    enabled: bool
    created_at: datetime

class EventSubscription(Model):
    """That an integration is called for an event."""

    objects: Manager[EventSubscription]
    logs: RelatedManager[DeliveryLog]
    id: int
    event: str
    integration: Integration
    integration_id: int
    enabled: bool
    payload_template: str | None

class DeliveryLog(Model):
    """One call, and what came of it."""

    objects: Manager[DeliveryLog]
    id: int
    subscription: EventSubscription
    subscription_id: int
    status: str
    def get_status_display(self) -> str: ...
    request_payload: Any
    response_payload: Any
    error_message: str | None
    created_at: datetime
