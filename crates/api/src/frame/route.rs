//! Routes that know their methods: any other one is answered 405 with `Allow`.

use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{FromRequest, Handler, Resource, Responder, guard, web};

use crate::refusal::Refusal;

/// A path and the methods it takes.
pub struct Methods {
    resource: Resource,
    allowed: Vec<Method>,
}

/// The methods of a path.
pub fn at(path: &str) -> Methods {
    Methods {
        resource: web::resource(path.to_owned()),
        allowed: Vec::new(),
    }
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

    /// The route, complete.
    pub fn finish(self) -> Resource {
        let names: Vec<_> = self.allowed.iter().map(Method::as_str).collect();
        let allow = HeaderValue::from_str(&names.join(", "));
        let allow = allow.unwrap_or(HeaderValue::from_static("GET"));
        self.resource.default_service(web::to(move || {
            let refusal = Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed");
            std::future::ready(Err::<&'static str, _>(refusal.header(ALLOW, allow.clone())))
        }))
    }
}
