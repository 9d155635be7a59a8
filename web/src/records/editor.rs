//! A value that becomes an input where it stands, and goes back to being a value.

use guanxi_domain::kernel::field::{Format, Kind};
use guanxi_domain::kernel::problem::FieldError;
use leptos::prelude::*;
use serde_json::Value as Json;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, KeyboardEvent};

use super::catalogue::Field;
use super::check::{self, fault};
use super::control::{Around, control};
use super::desk::Desk;
use super::failure::said;
use super::input::{Input, is_reference};
use super::live::{Live, Mark};
use super::record::patch_of;
use super::scope::{alone, let_go};
use super::show::Show;
use crate::i18n::I18n;
use crate::ui::{Icon, focus, is_composing, next_frame, unique_id};

/// How somebody left the editor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    /// By Enter: stay at the value.
    Enter,
    /// By Escape: the value is as it was.
    Escape,
    /// By Tab, to the next (or, with Shift, the previous) value.
    Tab {
        /// With Shift.
        back: bool,
    },
    /// By going somewhere else.
    Away,
}

/// The input for one field of a record on the page. It saves when it is left, and keeps what cannot be a value.
pub fn editor(live: &Live, field: &Field, on_leave: Callback<Leave>) -> AnyView {
    let editing = Editing::new(live, field, on_leave);
    let keyed = editing.clone();
    let left = editing.clone();
    let changed = editing.clone();
    let root = NodeRef::<leptos::html::Div>::new();
    // Picking says everything there is to say; typing goes on until the input is left.
    let at_once = is_reference(field) || matches!(field.kind, Kind::Choice | Kind::Bool);
    let on_change = at_once.then(|| Callback::new(move |()| changed.clone().finish(Leave::Enter)));
    let submit = editing.clone();
    let around = Around {
        on_change,
        on_submit: Some(Callback::new(move |()| submit.clone().finish(Leave::Enter))),
        fixed: fixed_of(live),
        ..Around::default()
    };
    let i18n = I18n::here();
    let label = {
        let field = field.clone();
        Signal::derive(move || field.label(&i18n.texts()))
    };
    let error_id = unique_id("error");
    let (described, error) = (error_id.clone(), editing.error);
    let input = editing.input;
    let overtaken = editing.overtaken();
    editing.follow_save();
    next_frame(move || {
        if let Some(root) = root.try_get_untracked().flatten() {
            focus_inside(&root);
        }
    });
    view! {
        <div
            node_ref=root
            class="editor"
            data-draft=""
            class:editor-wrong=move || error.with(Option::is_some)
            aria-describedby=move || error.with(Option::is_some).then(|| described.clone())
            on:keydown=move |event| keyed.key(&event)
            on:focusout=move |event| left.leave(&event)
            on:click=|event| event.stop_propagation()
            on:dblclick=|event| event.stop_propagation()
        >
            {alone(|| control(&live.entity, field, input, &around, label))}
            {move || overtaken.get().map(|words| view! {
                <p class="editor-note" role="status"><Icon name="triangle-alert" /><span>{words}</span></p>
            })}
            {move || error.get().map(|reason| view! {
                <p class="editor-error" id=error_id.clone() role="alert"><Icon name="circle-alert" /><span>{reason}</span></p>
            })}
        </div>
    }
    .into_any()
}

#[derive(Clone)]
struct Editing {
    desk: Desk,
    i18n: I18n,
    live: Live,
    field: Field,
    input: Input,
    /// What stood there when it began, or when a save that was under way had ended.
    original: RwSignal<Json>,
    error: RwSignal<Option<String>>,
    left: StoredValue<bool>,
    on_leave: Callback<Leave>,
}

impl Editing {
    fn new(live: &Live, field: &Field, on_leave: Callback<Leave>) -> Self {
        let desk = Desk::here();
        let record = live.record.get_untracked();
        let failed = untrack(|| live.mark(field.path()));
        let (input, error) = match failed {
            Some(Mark::Failed { typed, reason }) => {
                (Input::holding(field, &typed, desk), Some(reason))
            }
            _ => (Input::of(field, &record, desk), None),
        };
        Self {
            desk,
            i18n: I18n::here(),
            live: live.clone(),
            field: field.clone(),
            input,
            original: RwSignal::new(record.get(field.path()).clone()),
            error: RwSignal::new(error),
            left: StoredValue::new(false),
            on_leave,
        }
    }

    /// When a save that was under way ends, what it leaves is nobody else's change; why it was refused is said here.
    fn follow_save(&self) {
        let (live, path) = (self.live.clone(), self.field.path().to_owned());
        let (original, error) = (self.original, self.error);
        Effect::new(move |was_saving: Option<bool>| {
            let mark = live.mark(&path);
            let is_saving = mark == Some(Mark::Saving);
            if was_saving == Some(true) && !is_saving {
                let now = live
                    .record
                    .with_untracked(|record| record.get(&path).clone());
                original.set(now);
                if let Some(Mark::Failed { reason, .. }) = mark {
                    error.set(Some(reason));
                }
            }
            is_saving
        });
    }

