//! How requests leave: through reqwest natively, through the browser's own `fetch` in the browser. It has all of HTTP
//! built in; a second implementation would be a tenth of what a phone has to load.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod cookies;
#[cfg(not(target_arch = "wasm32"))]
mod native;

#[cfg(target_arch = "wasm32")]
pub use browser::{Body, Transport};
#[cfg(not(target_arch = "wasm32"))]
pub use native::{Body, Transport};

use std::time::Duration;

use crate::call::Answer;

/// What is done with the resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

// Natively nobody asks for it.
#[cfg(target_arch = "wasm32")]
impl Method {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// A request ready to go.
#[derive(Debug)]
pub struct Request<'a> {
    pub method: Method,
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<&'a [u8]>,
    /// After which it is given up; for a body that comes bit by bit, how long nothing may come.
    pub timeout: Duration,
    /// Goes to the paths that the refresh cookie belongs to; browsers see to that by themselves.
    #[cfg(not(target_arch = "wasm32"))]
    pub with_cookies: bool,
}

/// What a request for a body bit by bit came to.
pub enum Opened {
    Body(Body),
    Refused(Answer),
}
