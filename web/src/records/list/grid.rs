//! The table: a fixed row height, so that only the rows in sight (and a few around) exist as elements.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::columns::tracks;
use super::editing::Inputs;
use super::head::head;
use super::keyboard;
use super::range::{self, Copied};
use super::row::row;
use super::selection::Selection;
use super::source::{Row, Source};
use crate::i18n::{I18n, t};
use crate::records::catalogue::{Entity, Field};
use crate::records::list_view::Shown;
use crate::records::show::Show;
use crate::ui::{Button, Toasts, focus, next_frame};

/// Rows that exist beyond each edge of what is in sight.
const BEYOND: usize = 12;
/// The stretch of existing rows moves in steps, so that scrolling by a pixel changes nothing.
const STEP: usize = 4;
/// Paging begins when so few rows are left ahead.
const AHEAD: usize = 40;

/// The state of a table.
#[derive(Clone, Copy)]
pub struct Grid {
    /// Of what.
    pub entity: StoredValue<Entity>,
    /// The rows.
    pub source: Source,
    /// What the address says.
    pub shown: Shown,
    /// The columns.
    pub columns: Memo<Vec<Field>>,
    /// The cell that has, or would get, the focus: the row's place and the column.
    pub at: RwSignal<(i64, usize)>,
    /// Where marking cells began; the marked ones reach from there to the current cell.
    pub corner: RwSignal<Option<(i64, usize)>>,
    /// What was copied last.
    pub copied: StoredValue<Copied>,
    /// What is being pasted.
    pub pasting: RwSignal<Option<String>>,
    /// The cell that is an input now: the record's id and the field's path.
    pub editing: RwSignal<Option<(String, String)>>,
    /// What makes cells inputs.
    pub inputs: Inputs,
    /// The rows picked.
    pub selection: Selection,
    /// Opens a record's page.
    pub open: Callback<String>,
    /// How values are shown.
    pub show: Show,
    /// Where what fails is said.
    pub toasts: Toasts,
    /// The height of a row in pixels.
    pub row_height: Signal<f64>,
    node: NodeRef<html::Div>,
    body: NodeRef<html::Div>,
    top: RwSignal<f64>,
    tall: RwSignal<f64>,
    /// The focus is on its way to the current cell.
    coming: StoredValue<bool>,
}

impl Grid {
    /// A table of what `source` holds.
    pub fn new(
        entity: &Entity,
        source: Source,
        shown: Shown,
        selection: Selection,
        open: Callback<String>,
        row_height: Signal<f64>,
    ) -> Self {
        let own = entity.clone();
        let columns = Memo::new(move |_| {
            let paths = shown.view.with(|view| view.shown_columns(&own));
            paths
                .iter()
                .filter_map(|path| own.field(path))
                .collect::<Vec<_>>()
        });
        let grid = Self {
            entity: StoredValue::new(entity.clone()),
            source,
            shown,
            columns,
            at: RwSignal::new((0, 0)),
            corner: RwSignal::new(None),
            copied: StoredValue::new(Copied::default()),
            pasting: RwSignal::new(None),
            editing: RwSignal::new(None),
            inputs: Inputs::new(),
            selection,
            open,
            show: Show::here(),
            toasts: Toasts::here(),
            row_height,
            node: NodeRef::new(),
            body: NodeRef::new(),
            top: RwSignal::new(0.0),
            tall: RwSignal::new(800.0),
            coming: StoredValue::new(false),
        };
        source.on_shift(Callback::new(move |rows| grid.shift(rows)));
        grid
    }

    /// The place of the first row kept.
    pub fn base(self) -> i64 {
        self.source
            .rows
            .with_untracked(|rows| rows.first().map_or(0, |row| row.place.get_untracked()))
    }

    /// The row at a place.
    pub fn row_at(self, place: i64) -> Option<Row> {
        let index = usize::try_from(place - self.base()).ok()?;
        self.source
            .rows
            .with_untracked(|rows| rows.get(index).cloned())
    }

