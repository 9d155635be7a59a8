//! What a manager does about a sale from the map: give it to somebody else, ask its owner, set the next step.

use leptos::prelude::*;
use serde_json::{Value as Json, json};

use crate::i18n::{I18n, t};
use crate::records::api::fresh_id;
use crate::records::catalogue::{Entity, Field};
use crate::records::control::{Around, control};
use crate::records::desk::{Change, Desk};
use crate::records::failure::Failure;
use crate::records::input::Input;
use crate::records::record::Record;
use crate::records::scope::{apart, let_go};
use crate::ui::{Banner, Button, ButtonKind, Field as Labelled, Toasts, Tone};

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Reassign,
    Ask,
    NextStep,
}

impl Act {
    const fn label(self) -> &'static str {
        match self {
            Self::Reassign => "ui-map-reassign",
            Self::Ask => "ui-map-ask",
            Self::NextStep => "ui-map-next-step",
        }
    }

    const fn done(self) -> &'static str {
        match self {
            Self::Reassign => "ui-map-reassigned",
            Self::Ask => "ui-map-asked",
            Self::NextStep => "ui-map-next-step-set",
        }
    }

    /// Whether this person may.
    fn is_open(self, desk: Desk, entity: &Entity) -> bool {
        let edits = |name: &str| {
            entity
                .field(name)
                .is_some_and(|field| entity.may_edit(&field))
        };
        match self {
            Self::Reassign => entity.may.assign && edits("owner_id"),
            Self::Ask => desk
                .entity("activity")
                .is_some_and(|activity| activity.may.create),
            Self::NextStep => edits("next_step") && edits("next_step_on"),
        }
    }

    /// The fields to fill, with the entity they are of; the first must be filled.
    fn fields(self, desk: Desk, entity: &Entity) -> Vec<(Entity, Field)> {
        let (of, names): (Option<Entity>, &[&str]) = match self {
            Self::Reassign => (Some(entity.clone()), &["owner_id"]),
            Self::Ask => (desk.entity("activity"), &["subject"]),
            Self::NextStep => (Some(entity.clone()), &["next_step", "next_step_on"]),
        };
        let Some(of) = of else { return Vec::new() };
        names
            .iter()
            .filter_map(|name| Some((of.clone(), of.field(name)?)))
            .collect()
    }
}

/// The acts of one sale: buttons, and the form of the one chosen.
pub fn acts(entity: &Entity, record: &Record) -> AnyView {
    let desk = Desk::here();
    let chosen = RwSignal::new(None::<Act>);
    let offered = [Act::NextStep, Act::Ask, Act::Reassign]
        .into_iter()
        .filter(|act| act.is_open(desk, entity));
    let buttons = offered
        .map(|act| {
            let press = move |()| {
                let_go();
                chosen.update(|chosen| *chosen = (*chosen != Some(act)).then_some(act));
            };
            view! { <Button kind=ButtonKind::Quiet small=true on_press=press>{t(act.label())}</Button> }
        })
        .collect_view();
    let (entity, record) = (entity.clone(), record.clone());
    view! {
        <div class="map-acts">{buttons}</div>
        {move || chosen.get().map(|act| form(&entity, &record, act, chosen))}
    }
    .into_any()
}

fn form(entity: &Entity, record: &Record, act: Act, chosen: RwSignal<Option<Act>>) -> AnyView {
    let (desk, i18n, toasts) = (Desk::here(), I18n::here(), Toasts::here());
    let inputs: Vec<(Entity, Field, Input)> = act
        .fields(desk, entity)
        .into_iter()
        .map(|(of, field)| {
            let input = Input::holding(&field, &Json::Null, desk);
            (of, field, input)
        })
        .collect();
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let controls = inputs
        .iter()
        .map(|(of, field, input)| labelled(of, field, *input))
        .collect_view();
    let (record, entity) = (record.clone(), entity.clone());
    let key = fresh_id();
    let send = move || {
        let mut values = Vec::new();
        for (_, field, input) in &inputs {
            match untrack(|| input.read(field)) {
                Ok(value) => values.push((field.path().to_owned(), value)),
                Err(code) => return error.set(Some(i18n.text(&problem_key(code)))),
            }
        }
        let missing = values
            .first()
            .is_none_or(|(_, value)| value.is_null() || *value == json!(""));
        if missing {
            return error.set(Some(i18n.text("problem-required")));
        }
        busy.set(true);
        let (record, entity, key) = (record.clone(), entity.clone(), key.clone());
        leptos::task::spawn_local(async move {
            let answer = perform(desk, &entity, &record, act, values, &key).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    toasts.say(untrack(|| i18n.text(act.done())));
                    chosen.try_set(None);
                }
                Err(failure) => {
                    error.try_set(Some(failure.sentence(&untrack(|| i18n.texts()))));
                }
            }
        });
    };
    view! {
        <form class="map-form" data-draft="" on:submit=move |event| {
            event.prevent_default();
            send();
        }>
            {controls}
            {move || error.get().map(|reason| view! { <Banner tone=Tone::Danger>{reason}</Banner> })}
            <Button kind=ButtonKind::Primary busy submit=true>{t("ui-apply")}</Button>
        </form>
    }
    .into_any()
}

fn problem_key(code: &str) -> String {
    format!("problem-{}", code.replace('_', "-"))
}

fn labelled(of: &Entity, field: &Field, input: Input) -> AnyView {
    let i18n = I18n::here();
    let (of, named, field) = (of.clone(), field.clone(), field.clone());
    let label = Signal::derive(move || named.label(&i18n.texts()));
    apart(move || {
        view! {
            <Labelled label>{control(&of, &field, input, &Around::default(), Signal::stored(String::new()))}</Labelled>
        }
        .into_any()
    })
}

/// Does it. A sale that somebody changed meanwhile is left as it is, and that is said.
async fn perform(
    desk: Desk,
    entity: &Entity,
    record: &Record,
    act: Act,
    values: Vec<(String, Json)>,
    key: &str,
) -> Result<(), Failure> {
    let body: serde_json::Map<String, Json> = values.into_iter().collect();
    if act == Act::Ask {
        let activity = desk.entity("activity").ok_or_else(Failure::missing)?;
        let mut task = body;
        task.insert("kind".to_owned(), json!("task"));
        task.insert("owner_id".to_owned(), record.get("owner_id").clone());
        task.insert("anchor_entity".to_owned(), json!(entity.name));
        task.insert("anchor_id".to_owned(), json!(record.id()));
        let made = desk
            .api
            .create(&activity.plural, Json::Object(task), key)
            .await?;
        desk.tell(&activity.name, made.id(), Change::Created);
        return Ok(());
    }
    let changed = desk
        .api
        .patch(
            &entity.plural,
            record.id(),
            record.version(),
            Json::Object(body),
        )
        .await?;
    let id = changed.id().to_owned();
    desk.tell(&entity.name, &id, Change::Is(changed));
    Ok(())
}
