-- The last time at which a row of django_celery_beat was due and nothing was run, how often in a row, and why. By the
-- row's name: plugins delete and make their rows anew.
CREATE TABLE "beat_miss" (
    "name" text NOT NULL PRIMARY KEY,
    "due_at" datetime NOT NULL,
    "count" integer NOT NULL,
    "reason" text NOT NULL
) WITHOUT ROWID;
