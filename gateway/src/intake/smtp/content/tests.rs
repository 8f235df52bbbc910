//! Every short arrangement of CR, LF, dot and letter, in every cut, against a specification that is one search.

use super::*;

fn limits() -> ContentLimits {
    ContentLimits {
        message: 1 << 20,
        text_line: 1 << 20,
        head: HeadLimits {
            hops: 50,
            node: "here".into(),
        },
    }
}

/// What a dotted message is, said without a machine: everything before the first `CRLF . CRLF` (the `DATA` line's
/// own CRLF counts as the first), each line without its first dot; at fault if any CR or LF stands alone.
fn specification(input: &[u8]) -> Option<(usize, Result<Vec<u8>, ()>)> {
    let whole = [b"\r\n", input].concat();
    let at = whole.windows(5).position(|window| window == b"\r\n.\r\n")?;
    let (text, consumed) = (&whole[2..at + 2], at + 3);
    let lines = String::from_utf8(text.to_vec()).unwrap();
    if lines.replace("\r\n", "").contains(['\r', '\n']) {
        return Some((consumed, Err(())));
    }
    let plain = lines
        .split_inclusive("\r\n")
        .map(|line| line.strip_prefix('.').unwrap_or(line));
    Some((consumed, Ok(plain.collect::<String>().into_bytes())))
}

fn machine(pieces: &[&[u8]]) -> Option<(usize, Result<Vec<u8>, ()>)> {
    let (mut dotted, mut out, mut consumed) = (Dotted::new(limits()), Vec::new(), 0);
    for piece in pieces {
        let fed = dotted.feed(piece, &mut out);
        consumed += fed.consumed;
        if fed.ended {
            return Some((consumed, dotted.fault().map_or(Ok(out), |_| Err(()))));
        }
        assert_eq!(fed.consumed, piece.len());
    }
    None
}

fn arrangements(length: usize) -> impl Iterator<Item = Vec<u8>> {
    (0..4_usize.pow(u32::try_from(length).unwrap())).map(move |mut number| {
        (0..length)
            .map(|_| {
                let byte = b"\r\n.a"[number % 4];
                number /= 4;
                byte
            })
            .collect()
    })
}

#[test]
fn every_short_arrangement_ends_where_the_specification_says() {
    for length in 0..=9 {
        for input in arrangements(length) {
            assert_eq!(
                machine(&[&input]),
                specification(&input),
                "{:?}",
                input.escape_ascii()
            );
        }
    }
}

#[test]
fn where_the_network_cuts_makes_no_difference() {
    for length in 1..=7 {
        for mut input in arrangements(length) {
            input.extend_from_slice(b"a\r\n.\r\na");
            let whole = specification(&input);
            for cut in 1..input.len() {
                let (left, right) = input.split_at(cut);
                assert_eq!(
                    machine(&[left, right]),
                    whole,
                    "{:?} at {cut}",
                    input.escape_ascii()
                );
            }
            let single: Vec<&[u8]> = input.chunks(1).collect();
            assert_eq!(
                machine(&single),
                whole,
                "{:?} byte by byte",
                input.escape_ascii()
            );
        }
    }
}

#[test]
fn a_smuggled_second_message_stays_inside_the_first_and_is_refused_with_it() {
    let ends: [&[u8]; 9] = [
        b"\n.\n",
        b"\n.\r\n",
        b"\r\n.\n",
        b"\r.\r",
        b"\r\n.\r",
        b"\r\n.\r\r\n",
        b"\r.\r\n",
        b"\n\n.\r\n",
        b"\r\n\0.\n",
    ];
    for end in ends {
        let smuggled = b"MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nevil\r\n.\r\nQUIT\r\n";
        let input = [b"hello", end, smuggled].concat();
        let (consumed, content) = machine(&[&input]).unwrap();
        assert_eq!(&input[consumed..], b"QUIT\r\n", "{:?}", end.escape_ascii());
        assert_eq!(content, Err(()), "{:?}", end.escape_ascii());
    }
}

#[test]
fn every_short_arrangement_in_chunks_is_kept_as_it_is_or_refused() {
    for length in 0..=8 {
        for input in arrangements(length) {
            let text = String::from_utf8(input.clone()).unwrap();
            let clean = !text.replace("\r\n", "").contains(['\r', '\n']);
            for cut in 0..=input.len() {
                let (left, right) = input.split_at(cut);
                let (mut chunked, mut out) = (Chunked::new(limits()), Vec::new());
                chunked.feed(left, &mut out);
                chunked.feed(right, &mut out);
                chunked.finish();
                assert_eq!(
                    chunked.fault().is_none(),
                    clean,
                    "{:?}",
                    input.escape_ascii()
                );
                if clean {
                    assert_eq!(out, input);
                    assert_eq!(chunked.size(), u64::try_from(input.len()).unwrap());
                }
            }
        }
    }
}

#[test]
fn size_and_line_limits_hold_to_the_byte() {
    let small = ContentLimits {
        message: 12,
        text_line: 5,
        ..limits()
    };
    for (text, fault) in [
        (&b"12345\r\n123\r\n"[..], None),
        (b"123456\r\n", Some(Fault::LineTooLong)),
        (b"12345\r\n1234\r\n", Some(Fault::TooLarge)),
    ] {
        let (mut dotted, mut out) = (Dotted::new(small.clone()), Vec::new());
        assert!(dotted.feed(&[text, b".\r\n"].concat(), &mut out).ended);
        assert_eq!(dotted.fault(), fault);
    }
}

#[test]
fn a_message_that_goes_round_is_known_by_its_head() {
    let received = "Received: from a by b\r\n\tfor c\r\n";
    for (head, fault) in [
        (received.repeat(50), None),
        (received.repeat(51), Some(Fault::Loops)),
        ("SEKISHO-NODE: here\r\n".to_owned(), Some(Fault::Loops)),
        ("Sekisho-Node: there\r\n".to_owned(), None),
        (format!("\r\n{}", received.repeat(60)), None),
    ] {
        let (mut dotted, mut out) = (Dotted::new(limits()), Vec::new());
        assert!(
            dotted
                .feed(format!("{head}\r\nbody\r\n.\r\n").as_bytes(), &mut out)
                .ended
        );
        assert_eq!(dotted.fault(), fault, "{head}");
    }
}