    /// What others made of the field while it is typed in.
    fn overtaken(&self) -> Memo<Option<String>> {
        let (show, i18n) = (Show::here(), self.i18n);
        let (live, field, original) = (self.live.clone(), self.field.clone(), self.original);
        Memo::new(move |_| {
            live.record.with(|record| {
                if original.with(|original| record.get(field.path()) == original) {
                    return None;
                }
                let words = show.words(&field, record);
                Some(if words.is_empty() {
                    i18n.text("ui-overtaken-empty")
                } else {
                    i18n.format("ui-overtaken", |args| args.set("value", words))
                })
            })
        })
    }

    fn key(&self, event: &KeyboardEvent) {
        if is_composing(event) || event.default_prevented() {
            return;
        }
        let lines = self.field.format == Format::Multiline;
        let how = match event.key().as_str() {
            "Escape" => Leave::Escape,
            "Tab" => Leave::Tab {
                back: event.shift_key(),
            },
            "Enter" if !lines || event.ctrl_key() || event.meta_key() => Leave::Enter,
            _ => return event.stop_propagation(),
        };
        if how
            == (Leave::Tab {
                back: event.shift_key(),
            })
            && inner_tab(event)
        {
            return event.stop_propagation();
        }
        event.prevent_default();
        event.stop_propagation();
        self.clone().finish(how);
    }

    fn leave(&self, event: &FocusEvent) {
        let root = event
            .current_target()
            .and_then(|root| root.dyn_into::<Element>().ok());
        let to = event
            .related_target()
            .and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        let inside = root
            .zip(to)
            .is_some_and(|(root, to)| root.contains(Some(&to)));
        if !inside && document().has_focus().unwrap_or(true) {
            self.clone().finish(Leave::Away);
        }
    }

    fn finish(self, how: Leave) {
        if self.left.try_get_value() != Some(false) {
            return;
        }
        if how == Leave::Escape {
            self.live.drop_change(self.field.path());
            return self.go(how);
        }
        let value = match untrack(|| self.input.read(&self.field)) {
            Ok(value) => value,
            Err(code) => return self.say(vec![fault(self.field.pointer(), code)]),
        };
        let body = patch_of(self.field.path(), value.clone());
        let mut faults = body
            .as_object()
            .map(|body| check::faults(&self.live.entity, body, false))
            .unwrap_or_default();
        if self.field.required && super::record::is_empty(&value) {
            faults.push(fault(self.field.pointer(), "required"));
        }
        if !faults.is_empty() {
            return self.say(faults);
        }
        self.learn_name();
        let original = self.original.get_untracked();
        if !self.live.asks(self.desk, &self.field, &value, &original) {
            self.live.change(self.desk, self.i18n, &self.field, value);
        }
        self.go(how);
    }

    /// The name of a record that was just picked is known before the server says it.
    fn learn_name(&self) {
        if let Some(choice) = self.input.one.get_untracked() {
            self.desk.names.learn(&choice.value, &choice.label);
        }
    }

    fn go(self, how: Leave) {
        self.left.set_value(true);
        let_go();
        self.on_leave.run(how);
    }

    fn say(&self, faults: Vec<FieldError>) {
        let texts = untrack(|| self.i18n.texts());
        self.error
            .set(faults.first().map(|fault| said(fault, &texts)));
    }
}

/// Whether Tab moves inside an editor of several inputs, such as amount and currency.
fn inner_tab(event: &KeyboardEvent) -> bool {
    let root = event
        .current_target()
        .and_then(|root| root.dyn_into::<Element>().ok());
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let (Some(root), Some(target)) = (root, target) else {
        return false;
    };
    let Ok(inputs) = root.query_selector_all("input, select") else {
        return false;
    };
    let edge = if event.shift_key() {
        0
    } else {
        inputs.length().saturating_sub(1)
    };
    inputs.length() > 1 && inputs.item(edge).as_ref() != Some(target.as_ref())
}

fn focus_inside(root: &Element) {
    let Ok(Some(input)) = root.query_selector("input, select, textarea, button") else {
        return;
    };
    focus(&input);
    if let Some(text) = input.dyn_ref::<web_sys::HtmlInputElement>() {
        // Only text can be selected; others take the focus and that is all.
        text.select();
    }
}

/// The parents that are fixed by the record itself.
fn fixed_of(live: &Live) -> Vec<(String, String)> {
    let record = live.record.get_untracked();
    let references = live
        .entity
        .fields()
        .iter()
        .filter(|field| field.target.is_some());
    references
        .map(|field| {
            (
                field.path().to_owned(),
                record.text(field.path()).to_owned(),
            )
        })
        .collect()
}
