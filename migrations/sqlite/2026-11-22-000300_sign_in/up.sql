CREATE TABLE credentials (
    user_id BLOB NOT NULL PRIMARY KEY REFERENCES users (id),
    password_hash TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    id BLOB NOT NULL PRIMARY KEY,
    user_id BLOB NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    generation INTEGER NOT NULL,
    token_hash BLOB NOT NULL,
    former_hash BLOB,
    rotated_at INTEGER NOT NULL,
    address TEXT,
    user_agent TEXT
) STRICT;

CREATE INDEX sessions_by_user_id ON sessions (user_id, created_at) WHERE ended_at IS NULL;
CREATE INDEX sessions_by_expires_at ON sessions (expires_at);

CREATE TABLE one_time_links (
    token_hash BLOB NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX one_time_links_by_purpose ON one_time_links (purpose);

CREATE TABLE failed_sign_ins (
    subject BLOB NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    first_at INTEGER NOT NULL
) STRICT;

CREATE INDEX failed_sign_ins_by_first_at ON failed_sign_ins (first_at);

CREATE TABLE idempotency_keys (
    actor_id BLOB NOT NULL,
    path TEXT NOT NULL,
    key TEXT NOT NULL,
    request_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    status INTEGER NOT NULL,
    record_id BLOB,
    version INTEGER,
    location TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (actor_id, path, key)
) STRICT;

CREATE INDEX idempotency_keys_by_created_at ON idempotency_keys (created_at);
