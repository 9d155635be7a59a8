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

/// What says when something is. An answer is about that, not about what it is called or where.
const WHEN: [&str; 5] = ["starts_at", "ends_at", "due_on", "all_day", "recurrence"];

/// Refuses what somebody says for others of ours. They may be asked again, and are whenever the time is another one;
/// and what comes from elsewhere comes with the answers that were given there.
pub(super) fn settle(
    facts: &Facts,
    before: Option<&Document>,
    after: &mut Document,
) -> Result<(), Violations> {
    if facts.importing {
        return Ok(());
    }
    let moves = before.is_some_and(|before| moves(before, after));
    let held = before.map_or_else(Vec::new, |before| {
        before.typed_rows::<Attendee>("attendees")
    });
    if let Some(actor) = facts.actor {
        // Going back to the former time brings back the answers to it: whoever gave them said so.
        let undone = facts.undoing && moves;
        for_oneself(actor, &held, after, undone)?;
    }
    if moves {
        ask_again(facts.actor, &held, after)?;
    }
    Ok(())
}

fn for_oneself(
    actor: Uuid,
    held: &[Attendee],
    after: &Document,
    undone: bool,
) -> Result<(), Violations> {
    let mut found = Violations::default();
    for (place, one) in after.typed_rows::<Attendee>("attendees").iter().enumerate() {
        let open = one.answer == Answer::NeedsAction;
        let own = one.user_id.is_none() || is(one, actor);
        let given_back = undone
            && held
                .iter()
                .any(|was| is_same(was, one) && was.answer == Answer::NeedsAction);
        if !open && !own && !given_back && !held.iter().any(|was| is_as_it_was(was, one)) {
            let at = format!("/attendees/{place}/answer");
            found.add(Violation::at(at, "answers_for_oneself"));
        }
    }
    found.into_result()
}

/// Whether something that is still to come is at another time than it was.
fn moves(before: &Document, after: &Document) -> bool {
    after.text("status") == "open"
        && WHEN
            .iter()
            .any(|field| before.get(field) != after.get(field))
}

/// Whoever answered is asked again, except the one who moves it: they know. An answer that comes along with the new time
/// is one to it.
fn ask_again(
    actor: Option<Uuid>,
    held: &[Attendee],
    after: &mut Document,
) -> Result<(), Violations> {
    let mut attendees = after.whole_rows::<Attendee>("attendees")?;
    for one in &mut attendees {
        let moves_it = actor.is_some_and(|actor| is(one, actor));
        if !moves_it && held.iter().any(|was| is_as_it_was(was, one)) {
            one.answer = Answer::NeedsAction;
        }
    }
    if let Some(rows) = after.rows_mut("attendees") {
        *rows = attendees.into_iter().map(Record::into_values).collect();
    }
    Ok(())
}

fn is_same(was: &Attendee, is: &Attendee) -> bool {
    (was.head.id, was.user_id) == (is.head.id, is.user_id)
}

fn is_as_it_was(was: &Attendee, is: &Attendee) -> bool {
    is_same(was, is) && was.answer == is.answer
}

fn is(attendee: &Attendee, user: Uuid) -> bool {
    attendee.user_id.map(Id::uuid) == Some(user)
}
