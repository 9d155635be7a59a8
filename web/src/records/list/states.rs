//! What stands in place of rows: nothing yet, nothing that fits, no right, something wrong, still coming.

use leptos::prelude::*;

use crate::i18n::{I18n, t};
use crate::records::catalogue::Entity;
use crate::records::filters::Node;
use crate::records::list_view::Shown;
use crate::records::make::make_address;
use crate::ui::{Button, ButtonKind, EmptyState, LinkButton};

/// Nothing passes: because there is nothing, or because of what narrows the list.
pub fn nothing(entity: &Entity, shown: Shown) -> AnyView {
    let narrowed = shown
        .view
        .with(|view| !view.filter.is_empty() || !view.q.is_empty());
    if narrowed {
        filtered(shown)
    } else {
        first(entity)
    }
}

fn filtered(shown: Shown) -> AnyView {
    let clear = move |()| {
        shown.change(|view| {
            view.filter = Node::default();
            view.q = String::new();
        });
    };
    view! {
        <EmptyState icon="search-x" title=t("ui-nothing-fits") text=t("ui-nothing-fits-text")>
            <Button on_press=clear>{t("ui-filter-clear")}</Button>
        </EmptyState>
    }
    .into_any()
}

fn first(entity: &Entity) -> AnyView {
    let i18n = I18n::here();
    let (named, what) = (entity.clone(), entity.clone());
    let title = Signal::derive(move || {
        let name = named.label_plural(&i18n.texts());
        i18n.format("ui-empty-title", |args| args.set("name", name))
    });
    let text = Signal::derive(move || {
        let key = format!("ui-empty-{}", guanxi_i18n::dashed(&what.name));
        i18n.texts().first_of(&[&key, "ui-empty-text"])
    });
    let button = entity.may.create.then(|| {
        let entity = entity.clone();
        let address = make_address(&entity.name);
        let words = move || {
            let name = entity.label_inside(&i18n.texts());
            i18n.format("ui-new-named", |args| args.set("name", name))
        };
        view! { <LinkButton href=address kind=ButtonKind::Primary icon="plus">{words}</LinkButton> }
    });
    view! { <EmptyState icon="inbox" title text>{button}</EmptyState> }.into_any()
}
