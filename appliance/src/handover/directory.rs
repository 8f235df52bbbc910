//! The addresses that may be written to, as the checkpoint learns them.

use super::wire::Addresses;
use crate::app::App;
use crate::org::{self, OrgError};

/// The list as it is now.
pub(super) async fn list(app: &App) -> Result<Addresses, OrgError> {
    app.view(|tx| -> Result<_, OrgError> {
        Ok(Addresses {
            v: org::version(tx)?,
            addresses: org::addresses(tx)?,
        })
    })
    .await
}

/// Its version alone.
pub(super) async fn version(app: &App) -> Result<u64, OrgError> {
    app.view(org::version).await
}
