//! Which columns, how wide, in which order, and choosing them.

use guanxi_domain::kernel::field::{Format, Kind};
use leptos::prelude::*;

use crate::i18n::{I18n, t, t_with};
use crate::records::catalogue::{Entity, Field};
use crate::records::list_view::{ListView, Shown, remember_columns};
use crate::ui::{Button, ButtonKind, Checkbox, IconButton, Popover};

/// The width of the column of ticks.
const TICKS: u32 = 40;

/// The width of a field's column in pixels.
fn width(field: &Field, key: bool) -> u32 {
    if key {
        return 264;
    }
    match (field.kind, field.format) {
        (Kind::Money, _) => 148,
        (Kind::Day, _) => 120,
        (Kind::Instant, _) => 176,
        (Kind::Bool, _) => 88,
        (Kind::Int | Kind::Decimal, _) => 104,
        (Kind::Choice, _) => 136,
        (Kind::Choices, _) => 184,
        (_, Format::Email | Format::Url | Format::Multiline) => 208,
        _ => 168,
    }
}

/// The widths of all columns, as CSS grid tracks; the last one takes what is left.
pub fn tracks(columns: &[Field]) -> String {
    let widths = columns
        .iter()
        .enumerate()
        .map(|(at, field)| format!("{}px", width(field, at == 0)));
    let mut tracks = vec![format!("{TICKS}px")];
    tracks.extend(widths);
    tracks.push("minmax(0,1fr)".to_owned());
    tracks.join(" ")
}

/// The button that opens the choice of columns.
#[component]
pub fn ColumnsButton(entity: Entity, shown: Shown) -> impl IntoView {
    view! {
        <Popover label=t("ui-columns") icon="columns-3" icon_only=true end=true>
            <ColumnList entity=entity.clone() shown />
        </Popover>
    }
}

#[component]
fn ColumnList(entity: Entity, shown: Shown) -> impl IntoView {
    let chosen = {
        let entity = entity.clone();
        Memo::new(move |_| shown.view.with(|view| view.shown_columns(&entity)))
    };
    let own = StoredValue::new(entity.clone());
    let set = move |columns: Vec<String>| {
        if shown.view.with_untracked(ListView::is_nobodys) {
            own.with_value(|entity| remember_columns(entity, &columns));
        }
        shown.adjust(|view| view.columns = columns);
    };
    let rest = {
        let entity = entity.clone();
        move || {
            let chosen = chosen.get();
            entity
                .listable()
                .filter(|field| !chosen.iter().any(|path| path == field.path()))
                .cloned()
                .collect::<Vec<_>>()
        }
    };
    let found = entity.clone();
    let first = move |path: String| found.field(&path).map(|field| line(field, chosen, set));
    let usual = move |()| {
        own.with_value(|entity| remember_columns(entity, &[]));
        shown.adjust(|view| view.columns = Vec::new());
    };
    view! {
        <div class="column-list">
            <ul aria-label=t("ui-columns-shown")>
                <For each=move || chosen.get() key=Clone::clone let:path>{first(path)}</For>
            </ul>
            <ul aria-label=t("ui-columns-hidden")>
                <For each=rest key=|field| field.path().to_owned() let:field>{line(field, chosen, set)}</For>
            </ul>
            <Button kind=ButtonKind::Quiet small=true on_press=usual>{t("ui-columns-usual")}</Button>
        </div>
    }
}

/// One field: shown or not, and, while shown, moved up and down.
fn line(
    field: Field,
    chosen: Memo<Vec<String>>,
    set: impl Fn(Vec<String>) + Copy + Send + Sync + 'static,
) -> AnyView {
    let i18n = I18n::here();
    let path = StoredValue::new(field.path().to_owned());
    let at = Memo::new(move |_| {
        chosen.with(|paths| path.with_value(|path| paths.iter().position(|own| own == path)))
    });
    let label = {
        let field = field.clone();
        Signal::derive(move || field.label(&i18n.texts()))
    };
    let toggle = move |on: bool| {
        let mut paths = chosen.get_untracked();
        let own = path.get_value();
        paths.retain(|path| *path != own);
        if on {
            paths.push(own);
        }
        if !paths.is_empty() {
            set(paths);
        }
    };
    let swap = move |up: bool| {
        let mut paths = chosen.get_untracked();
        let Some(from) = at.get_untracked() else {
            return;
        };
        let to = if up {
            from.checked_sub(1)
        } else {
            Some(from + 1).filter(|to| *to < paths.len())
        };
        if let Some(to) = to {
            paths.swap(from, to);
            set(paths);
        }
    };
    let up = t_with("ui-move-up", move |args| args.set("name", label.get()));
    let down = t_with("ui-move-down", move |args| args.set("name", label.get()));
    view! {
        <li class="column-line">
            <Checkbox checked=RwSignal::new(at.get_untracked().is_some()) label on_change=toggle />
            {move || at.get().map(|_| view! {
                <span class="column-moves">
                    <IconButton small=true icon="arrow-up" label=up on_press=move |()| swap(true) />
                    <IconButton small=true icon="arrow-down" label=down on_press=move |()| swap(false) />
                </span>
            })}
        </li>
    }
    .into_any()
}
