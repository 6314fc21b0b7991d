-- Where streams come from.

CREATE TABLE "m3u_m3uaccount" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(255) NOT NULL UNIQUE,
    "server_url" varchar(1000) NULL,
    "file_path" varchar(255) NULL,
    "server_group_id" bigint NULL REFERENCES "m3u_servergroup" ("id") DEFERRABLE INITIALLY DEFERRED,
    "max_streams" integer unsigned NOT NULL CHECK ("max_streams" >= 0),
    "is_active" bool NOT NULL,
    "created_at" datetime NOT NULL,
    "updated_at" datetime NULL,
    "status" varchar(20) NOT NULL,
    "last_message" text NULL,
    "user_agent_id" bigint NULL REFERENCES "core_useragent" ("id") DEFERRABLE INITIALLY DEFERRED,
    "locked" bool NOT NULL,
    "stream_profile_id" bigint NULL REFERENCES "core_streamprofile" ("id") DEFERRABLE INITIALLY DEFERRED,
    "account_type" varchar NOT NULL,
    "username" varchar(255) NULL,
    "password" varchar(255) NULL,
    "custom_properties" text NULL CHECK ((JSON_VALID("custom_properties") OR "custom_properties" IS NULL)),
    "refresh_interval" integer NOT NULL,
    "refresh_task_id" integer NULL REFERENCES "django_celery_beat_periodictask" ("id") DEFERRABLE INITIALLY DEFERRED,
    "stale_stream_days" integer unsigned NOT NULL CHECK ("stale_stream_days" >= 0),
    "priority" integer unsigned NOT NULL CHECK ("priority" >= 0)
);
CREATE INDEX "m3u_m3uaccount_server_group_id_4bac86ea" ON "m3u_m3uaccount" ("server_group_id");
CREATE INDEX "m3u_m3uaccount_user_agent_id_580db728" ON "m3u_m3uaccount" ("user_agent_id");
CREATE INDEX "m3u_m3uaccount_stream_profile_id_3b509102" ON "m3u_m3uaccount" ("stream_profile_id");
CREATE INDEX "m3u_m3uaccount_refresh_task_id_5a66b2fe" ON "m3u_m3uaccount" ("refresh_task_id");

CREATE TABLE "m3u_m3uaccountprofile" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "m3u_account_id" bigint NOT NULL REFERENCES "m3u_m3uaccount" ("id") DEFERRABLE INITIALLY DEFERRED,
    "name" varchar(255) NOT NULL,
    "is_default" bool NOT NULL,
    "max_streams" integer unsigned NOT NULL CHECK ("max_streams" >= 0),
    "is_active" bool NOT NULL,
    "search_pattern" varchar(255) NOT NULL,
    "replace_pattern" varchar(255) NOT NULL,
    "current_viewers" integer unsigned NOT NULL CHECK ("current_viewers" >= 0),
    "custom_properties" text NULL CHECK ((JSON_VALID("custom_properties") OR "custom_properties" IS NULL)),
    "exp_date" datetime NULL,
    CONSTRAINT "unique_account_name" UNIQUE ("m3u_account_id", "name")
);
CREATE INDEX "m3u_m3uaccountprofile_m3u_account_id_7ec08551" ON "m3u_m3uaccountprofile" ("m3u_account_id");

CREATE TABLE "m3u_m3ufilter" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "m3u_account_id" bigint NOT NULL REFERENCES "m3u_m3uaccount" ("id") DEFERRABLE INITIALLY DEFERRED,
    "filter_type" varchar(50) NOT NULL,
    "regex_pattern" varchar(200) NOT NULL,
    "exclude" bool NOT NULL,
    "order" integer unsigned NOT NULL CHECK ("order" >= 0),
    "custom_properties" text NULL CHECK ((JSON_VALID("custom_properties") OR "custom_properties" IS NULL))
);
CREATE INDEX "m3u_m3ufilter_m3u_account_id_62d5538b" ON "m3u_m3ufilter" ("m3u_account_id");

CREATE TABLE "m3u_servergroup" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(100) NOT NULL UNIQUE
);
