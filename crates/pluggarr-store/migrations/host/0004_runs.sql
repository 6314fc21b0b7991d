-- Executions of actions and all that belongs to them. In the host's own file, so that a plugin which holds the
-- shared one's write lock keeps nobody's log or history from being written, and so that none can rewrite its own.

-- What a run saw of its plugin's settings, secrets masked. Shared by the runs that saw the same.
CREATE TABLE "run_settings" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "plugin_key" text NOT NULL,
    "settings" text NOT NULL CHECK (JSON_VALID("settings")),
    UNIQUE ("plugin_key", "settings")
);

-- `id` is a UUID of version 7, so that the order of ids is that of time. `result` stands last: lists do not read it.
CREATE TABLE "run" (
    "id" text NOT NULL PRIMARY KEY,
    "plugin_key" text NOT NULL,
    "action" text NOT NULL,
    "kind" text NOT NULL,
    "trigger" text NOT NULL,
    "started_by" text NULL,
    "parent_id" text NULL,
    "event" text NULL,
    "schedule_id" integer NULL,
    "status" text NOT NULL CHECK ("status" IN ('queued', 'running', 'cancelling', 'finished')),
    "outcome" text NULL,
    "ended_by" text NULL,
    "error" text NULL,
    "message" text NULL,
    "queued_at" datetime NOT NULL,
    "started_at" datetime NULL,
    "ended_at" datetime NULL,
    "limit_seconds" real NOT NULL,
    "cpu_seconds" real NULL,
    "peak_bytes" integer NULL,
    "log_lines" integer NOT NULL,
    "result_bytes" integer NULL,
    "settings_id" integer NULL,
    "params" text NOT NULL CHECK (JSON_VALID("params")),
    "traceback" text NULL,
    "result" text NULL,
    CHECK (("status" = 'finished') = ("outcome" IS NOT NULL))
);
CREATE INDEX "run_plugin" ON "run" ("plugin_key", "id");
CREATE INDEX "run_open" ON "run" ("status") WHERE "status" <> 'finished';

-- What plugins log and print. `level` is Python's number.
CREATE TABLE "plugin_log" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "plugin_key" text NOT NULL,
    "run_id" text NULL,
    "at" datetime NOT NULL,
    "level" integer NOT NULL,
    "logger" text NOT NULL,
    "message" text NOT NULL,
    "traceback" text NULL,
    "stream" text NULL
);
CREATE INDEX "plugin_log_plugin" ON "plugin_log" ("plugin_key", "id");
CREATE INDEX "plugin_log_run" ON "plugin_log" ("run_id", "id") WHERE "run_id" IS NOT NULL;

-- What plugins keep under names of their own choice.
CREATE TABLE "plugin_storage" (
    "plugin_key" text NOT NULL,
    "name" text NOT NULL,
    "value" text NOT NULL CHECK (JSON_VALID("value")),
    "changed_at" datetime NOT NULL,
    PRIMARY KEY ("plugin_key", "name")
) WITHOUT ROWID;

-- How long an action may take, where somebody has said so.
CREATE TABLE "action_limit" (
    "plugin_key" text NOT NULL,
    "action" text NOT NULL,
    "seconds" real NOT NULL,
    PRIMARY KEY ("plugin_key", "action")
) WITHOUT ROWID;

-- Actions that run by the clock. Exactly one of `cron` and `every_seconds`. `due_after` is the moment up to which
-- everything due has been dealt with: the next time is the first one after it.
CREATE TABLE "schedule" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "plugin_key" text NOT NULL,
    "action" text NOT NULL,
    "params" text NOT NULL CHECK (JSON_VALID("params")),
    "cron" text NULL,
    "every_seconds" integer NULL,
    "timezone" text NOT NULL,
    "enabled" bool NOT NULL,
    "created_by" text NULL,
    "created_at" datetime NOT NULL,
    "due_after" datetime NOT NULL,
    "last_run_id" text NULL,
    "last_at" datetime NULL,
    CHECK (("cron" IS NULL) <> ("every_seconds" IS NULL))
);
CREATE INDEX "schedule_plugin" ON "schedule" ("plugin_key");

-- Times at which a schedule was due and nothing was run, and why.
CREATE TABLE "schedule_miss" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "schedule_id" integer NOT NULL REFERENCES "schedule" ("id") ON DELETE CASCADE,
    "due_at" datetime NOT NULL,
    "count" integer NOT NULL,
    "reason" text NOT NULL
);
CREATE INDEX "schedule_miss_schedule" ON "schedule_miss" ("schedule_id", "id");

-- Which event was handed to which action, and what came of it.
CREATE TABLE "event_delivery" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "event" text NOT NULL,
    "plugin_key" text NOT NULL,
    "action" text NOT NULL,
    "run_id" text NULL,
    "status" text NOT NULL CHECK ("status" IN ('delivered', 'skipped', 'dropped')),
    "detail" text NULL,
    "at" datetime NOT NULL,
    "outcome" text NULL,
    "duration_ms" integer NULL,
    "slow" bool NOT NULL
);
CREATE INDEX "event_delivery_plugin" ON "event_delivery" ("plugin_key", "id");
