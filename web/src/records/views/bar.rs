//! The views of a list: which one is shown, what was changed about it, keeping it.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use serde_json::{Value as Json, json};

use super::dialog::{Keeping, dialog};
use super::store::{SavedView, kept};
use crate::i18n::{I18n, t};
use crate::records::catalogue::Entity;
use crate::records::desk::Desk;
use crate::records::failure::Failure;
use crate::records::list_view::{ALL, ListView, Shown, default_view, preference_of};
use crate::session::Session;
use crate::shell::{KeyGroup, Keys};
use crate::ui::{Button, ButtonKind, Menu, MenuChoice, MenuDivider, MenuItem, Toasts};

/// The views of one kind of record, as this list shows them.
#[derive(Clone, Copy)]
pub(super) struct Views {
    pub desk: Desk,
    pub session: Session,
    pub i18n: I18n,
    pub toasts: Toasts,
    pub entity: StoredValue<Entity>,
    pub shown: Shown,
    /// What the dialog asks, while it is open.
    pub keeping: RwSignal<Option<Keeping>>,
    go: StoredValue<Callback<String>, LocalStorage>,
}

/// The menu of views, and what to do with changes of the one that is shown.
pub fn views_bar(entity: &Entity, shown: Shown) -> AnyView {
    let navigate = use_navigate();
    let plural = entity.plural.clone();
    let go = Callback::new(move |id: String| {
        navigate(&format!("/{plural}?view={id}"), NavigateOptions::default());
    });
    let views = Views {
        desk: Desk::here(),
        session: Session::here(),
        i18n: I18n::here(),
        toasts: Toasts::here(),
        entity: StoredValue::new(entity.clone()),
        shown,
        keeping: RwSignal::new(None),
        go: StoredValue::new_local(go),
    };
    let open = RwSignal::new(false);
    Keys::here().bind(KeyGroup::List, "v", t("ui-views"), move || open.set(true));
    let label = Signal::derive(move || views.title());
    view! {
        <Menu label icon="bookmark" open>{move || views.items()}</Menu>
        {move || views.changes()}
        {dialog(views)}
    }
    .into_any()
}

impl Views {
    /// All views of this kind of record.
    fn all(self) -> Vec<SavedView> {
        let name = self.entity.with_value(|entity| entity.name.clone());
        self.desk.own.views.with(|views| {
            let views = views.ready().map_or(&[][..], Vec::as_slice);
            views
                .iter()
                .filter(|view| view.entity == name)
                .cloned()
                .collect()
        })
    }

    /// The one that is shown, changed or not.
    pub(super) fn current(self) -> Option<SavedView> {
        let id = self.shown.view.with(|view| view.saved.clone());
        self.all().into_iter().find(|view| view.id == id)
    }

    pub(super) fn owns(self, view: &SavedView) -> bool {
        let me = self.session.me().map(|me| me.id.to_string());
        me.as_deref() == Some(view.owner.as_str())
    }

    fn title(self) -> String {
        self.current()
            .map_or_else(|| self.i18n.text("ui-view-all"), |view| view.name)
    }

    fn items(self) -> AnyView {
        let (own, shared): (Vec<_>, Vec<_>) =
            self.all().into_iter().partition(|view| self.owns(view));
        let none_shared = shared.is_empty();
        let chosen = move || {
            self.shown
                .view
                .with(|view| matches!(view.saved.as_str(), "" | ALL))
        };
        view! {
            <MenuChoice chosen=Signal::derive(chosen) on_press=move |()| self.show(ALL)>{t("ui-view-all")}</MenuChoice>
            {own.into_iter().map(|view| self.item(view)).collect_view()}
            {(!none_shared).then(|| view! { <MenuDivider label=t("ui-views-shared") /> })}
            {shared.into_iter().map(|view| self.item(view)).collect_view()}
            <MenuDivider />
            <MenuItem icon="plus" on_press=move |()| self.keep_new()>{t("ui-view-save-new")}</MenuItem>
            {self.current().map(|view| self.acts(view))}
        }
        .into_any()
    }

    fn item(self, view: SavedView) -> AnyView {
        let (id, own) = (view.id.clone(), view.id);
        let chosen = Signal::derive(move || self.shown.view.with(|view| view.saved == own));
        view! { <MenuChoice chosen on_press=move |()| self.show(&id)>{view.name}</MenuChoice> }
            .into_any()
    }

