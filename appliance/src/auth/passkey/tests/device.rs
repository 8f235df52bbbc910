//! A device that makes and shows passkeys, byte by byte as WebAuthn level 3 and CTAP 2 say, with real signatures.

use crate::org::StaffId;
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

/// Somebody was there.
const PRESENT: u8 = 0x01;
/// The device has told who.
const VERIFIED: u8 = 0x04;
/// A key follows.
const KEY: u8 = 0x40;

/// A device with one passkey in it.
pub(super) struct Device {
    pair: EcdsaKeyPair,
    pub id: Vec<u8>,
    pub owner: Vec<u8>,
    pub counter: u32,
    pub verifies: bool,
    pub origin: String,
    pub party: String,
}

impl Device {
    pub(super) fn new(n: u8) -> Self {
        Self {
            pair: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a pair"),
            id: vec![n; 32],
            owner: Vec::new(),
            counter: 0,
            verifies: true,
            origin: "https://sekisho.example".to_owned(),
            party: "sekisho.example".to_owned(),
        }
    }

    /// Says that it belongs to somebody else.
    pub(super) fn claims(&mut self, staff: StaffId) {
        self.owner = staff.uuid().as_bytes().to_vec();
    }

    fn client(&self, kind: &str, options: &Value) -> Vec<u8> {
        let said = json!({
            "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false,
        });
        said.to_string().into_bytes()
    }

    fn head(&self, more: u8) -> Vec<u8> {
        let verified = if self.verifies { VERIFIED } else { 0 };
        let mut out = digest(&SHA256, self.party.as_bytes()).as_ref().to_vec();
        out.push(PRESENT | verified | more);
        out.extend(self.counter.to_be_bytes());
        out
    }

    /// Answers what `/account/passkey/begin` gave.
    pub(super) fn make(&mut self, options: &Value) -> String {
        let owner = options["user"]["id"].as_str().expect("an owner");
        self.owner = BASE64URL_NOPAD.decode(owner.as_bytes()).expect("base64");
        let client = self.client("webauthn.create", options);
        let mut data = self.head(KEY);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).expect("short").to_be_bytes());
        data.extend(&self.id);
        data.extend(self.public());
        // {"fmt": "none", "attStmt": {}, "authData": …}
        let mut object = vec![0xa3, 0x63];
        object.extend(b"fmt\x64none\x67attStmt\xa0\x68authData\x59");
        object.extend(u16::try_from(data.len()).expect("short").to_be_bytes());
        object.extend(data);
        let id = BASE64URL_NOPAD.encode(&self.id);
        json!({
            "id": id, "rawId": id, "type": "public-key", "authenticatorAttachment": "platform",
            "clientExtensionResults": { "credProps": { "rk": true } },
            "response": {
                "clientDataJSON": BASE64URL_NOPAD.encode(&client),
                "attestationObject": BASE64URL_NOPAD.encode(&object),
                "transports": ["internal"], "publicKeyAlgorithm": -7,
            },
        })
        .to_string()
    }

    /// The public key as COSE: {1: 2, 3: -7, -1: 1, -2: x, -3: y}.
    fn public(&self) -> Vec<u8> {
        let point = self.pair.public_key().as_ref();
        let mut out = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        out.extend(&point[1..33]);
        out.extend([0x22, 0x58, 0x20]);
        out.extend(&point[33..65]);
        out
    }

    /// Answers what a `begin` for showing a passkey gave; counts on first.
    pub(super) fn show(&mut self, options: &Value) -> String {
        self.counter += 1;
        self.show_again(options)
    }

    /// The same without counting on, as a copy of the device would.
    pub(super) fn show_again(&self, options: &Value) -> String {
        let client = self.client("webauthn.get", options);
        let data = self.head(0);
        let signed = [data.as_slice(), digest(&SHA256, &client).as_ref()].concat();
        let signature = self
            .pair
            .sign(&SystemRandom::new(), &signed)
            .expect("signed");
        let id = BASE64URL_NOPAD.encode(&self.id);
        json!({
            "id": id, "rawId": id, "type": "public-key", "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": BASE64URL_NOPAD.encode(&client),
                "authenticatorData": BASE64URL_NOPAD.encode(&data),
                "signature": BASE64URL_NOPAD.encode(signature.as_ref()),
                "userHandle": BASE64URL_NOPAD.encode(&self.owner),
            },
        })
        .to_string()
    }
}
