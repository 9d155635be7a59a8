//! Loading, empty, failed, forbidden.

use leptos::prelude::*;

use super::Part;
use crate::i18n::t;
use crate::ui::{
    Button, ButtonKind, EmptyState, ErrorState, NoPermission, NotFound, Skeleton, SkeletonShape,
};

#[component]
pub(super) fn States() -> impl IntoView {
    view! {
        <Part name="Skeleton">
            <div class="gallery-fields">
                <Skeleton />
                <Skeleton shape=SkeletonShape::Rows count=4 />
                <Skeleton shape=SkeletonShape::Fields />
                <Skeleton shape=SkeletonShape::Cards count=2 />
            </div>
        </Part>
        <Part name="EmptyState">
            <EmptyState icon="inbox" title=t("ui-nothing-found") text=t("ui-not-found-text")>
                <Button kind=ButtonKind::Primary icon="plus">{t("ui-create")}</Button>
                <Button>{t("ui-clear")}</Button>
            </EmptyState>
        </Part>
        <Part name="ErrorState">
            <ErrorState text=t("ui-not-found-text") trace_id=Some("01935f3a-7c1e-7000-8000-0123456789ab".to_owned()) on_retry=|()| {} />
        </Part>
        <Part name="NoPermission"><NoPermission ask=Some("王小明".to_owned()) /></Part>
        <Part name="NotFound"><NotFound /></Part>
    }
}
