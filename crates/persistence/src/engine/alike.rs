//! Records that are likely the same. What a record is recognised by is computed by the domain, kept in `alike_marks` in
//! the transaction of its change, and found there by the index; names written nearly so are found by the words of the
//! search. How likely a match is, the domain decides, over what the actor may read of both.

mod ask;
mod store;

pub(crate) use ask::find;
pub(crate) use store::{differing, remake, store};
