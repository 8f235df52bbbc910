//! What travels with its mail comes to the same as what travels alone.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use sekisho_ir::{Frame, FrameReader, FrameWriter, Limits, Order, Output, REFUSED, RawFrame};
use sekisho_reader::{ReadHint, read};

const MAIL: &[u8] = b"Subject: along\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/mixed; boundary=b\r\n\r\n\
    --b\r\nContent-Type: text/plain\r\n\r\nwords\r\n\
    --b\r\nContent-Type: text/plain; name=a.txt\r\nContent-Disposition: attachment\r\n\r\nplain words\r\n\
    --b\r\nContent-Type: text/csv; name=b.csv\r\nContent-Disposition: attachment\r\n\r\na,=1+1\r\n1,2\r\n\
    --b\r\nContent-Type: application/zip; name=c.zip\r\nContent-Transfer-Encoding: base64\r\n\r\nUEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==\r\n\
    --b--\r\n";

fn stream(bytes: &[u8], hint: &ReadHint) -> Vec<u8> {
    let mut stream = Vec::new();
    read(bytes, hint, &mut stream).expect("a vector takes everything");
    stream
}

fn mail(along: bool) -> Vec<u8> {
    stream(
        MAIL,
        &ReadHint {
            as_mail: true,
            along,
            ..ReadHint::default()
        },
    )
}

#[test]
fn a_plain_child_reads_along_as_it_reads_alone_and_nothing_else_does() {
    let (alone, together) = (mail(false), mail(true));
    let limits = Limits::default();
    let mut frames = FrameReader::new(&together, &limits);
    let (mut children, mut along) = (Vec::new(), Vec::new());
    while let Some(frame) = frames.next().expect("well-formed frames") {
        match frame {
            Frame::Child(header, bytes) => children.push((header, bytes.to_vec())),
            Frame::Along(index, bytes) => along.push((index, bytes.to_vec())),
            _ => {}
        }
    }
    assert_eq!(children.len(), 3);
    assert_eq!(
        along.iter().map(|(index, _)| *index).collect::<Vec<_>>(),
        [0, 1],
        "not the archive"
    );
    for (index, read_along) in along {
        let (header, bytes) = &children[usize::try_from(index).expect("small")];
        let hint = ReadHint {
            name: Some(header.name.clone()),
            ..ReadHint::default()
        };
        assert_eq!(read_along, stream(bytes, &hint), "{}", header.name);
    }
    assert!(together.len() > alone.len());
}

#[test]
fn many_are_written_as_each_alone_and_a_refused_one_spoils_none() {
    let order = |text: &[u8], output| {
        let read = stream(text, &ReadHint::default());
        let limits = Limits::default();
        let mut frames = FrameReader::new(&read, &limits);
        let mut out = Vec::new();
        let mut ordered = FrameWriter::new(&mut out);
        ordered.order(Order::of(output)).expect("frames");
        while let Some(frame) = frames.next_raw().expect("well-formed frames") {
            if let RawFrame::Document(payload) = frame {
                ordered.document_payload(payload).expect("frames");
            }
        }
        ordered.end().expect("frames");
        out
    };
    // A text has no record of a mail: the second is refused.
    let orders = [
        order(b"first\r\n", Output::File),
        order(b"second\r\n", Output::MessageRecord),
        order("三番目,=1\r\nあ,い\r\n".as_bytes(), Output::File),
    ];
    let mut input = Vec::new();
    for order in &orders {
        input.extend_from_slice(&u64::try_from(order.len()).expect("small").to_le_bytes());
        input.extend_from_slice(order);
    }
    let mut made = Vec::new();
    sekisho_writer::write_many(&input, &mut made).expect("written");
    let mut rest = made.as_slice();
    for order in &orders {
        let (length, after) = rest.split_first_chunk::<8>().expect("a length");
        let length = u64::from_le_bytes(*length);
        let mut alone = Vec::new();
        if sekisho_writer::write(order, &mut alone).is_err() {
            assert_eq!(length, REFUSED);
            rest = after;
            continue;
        }
        let (bytes, after) = after.split_at(usize::try_from(length).expect("small"));
        assert_eq!(bytes, alone);
        rest = after;
    }
    assert!(rest.is_empty());
    input.truncate(input.len() - 1);
    assert!(
        sekisho_writer::write_many(&input, &mut Vec::new()).is_err(),
        "cut short"
    );
}
