//! Many operations in one request.

use guanxi_domain::kernel::problem::Problem;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Object;

/// Up to 1,000 operations on one entity.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Batch {
    /// All or nothing.
    pub atomic: bool,
    /// In order.
    pub operations: Vec<Operation>,
}

/// One operation of a batch. A version left out means "whatever is there".
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Operation {
    /// Makes a record.
    Create {
        /// Its fields.
        body: Object,
    },
    /// Changes fields.
    Patch {
        /// Of which record.
        id: Uuid,
        /// As the caller has seen it.
        #[serde(skip_serializing_if = "Option::is_none")]
        version: Option<i64>,
        /// The fields.
        body: Object,
    },
    /// Changes the record with this value in a unique field, or makes it.
    Upsert {
        /// The field, or `external.<system>`.
        key: String,
        /// The value.
        value: String,
        /// The other fields.
        body: Object,
    },
    /// Changes a state.
    Verb {
        /// Of which record.
        id: Uuid,
        /// How.
        verb: String,
        /// As the caller has seen it.
        #[serde(skip_serializing_if = "Option::is_none")]
        version: Option<i64>,
        /// What the verb asks for.
        body: Object,
    },
    /// Puts into the bin.
    Delete {
        /// Which record.
        id: Uuid,
        /// As the caller has seen it.
        #[serde(skip_serializing_if = "Option::is_none")]
        version: Option<i64>,
    },
    /// Takes out of the bin.
    Restore {
        /// Which record.
        id: Uuid,
    },
    /// Takes one change back, unless the same fields changed since.
    Revert {
        /// Of which record.
        id: Uuid,
        /// The version that the change made.
        version: i64,
    },
}

/// What became of one operation.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Outcome {
    /// Its place in the batch.
    pub index: usize,
    /// The status code it would have had alone.
    pub status: u16,
    /// The record.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The record's version now.
    #[serde(default)]
    pub version: Option<i64>,
    /// Why not.
    #[serde(default)]
    pub problem: Option<Problem>,
}

#[derive(Deserialize)]
pub(crate) struct Outcomes {
    pub data: Vec<Outcome>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn operations_name_themselves() {
        let id = Uuid::nil();
        assert_eq!(
            json!(Operation::Delete {
                id,
                version: Some(3)
            }),
            json!({ "op": "delete", "id": id, "version": 3 })
        );
    }
}
