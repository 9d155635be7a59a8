//! One operation, told shortly.

use serde_json::Value as Json;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::path::{Operation, OperationBuilder, Parameter};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::{
    ContentBuilder, Deprecated, Ref, RefOr, Required, Response, ResponseBuilder,
    SecurityRequirement,
};

use super::kinds::Any;
use super::{problems, shared};
use crate::frame::Farewell;

/// Headers of every answer that is not a refusal.
const USUAL: &[&str] = &["X-Request-Id", "RateLimit-Policy", "RateLimit"];

/// An example: here, or shared by several operations.
pub enum Shown {
    /// Here.
    Here(Json),
    /// Under this name among the shared ones.
    Shared(String),
}

impl From<Json> for Shown {
    fn from(json: Json) -> Self {
        Self::Here(json)
    }
}

impl Shown {
    fn on(&self, content: ContentBuilder) -> ContentBuilder {
        match self {
            Self::Here(json) => content.example(Some(json.clone())),
            Self::Shared(name) => {
                let reference = Ref::new(format!("#/components/examples/{name}"));
                content.examples_from_iter([("example", RefOr::Ref(reference))])
            }
        }
    }
}

/// An operation under construction.
pub struct Op(OperationBuilder);

impl Op {
    /// What it is called and does.
    pub fn new(tag: &str, id: impl Into<String>, summary: &str, description: &str) -> Self {
        Self(
            OperationBuilder::new()
                .tag(tag)
                .operation_id(Some(id.into()))
                .summary(Some(summary))
                .description(Some(description)),
        )
    }

    /// Works without an access token.
    pub fn public(self) -> Self {
        Self(self.0.securities(Some(Vec::<SecurityRequirement>::new())))
    }

    /// Is to go: which every answer tells, too.
    pub fn goes(self, one: &Farewell) -> Self {
        let last = ExtensionsBuilder::new().add("x-sunset", one.last.to_string());
        let builder = self.0.deprecated(Some(Deprecated::True));
        Self(builder.extensions(Some(last.build())))
    }

    /// Takes shared parameters.
    pub fn takes(self, names: &[&str]) -> Self {
        let add =
            |builder: OperationBuilder, name: &&str| builder.parameter_ref(shared::parameter(name));
        Self(names.iter().fold(self.0, add))
    }

    /// Takes shared parameters whose names are made.
    pub fn takes_all(self, names: &[String]) -> Self {
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        self.takes(&names)
    }

    /// Takes a parameter of its own.
    pub fn takes_own(self, parameter: Parameter) -> Self {
        Self(self.0.parameter(parameter))
    }

    /// Reads a JSON body that must be there.
    pub fn body(self, schema: impl Into<Any>, example: impl Into<Shown>) -> Self {
        self.body_as(&["application/json"], schema, example, true)
    }

    /// Reads a JSON body of these media types.
    pub fn body_as(
        self,
        media: &[&str],
        schema: impl Into<Any>,
        example: impl Into<Shown>,
        required: bool,
    ) -> Self {
        let (schema, example) = (schema.into(), example.into());
        let required = if required {
            Required::True
        } else {
            Required::False
        };
        let mut body = RequestBodyBuilder::new().required(Some(required));
        for kind in media {
            let content = ContentBuilder::new().schema(Some(schema.clone()));
            body = body.content(*kind, example.on(content).build());
        }
        Self(self.0.request_body(Some(body.build())))
    }

    /// Reads a body that must be there, in one of several shapes: media type, schema, example.
    pub fn body_of<const N: usize>(self, shapes: [(&str, Any, Json); N]) -> Self {
        let mut body = RequestBodyBuilder::new().required(Some(Required::True));
        for (kind, schema, example) in shapes {
            let content = ContentBuilder::new().schema(Some(schema));
            body = body.content(kind, content.example(Some(example)).build());
        }
        Self(self.0.request_body(Some(body.build())))
    }

    /// Answers JSON.
    pub fn answers(
        self,
        status: u16,
        description: &str,
        headers: &[&str],
        schema: impl Into<Any>,
        example: impl Into<Shown>,
    ) -> Self {
        let response = response(description, headers, schema, example);
        Self(self.0.response(status.to_string(), response))
    }

    /// Answers something of another media type.
    pub fn answers_as(
        self,
        media: &str,
        status: u16,
        description: &str,
        schema: impl Into<Any>,
        example: impl Into<Shown>,
    ) -> Self {
        let content = ContentBuilder::new().schema(Some(schema));
        let response = with_headers(ResponseBuilder::new().description(description), &[])
            .content(media, example.into().on(content).build());
        Self(self.0.response(status.to_string(), response.build()))
    }

    /// Answers with a shared response.
    pub fn answers_shared(self, status: u16, description: &str, name: &str) -> Self {
        let mut response = Ref::from_response_name(name);
        response.description = description.to_owned();
        Self(self.0.response(status.to_string(), response))
    }

    /// Answers without a body.
    pub fn answers_nothing(self, status: u16, description: &str, headers: &[&str]) -> Self {
        let response = with_headers(ResponseBuilder::new().description(description), headers);
        Self(self.0.response(status.to_string(), response.build()))
    }

    /// Refuses with these statuses.
    pub fn refuses(self, statuses: &[u16]) -> Self {
        let add = |builder: OperationBuilder, status: &u16| match problems::name(*status) {
            Some(name) => builder.response(status.to_string(), Ref::from_response_name(name)),
            None => builder,
        };
        Self(statuses.iter().fold(self.0, add))
    }

    /// The finished operation, with what any operation may answer.
    pub fn build(self) -> Operation {
        self.refuses(&[414, 429, 500, 503]).0.build()
    }
}

/// An answer in JSON.
pub fn response(
    description: &str,
    headers: &[&str],
    schema: impl Into<Any>,
    example: impl Into<Shown>,
) -> Response {
    let content = ContentBuilder::new().schema(Some(schema));
    with_headers(ResponseBuilder::new().description(description), headers)
        .content("application/json", example.into().on(content).build())
        .build()
}

fn with_headers(builder: ResponseBuilder, headers: &[&str]) -> ResponseBuilder {
    let add = |builder: ResponseBuilder, name: &&str| {
        // The ETag of `/meta` is a hash; it has a description of its own.
        let shown = name.trim_start_matches("Document");
        builder.header_ref(shown, shared::header(name))
    };
    USUAL.iter().chain(headers).fold(builder, add)
}
