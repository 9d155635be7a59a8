//! Texts that every entity needs: they are put together from the catalogue at run time, so only the
//! catalogue knows them all.

use super::messages::Messages;
use guanxi_domain::kernel::catalogue::{Entity, SYSTEM};
use guanxi_domain::kernel::field::Field;
use guanxi_domain::registry::ENTITIES;

/// Texts that are missing.
pub fn faults(texts: &Messages) -> Vec<String> {
    let mut faults = Vec::new();
    let mut want = |keys: &[String]| {
        if !keys.iter().any(|key| texts.has(key)) {
            faults.push(format!("{} is missing", keys.join(" or ")));
        }
    };
    for field in SYSTEM {
        want(&[format!("field-{}", dashed(field.name))]);
    }
    for entity in ENTITIES {
        want(&[format!("entity-{}", dashed(entity.name))]);
        want(&[format!("entity-{}-plural", dashed(entity.name))]);
        let computed = entity.computed.iter().map(|one| &one.field);
        for field in entity.fields.iter().chain(computed) {
            want(&own_or_shared("field", entity, field.name));
            for choice in field.choices {
                want(&choice_keys(entity, field, choice));
            }
        }
        for collection in entity.collections {
            want(&own_or_shared("field", entity, collection.name));
        }
        for verb in entity.verbs {
            want(&[format!(
                "verb-{}-{}",
                dashed(entity.name),
                dashed(verb.name)
            )]);
        }
    }
    faults
}

fn own_or_shared(kind: &str, entity: &Entity, name: &str) -> Vec<String> {
    let (entity, name) = (dashed(entity.name), dashed(name));
    vec![format!("{kind}-{entity}-{name}"), format!("{kind}-{name}")]
}

fn choice_keys(entity: &Entity, field: &Field, choice: &str) -> Vec<String> {
    let (entity, field, choice) = (dashed(entity.name), dashed(field.name), dashed(choice));
    vec![
        format!("choice-{entity}-{field}-{choice}"),
        format!("choice-{field}-{choice}"),
    ]
}

fn dashed(name: &str) -> String {
    name.replace('_', "-")
}
