//! What the server will fill in by itself, shown before anything is sent: nobody has to guess in which pipeline a new
//! opportunity begins.

use leptos::prelude::*;
use serde_json::{Map, Value as Json};

use super::form::Form;
use crate::records::catalogue::Field;
use crate::records::check::{completed, document, filled_in, looked_at, own_team};
use crate::records::desk::Desk;
use crate::records::input::Input;
use crate::session::Session;
use crate::ui::Choice;
use guanxi_client::ListQuery;
use guanxi_domain::kernel::document::Document;
use guanxi_domain::people::teams::TEAM;

/// Records of a small, shared entity asked for at once.
const MOST: u32 = 200;

/// Records by the name that a rule calls them.
type Others = Vec<(&'static str, Vec<Document>)>;

/// Shows in the form what its entity's rule would fill in, and follows what people choose instead.
pub fn show_defaults(form: &Form, desk: Desk) {
    let fields = filled_in(&form.entity);
    let inputs: Vec<(Field, Input)> = fields
        .into_iter()
        .filter_map(|field| form.input(field.path()).map(|input| (field, input)))
        .collect();
    if inputs.is_empty() {
        return;
    }
    let form = form.clone();
    let others = RwSignal::new(None::<Others>);
    let entity = form.entity.clone();
    let me = untrack(|| Session::here().me()).map(|me| me.id.to_string());
    leptos::task::spawn_local_scoped_with_cancellation(async move {
        let mut found = fetch(desk, &entity).await;
        if let (Some(found), Some(name), Some(me)) = (&mut found, own_team(&entity), me)
            && let Some(team) = team_of(desk, &me).await
        {
            found.push((name, vec![team]));
        }
        others.set(found);
    });
    Effect::new(move |_| {
        let chosen = inputs
            .iter()
            .filter_map(|(field, input)| chosen(&form, field, *input))
            .collect();
        others.with(|others| {
            if let Some(others) = others {
                fill(&form, &inputs, chosen, others, desk);
            }
        });
    });
}

/// All that the rule looks at; nothing when it looks at more, or when that cannot be had.
async fn fetch(desk: Desk, entity: &crate::records::catalogue::Entity) -> Option<Others> {
    let mut others = Others::new();
    for (name, kept) in looked_at(entity)? {
        let known = desk.entity(kept.name)?;
        let query = ListQuery::new().sort(&known.sort).limit(MOST);
        let rows = desk.api.list(&known.plural, query).await.ok()?.rows;
        for row in &rows {
            desk.names.learn(row.id(), row.title(&known));
        }
        let documents = rows.iter().map(|row| document(kept, row));
        others.push((name, documents.collect::<Option<_>>()?));
    }
    Some(others)
}

/// The team of whoever makes the record, which will be the record's; none for people without one.
async fn team_of(desk: Desk, me: &str) -> Option<Document> {
    let user = desk.api.get("users", me, &[]).await.ok()?;
    let team = user.get("team_id").as_str()?;
    let team = desk.api.get("teams", team, &[]).await.ok()?;
    document(&TEAM, &team)
}

/// What somebody chose: not what was filled in here.
fn chosen(form: &Form, field: &Field, input: Input) -> Option<(String, Json)> {
    let id = input.one.get()?.value;
    let value = Json::String(id);
    (form.usual(field.path()) != value).then(|| (field.path().to_owned(), value))
}

/// Fills in what nobody chose. A choice that does not go with another one gives way.
fn fill(
    form: &Form,
    inputs: &[(Field, Input)],
    mut chosen: Map<String, Json>,
    others: &Others,
    desk: Desk,
) {
    let whole = completed(&form.entity, &chosen, others).or_else(|refused| {
        chosen.retain(|path, _| !refused.contains(&format!("/{path}")));
        completed(&form.entity, &chosen, others)
    });
    let Ok(whole) = whole else { return };
    for (field, input) in inputs {
        let path = field.path();
        let Some(id) = whole.get(path).and_then(Json::as_str) else {
            continue;
        };
        if chosen.contains_key(path) {
            continue;
        }
        form.set_usual(path, Json::String(id.to_owned()));
        let shown = input
            .one
            .with_untracked(|one| one.as_ref().is_some_and(|choice| choice.value == id));
        if !shown {
            input
                .one
                .set(Some(Choice::new(id, desk.names.known_name(id))));
        }
    }
}
