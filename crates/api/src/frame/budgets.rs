//! How often one may ask: reading and changing have budgets of their own, per user or, before
//! signing in, per address.

use std::net::IpAddr;
use std::num::NonZeroU32;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use uuid::Uuid;

use crate::app::App;
use crate::refusal::Refusal;
use crate::request::Client;
use crate::settings::Limits;

type Limiter =
    RateLimiter<Who, DefaultKeyedStateStore<Who>, DefaultClock, StateInformationMiddleware>;

/// Whose budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    /// A user's.
    User(Uuid),
    /// An address's; of IPv6 the network's, for one customer of a provider has a whole one.
    Address(IpAddr),
}

impl Who {
    /// The address that a request comes from.
    pub fn address(request: &HttpRequest, app: &App) -> Self {
        match Client::of(request, &app.settings).address {
            IpAddr::V6(address) => {
                let network = u128::from(address) & !u128::from(u64::MAX);
                Self::Address(IpAddr::V6(network.into()))
            }
            address @ IpAddr::V4(_) => Self::Address(address),
        }
    }
}

/// Seconds' worth of requests that may come at once.
const BURST: u32 = 10;

/// All budgets.
pub struct Budgets {
    read: Budget,
    write: Budget,
}

struct Budget {
    name: &'static str,
    quota: u32,
    limiter: Limiter,
}

/// What is left of a budget; told in headers.
#[derive(Debug, Clone, Copy)]
struct Left {
    name: &'static str,
    quota: u32,
    remaining: u32,
    seconds: u64,
}

impl Budgets {
    /// With the limits of the settings.
    pub fn new(limits: Limits) -> Self {
        Self {
            read: Budget::new("read", limits.reads_per_second),
            write: Budget::new("write", limits.writes_per_second),
        }
    }

    /// Forgets who has not asked for long.
    pub fn tidy(&self) {
        self.read.limiter.retain_recent();
        self.write.limiter.retain_recent();
    }
}

impl Budget {
    fn new(name: &'static str, per_second: u32) -> Self {
        let rate = NonZeroU32::new(per_second).unwrap_or(NonZeroU32::MIN);
        let burst = rate.saturating_mul(NonZeroU32::MIN.saturating_add(BURST - 1));
        let quota = Quota::per_second(rate).allow_burst(burst);
        let limiter = RateLimiter::keyed(quota).with_middleware::<StateInformationMiddleware>();
        Self {
            name,
            quota: burst.get(),
            limiter,
        }
    }

    fn charge(&self, who: Who) -> (Left, Result<(), Refusal>) {
        let left = |remaining, seconds| Left {
            name: self.name,
            quota: self.quota,
            remaining,
            seconds,
        };
        match self.limiter.check_key(&who) {
            Ok(state) => {
                let remaining = state.remaining_burst_capacity();
                let rate = self.quota / BURST;
                let seconds = u64::from((self.quota - remaining).div_ceil(rate.max(1)));
                (left(remaining, seconds), Ok(()))
            }
            Err(refused) => {
                let wait = refused.wait_time_from(DefaultClock::default().now());
                let refusal = Refusal::too_many("quota_exceeded", wait);
                (left(0, wait.as_secs() + 1), Err(refusal))
            }
        }
    }
}

/// Takes a request from somebody's budget; the frame tells what is left.
pub fn charge(request: &ServiceRequest, app: &App, who: Who) -> Result<(), Refusal> {
    let budget = if only_reads(request) {
        &app.budgets.read
    } else {
        &app.budgets.write
    };
    let (left, allowed) = budget.charge(who);
    request.extensions_mut().insert(left);
    allowed
}

/// Questions too long for a URL are sent by POST.
fn only_reads(request: &ServiceRequest) -> bool {
    let path = request.path();
    match *request.method() {
        Method::GET | Method::HEAD => true,
        Method::POST => ["/query", "/aggregate", "/duplicates"]
            .iter()
            .any(|question| path.ends_with(question)),
        _ => false,
    }
}

/// For routes before signing in: on the budget of the address.
pub async fn on_budget(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let charged = App::of(request.request())
        .and_then(|app| charge(&request, &app, Who::address(request.request(), &app)));
    match charged {
        Ok(()) => Ok(next.call(request).await?.map_into_boxed_body()),
        Err(refusal) => Ok(request.error_response(refusal)),
    }
}

/// Tells what is left, if the request was on a budget.
pub fn tell(request: &HttpRequest, headers: &mut HeaderMap) {
    let Some(left) = request.extensions().get::<Left>().copied() else {
        return;
    };
    let (name, quota) = (left.name, left.quota);
    let policy = format!("\"{name}\";q={quota};w={BURST}");
    let now = format!("\"{name}\";r={};t={}", left.remaining, left.seconds);
    for (header, value) in [("ratelimit-policy", policy), ("ratelimit", now)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(header), value);
        }
    }
}
