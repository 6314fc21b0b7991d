"""Stands in for ``apps.connect.models``: webhooks and scripts called when something happens.

Rows only: the host does not call any of them yet.
"""

from django.db import models


class Integration(models.Model):
    """What is called: a webhook, an API or a script."""

    TYPE_CHOICES = [("webhook", "Webhook"), ("api", "API"), ("script", "Custom Script")]

    name = models.CharField(max_length=255)
    type = models.CharField(max_length=50, choices=TYPE_CHOICES)
    config = models.JSONField(default=dict)
    enabled = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        managed = False
        db_table = "dispatcharr_connect_integration"

    def __str__(self):
        return f"{self.name} ({self.type})"


class EventSubscription(models.Model):
    """That an integration is called for an event."""

    event = models.CharField(max_length=100)
    integration = models.ForeignKey(
        Integration, on_delete=models.CASCADE, related_name="subscriptions"
    )
    enabled = models.BooleanField(default=True)
    payload_template = models.TextField(blank=True, null=True)

    class Meta:
        managed = False
        db_table = "dispatcharr_connect_eventsubscription"

    def __str__(self):
        return f"{self.event} -> {self.integration.name}"


class DeliveryLog(models.Model):
    """One call, and what came of it."""

    STATUS_CHOICES = [("success", "Success"), ("failed", "Failed")]

    subscription = models.ForeignKey(
        EventSubscription, on_delete=models.CASCADE, related_name="logs"
    )
    status = models.CharField(max_length=50, choices=STATUS_CHOICES)
    request_payload = models.JSONField(default=dict)
    response_payload = models.JSONField(default=dict)
    error_message = models.TextField(blank=True, null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        managed = False
        db_table = "dispatcharr_connect_deliverylog"
