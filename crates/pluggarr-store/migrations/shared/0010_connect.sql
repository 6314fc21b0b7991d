-- Webhooks and scripts that are told of events.

CREATE TABLE "dispatcharr_connect_integration" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(255) NOT NULL,
    "type" varchar(50) NOT NULL,
    "config" text NOT NULL CHECK ((JSON_VALID("config") OR "config" IS NULL)),
    "enabled" bool NOT NULL,
    "created_at" datetime NOT NULL
);

CREATE TABLE "dispatcharr_connect_eventsubscription" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "event" varchar(100) NOT NULL,
    "integration_id" bigint NOT NULL REFERENCES "dispatcharr_connect_integration" ("id") DEFERRABLE INITIALLY DEFERRED,
    "enabled" bool NOT NULL,
    "payload_template" text NULL
);
CREATE INDEX "dispatcharr_connect_eventsubscription_integration_id_53f86354" ON "dispatcharr_connect_eventsubscription" ("integration_id");

CREATE TABLE "dispatcharr_connect_deliverylog" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "subscription_id" bigint NOT NULL REFERENCES "dispatcharr_connect_eventsubscription" ("id") DEFERRABLE INITIALLY DEFERRED,
    "status" varchar(50) NOT NULL,
    "request_payload" text NOT NULL CHECK ((JSON_VALID("request_payload") OR "request_payload" IS NULL)),
    "response_payload" text NOT NULL CHECK ((JSON_VALID("response_payload") OR "response_payload" IS NULL)),
    "error_message" text NULL,
    "created_at" datetime NOT NULL
);
CREATE INDEX "dispatcharr_connect_deliverylog_subscription_id_6df61176" ON "dispatcharr_connect_deliverylog" ("subscription_id");
