//! Routes that know their methods: any other one is answered 405 with `Allow`.

use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{FromRequest, Handler, HttpRequest, Resource, Responder, guard, web};

use crate::refusal::Refusal;

/// A path and the methods it takes.
pub struct Methods {
    #[cfg(test)]
    path: String,
    resource: Resource,
    allowed: Vec<Method>,
    only_read: fn(&HttpRequest) -> bool,
}

/// The methods of a path.
pub fn at(path: &str) -> Methods {
    Methods {
        #[cfg(test)]
        path: path.to_owned(),
        resource: web::resource(path.to_owned()),
        allowed: Vec::new(),
        only_read: |_| false,
    }
}

/// What is only read has no other method (405).
pub fn only_read() -> Refusal {
    not_allowed(HeaderValue::from_static("GET, HEAD"))
}

fn not_allowed(allow: HeaderValue) -> Refusal {
    let status = StatusCode::METHOD_NOT_ALLOWED;
    Refusal::new(status, "method_not_allowed").header(ALLOW, allow)
}

impl Methods {
    /// GET, and HEAD with it.
    pub fn get<F, Args>(mut self, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let either = guard::Any(guard::Get()).or(guard::Head());
        self.resource = self.resource.route(web::route().guard(either).to(handler));
        self.allowed.extend([Method::GET, Method::HEAD]);
        self
    }

    /// POST.
    pub fn post<F, Args>(self, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.on(Method::POST, handler)
    }

    /// PUT.
    pub fn put<F, Args>(self, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.on(Method::PUT, handler)
    }

    /// PATCH.
    pub fn patch<F, Args>(self, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.on(Method::PATCH, handler)
    }

    /// OPTIONS.
    pub fn options<F, Args>(self, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.on(Method::OPTIONS, handler)
    }

    /// DELETE.
    pub fn delete<F, Args>(self, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.on(Method::DELETE, handler)
    }

    fn on<F, Args>(mut self, method: Method, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.resource = self.resource.route(web::method(method.clone()).to(handler));
        self.allowed.push(method);
        self
    }

    /// Some of what the path may name is only read, whatever methods the others have.
    pub fn only_read_if(mut self, only_read: fn(&HttpRequest) -> bool) -> Self {
        self.only_read = only_read;
        self
    }

    /// The route, complete.
    pub fn finish(self) -> Resource {
        #[cfg(test)]
        made::note(&self.path, &self.allowed);
        let names: Vec<_> = self.allowed.iter().map(Method::as_str).collect();
        let allow = HeaderValue::from_str(&names.join(", "));
        let allow = allow.unwrap_or(HeaderValue::from_static("GET"));
        let is_only_read = self.only_read;
        let refuse = move |request: HttpRequest| {
            let refusal = if is_only_read(&request) {
                only_read()
            } else {
                not_allowed(allow.clone())
            };
            std::future::ready(Err::<&'static str, _>(refusal))
        };
        self.resource.default_service(web::to(refuse))
    }
}

/// Which routes were made: the router itself cannot be asked.
#[cfg(test)]
pub mod made {
    use std::cell::RefCell;

    use actix_web::http::Method;

    thread_local! {
        static ROUTES: RefCell<Vec<(Method, String)>> = const { RefCell::new(Vec::new()) };
    }

    pub(super) fn note(path: &str, allowed: &[Method]) {
        let all = allowed
            .iter()
            .map(|method| (method.clone(), path.to_owned()));
        ROUTES.with_borrow_mut(|routes| routes.extend(all));
    }

    /// Those that this thread made.
    pub fn routes() -> Vec<(Method, String)> {
        ROUTES.with_borrow(Clone::clone)
    }
}
