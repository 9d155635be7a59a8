//! The create dialog.

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use serde_json::Value as Json;
use wasm_split_helpers::wasm_split;

use super::address::{NEW, WITH, filled, use_unmake};
use super::defaults::show_defaults;
use super::draft;
use super::form::{Form, family_first};
use super::likeness::likeness;
use super::plan::Plan;
use super::view::{fields, summary};
use crate::i18n::{I18n, t};
use crate::later::{Part, later};
use crate::records::api::fresh_id;
use crate::records::catalogue::{Entity, Field};
use crate::records::control::Around;
use crate::records::desk::{Change, Desk};
use crate::records::failure::{Failure, Loaded};
use crate::records::record::Record;
use crate::records::scope::let_go;
use crate::ui::{
    Button, ButtonKind, Choice, Dialog, DialogActions, NoPermission, Toasts, is_sending,
};

/// Shows the create dialog while the address asks for it, and every dialog that record screens ask for.
#[component]
pub fn CreateHost() -> impl IntoView {
    let desk = Desk::here();
    let query = use_query_map();
    let wanted =
        Memo::new(move |_| query.with(|query| query.get_str(NEW).unwrap_or_default().to_owned()));
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        let wants = !wanted.with(String::is_empty);
        if wants && matches!(desk.catalogue(), Loaded::Waiting) {
            desk.fetch_catalogue();
        }
        open.set(wants && desk.catalogue().ready().is_some());
    });
    let unmake = use_unmake();
    let (i18n, toasts) = (I18n::here(), Toasts::here());
    let entity = Memo::new(move |_| {
        desk.catalogue()
            .ready()
            .and_then(|known| known.entity(&wanted.get()))
    });
    let title = Signal::derive(move || {
        entity
            .get()
            .map(|entity| new_title(&entity, i18n))
            .unwrap_or_default()
    });
    let navigate = StoredValue::new_local(use_navigate());
    let done = Callback::new(move |(entity, record): (Entity, Record)| {
        unmake.run(());
        let words = i18n.format("ui-created", |args| {
            args.set("name", said_name(&entity, &record, i18n))
        });
        toasts.say(words);
        if entity.owned && entity.anchor {
            let href = format!("/{}/{}", entity.plural, record.id());
            navigate.with_value(|navigate| navigate(&href, Default::default()));
        }
    });
    view! {
        <Dialog open title on_close=move |()| {
            let_go();
            unmake.run(());
        }>
            {move || entity.get().map(|entity| {
                let with = query.with_untracked(|query| query.get_str(WITH).unwrap_or_default().to_owned());
                form(&entity, &filled(&with), true, open, done)
            })}
        </Dialog>
        {crate::records::verbs::host()}
        {crate::records::conflict::host()}
    }
}

/// "New account".
fn new_title(entity: &Entity, i18n: I18n) -> String {
    let name = entity.label_inside(&i18n.texts());
    i18n.format("ui-new-named", |args| args.set("name", name))
}

fn said_name(entity: &Entity, record: &Record, i18n: I18n) -> String {
    let title = record.title(entity);
    if entity.is_named() && !title.is_empty() {
        title.to_owned()
    } else {
        entity.label(&untrack(|| i18n.texts()))
    }
}

/// A dialog beside the address's own: a record made while another one is, for a reference.
pub fn create_dialog(
    entity: &Entity,
    filled: Vec<(String, String)>,
    open: RwSignal<bool>,
    done: Callback<(Entity, Record)>,
) -> AnyView {
    let i18n = I18n::here();
    let named = entity.clone();
    let title = Signal::derive(move || new_title(&named, i18n));
    let entity = entity.clone();
    view! { <Dialog open title on_close=move |()| let_go()>{form(&entity, &filled, false, open, done)}</Dialog> }
        .into_any()
}

fn form(
    entity: &Entity,
    filled: &[(String, String)],
    keeps: bool,
    open: RwSignal<bool>,
    done: Callback<(Entity, Record)>,
) -> AnyView {
    let (entity, filled) = (entity.clone(), filled.to_vec());
    later(fetch_form, move || {
        form_part(entity.clone(), filled.clone(), keeps, open, done)
    })
}

#[wasm_split(forms, fallible, preload(fetch_form))]
pub fn form_part(
    entity: Entity,
    filled: Vec<(String, String)>,
    keeps: bool,
    open: RwSignal<bool>,
    done: Callback<(Entity, Record)>,
) -> Part {
    Ok(create_form(&entity, &filled, keeps, open, done))
}

/// The form. With `keeps`, what is typed survives closing and reloading until it is saved or thrown away.
fn create_form(
    entity: &Entity,
    filled: &[(String, String)],
    keeps: bool,
    open: RwSignal<bool>,
    done: Callback<(Entity, Record)>,
) -> AnyView {
    if !entity.may.create {
        return view! { <NoPermission /> }.into_any();
    }
    let (desk, i18n) = (Desk::here(), I18n::here());
    let form = Form::new(entity, &[], desk, i18n);
    let restored = keeps && draft::restore(&form);
    for (path, value) in filled {
        form.fill(path, value, desk);
    }
    show_defaults(&form, desk);
    let making = Making {
        keeping: RwSignal::new(keeps),
        busy: RwSignal::new(false),
        general: RwSignal::new(None),
        key: StoredValue::new(fresh_id()),
        open,
        done,
        form,
    };
    draft::keep(&making.form, making.keeping);
    let (pressed, keyed, asked) = (making.clone(), making.clone(), making.clone());
    let (around, nested) = around(&making.form, move || asked.send(desk, i18n));
    let (busy, general, typed) = (making.busy, making.general, making.form.clone());
    let touched = move || typed.is_touched().then_some("");
    let plan = Plan::of(entity, family_first(i18n), filled);
    view! {
        <form class="form" data-draft=touched novalidate on:submit=move |event| {
            event.prevent_default();
            event.stop_propagation();
            pressed.send(desk, i18n);
        } on:keydown=move |event| if is_sending(&event) {
            event.prevent_default();
            keyed.send(desk, i18n);
        }>
            {summary(&making.form, general)}
            {restored.then(|| restored_note(&making))}
            {fields(&making.form, plan, around)}
            {likeness(&making.form, Callback::new(move |()| open.set(false)))}
            <DialogActions>
                <Button on_press=move |()| open.set(false)>{t("ui-cancel")}</Button>
                <Button kind=ButtonKind::Primary busy submit=true>{t("ui-create")}</Button>
            </DialogActions>
        </form>
        {nested}
    }
    .into_any()
}

