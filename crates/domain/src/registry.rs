//! Every entity, in the order in which tables refer to each other. One line registers an entity.

use crate::activities::activities::ACTIVITY;
use crate::activities::attendees::ATTENDEE;
use crate::activities::mentions::MENTION;
use crate::activities::taggings::TAGGING;
use crate::activities::tags::TAG;
use crate::customers::account_contacts::ACCOUNT_CONTACT;
use crate::customers::accounts::ACCOUNT;
use crate::customers::addresses::ADDRESS;
use crate::customers::consents::CONSENT;
use crate::customers::contact_points::CONTACT_POINT;
use crate::customers::contacts::CONTACT;
use crate::kernel::catalogue::Entity;
use crate::marketing::web_forms::WEB_FORM;
use crate::people::roles::ROLE;
use crate::people::teams::TEAM;
use crate::people::user_roles::USER_ROLE;
use crate::people::user_teams::USER_TEAM;
use crate::people::users::USER;
use crate::platform::choice_options::CHOICE_OPTION;
use crate::platform::currency_rates::CURRENCY_RATE;
use crate::platform::custom_fields::CUSTOM_FIELD;
use crate::platform::favourites::FAVOURITE;
use crate::platform::saved_views::SAVED_VIEW;
use crate::sales::assignment_members::ASSIGNMENT_MEMBER;
use crate::sales::assignment_rules::ASSIGNMENT_RULE;
use crate::sales::competitors::COMPETITOR;
use crate::sales::forecast_calls::FORECAST_CALL;
use crate::sales::forecast_snapshots::FORECAST_SNAPSHOT;
use crate::sales::leads::LEAD;
use crate::sales::opportunities::OPPORTUNITY;
use crate::sales::opportunity_competitors::OPPORTUNITY_COMPETITOR;
use crate::sales::opportunity_contacts::OPPORTUNITY_CONTACT;
use crate::sales::opportunity_lines::OPPORTUNITY_LINE;
use crate::sales::opportunity_splits::OPPORTUNITY_SPLIT;
use crate::sales::pipeline_teams::PIPELINE_TEAM;
use crate::sales::pipelines::PIPELINE;
use crate::sales::products::PRODUCT;
use crate::sales::stage_changes::STAGE_CHANGE;
use crate::sales::stages::STAGE;
use crate::sales::targets::TARGET;

/// All entities, rows of collections included.
pub static ENTITIES: &[&Entity] = &[
    &ROLE,
    &TEAM,
    &USER,
    &USER_ROLE,
    &USER_TEAM,
    &CUSTOM_FIELD,
    &CHOICE_OPTION,
    &CURRENCY_RATE,
    &ACCOUNT,
    &CONTACT,
    &CONTACT_POINT,
    &ADDRESS,
    &ACCOUNT_CONTACT,
    &CONSENT,
    &PRODUCT,
    &PIPELINE,
    &PIPELINE_TEAM,
    &STAGE,
    &OPPORTUNITY,
    &OPPORTUNITY_LINE,
    &OPPORTUNITY_SPLIT,
    &OPPORTUNITY_CONTACT,
    &STAGE_CHANGE,
    &ACTIVITY,
    &ATTENDEE,
    &MENTION,
    &TAG,
    &TAGGING,
    &COMPETITOR,
    &OPPORTUNITY_COMPETITOR,
    &ASSIGNMENT_RULE,
    &ASSIGNMENT_MEMBER,
    &LEAD,
    &WEB_FORM,
    &TARGET,
    &FORECAST_CALL,
    &FORECAST_SNAPSHOT,
    &FAVOURITE,
    &SAVED_VIEW,
];

/// Entities with routes of their own: all but rows of collections.
pub fn roots() -> impl Iterator<Item = &'static Entity> {
    ENTITIES.iter().copied().filter(|entity| !entity.is_part())
}

/// A root entity by its path.
pub fn by_plural(plural: &str) -> Option<&'static Entity> {
    roots().find(|entity| entity.plural == plural)
}

/// Any entity by its singular name.
pub fn by_name(name: &str) -> Option<&'static Entity> {
    ENTITIES.iter().copied().find(|entity| entity.name == name)
}
