//! Holds the ledgers against what is there.

use std::collections::HashMap;

use anyhow::Result;

use crate::api::Api;
use crate::figures::Figures;
use crate::ledger::{Entry, Standing};
use crate::place::Place;

/// Everything acknowledged is there once; what had no answer is there at most once, and once after it was sent again
/// with the same key.
///
/// # Errors
/// When the server cannot be asked.
pub fn account_for(
    api: &Api,
    place: &Place,
    tag: &str,
    entries: &[Entry],
    figures: &mut Figures,
) -> Result<()> {
    count(&times(&api.names(&format!("{tag}%20"))?), entries, figures);
    for entry in entries
        .iter()
        .filter(|entry| entry.standing != Standing::Acknowledged)
    {
        let again = api.create(entry.key, &entry.name)?;
        figures.must(again.status == 201, || {
            format!("{} sent again: {} {}", entry.name, again.status, again.body)
        });
    }
    let found = times(&api.names(&format!("{tag}%20"))?);
    figures.must(found.values().all(|times| *times == 1), || {
        format!("after sending again, records of {tag} are there twice")
    });
    figures.must(found.len() == entries.len(), || {
        format!(
            "{} records of {tag} for {} entries",
            found.len(),
            entries.len()
        )
    });
    let events = format!(
        "SELECT count(*) FROM event_log e JOIN accounts a ON a.id = e.record_id WHERE a.name LIKE '{tag} %'"
    );
    let events = place.number(&events)?;
    figures.must(events == entries.len(), || {
        format!("{events} events of {} records of {tag}", entries.len())
    });
    Ok(())
}

/// Counts what is lost and doubled, before anything is sent again.
fn count(found: &HashMap<String, usize>, entries: &[Entry], figures: &mut Figures) {
    for entry in entries {
        let times = found.get(&entry.name).copied().unwrap_or(0);
        if entry.standing == Standing::Acknowledged {
            figures.acknowledged += 1;
            figures.lost += usize::from(times == 0);
        }
        figures.doubled += times.saturating_sub(1);
    }
}

fn times(names: &[String]) -> HashMap<String, usize> {
    let mut times = HashMap::new();
    for name in names {
        *times.entry(name.clone()).or_default() += 1;
    }
    times
}

#[cfg(test)]
mod tests {
    use super::{count, times};
    use crate::figures::Figures;
    use crate::ledger::{Entry, Standing};

    #[test]
    fn what_is_missing_and_what_is_there_twice_is_counted() {
        let entry = |name: &str, standing| Entry {
            name: name.to_owned(),
            key: uuid::Uuid::nil(),
            standing,
        };
        let entries = [
            entry("kept", Standing::Acknowledged),
            entry("gone", Standing::Acknowledged),
            entry("twice", Standing::Open),
            entry("never", Standing::Refused),
        ];
        let mut figures = Figures::default();
        count(
            &times(&["kept".to_owned(), "twice".to_owned(), "twice".to_owned()]),
            &entries,
            &mut figures,
        );
        assert_eq!(
            (figures.acknowledged, figures.lost, figures.doubled),
            (2, 1, 1)
        );
        assert!(!figures.hold());
    }
}
