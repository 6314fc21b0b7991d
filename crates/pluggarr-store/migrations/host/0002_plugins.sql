-- What the host keeps of plugins and no plugin may see: who changed which settings, what was trusted, what was
-- deleted. Keys, not ids, tie these to `plugins_pluginconfig`: that table is in the other file, and its rows go.

-- The settings as they were after each change, secrets included.
CREATE TABLE "plugin_settings_version" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "plugin_key" text NOT NULL,
    "settings" text NOT NULL CHECK (JSON_VALID("settings")),
    "reason" text NOT NULL,
    "saved_by" text NULL,
    "saved_at" datetime NOT NULL
);
CREATE INDEX "plugin_settings_version_key" ON "plugin_settings_version" ("plugin_key", "id");

-- What somebody accepted when the plugin was enabled last: a JSON list of capability ids.
CREATE TABLE "plugin_trust" (
    "plugin_key" text NOT NULL PRIMARY KEY,
    "capabilities" text NOT NULL CHECK (JSON_VALID("capabilities")),
    "trusted_by" text NULL,
    "trusted_at" datetime NOT NULL
);

-- Deleted plugins that can be restored. `folder` is the name below the trash folder, empty if there was none;
-- `row` is the row of `plugins_pluginconfig`, settings included.
CREATE TABLE "plugin_trash" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "plugin_key" text NOT NULL,
    "name" text NOT NULL,
    "version" text NOT NULL,
    "folder" text NOT NULL,
    "original_folder" text NOT NULL,
    "bytes" integer NOT NULL,
    "row" text NOT NULL CHECK (JSON_VALID("row")),
    "deleted_by" text NULL,
    "deleted_at" datetime NOT NULL
);

-- Switches of the host itself; values are JSON.
CREATE TABLE "host_setting" (
    "name" text NOT NULL PRIMARY KEY,
    "value" text NOT NULL CHECK (JSON_VALID("value")),
    "changed_at" datetime NOT NULL
);
