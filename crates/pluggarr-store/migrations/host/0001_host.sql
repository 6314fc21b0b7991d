-- What plugins must never see or hold up: the host's own secrets and work.

-- Keys the host makes for itself, such as the one that signs access tokens.
CREATE TABLE "secret" (
    "name" text NOT NULL PRIMARY KEY,
    "value" blob NOT NULL,
    "created_at" datetime NOT NULL
);

-- Work the host queues: refreshes, and the Celery tasks of plugins.
CREATE TABLE "job" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "kind" text NOT NULL,
    "subject" integer NULL,
    "state" text NOT NULL CHECK ("state" IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    "progress" integer NOT NULL CHECK ("progress" BETWEEN 0 AND 100),
    "message" text NOT NULL,
    "summary" text NULL CHECK (("summary" IS NULL OR JSON_VALID("summary"))),
    "created_at" datetime NOT NULL,
    "started_at" datetime NULL,
    "finished_at" datetime NULL
);
CREATE INDEX "job_kind_subject" ON "job" ("kind", "subject", "id");
CREATE INDEX "job_state" ON "job" ("state");

-- When the host last started each recurring piece of work: survives a restart, so that an account refreshed an
-- hour ago is not refreshed again because the program was.
CREATE TABLE "schedule_state" (
    "name" text NOT NULL PRIMARY KEY,
    "last_started_at" datetime NOT NULL
);
