//! Text with Markdown in it, drawn element by element: nothing of it is ever read as HTML, so a hostile text is only a
//! text.

use guanxi_domain::activities::mentions::target_of;
use leptos::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::records::catalogue::Catalogue;
use crate::records::desk::Desk;

/// Deeper nesting is drawn flat.
const DEEPEST: usize = 16;

/// The text, drawn.
pub fn markdown(text: &str) -> AnyView {
    let catalogue = Desk::here().known();
    let mut options = Options::empty();
    options.insert(Options::ENABLE_STRIKETHROUGH);
    let events = Parser::new_ext(text, options);
    let mut drawing = Drawing {
        events,
        catalogue,
        depth: 0,
    };
    drawing.inside().into_any()
}

struct Drawing<'a> {
    events: Parser<'a>,
    catalogue: Option<Catalogue>,
    depth: usize,
}

impl Drawing<'_> {
    /// What stands until the present element ends, or until the text does.
    fn inside(&mut self) -> Vec<AnyView> {
        let (mut views, mut flat) = (Vec::new(), 0_usize);
        while let Some(event) = self.events.next() {
            match event {
                Event::End(_) if flat == 0 => break,
                Event::End(_) => flat -= 1,
                Event::Start(_) if self.depth >= DEEPEST => flat += 1,
                Event::Start(tag) => views.push(self.element(&tag)),
                Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                    views.push(text.to_string().into_any());
                }
                Event::Code(text) => {
                    views.push(view! { <code>{text.to_string()}</code> }.into_any());
                }
                Event::SoftBreak | Event::HardBreak => views.push(view! { <br /> }.into_any()),
                Event::Rule => views.push(view! { <hr /> }.into_any()),
                _ => {}
            }
        }
        views
    }

    fn element(&mut self, tag: &Tag) -> AnyView {
        self.depth += 1;
        let inside = self.inside();
        self.depth -= 1;
        match tag {
            Tag::Paragraph => view! { <p>{inside}</p> }.into_any(),
            // The page has its own headings.
            Tag::Heading { .. } => view! { <p><strong>{inside}</strong></p> }.into_any(),
            Tag::BlockQuote(_) => view! { <blockquote>{inside}</blockquote> }.into_any(),
            Tag::CodeBlock(_) => view! { <pre tabindex="0">{inside}</pre> }.into_any(),
            Tag::List(None) => view! { <ul>{inside}</ul> }.into_any(),
            Tag::List(Some(first)) => {
                view! { <ol start=first.to_string()>{inside}</ol> }.into_any()
            }
            Tag::Item => view! { <li>{inside}</li> }.into_any(),
            Tag::Emphasis => view! { <em>{inside}</em> }.into_any(),
            Tag::Strong => view! { <strong>{inside}</strong> }.into_any(),
            Tag::Strikethrough => view! { <s>{inside}</s> }.into_any(),
            Tag::Link { dest_url, .. } => self.link(dest_url, inside),
            _ => inside.into_any(),
        }
    }

    /// A mention leads to the record, a web address out of here in a tab of its own; anything else is only words.
    fn link(&self, target: &str, inside: Vec<AnyView>) -> AnyView {
        if let Some(mentioned) = target_of(target) {
            let entity = self.catalogue.as_ref();
            let entity = entity.and_then(|known| known.entity(&mentioned.entity));
            let address = entity.map(|entity| format!("/{}/{}", entity.plural, mentioned.id));
            return match address {
                Some(address) => view! { <a class="mention" href=address>{inside}</a> }.into_any(),
                None => view! { <span class="mention">{inside}</span> }.into_any(),
            };
        }
        let safe = ["https://", "http://", "mailto:", "tel:"];
        let low = target.to_ascii_lowercase();
        if !safe.iter().any(|scheme| low.starts_with(scheme)) {
            return inside.into_any();
        }
        let target = target.to_owned();
        view! { <a href=target target="_blank" rel="noopener noreferrer nofollow">{inside}</a> }
            .into_any()
    }
}
