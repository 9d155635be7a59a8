//! Whether the event log is as it was written.

use super::Findings;
use crate::chain::Checked;
use crate::database::Database;
use crate::error::Result;

pub(super) fn look(db: &Database, findings: &mut Findings) -> Result<()> {
    let noted = findings.asked.head.as_ref();
    let told = &mut *findings.told;
    let Checked {
        linked,
        waiting,
        head,
        fault,
    } = db.verify_chain(noted, &mut |links, _| told(links.unsigned_abs()))?;
    findings.looked_at(usize::try_from(linked).unwrap_or_default());
    findings
        .found
        .notes
        .push(format!("{waiting} wait to be linked"));
    match (head, fault) {
        // What comes behind the first fault is not worth noting.
        (_, Some(fault)) => findings.fault(|| fault.to_string()),
        (Some(head), None) => findings.found.notes.push(format!("head {head}")),
        (None, None) => {}
    }
    Ok(())
}
