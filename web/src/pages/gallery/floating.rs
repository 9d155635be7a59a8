//! What opens above the page.

use leptos::prelude::*;

use super::Part;
use crate::i18n::t;
use crate::ui::{
    Avatar, Button, ButtonKind, Checkbox, Dialog, DialogActions, DialogSize, Field, Menu,
    MenuChoice, MenuDivider, MenuItem, MenuLink, Popover, Sheet, Tab, TabPanel, Tabs, TextArea,
    TextInput,
};

#[component]
pub(super) fn Floating() -> impl IntoView {
    view! {
        <Part name="Dialog, Sheet"><Dialogs /></Part>
        <Part name="Menu, Popover"><Menus /></Part>
        <Part name="Tabs"><TabsSample /></Part>
    }
}

#[component]
fn Dialogs() -> impl IntoView {
    let (form, question, sheet) = (
        RwSignal::new(false),
        RwSignal::new(false),
        RwSignal::new(false),
    );
    let name = RwSignal::new(String::new());
    view! {
        <div class="gallery-row">
            <Button attr:id="open-dialog" on_press=move |()| form.set(true)>"Dialog"</Button>
            <Button attr:id="open-question" on_press=move |()| question.set(true)>"Question"</Button>
            <Button attr:id="open-sheet" on_press=move |()| sheet.set(true)>"Sheet"</Button>
        </div>
        <Dialog open=form title=t("ui-create")>
            <form class="form" on:submit=move |event| {
                event.prevent_default();
                form.set(false);
            }>
                <Field label="Name" required=true><TextInput value=name autofocus=true /></Field>
                <Field label="E-mail"><TextInput value=name kind="email" /></Field>
                <Field label="Note"><TextArea value=name /></Field>
                <DialogActions>
                    <Button on_press=move |()| form.set(false)>{t("ui-cancel")}</Button>
                    <Button kind=ButtonKind::Primary submit=true>{t("ui-save")}</Button>
                </DialogActions>
            </form>
        </Dialog>
        <Dialog open=question title=t("ui-delete") size=DialogSize::Small>
            <p>{t("ui-not-found-text")}</p>
            <DialogActions>
                <Button on_press=move |()| question.set(false)>{t("ui-cancel")}</Button>
                <Button kind=ButtonKind::Danger on_press=move |()| question.set(false)>{t("ui-delete")}</Button>
            </DialogActions>
        </Dialog>
        <Sheet open=sheet title=t("ui-narrow")>
            <Field label="Name"><TextInput value=name /></Field>
            <Checkbox checked=RwSignal::new(true) label=t("ui-choose") />
            <DialogActions>
                <Button kind=ButtonKind::Primary on_press=move |()| sheet.set(false)>{t("ui-save")}</Button>
            </DialogActions>
        </Sheet>
    }
}

#[component]
fn Menus() -> impl IntoView {
    let chosen = RwSignal::new(1);
    let choice = move |number: u8| {
        view! {
            <MenuChoice chosen=Signal::derive(move || chosen.get() == number) on_press=move |()| chosen.set(number)>
                {format!("Option {number}")}
            </MenuChoice>
        }
    };
    view! {
        <div class="gallery-row">
            <Menu label=t("ui-create") kind=ButtonKind::Plain icon="plus">
                <MenuItem icon="pencil" keys="e" on_press=|()| {}>{t("ui-edit")}</MenuItem>
                <MenuLink icon="external-link" href="/gallery">{t("ui-more")}</MenuLink>
                <MenuItem icon="lock" disabled=true on_press=|()| {}>{t("ui-no-permission-title")}</MenuItem>
                <MenuDivider label=t("ui-theme") />
                {[1, 2].map(choice).collect_view()}
                <MenuDivider />
                <MenuItem icon="trash-2" danger=true on_press=|()| {}>{t("ui-delete")}</MenuItem>
            </Menu>
            <Menu label=t("ui-more") icon="ellipsis" icon_only=true>
                <MenuItem on_press=|()| {}>{t("ui-edit")}</MenuItem>
            </Menu>
            <Menu label=t("ui-me") trigger=|| view! { <Avatar name="王小明" /> }>
                <MenuItem on_press=|()| {}>{t("ui-sign-out")}</MenuItem>
            </Menu>
            <Popover label=t("ui-narrow") icon="list-filter">
                <div class="ticks">
                    <Field label="Name"><TextInput value=RwSignal::new(String::new()) /></Field>
                    <Checkbox checked=RwSignal::new(true) label=t("ui-choose") />
                </div>
            </Popover>
        </div>
    }
}

#[component]
fn TabsSample() -> impl IntoView {
    let selected = RwSignal::new("facts".to_owned());
    let tabs = vec![
        Tab::new("facts", "Facts"),
        Tab {
            count: Some("12".to_owned()),
            ..Tab::new("timeline", "Timeline")
        },
        Tab::new("related", "Related"),
    ];
    view! {
        <Tabs tabs selected label="Record" />
        <TabPanel id="facts" selected>"Facts"</TabPanel>
        <TabPanel id="timeline" selected>"Timeline"</TabPanel>
        <TabPanel id="related" selected>"Related"</TabPanel>
    }
}
