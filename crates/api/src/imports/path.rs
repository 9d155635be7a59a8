//! Imports as paths name them.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use guanxi_domain::kernel::wire;
use percent_encoding::percent_decode_str;
use uuid::Uuid;

use crate::refusal::Refusal;

/// The import in `/imports/{id}`; what is no id is absent too.
pub struct Id(pub Uuid);

impl FromRequest for Id {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let id = request.match_info().get("id").and_then(wire::id);
        ready(id.map(Self).ok_or_else(Refusal::not_found))
    }
}

/// The file in `/files/{name}`.
pub struct Name(pub String);

impl FromRequest for Name {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let name = request.match_info().get("name").unwrap_or_default();
        let decoded = percent_decode_str(name).decode_utf8();
        let decoded = decoded.map(|name| Self(name.into_owned()));
        ready(decoded.map_err(|_| Refusal::bad_request("not_utf8")))
    }
}
