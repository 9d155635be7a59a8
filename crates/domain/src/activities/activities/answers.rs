//! Who comes: people of ours say so for themselves, and nobody for them; for contacts and people known by an address
//! only, whoever plans notes what they said.

use uuid::Uuid;

use crate::activities::attendees::{Answer, Attendee};
use crate::kernel::document::Document;
use crate::kernel::facts::{Facts, Writes};
use crate::kernel::field::Id;
use crate::kernel::problem::{Violation, Violations};
use crate::kernel::record::Record;

/// What somebody answered who was asked; nothing for others.
pub fn of(activity: &Document, user: Uuid) -> Option<Answer> {
    let attendees = activity.typed_rows::<Attendee>("attendees");
    let own = attendees.into_iter().find(|one| is(one, user));
    own.map(|one| one.answer)
}

/// Comes.
pub fn accept(facts: &Facts, activity: &Document) -> Result<Writes, Violations> {
    answered(facts, activity, Answer::Accepted)
}

/// May come.
pub fn tentative(facts: &Facts, activity: &Document) -> Result<Writes, Violations> {
    answered(facts, activity, Answer::Tentative)
}

/// Does not come.
pub fn decline(facts: &Facts, activity: &Document) -> Result<Writes, Violations> {
    answered(facts, activity, Answer::Declined)
}

fn answered(facts: &Facts, activity: &Document, answer: Answer) -> Result<Writes, Violations> {
    let mut attendees = activity.whole_rows::<Attendee>("attendees")?;
    let own = attendees
        .iter_mut()
        .find(|one| facts.actor.is_some_and(|user| is(one, user)));
    let own = own.ok_or_else(|| Violation::field("attendees", "not_asked"))?;
    own.answer = answer;
    let rows = attendees.into_iter().map(Record::into_values).collect();
    Ok(Writes::default().with_rows("attendees", rows))
}

/// Refuses what somebody says for others of ours. They may be asked again; and what comes from elsewhere comes with the
/// answers that were given there.
pub(super) fn settle(
    facts: &Facts,
    before: Option<&Document>,
    after: &Document,
) -> Result<(), Violations> {
    let Some(actor) = facts.actor.filter(|_| !facts.importing) else {
        return Ok(());
    };
    let held = before.map_or_else(Vec::new, |before| {
        before.typed_rows::<Attendee>("attendees")
    });
    let mut found = Violations::default();
    for (place, one) in after.typed_rows::<Attendee>("attendees").iter().enumerate() {
        let open = one.answer == Answer::NeedsAction;
        let own = one.user_id.is_none() || is(one, actor);
        let as_it_was = held.iter().any(|was| {
            (was.head.id, was.user_id, &was.answer) == (one.head.id, one.user_id, &one.answer)
        });
        if !open && !own && !as_it_was {
            let at = format!("/attendees/{place}/answer");
            found.add(Violation::at(at, "answers_for_oneself"));
        }
    }
    found.into_result()
}

fn is(attendee: &Attendee, user: Uuid) -> bool {
    attendee.user_id.map(Id::uuid) == Some(user)
}
