//! A made-up firm to look around in, for administrators.

use guanxi_client::ClientError;
use guanxi_client::workspace::DemoFirm;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::i18n::{I18n, t};
use crate::session::{Session, explain, trace_id};
use crate::ui::{
    Button, ButtonKind, Dialog, DialogActions, DialogSize, ErrorState, Skeleton, SkeletonShape,
    Toasts,
};

/// What is known of it.
type Known = Option<Result<DemoFirm, ClientError>>;

/// What may be done about it.
#[derive(Clone, Copy)]
struct Firm {
    session: Session,
    toasts: Toasts,
    i18n: I18n,
    known: RwSignal<Known>,
    busy: RwSignal<bool>,
    asking: RwSignal<bool>,
}

/// Whether it is there, and the button that changes that.
pub(super) fn demo_firm() -> AnyView {
    let firm = Firm {
        session: Session::here(),
        toasts: Toasts::here(),
        i18n: I18n::here(),
        known: RwSignal::new(None),
        busy: RwSignal::new(false),
        asking: RwSignal::new(false),
    };
    firm.load();
    let retry = move |()| firm.load();
    view! {
        {move || match firm.known.get() {
            None => view! { <Skeleton shape=SkeletonShape::Rows count=1 /> }.into_any(),
            Some(Err(error)) => {
                view! { <ErrorState text=explain(firm.i18n, &error) trace_id=trace_id(&error) on_retry=retry /> }.into_any()
            }
            Some(Ok(DemoFirm { records: 0, .. })) => firm.offer(),
            Some(Ok(there)) => firm.there(there),
        }}
        {firm.question()}
    }
    .into_any()
}

impl Firm {
    fn load(self) {
        self.known.set(None);
        spawn_local(async move {
            let answer = self.session.client().demo_firm().await;
            self.known.try_set(Some(answer));
        });
    }

    fn offer(self) -> AnyView {
        let busy = self.busy;
        view! { <div><Button busy icon="building-2" on_press=move |()| self.make()>{t("ui-demo-make")}</Button></div> }
            .into_any()
    }

    fn there(self, there: DemoFirm) -> AnyView {
        view! {
            <p role="status">{self.words("ui-demo-there", there)}</p>
            <div><Button on_press=move |()| self.asking.set(true)>{t("ui-demo-remove")}</Button></div>
        }
        .into_any()
    }

    fn words(self, key: &'static str, there: DemoFirm) -> impl Fn() -> String + Send + Sync {
        move || {
            self.i18n.format(key, |args| {
                args.set("count", there.records);
                args.set("changed", there.changed);
            })
        }
    }

    fn make(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let answer = self.session.client().make_demo_firm().await;
            self.done(answer, "ui-demo-made");
        });
    }

    fn remove(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let answer = self.session.client().remove_demo_firm().await;
            self.asking.try_set(false);
            self.done(answer, "ui-demo-removed");
        });
    }

    fn done(self, answer: Result<DemoFirm, ClientError>, key: &'static str) {
        self.busy.try_set(false);
        match answer {
            Ok(there) => {
                self.toasts.say(untrack(|| self.i18n.text(key)));
                self.known.try_set(Some(Ok(there)));
            }
            Err(error) => self.toasts.fail(untrack(|| explain(self.i18n, &error))),
        }
    }

    /// Says what goes and what stays, before it goes.
    fn question(self) -> AnyView {
        let (open, busy) = (self.asking, self.busy);
        let there = move || match self.known.get() {
            Some(Ok(there)) => there,
            _ => DemoFirm::default(),
        };
        view! {
            <Dialog open title=t("ui-demo-remove") size=DialogSize::Small>
                <p>{move || self.words("ui-demo-question", there())()}</p>
                <DialogActions>
                    <Button on_press=move |()| open.set(false)>{t("ui-cancel")}</Button>
                    <Button kind=ButtonKind::Danger busy on_press=move |()| self.remove()>{t("ui-demo-remove")}</Button>
                </DialogActions>
            </Dialog>
        }
        .into_any()
    }
}