    /// The row that has, or would get, the focus.
    pub fn current(self) -> Option<Row> {
        self.row_at(self.at.get_untracked().0)
    }

    /// How many rows fit.
    pub fn page_rows(self) -> i64 {
        (self.tall.get_untracked() / self.row_height.get_untracked())
            .floor()
            .max(2.0) as i64
            - 1
    }

    /// Moves to a cell, brings it into sight and gives it the focus.
    pub fn go(self, place: i64, column: usize) {
        let count = self.source.rows.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        let base = self.base();
        let last = base + i64::try_from(count).unwrap_or(1) - 1;
        let place = place.clamp(base, last);
        let column = column.min(self.columns.with_untracked(Vec::len).saturating_sub(1));
        self.at.set((place, column));
        self.corner.set(None);
        self.inputs.forget();
        self.reveal(place);
        self.coming.set_value(true);
        next_frame(move || self.focus_current());
    }

    /// Whether the focus is on a cell, or on its way there: keys come faster than frames.
    pub fn has_focus(self) -> bool {
        let active = document().active_element();
        self.coming.get_value() || active.is_some_and(|active| active.class_list().contains("cell"))
    }

    /// Gives the current cell the focus.
    pub fn focus_current(self) {
        let Some((_, column)) = self.at.try_get_untracked() else {
            return;
        };
        self.coming.set_value(false);
        let Some(row) = self.current() else { return };
        if let Some(cell) = document().get_element_by_id(&cell_id(&row.id, column)) {
            focus(&cell);
        }
    }

    fn reveal(self, place: i64) {
        let Some(node) = self.node.get_untracked() else {
            return;
        };
        let height = self.row_height.get_untracked();
        let head = self.head_height();
        let y = (place - self.base()) as f64 * height;
        let (top, tall) = (
            f64::from(node.scroll_top()),
            f64::from(node.client_height()) - head,
        );
        let wanted = if y < top {
            y
        } else if y + height > top + tall {
            y + height - tall
        } else {
            return;
        };
        node.set_scroll_top(wanted.round() as i32);
        self.top.set(wanted);
    }

    fn head_height(self) -> f64 {
        let offset = self
            .body
            .get_untracked()
            .map_or(0, |body| body.offset_top());
        f64::from(offset)
    }

    /// Rows came or went before the first one: what is in sight stays where it is.
    fn shift(self, rows: i64) {
        let (Some(node), Some(body)) = (self.node.get_untracked(), self.body.get_untracked())
        else {
            return;
        };
        let height = self.row_height.get_untracked();
        let count = self.source.rows.with_untracked(Vec::len) as f64;
        // At once, not with the next drawing: a scroll position cannot lie beyond the contents.
        // A plain length is accepted by every browser.
        let _ = web_sys::HtmlElement::style(&body)
            .set_property("height", &format!("{}px", count * height));
        let top = (f64::from(node.scroll_top()) + rows as f64 * height).max(0.0);
        node.set_scroll_top(top.round() as i32);
        self.top.set(top);
    }

    /// Back to the first row.
    pub fn to_top(self) {
        if let Some(node) = self.node.get_untracked() {
            node.set_scroll_top(0);
        }
        self.top.set(0.0);
        self.at.set((self.base(), 0));
    }

    fn scrolled(self) {
        let Some(node) = self.node.get_untracked() else {
            return;
        };
        self.top.set(f64::from(node.scroll_top()));
        self.page_on();
    }

    /// Asks for more rows when few are left ahead or behind.
    fn page_on(self) {
        let height = self.row_height.get_untracked();
        let (top, tall) = (self.top.get_untracked(), self.tall.get_untracked());
        let last = ((top + tall) / height) as usize;
        let count = self.source.rows.with_untracked(Vec::len);
        if self.source.has_next.get_untracked() && last + AHEAD > count {
            self.source.more();
        } else if self.source.has_previous.get_untracked() && ((top / height) as usize) < AHEAD / 2
        {
            self.source.earlier();
        }
    }

