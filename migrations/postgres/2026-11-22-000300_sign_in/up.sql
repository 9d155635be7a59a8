CREATE TABLE credentials (
    user_id UUID NOT NULL PRIMARY KEY REFERENCES users (id),
    password_hash TEXT COLLATE "C" NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE sessions (
    id UUID NOT NULL PRIMARY KEY,
    user_id UUID NOT NULL REFERENCES users (id),
    created_at TIMESTAMPTZ NOT NULL,
    last_used_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    generation BIGINT NOT NULL,
    token_hash BYTEA NOT NULL,
    former_hash BYTEA,
    rotated_at TIMESTAMPTZ NOT NULL,
    address TEXT COLLATE "C",
    user_agent TEXT COLLATE "C"
);

CREATE INDEX sessions_by_user_id ON sessions (user_id, created_at) WHERE ended_at IS NULL;
CREATE INDEX sessions_by_expires_at ON sessions (expires_at);

CREATE TABLE one_time_links (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    purpose TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX one_time_links_by_purpose ON one_time_links (purpose);

CREATE TABLE failed_sign_ins (
    subject BYTEA NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    first_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX failed_sign_ins_by_first_at ON failed_sign_ins (first_at);

CREATE TABLE idempotency_keys (
    actor_id UUID NOT NULL,
    path TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    request_hash BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    status BIGINT NOT NULL,
    record_id UUID,
    version BIGINT,
    location TEXT COLLATE "C",
    body TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (actor_id, path, key)
);

CREATE INDEX idempotency_keys_by_created_at ON idempotency_keys (created_at);
