-- One key a user, in the host's own file: `accounts_user.api_key`, where the incumbent keeps it, can be read by
-- every plugin, and an admin's key would let a plugin enable others.
CREATE TABLE "api_key" (
    "user_id" integer NOT NULL PRIMARY KEY,
    "key" text NOT NULL UNIQUE,
    "created_at" datetime NOT NULL
);