    /// Which rows exist as elements.
    fn stretch(self) -> Memo<(usize, usize)> {
        Memo::new(move |_| {
            let height = self.row_height.get();
            let first = (self.top.get() / height) as usize;
            let last = ((self.top.get() + self.tall.get()) / height) as usize;
            let from = first.saturating_sub(BEYOND) / STEP * STEP;
            let to = (last + BEYOND).div_ceil(STEP) * STEP;
            let count = self.source.rows.with(Vec::len);
            (from.min(count), to.min(count))
        })
    }

    fn measure(self) {
        if let Some(node) = self.node.get_untracked() {
            self.tall.set(f64::from(node.client_height()));
            self.page_on();
        }
    }

    /// Follows the size of the table.
    fn follow_size(self) {
        let closure = Closure::<dyn Fn()>::new(move || self.measure());
        let observer = web_sys::ResizeObserver::new(closure.as_ref().unchecked_ref()).ok();
        let kept = StoredValue::new_local((closure, observer.clone()));
        Effect::new(move |_| {
            if let (Some(node), Some(observer)) = (self.node.get(), &observer) {
                observer.observe(&node);
            }
        });
        on_cleanup(move || {
            kept.try_with_value(|(_, observer)| {
                observer.as_ref().map(web_sys::ResizeObserver::disconnect)
            });
        });
    }

    /// The elements.
    pub fn view(self) -> AnyView {
        self.follow_size();
        keyboard::bind(self);
        range::bind(self);
        let i18n = I18n::here();
        let stretch = self.stretch();
        let rows = move || {
            let (from, to) = stretch.get();
            self.source.rows.with(|rows| {
                rows.get(from..to.min(rows.len()))
                    .unwrap_or_default()
                    .to_vec()
            })
        };
        let height = move || {
            let count = self.source.rows.with(Vec::len) as f64;
            format!("{}px", count * self.row_height.get())
        };
        let offset = move || {
            format!(
                "translateY({}px)",
                stretch.get().0 as f64 * self.row_height.get()
            )
        };
        let row_count = move || {
            let total = self
                .source
                .total
                .get()
                .filter(|total| total.exact)
                .map(|total| total.total + 1);
            total.unwrap_or(-1).to_string()
        };
        let current_exists = move || {
            let (from, to) = stretch.get();
            let index = usize::try_from(self.at.get().0 - self.base()).unwrap_or(usize::MAX);
            (from..to).contains(&index)
        };
        let label = move || {
            self.entity
                .with_value(|entity| entity.label_plural(&i18n.texts()))
        };
        view! {
            <div
                node_ref=self.node
                class="grid"
                role="grid"
                aria-label=label
                aria-rowcount=row_count
                aria-colcount=move || (self.columns.with(Vec::len) + 1).to_string()
                aria-multiselectable="true"
                aria-busy=move || self.source.busy.get().then_some("true")
                tabindex=move || if current_exists() { "-1" } else { "0" }
                style:--grid-tracks=move || self.columns.with(|columns| tracks(columns))
                style:--grid-row=move || format!("{}px", self.row_height.get())
                on:scroll=move |_| self.scrolled()
                on:focusin=move |_| self.inputs.prepare()
                on:keydown=move |event| keyboard::key(self, &event)
            >
                {head(self)}
                <div node_ref=self.body class="grid-body" role="rowgroup" style:height=height>
                    <div class="grid-window" role="presentation" style:transform=offset>
                        <For each=rows key=|row| row.id.clone() let:one>{row(self, one)}</For>
                    </div>
                </div>
                {move || self.source.failed.get().map(|failure| view! {
                    <div class="grid-failed" role="alert">
                        <span>{failure.sentence(&i18n.texts())}</span>
                        <Button small=true icon="rotate-cw" on_press=move |()| self.source.retry()>{t("ui-retry")}</Button>
                    </div>
                })}
            </div>
        }
        .into_any()
    }
}

/// The id of a cell's element.
pub fn cell_id(row: &str, column: usize) -> String {
    format!("cell-{row}-{column}")
}
