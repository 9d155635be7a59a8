//! The bytes of an uploaded file as text, whatever its encoding.

use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use uuid::Uuid;

use super::uploads;
use crate::database::Database;

/// Reads the pieces of a file one after the other.
pub(super) struct Pieces {
    db: Database,
    import: Uuid,
    file: usize,
    next: i64,
    piece: Vec<u8>,
    at: usize,
}

impl Pieces {
    /// From the beginning of a file.
    pub(super) const fn new(db: Database, import: Uuid, file: usize) -> Self {
        Self {
            db,
            import,
            file,
            next: 0,
            piece: Vec::new(),
            at: 0,
        }
    }
}

impl BufRead for Pieces {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at == self.piece.len() {
            let (import, file, next) = (self.import, self.file, self.next);
            let read = self
                .db
                .read(|reader| uploads::piece(reader.conn(), import, file, next));
            match read.map_err(io::Error::other)? {
                None => return Ok(&[]),
                Some(piece) => self.piece = piece,
            }
            self.next += 1;
            self.at = 0;
        }
        Ok(&self.piece[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount;
    }
}

impl Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let there = self.fill_buf()?;
        let amount = there.len().min(into.len());
        into[..amount].copy_from_slice(&there[..amount]);
        self.consume(amount);
        Ok(amount)
    }
}

/// Which encoding a file is in: the one its first bytes announce, else UTF-8 if all of it is, else
/// the one that the mapping states. `None` when it is not UTF-8 and nothing is stated.
pub(super) fn encoding_of(
    bytes: &mut impl BufRead,
    stated: Option<&str>,
) -> io::Result<Option<&'static Encoding>> {
    let mut first: Vec<u8> = Vec::new();
    // The beginning of a character at the end of the former buffer.
    let mut open: Vec<u8> = Vec::new();
    let mut is_utf8 = true;
    while is_utf8 || first.len() < 2 {
        let there = bytes.fill_buf()?;
        if there.is_empty() {
            is_utf8 &= open.is_empty();
            break;
        }
        let length = there.len();
        first.extend_from_slice(&there[..length.min(2_usize.saturating_sub(first.len()))]);
        open.extend_from_slice(there);
        match std::str::from_utf8(&open) {
            Ok(_) => open.clear(),
            Err(error) if error.error_len().is_none() => drop(open.drain(..error.valid_up_to())),
            Err(_) => is_utf8 = false,
        }
        bytes.consume(length);
    }
    Ok(match announced(&first) {
        Some(encoding) => Some(encoding),
        None if is_utf8 => Some(UTF_8),
        None => stated.and_then(named),
    })
}

/// An encoding by any of its usual names.
pub(super) fn named(name: &str) -> Option<&'static Encoding> {
    Encoding::for_label(name.trim().as_bytes())
}

fn announced(first: &[u8]) -> Option<&'static Encoding> {
    let (encoding, _) = Encoding::for_bom(first)?;
    [UTF_16LE, UTF_16BE]
        .into_iter()
        .find(|one| *one == encoding)
}

/// Text in UTF-8 out of bytes in another encoding, strictly: what cannot be decoded is an error.
pub(super) struct Decoded<R> {
    bytes: R,
    decoder: Decoder,
    text: String,
    at: usize,
    ended: bool,
}

impl<R: BufRead> Decoded<R> {
    /// A mark of byte order at the beginning is left out.
    pub(super) fn new(bytes: R, encoding: &'static Encoding) -> Self {
        Self {
            bytes,
            decoder: encoding.new_decoder_with_bom_removal(),
            text: String::new(),
            at: 0,
            ended: false,
        }
    }

    fn decode(&mut self) -> io::Result<()> {
        let there = self.bytes.fill_buf()?;
        let last = there.is_empty();
        let room = self
            .decoder
            .max_utf8_buffer_length_without_replacement(there.len());
        self.text.clear();
        self.at = 0;
        self.text
            .reserve(room.unwrap_or(there.len().saturating_mul(3)) + 16);
        let (result, read) =
            self.decoder
                .decode_to_string_without_replacement(there, &mut self.text, last);
        self.bytes.consume(read);
        match result {
            DecoderResult::Malformed(..) => {
                Err(io::Error::new(io::ErrorKind::InvalidData, Malformed))
            }
            DecoderResult::InputEmpty => {
                self.ended = last;
                Ok(())
            }
            DecoderResult::OutputFull => Ok(()),
        }
    }
}

impl<R: BufRead> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() {
            if self.ended {
                return Ok(0);
            }
            self.decode()?;
        }
        let there = &self.text.as_bytes()[self.at..];
        let amount = there.len().min(into.len());
        into[..amount].copy_from_slice(&there[..amount]);
        self.at += amount;
        Ok(amount)
    }
}

/// Bytes that mean nothing in the encoding.
#[derive(Debug, thiserror::Error)]
#[error("not in the stated encoding")]
pub(super) struct Malformed;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::BufReader;

    use super::*;

    fn text(bytes: &[u8], stated: Option<&str>, buffer: usize) -> Option<String> {
        let reader = || BufReader::with_capacity(buffer, bytes);
        let encoding = encoding_of(&mut reader(), stated).unwrap()?;
        let mut text = String::new();
        Decoded::new(reader(), encoding)
            .read_to_string(&mut text)
            .ok()?;
        Some(text)
    }

    #[test]
    fn utf8_is_tried_first_and_the_stated_encoding_then() {
        for buffer in [1, 2, 3, 7, 1_000] {
            let utf8 = |bytes: &[u8]| text(bytes, Some("gbk"), buffer);
            assert_eq!(utf8("怡海,a".as_bytes()).as_deref(), Some("怡海,a"));
            assert_eq!(utf8("\u{feff}a,b".as_bytes()).as_deref(), Some("a,b"));
            assert_eq!(utf8(b"\xe2\xba\xa3").as_deref(), Some("\u{2ea3}"));
            assert_eq!(
                utf8(b"\xe2\xf9\xba\xa3").as_deref(),
                Some("怡海"),
                "no UTF-8: as stated"
            );
            assert_eq!(
                text(b"M\xfcller", Some("windows-1252"), buffer).as_deref(),
                Some("Müller")
            );
            assert_eq!(text(b"M\xfcller", None, buffer), None);
            assert_eq!(
                text(b"\xff\xfeM\x00\xfc\x00", None, buffer).as_deref(),
                Some("Mü")
            );
            assert_eq!(
                text(b"\xfe\xff\x00M\x00\xfc", None, buffer).as_deref(),
                Some("Mü")
            );
            assert_eq!(
                text(b"\x81 \x82\xb1\xff", Some("shift_jis"), buffer),
                None,
                "told, not mended"
            );
            assert_eq!(
                text(b"\x82\xb1", Some("shift_jis"), buffer).as_deref(),
                Some("こ")
            );
        }
    }

    #[test]
    fn a_file_that_ends_inside_a_character_is_no_utf8() {
        assert_eq!(text("é".as_bytes().split_last().unwrap().1, None, 10), None);
    }
}