/// A record on its way from the form to the server.
#[derive(Clone)]
struct Making {
    form: Form,
    /// What is typed is kept on the device.
    keeping: RwSignal<bool>,
    busy: RwSignal<bool>,
    /// What is wrong and belongs to no field.
    general: RwSignal<Option<String>>,
    /// One key for as long as the form stands: however often it is sent, one record is made.
    key: StoredValue<String>,
    open: RwSignal<bool>,
    done: Callback<(Entity, Record)>,
}

impl Making {
    fn send(&self, desk: Desk, i18n: I18n) {
        if self.busy.get_untracked() {
            return;
        }
        self.general.set(None);
        let body = match untrack(|| self.form.checked()) {
            Ok(body) => body,
            Err(faults) => return self.form.errors.set(faults),
        };
        self.form.errors.set(Vec::new());
        self.busy.set(true);
        let making = self.clone();
        leptos::task::spawn_local(async move {
            let plural = &making.form.entity.plural;
            let key = making.key.get_value();
            let answer = desk.api.create(plural, Json::Object(body), &key).await;
            making.busy.try_set(false);
            match answer {
                Ok(record) => making.made(desk, record),
                Err(failure) => refused(&making.form, &failure, making.general, i18n, making.key),
            }
        });
    }

    fn made(self, desk: Desk, record: Record) {
        let kept = self.keeping.try_get_untracked() != Some(false);
        self.keeping.try_set(false);
        if kept {
            draft::forget(&self.form);
        }
        let entity = self.form.entity;
        desk.names.learn(record.id(), record.title(&entity));
        desk.tell(&entity.name, record.id(), Change::Created);
        let_go();
        self.open.try_set(false);
        self.done.run((entity, record));
    }

    /// Forgets what is typed.
    fn discard(&self) {
        self.keeping.set(false);
        draft::forget(&self.form);
        self.open.set(false);
    }
}

/// Says that what was typed last time is here again.
fn restored_note(making: &Making) -> AnyView {
    let making = making.clone();
    view! {
        <p class="draft-note" role="status">
            <span>{t("ui-draft-restored")}</span>
            <Button kind=ButtonKind::Quiet small=true on_press=move |()| making.discard()>{t("ui-draft-discard")}</Button>
        </p>
    }
    .into_any()
}

/// Errors go to their fields; what belongs to none is said on top. What was refused is another attempt next time.
fn refused(
    form: &Form,
    failure: &Failure,
    general: RwSignal<Option<String>>,
    i18n: I18n,
    key: StoredValue<String>,
) {
    let errors = failure.errors().to_vec();
    if errors.is_empty() {
        general.try_set(Some(failure.sentence(&untrack(|| i18n.texts()))));
    } else {
        form.errors.try_set(errors);
    }
    if failure.status().is_some() {
        key.try_update_value(|key| *key = fresh_id());
    }
}

/// What inputs need from the form, and the dialog for records made on the way.
fn around(form: &Form, submit: impl Fn() + Send + Sync + 'static) -> (Around, AnyView) {
    let desk = Desk::here();
    let making = RwSignal::new(None::<(Field, String)>);
    let open = RwSignal::new(false);
    let around = Around {
        inputs: form.inputs.clone(),
        on_submit: Some(Callback::new(move |()| submit())),
        on_create: Some(Callback::new(move |wanted| {
            making.set(Some(wanted));
            open.set(true);
        })),
        ..Around::default()
    };
    let form = form.clone();
    let nested = move || {
        let (field, name) = making.get()?;
        let target = desk.entity(field.target.as_deref()?)?;
        let input = form.input(field.path())?;
        let made = Callback::new(move |(entity, record): (Entity, Record)| {
            input
                .one
                .set(Some(Choice::new(record.id(), record.title(&entity))));
        });
        Some(create_dialog(
            &target,
            named(&target, &name, &form),
            open,
            made,
        ))
    };
    (around, view! { {nested} }.into_any())
}

/// What is known of a record that is made by its name: the name in its parts, and the account in common.
fn named(target: &Entity, name: &str, form: &Form) -> Vec<(String, String)> {
    let mut filled = Vec::new();
    if target.field("family_name").is_some() {
        let (family, given, order) = guanxi_domain::customers::names::split_name(name);
        filled.push(("family_name".to_owned(), family));
        filled.push(("given_name".to_owned(), given));
        filled.push(("name_order".to_owned(), order.name().to_owned()));
    } else {
        filled.push((target.title.clone(), name.to_owned()));
    }
    let account = form
        .input("account_id")
        .and_then(|input| input.one.get_untracked());
    if let (Some(account), Some(_)) = (account, target.field("account_id")) {
        filled.push(("account_id".to_owned(), account.value));
    }
    filled
}
