-- Movies and series of Xtream accounts.

CREATE TABLE "vod_movie" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "uuid" char(32) NOT NULL UNIQUE,
    "name" varchar(255) NOT NULL,
    "description" text NULL,
    "year" integer NULL,
    "rating" varchar(10) NULL,
    "genre" varchar(255) NULL,
    "duration_secs" integer NULL,
    "logo_id" bigint NULL REFERENCES "vod_vodlogo" ("id") DEFERRABLE INITIALLY DEFERRED,
    "tmdb_id" varchar(50) NULL UNIQUE,
    "imdb_id" varchar(50) NULL UNIQUE,
    "is_adult" bool NOT NULL,
    "custom_properties" text NULL CHECK ((JSON_VALID("custom_properties") OR "custom_properties" IS NULL)),
    "created_at" datetime NOT NULL,
    "updated_at" datetime NOT NULL
);
CREATE UNIQUE INDEX "unique_movie_name_year_no_external_id" ON "vod_movie" ("name", "year") WHERE ("imdb_id" IS NULL AND "tmdb_id" IS NULL);
CREATE INDEX "vod_movie_logo_id_c9c89b1b" ON "vod_movie" ("logo_id");
CREATE INDEX "vod_movie_is_adult_a63dfa81" ON "vod_movie" ("is_adult");

CREATE TABLE "vod_series" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "uuid" char(32) NOT NULL UNIQUE,
    "name" varchar(255) NOT NULL,
    "description" text NULL,
    "year" integer NULL,
    "rating" varchar(10) NULL,
    "genre" varchar(255) NULL,
    "logo_id" bigint NULL REFERENCES "vod_vodlogo" ("id") DEFERRABLE INITIALLY DEFERRED,
    "tmdb_id" varchar(50) NULL UNIQUE,
    "imdb_id" varchar(50) NULL UNIQUE,
    "custom_properties" text NULL CHECK ((JSON_VALID("custom_properties") OR "custom_properties" IS NULL)),
    "created_at" datetime NOT NULL,
    "updated_at" datetime NOT NULL
);
CREATE UNIQUE INDEX "unique_series_name_year_no_external_id" ON "vod_series" ("name", "year") WHERE ("imdb_id" IS NULL AND "tmdb_id" IS NULL);
CREATE INDEX "vod_series_logo_id_9edbac2d" ON "vod_series" ("logo_id");

CREATE TABLE "vod_episode" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "uuid" char(32) NOT NULL UNIQUE,
    "name" varchar(255) NOT NULL,
    "description" text NULL,
    "air_date" date NULL,
    "rating" varchar(10) NULL,
    "duration_secs" integer NULL,
    "series_id" bigint NOT NULL REFERENCES "vod_series" ("id") DEFERRABLE INITIALLY DEFERRED,
    "season_number" integer NULL,
    "episode_number" integer NULL,
    "tmdb_id" varchar(50) NULL,
    "imdb_id" varchar(50) NULL,
    "custom_properties" text NULL CHECK ((JSON_VALID("custom_properties") OR "custom_properties" IS NULL)),
    "created_at" datetime NOT NULL,
    "updated_at" datetime NOT NULL
);
CREATE UNIQUE INDEX "vod_episode_series_id_season_number_episode_number_73053ba7_uniq" ON "vod_episode" ("series_id", "season_number", "episode_number");
CREATE INDEX "vod_episode_series_id_e881a362" ON "vod_episode" ("series_id");
CREATE INDEX "vod_episode_tmdb_id_4ae776e8" ON "vod_episode" ("tmdb_id");
CREATE INDEX "vod_episode_imdb_id_d6347c38" ON "vod_episode" ("imdb_id");

CREATE TABLE "vod_m3umovierelation" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "m3u_account_id" bigint NOT NULL REFERENCES "m3u_m3uaccount" ("id") DEFERRABLE INITIALLY DEFERRED,
    "movie_id" bigint NOT NULL REFERENCES "vod_movie" ("id") DEFERRABLE INITIALLY DEFERRED,
    "category_id" bigint NULL REFERENCES "vod_vodcategory" ("id") DEFERRABLE INITIALLY DEFERRED,
    "stream_id" varchar(255) NOT NULL,
    "container_extension" varchar(10) NULL,
    "custom_properties" text NULL CHECK ((JSON_VALID("custom_properties") OR "custom_properties" IS NULL)),
    "created_at" datetime NOT NULL,
    "updated_at" datetime NOT NULL,
    "last_advanced_refresh" datetime NULL,
    "last_seen" datetime NOT NULL
);
CREATE UNIQUE INDEX "vod_m3umovierelation_m3u_account_id_stream_id_093ead38_uniq" ON "vod_m3umovierelation" ("m3u_account_id", "stream_id");
CREATE INDEX "vod_m3umovierelation_m3u_account_id_3a37eda8" ON "vod_m3umovierelation" ("m3u_account_id");
CREATE INDEX "vod_m3umovierelation_movie_id_7b56ea3e" ON "vod_m3umovierelation" ("movie_id");
CREATE INDEX "vod_m3umovierelation_category_id_c5b05222" ON "vod_m3umovierelation" ("category_id");

