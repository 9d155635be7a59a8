//! Keeping a view: its name, and who sees it.

use leptos::prelude::*;
use serde_json::{Value as Json, json};
use wasm_split_helpers::wasm_split;

use super::bar::Views;
use super::store::{SavedView, kept};
use crate::i18n::{I18n, t};
use crate::later::{Part, later};
use crate::records::api::fresh_id;
use crate::records::failure::Failure;
use crate::records::scope::{apart, let_go};
use crate::ui::{
    Banner, Button, ButtonKind, Choice, Dialog, DialogActions, DialogSize, Field, Select,
    TextInput, Tone,
};

/// Who may see a view, and the words for it.
const SHARING: [(&str, &str); 3] = [
    ("private", "choice-saved-view-sharing-private"),
    ("team", "choice-saved-view-sharing-team"),
    ("everyone", "choice-saved-view-sharing-everyone"),
];

/// What is kept.
#[derive(Debug, Clone, PartialEq)]
pub enum Keeping {
    /// What the list shows, under a new name.
    New,
    /// Another name, or other people.
    Rename(Box<SavedView>),
}

/// The dialog, while something is to be kept.
pub fn dialog(views: Views) -> AnyView {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if views.keeping.with(Option::is_some) {
            open.set(true);
        }
    });
    let (new, rename) = (t("ui-view-save-new"), t("ui-view-rename"));
    let title = Signal::derive(move || match views.keeping.get() {
        Some(Keeping::Rename(_)) => rename.get(),
        _ => new.get(),
    });
    view! {
        <Dialog open title size=DialogSize::Small on_close=move |()| {
            let_go();
            views.keeping.set(None);
        }>
            {move || views.keeping.get().map(|keeping| {
                later(fetch_form, move || form_part(views, keeping.clone(), open))
            })}
        </Dialog>
    }
    .into_any()
}

#[wasm_split(forms, fallible, preload(fetch_form))]
fn form_part(views: Views, keeping: Keeping, open: RwSignal<bool>) -> Part {
    Ok(form(views, keeping, open))
}

fn form(views: Views, keeping: Keeping, open: RwSignal<bool>) -> AnyView {
    let (name, sharing) = match &keeping {
        Keeping::New => (String::new(), "private".to_owned()),
        Keeping::Rename(view) => (view.name.clone(), view.sharing.clone()),
    };
    let (name, sharing) = (RwSignal::new(name), RwSignal::new(sharing));
    let (error, busy) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let i18n = I18n::here();
    let options = Signal::derive(move || {
        let texts = i18n.texts();
        SHARING
            .iter()
            .map(|(value, key)| Choice::new(*value, texts.text(key)))
            .collect::<Vec<_>>()
    });
    let submit = move || {
        let words = name.get_untracked().trim().to_owned();
        if words.is_empty() {
            return error.set(Some(untrack(|| i18n.text("ui-view-needs-name"))));
        }
        let members = [
            ("name", json!(words)),
            ("sharing", json!(sharing.get_untracked())),
        ];
        let (keeping, arranged) = (keeping.clone(), views.arranged());
        busy.set(true);
        leptos::task::spawn_local(async move {
            let answer = send(views, &keeping, members, arranged).await;
            busy.try_set(false);
            match answer {
                Ok(view) => {
                    open.try_set(false);
                    views.learn(view.clone());
                    views.said(&view);
                    if keeping == Keeping::New {
                        views.show(&view.id);
                    }
                }
                Err(failure) => {
                    error.try_set(Some(failure.sentence(&untrack(|| i18n.texts()))));
                }
            }
        });
    };
    view! {
        <form class="form" data-draft="" on:submit=move |event| {
            event.prevent_default();
            submit();
        }>
            {apart(move || view! {
                <Field label=t("field-name") required=true><TextInput value=name max_length=120 enterkeyhint="done" /></Field>
            }.into_any())}
            {apart(move || view! {
                <Field label=t("field-saved-view-sharing")><Select value=sharing options /></Field>
            }.into_any())}
            {move || error.get().map(|reason| view! { <Banner tone=Tone::Danger>{reason}</Banner> })}
            <DialogActions>
                <Button on_press=move |()| open.set(false)>{t("ui-cancel")}</Button>
                <Button kind=ButtonKind::Primary busy submit=true>{t("ui-save")}</Button>
            </DialogActions>
        </form>
    }
    .into_any()
}

async fn send(
    views: Views,
    keeping: &Keeping,
    members: [(&'static str, Json); 2],
    arranged: crate::records::list_view::ListView,
) -> Result<SavedView, Failure> {
    let members = members.map(|(name, value)| (name.to_owned(), value));
    let record = match keeping {
        Keeping::New => {
            let mut body = kept(&arranged);
            let entity = views.entity.with_value(|entity| entity.name.clone());
            body.extend(members);
            body.insert("entity".to_owned(), json!(entity));
            let body = Json::Object(body);
            views
                .desk
                .api
                .create("saved_views", body, &fresh_id())
                .await?
        }
        Keeping::Rename(view) => {
            let body = Json::Object(members.into_iter().collect());
            views
                .desk
                .api
                .patch("saved_views", &view.id, view.version, body)
                .await?
        }
    };
    Ok(SavedView::of(&record))
}
