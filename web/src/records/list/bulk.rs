//! What can be done with the rows picked.

mod asked;
mod dialogs;
mod work;

use leptos::prelude::*;

use super::grid::Grid;
use super::selection::MOST_PICKED;
use crate::i18n::{I18n, t, t_with};
use crate::ui::{Button, ButtonKind, Formats, IconButton};
use dialogs::dialogs;
pub use work::take_back;

/// What is being asked about the rows picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Who shall own them.
    Owner,
    /// Which field shall hold what.
    Field,
    /// Which verb shall be used.
    Verb,
    /// Which tag they shall have.
    Tag,
    /// Whether they shall go.
    Delete,
}

impl Question {
    /// All there are.
    const ALL: [Self; 5] = [
        Self::Owner,
        Self::Field,
        Self::Verb,
        Self::Tag,
        Self::Delete,
    ];

    /// The key of its words.
    const fn label(self) -> &'static str {
        match self {
            Self::Owner => "ui-bulk-owner",
            Self::Field => "ui-bulk-field",
            Self::Verb => "ui-bulk-verb",
            Self::Tag => "ui-bulk-tag",
            Self::Delete => "ui-bulk-delete",
        }
    }
}

/// The bar, while rows are picked.
pub fn bulk_bar(grid: Grid) -> AnyView {
    let asking = RwSignal::new(None::<Question>);
    let some = Memo::new(move |_| grid.selection.count() > 0);
    view! {
        {move || some.get().then(|| bar(grid, asking))}
        {dialogs(grid, asking)}
    }
    .into_any()
}

fn bar(grid: Grid, asking: RwSignal<Option<Question>>) -> AnyView {
    let i18n = I18n::here();
    let may = grid.entity.with_value(|entity| entity.may);
    let (owned, has_verbs, anchor) = grid
        .entity
        .with_value(|entity| (entity.owned, !entity.verbs.is_empty(), entity.anchor));
    let tags = anchor
        && grid
            .show
            .desk
            .entity("tagging")
            .is_some_and(|tagging| tagging.may.create);
    let count = t_with("ui-picked", move |args| {
        args.set("count", grid.selection.count())
    });
    let clear = move |()| {
        grid.selection.clear();
        grid.focus_current();
    };
    view! {
        <div class="bulk-bar" role="toolbar" aria-label=t("ui-picked-tools")>
            <span class="bulk-count" role="status">{move || count.get()}</span>
            {all_matching(grid, i18n)}
            {(owned && may.assign).then(|| view! {
                <Button small=true icon="user-round" on_press=move |()| asking.set(Some(Question::Owner))>{t("ui-bulk-owner")}</Button>
            })}
            {may.update.then(|| view! {
                <Button small=true icon="pencil" on_press=move |()| asking.set(Some(Question::Field))>{t("ui-bulk-field")}</Button>
            })}
            {(may.update && has_verbs).then(|| view! {
                <Button small=true icon="corner-down-right" on_press=move |()| asking.set(Some(Question::Verb))>{t("ui-bulk-verb")}</Button>
            })}
            {tags.then(|| view! {
                <Button small=true icon="tag" on_press=move |()| asking.set(Some(Question::Tag))>{t("ui-bulk-tag")}</Button>
            })}
            {may.delete.then(|| view! {
                <Button small=true icon="trash-2" on_press=move |()| asking.set(Some(Question::Delete))>{t("ui-delete")}</Button>
            })}
            <IconButton small=true icon="x" label=t("ui-pick-none") on_press=clear />
        </div>
    }
    .into_any()
}

/// Offers to pick all records that pass, loaded or not, as long as one batch can hold them.
fn all_matching(grid: Grid, i18n: I18n) -> AnyView {
    let busy = RwSignal::new(false);
    let matching = Memo::new(move |_| {
        let total = grid
            .source
            .total
            .get()
            .filter(|total| total.exact)
            .map_or(0, |total| total.total);
        let count = usize::try_from(total).unwrap_or(0);
        (count > grid.selection.count() && count <= MOST_PICKED).then_some(total)
    });
    let pick = move |()| {
        busy.set(true);
        let desk = grid.show.desk;
        let (plural, title) = grid
            .entity
            .with_value(|entity| (entity.plural.clone(), entity.title.clone()));
        let query = grid.source.question();
        leptos::task::spawn_local(async move {
            grid.selection
                .pick_matching(desk, plural, title, query)
                .await;
            busy.try_set(false);
        });
    };
    let formats = Formats::here();
    view! {
        {move || matching.get().map(|total| {
            let words = i18n.format("ui-pick-matching", |args| args.set("shown", formats.count(total)));
            view! { <Button kind=ButtonKind::Quiet small=true busy on_press=pick>{words}</Button> }
        })}
    }
    .into_any()
}