CREATE TABLE "vod_m3useriesrelation" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "m3u_account_id" bigint NOT NULL REFERENCES "m3u_m3uaccount" ("id") DEFERRABLE INITIALLY DEFERRED,
    "series_id" bigint NOT NULL REFERENCES "vod_series" ("id") DEFERRABLE INITIALLY DEFERRED,
    "category_id" bigint NULL REFERENCES "vod_vodcategory" ("id") DEFERRABLE INITIALLY DEFERRED,
    "external_series_id" varchar(255) NOT NULL,
    "custom_properties" text NULL CHECK ((JSON_VALID("custom_properties") OR "custom_properties" IS NULL)),
    "created_at" datetime NOT NULL,
    "updated_at" datetime NOT NULL,
    "last_episode_refresh" datetime NULL,
    "last_seen" datetime NOT NULL
);
CREATE UNIQUE INDEX "vod_m3useriesrelation_m3u_account_id_external_series_id_ab7db0bb_uniq" ON "vod_m3useriesrelation" ("m3u_account_id", "external_series_id");
CREATE INDEX "vod_m3useriesrelation_m3u_account_id_c8c5bce1" ON "vod_m3useriesrelation" ("m3u_account_id");
CREATE INDEX "vod_m3useriesrelation_series_id_6cc73ead" ON "vod_m3useriesrelation" ("series_id");
CREATE INDEX "vod_m3useriesrelation_category_id_4e3f07bd" ON "vod_m3useriesrelation" ("category_id");

CREATE TABLE "vod_m3uepisoderelation" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "m3u_account_id" bigint NOT NULL REFERENCES "m3u_m3uaccount" ("id") DEFERRABLE INITIALLY DEFERRED,
    "episode_id" bigint NOT NULL REFERENCES "vod_episode" ("id") DEFERRABLE INITIALLY DEFERRED,
    "series_relation_id" bigint NULL REFERENCES "vod_m3useriesrelation" ("id") DEFERRABLE INITIALLY DEFERRED,
    "stream_id" varchar(255) NOT NULL,
    "container_extension" varchar(10) NULL,
    "custom_properties" text NULL CHECK ((JSON_VALID("custom_properties") OR "custom_properties" IS NULL)),
    "created_at" datetime NOT NULL,
    "updated_at" datetime NOT NULL,
    "last_seen" datetime NOT NULL
);
CREATE UNIQUE INDEX "vod_m3uepisoderelation_m3u_account_id_stream_id_67fe9dd6_uniq" ON "vod_m3uepisoderelation" ("m3u_account_id", "stream_id");
CREATE INDEX "vod_m3uepisoderelation_m3u_account_id_dbd6665b" ON "vod_m3uepisoderelation" ("m3u_account_id");
CREATE INDEX "vod_m3uepisoderelation_episode_id_29a32719" ON "vod_m3uepisoderelation" ("episode_id");
CREATE INDEX "vod_m3uepisoderelation_series_relation_id_c2ff56f2" ON "vod_m3uepisoderelation" ("series_relation_id");

CREATE TABLE "vod_vodcategory" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(255) NOT NULL,
    "category_type" varchar(10) NOT NULL,
    "created_at" datetime NOT NULL,
    "updated_at" datetime NOT NULL
);
CREATE UNIQUE INDEX "vod_vodcategory_name_category_type_24f6dbfb_uniq" ON "vod_vodcategory" ("name", "category_type");

CREATE TABLE "vod_m3uvodcategoryrelation" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "m3u_account_id" bigint NOT NULL REFERENCES "m3u_m3uaccount" ("id") DEFERRABLE INITIALLY DEFERRED,
    "category_id" bigint NOT NULL REFERENCES "vod_vodcategory" ("id") DEFERRABLE INITIALLY DEFERRED,
    "enabled" bool NOT NULL,
    "custom_properties" text NULL CHECK ((JSON_VALID("custom_properties") OR "custom_properties" IS NULL)),
    "created_at" datetime NOT NULL,
    "updated_at" datetime NOT NULL
);
CREATE UNIQUE INDEX "vod_m3uvodcategoryrelation_m3u_account_id_category_id_f9cf20be_uniq" ON "vod_m3uvodcategoryrelation" ("m3u_account_id", "category_id");
CREATE INDEX "vod_m3uvodcategoryrelation_m3u_account_id_91c8e797" ON "vod_m3uvodcategoryrelation" ("m3u_account_id");
CREATE INDEX "vod_m3uvodcategoryrelation_category_id_f3a1c233" ON "vod_m3uvodcategoryrelation" ("category_id");

CREATE TABLE "vod_vodlogo" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(255) NOT NULL,
    "url" text NOT NULL UNIQUE
);
