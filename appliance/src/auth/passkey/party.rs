//! The relying party of WebAuthn: under which name passkeys are made, and the check of what a device answers. The
//! cryptography is the library's; what it leaves to its caller (who, when, how often, from where) is `service`.
//!
//! The challenges' randomness is drawn by the library, from the kernel.

use crate::org::StaffId;
use serde_json::Value;
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, Passkey, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, Url, Webauthn, WebauthnBuilder,
    WebauthnError,
};
use webauthn_rs_proto::{AllowCredentials, ResidentKeyRequirement};

/// What kept passkeys from being offered or checked, for reasons of ours.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PartyError {
    /// The origin is no address of a browser.
    #[error("reading the origin of passkeys: {0}")]
    Origin(String),
    /// Browsers make passkeys for names only, and over TLS only but at the machine itself.
    #[error("offering passkeys at an origin that has no name or no TLS: {0}")]
    Unfit(String),
    /// The library refused.
    #[error("asking for a passkey")]
    Library(#[from] WebauthnError),
    /// What was kept could not be read back.
    #[error("reading a passkey or a challenge back")]
    Kept(#[from] serde_json::Error),
}

/// Why an answer is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The counter did not go on: there may be a copy of the device.
    Counter,
    /// Anything else: another challenge, another origin, a bad signature, an owner who was not verified.
    Wrong,
}

/// A passkey that a device has just made.
pub(super) struct Made {
    /// What the device calls it by.
    pub credential: Vec<u8>,
    /// What is kept of it.
    pub passkey: Vec<u8>,
}

/// The name under which this house makes passkeys.
#[derive(Clone, Debug)]
pub(crate) struct Party {
    library: Webauthn,
    id: String,
    origin: String,
}

impl Party {
    /// For the pages at `origin`. Passkeys belong to its host name, or to `domain` above it where one is given: that
    /// name can never change without losing every passkey. A loopback address is taken for `localhost`.
    pub(crate) fn new(origin: &str, domain: Option<&str>, house: &str) -> Result<Self, PartyError> {
        let unreadable = || PartyError::Origin(origin.to_owned());
        let mut url = Url::parse(origin).map_err(|_| unreadable())?;
        let host = url.host_str().ok_or_else(unreadable)?.to_owned();
        let ours = ["127.0.0.1", "[::1]", "localhost"].contains(&host.as_str());
        if ours {
            url.set_host(Some("localhost")).map_err(|_| unreadable())?;
        }
        let named = url.domain().map(str::to_owned);
        let (Some(named), true) = (named, ours || url.scheme() == "https") else {
            return Err(PartyError::Unfit(origin.to_owned()));
        };
        let id = domain.unwrap_or(&named).to_owned();
        let library = WebauthnBuilder::new(&id, &url)?.rp_name(house).build()?;
        Ok(Self {
            library,
            id,
            origin: url.origin().ascii_serialization(),
        })
    }

    /// The name passkeys belong to.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// Where browsers must see the pages for it.
    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    /// What a browser is given to make a passkey, and what its answer is checked with. A device that is in `have`
    /// already makes none.
    pub(super) fn enrol_begin(
        &self,
        staff: StaffId,
        (login, name): (&str, &str),
        have: Vec<Vec<u8>>,
    ) -> Result<(Value, Vec<u8>), PartyError> {
        let (mut asked, state) =
            self.library
                .start_passkey_registration(staff.uuid(), login, name, Some(have))?;
        // With the name kept in the device nothing need be typed; one without room for it serves after the name.
        if let Some(wanted) = asked.public_key.authenticator_selection.as_mut() {
            wanted.resident_key = Some(ResidentKeyRequirement::Preferred);
        }
        Ok((
            serde_json::to_value(&asked.public_key)?,
            serde_json::to_vec(&state)?,
        ))
    }

    /// The passkey in a device's answer.
    pub(super) fn enrol_finish(
        &self,
        state: &[u8],
        answer: &RegisterPublicKeyCredential,
    ) -> Result<Option<Made>, PartyError> {
        let state: PasskeyRegistration = serde_json::from_slice(state)?;
        match self.library.finish_passkey_registration(answer, &state) {
            Ok(passkey) => Ok(Some(Made {
                credential: passkey.cred_id().clone(),
                passkey: serde_json::to_vec(&passkey)?,
            })),
            Err(_) => Ok(None),
        }
    }

    /// What a browser is given to show a passkey, and what its answer is checked with. Where `allowed` is empty the
    /// device says who its owner is.
    pub(super) fn ask(&self, allowed: Vec<Vec<u8>>) -> Result<(Value, Vec<u8>), PartyError> {
        let (mut asked, state) = self.library.start_discoverable_authentication()?;
        let allowed = allowed.into_iter().map(|id| AllowCredentials {
            type_: "public-key".to_owned(),
            id,
            transports: None,
        });
        asked.public_key.allow_credentials = allowed.collect();
        Ok((
            serde_json::to_value(&asked.public_key)?,
            serde_json::to_vec(&state)?,
        ))
    }

    /// Checks what a device answered with the passkey that is kept.
    pub(super) fn check(
        &self,
        state: &[u8],
        answer: &PublicKeyCredential,
        passkey: &[u8],
    ) -> Result<Result<AuthenticationResult, Refusal>, PartyError> {
        let state: DiscoverableAuthentication = serde_json::from_slice(state)?;
        let passkey: Passkey = serde_json::from_slice(passkey)?;
        let checked = self
            .library
            .finish_discoverable_authentication_v2(answer, state, &passkey);
        Ok(match checked {
            Ok(result) if result.user_verified() => Ok(result),
            Err(WebauthnError::CredentialPossibleCompromise) => Err(Refusal::Counter),
            Ok(_) | Err(_) => Err(Refusal::Wrong),
        })
    }
}

/// What is kept of a passkey after it was used.
pub(super) fn after(passkey: &[u8], result: &AuthenticationResult) -> Result<Vec<u8>, PartyError> {
    let mut passkey: Passkey = serde_json::from_slice(passkey)?;
    passkey.update_credential(result);
    Ok(serde_json::to_vec(&passkey)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_are_offered_under_a_name_and_over_tls_but_at_the_machine_itself() {
        let party = |origin, domain| Party::new(origin, domain, "関所");
        let named = party("https://sekisho.yamabiko.lg.jp", None).expect("a party");
        assert_eq!(named.id(), "sekisho.yamabiko.lg.jp");
        assert_eq!(named.origin(), "https://sekisho.yamabiko.lg.jp");
        let above = party(
            "https://sekisho.yamabiko.lg.jp:8443/",
            Some("yamabiko.lg.jp"),
        );
        let above = above.expect("a party");
        assert_eq!(above.id(), "yamabiko.lg.jp");
        assert_eq!(above.origin(), "https://sekisho.yamabiko.lg.jp:8443");
        let demo = party("http://127.0.0.1:8080", None).expect("a party");
        assert_eq!(
            (demo.id(), demo.origin()),
            ("localhost", "http://localhost:8080")
        );
        for (origin, domain) in [
            ("http://sekisho.yamabiko.lg.jp", None),
            ("https://192.0.2.7", None),
            ("sekisho", None),
            ("https://sekisho.yamabiko.lg.jp", Some("mori.lg.jp")),
        ] {
            assert!(party(origin, domain).is_err(), "{origin}");
        }
    }
}
