DROP TABLE idempotency_keys;
DROP TABLE failed_sign_ins;
DROP TABLE one_time_links;
DROP TABLE sessions;
DROP TABLE credentials;