    /// What can be done with the view that is shown.
    fn acts(self, view: SavedView) -> AnyView {
        let entity = self.entity.get_value();
        let is_default = default_view(self.session, &entity).as_deref() == Some(view.id.as_str());
        let usual = if is_default {
            "ui-view-unmake-default"
        } else {
            "ui-view-make-default"
        };
        let held = self.desk.own.holds(&view.id);
        let star = if held {
            "ui-favourite-remove"
        } else {
            "ui-favourite-add"
        };
        let own = self.owns(&view);
        let (starred, renamed, gone, id) = (view.clone(), view.clone(), view.clone(), view.id);
        view! {
            <MenuItem icon="star" on_press=move |()| {
                self.desk.own.toggle(self.desk, self.i18n, self.toasts, "saved_view", &starred.id, &starred.name);
            }>{t(star)}</MenuItem>
            <MenuItem icon="house" on_press=move |()| self.make_default((!is_default).then(|| id.clone()))>{t(usual)}</MenuItem>
            {own.then(|| view! {
                <MenuItem icon="pencil" on_press=move |()| self.keeping.set(Some(Keeping::Rename(Box::new(renamed.clone()))))>{t("ui-view-rename")}</MenuItem>
                <MenuItem icon="trash-2" danger=true on_press=move |()| self.remove(gone.clone())>{t("ui-view-delete")}</MenuItem>
            })}
        }
        .into_any()
    }

    /// What to do with a list that is not as it was kept.
    fn changes(self) -> AnyView {
        let (changed, plain) = self.shown.view.with(|view| (view.changed, view.is_plain()));
        let current = self.current();
        if let Some(view) = current.filter(|_| changed) {
            let (own, id, overwritten) = (self.owns(&view), view.id.clone(), view);
            return view! {
                {own.then(|| view! {
                    <Button small=true on_press=move |()| self.overwrite(overwritten.clone())>{t("ui-view-save")}</Button>
                })}
                {(!own).then(|| view! {
                    <Button small=true on_press=move |()| self.keep_new()>{t("ui-view-save-new")}</Button>
                })}
                <Button kind=ButtonKind::Quiet small=true on_press=move |()| self.show(&id)>{t("ui-view-reset")}</Button>
            }
            .into_any();
        }
        (!plain && !self.is_kept())
            .then(|| {
                view! { <Button kind=ButtonKind::Quiet small=true icon="bookmark" on_press=move |()| self.keep_new()>{t("ui-view-save")}</Button> }
            })
            .into_any()
    }

    fn is_kept(self) -> bool {
        self.current().is_some()
    }

    pub(super) fn show(self, id: &str) {
        let id = id.to_owned();
        self.go.with_value(|go| go.run(id));
    }

    fn keep_new(self) {
        self.keeping.set(Some(Keeping::New));
    }

    /// What the list shows now, columns that only this device remembers included.
    pub(super) fn arranged(self) -> ListView {
        let mut view = self.shown.view.get_untracked();
        view.columns = self.entity.with_value(|entity| {
            let columns = view.shown_columns(entity);
            let usual = columns == entity.usual_columns();
            if usual { Vec::new() } else { columns }
        });
        view
    }

    fn overwrite(self, view: SavedView) {
        let body = Json::Object(kept(&self.arranged()));
        leptos::task::spawn_local(async move {
            let answer = self
                .desk
                .api
                .patch("saved_views", &view.id, view.version, body)
                .await;
            match answer {
                Ok(record) => {
                    self.learn(SavedView::of(&record));
                    self.show(&view.id);
                }
                Err(failure) => self.tell(&failure),
            }
        });
    }

    /// Takes over a view as the server keeps it.
    pub(super) fn learn(self, view: SavedView) {
        self.desk.own.learn(view);
    }

    fn remove(self, view: SavedView) {
        leptos::task::spawn_local(async move {
            if let Err(failure) = self.desk.api.delete("saved_views", &view.id).await {
                return self.tell(&failure);
            }
            self.show(ALL);
            self.desk.own.unlearn(&view.id);
            let words = untrack(|| {
                self.i18n
                    .format("ui-deleted", |args| args.set("name", view.name.clone()))
            });
            let back = Callback::new(move |()| self.restore(view.clone()));
            self.toasts.say_with_undo(words, back);
        });
    }

    fn restore(self, view: SavedView) {
        leptos::task::spawn_local(async move {
            match self.desk.api.restore("saved_views", &view.id).await {
                Ok(()) => {
                    self.learn(view);
                    self.desk.own.refresh(self.desk);
                }
                Err(failure) => self.tell(&failure),
            }
        });
    }

    fn make_default(self, id: Option<String>) {
        let name = self.entity.with_value(preference_of);
        let changes = json!({ "preferences": { name: id } });
        leptos::task::spawn_local(async move {
            let changes = changes.as_object().cloned().unwrap_or_default();
            if let Err(error) = self.session.change(changes).await {
                self.tell(&Failure::from(error));
            }
        });
    }

    pub(super) fn tell(self, failure: &Failure) {
        self.toasts
            .fail(failure.sentence(&untrack(|| self.i18n.texts())));
    }

    /// Says that a view was kept.
    pub(super) fn said(self, view: &SavedView) {
        let words = untrack(|| {
            self.i18n
                .format("ui-view-saved", |args| args.set("name", view.name.clone()))
        });
        self.toasts.say(words);
    }
}
