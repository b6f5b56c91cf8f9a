//! The table of causes as one text, which the compiler makes of it. The pointers of a table do not compress.

use super::Sign;
use super::causes::CAUSES;

/// A cause, off the text.
#[derive(Clone, Copy, Debug)]
pub struct Packed {
    /// Its stable name.
    pub name: &'static str,
    /// Its signs with tabs between them: `name=one|other`, `name~one|other` or `name`.
    pub(super) signs: &'static str,
    /// Its sentences with tabs between them.
    pub(super) text: &'static str,
}

/// The causes of the table, in its order.
pub(super) fn causes() -> impl Iterator<Item = Packed> {
    let mut lines = TEXT.split('\n');
    std::iter::from_fn(move || Some(Packed { name: lines.next()?, signs: lines.next()?, text: lines.next()? }))
}

/// Three lines for each cause.
const TEXT: &str = match str::from_utf8(&Writer::<LENGTH>::packed().bytes) {
    Ok(text) => text,
    Err(_) => "",
};

/// What there is to write is counted by writing it to nowhere.
const LENGTH: usize = Writer::<0>::packed().length;

struct Writer<const ROOM: usize> {
    bytes: [u8; ROOM],
    length: usize,
}

impl<const ROOM: usize> Writer<ROOM> {
    const fn packed() -> Self {
        let mut writer = Self { bytes: [0; ROOM], length: 0 };
        let mut causes = CAUSES;
        while let [cause, rest @ ..] = causes {
            writer.put(cause.name);
            writer.put("\n");
            let mut signs = cause.signs;
            while let [sign, rest @ ..] = signs {
                writer.sign(*sign);
                writer.put(if rest.is_empty() { "" } else { "\t" });
                signs = rest;
            }
            writer.put("\n");
            writer.list(cause.text, "\t");
            writer.put(if rest.is_empty() { "" } else { "\n" });
            causes = rest;
        }
        writer
    }

    const fn sign(&mut self, sign: Sign) {
        let (Sign::Is(name, _) | Sign::Says(name, _) | Sign::Known(name)) = sign;
        self.put(name);
        match sign {
            Sign::Is(_, values) => {
                self.put("=");
                self.list(values, "|");
            }
            Sign::Says(_, parts) => {
                self.put("~");
                self.list(parts, "|");
            }
            Sign::Known(_) => {}
        }
    }

    const fn list(&mut self, mut texts: &[&str], separator: &str) {
        while let [text, rest @ ..] = texts {
            self.put(text);
            self.put(if rest.is_empty() { "" } else { separator });
            texts = rest;
        }
    }

    #[allow(clippy::indexing_slicing, reason = "the compiler does it")]
    const fn put(&mut self, text: &str) {
        let mut bytes = text.as_bytes();
        while let [byte, rest @ ..] = bytes {
            if self.length < ROOM {
                self.bytes[self.length] = *byte;
            }
            self.length += 1;
            bytes = rest;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_tells_what_the_table_does() {
        assert_eq!(causes().count(), CAUSES.len());
        for (packed, cause) in causes().zip(CAUSES) {
            assert_eq!(packed.name, cause.name);
            assert_eq!(packed.text.split('\t').collect::<Vec<_>>(), cause.text);
            let signs: Vec<&str> = packed.signs.split('\t').filter(|sign| !sign.is_empty()).collect();
            assert_eq!(signs.len(), cause.signs.len(), "{}", cause.name);
            for (packed, sign) in signs.iter().zip(cause.signs) {
                let (name, values) = match sign {
                    Sign::Is(..) => packed.split_once('='),
                    Sign::Says(..) => packed.split_once('~'),
                    Sign::Known(_) => Some((*packed, "")),
                }
                .unwrap_or_default();
                let (Sign::Is(told, _) | Sign::Says(told, _) | Sign::Known(told)) = sign;
                assert_eq!(name, *told);
                if let Sign::Is(_, told) | Sign::Says(_, told) = sign {
                    assert_eq!(values.split('|').collect::<Vec<_>>(), *told);
                }
                assert!(!matches!(sign, Sign::Is(..)) || !packed.contains('~'), "{packed}");
            }
        }
    }
}
