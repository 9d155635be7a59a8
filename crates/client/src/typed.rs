//! Records as the typed structs and documents of the domain.

use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::custom::CustomFields;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::record::Record;
use guanxi_domain::kernel::wire;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::client::Client;
use crate::error::ClientError;
use crate::list::ListQuery;
use crate::{Object, Result};

/// A record's JSON as a document; fields that were not delivered are null.
pub fn document(
    entity: &'static Entity,
    custom: &CustomFields,
    record: &Object,
) -> Result<Document> {
    wire::document_from(entity, custom, &Json::Object(record.clone()))
        .ok_or_else(|| ClientError::Decode(format!("not a record of {entity:?}")))
}

fn typed<T: Record>(record: &Object) -> Result<T> {
    document(T::entity(), &CustomFields::default(), record)?
        .typed()
        .ok_or_else(|| ClientError::Decode(format!("fields missing of {:?}", T::entity())))
}

impl Client {
    /// One record as its typed struct.
    pub async fn find<T: Record>(&self, id: Uuid) -> Result<T> {
        typed(&self.get(T::entity().plural, id).await?)
    }

    /// One page of records as their typed structs.
    pub async fn find_all<T: Record>(&self, query: &ListQuery) -> Result<Vec<T>> {
        let page = self.list(T::entity().plural, query).await?;
        page.data.iter().map(typed).collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use guanxi_domain::activities::tags::Tag;
    use serde_json::json;

    #[test]
    fn records_become_structs() {
        let id = "019a0000-0000-7000-8000-000000000001";
        let Json::Object(record) = json!({
            "id": id, "version": 3, "created_at": "2026-01-02T03:04:05Z", "updated_at": "2026-01-02T03:04:05Z",
            "source": "api", "name": "VIP", "hue": 4
        }) else {
            return;
        };
        let tag: Tag = typed(&record).unwrap();
        assert_eq!(
            (tag.head.version, tag.name.as_str(), tag.hue),
            (3, "VIP", 4)
        );
        assert!(matches!(
            typed::<Tag>(&Object::new()),
            Err(ClientError::Decode(_))
        ));
    }
}
