//! Why a database did not come through, in a sentence for whoever asked.

use std::io;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// Why a backup, a restore or a move did not happen. Where this comes back, the place that should have been filled
/// is as it was.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// The database says no.
    #[error(transparent)]
    Database(#[from] Error),
    /// A file cannot be read or written.
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    /// The file is there already.
    #[error("{0} is there already; name another file, or move that one away")]
    Exists(PathBuf),
    /// What was read is no backup, or not all of one.
    #[error("{0} is not a whole backup of Guanxi: {1}")]
    Damaged(PathBuf, String),
    /// The backup was made by a later version.
    #[error(
        "this was made by Guanxi {version}, which is newer than this program: it has the schema change {change}, which \
         this version does not know; use that version or a later one"
    )]
    Newer {
        /// Which version made it.
        version: String,
        /// The first change that is not known here.
        change: String,
    },
    /// There is nothing to copy.
    #[error("there is no database of Guanxi yet: nothing was copied")]
    NoDatabase,
    /// The place is not empty.
    #[error(
        "{0} holds data already, and nothing was changed there; name an empty place, or add --replace if what is there \
         may go"
    )]
    NotEmpty(String),
    /// From and to are one.
    #[error("this is where the data lie already; name another place")]
    SamePlace,
    /// The tables are not those of the stream.
    #[error("the tables do not fit: {0}")]
    Tables(String),
    /// What arrived is not what was sent.
    #[error(
        "what arrived is not what was sent, so nothing was kept; the rows of these tables differ: {0}"
    )]
    Differs(String),
    /// Somebody wrote to the source.
    #[error(
        "something was written to the database while it was moved, so nothing was moved; stop every server that works \
         with it, and move it again"
    )]
    WrittenMeanwhile,
    /// Rows lead to rows that are not there.
    #[error("rows of {0} lead to rows that are not there, so nothing was kept")]
    Broken(String),
}

impl From<diesel::result::Error> for TransferError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

impl TransferError {
    /// What makes an error of a file one of ours.
    pub(super) fn of(path: &Path) -> impl Fn(io::Error) -> Self + '_ {
        move |error| Self::File(path.to_owned(), error)
    }
}
