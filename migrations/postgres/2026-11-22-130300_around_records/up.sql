-- What is open around a record: by the record and the state first, or all that is open would be looked through.
CREATE INDEX activities_by_anchor_id_status_due_on ON activities (anchor_id, status, due_on, id) WHERE deleted_at IS NULL;
CREATE INDEX opportunities_by_account_id_status_close_on ON opportunities (account_id, status, close_on, id) WHERE deleted_at IS NULL;
