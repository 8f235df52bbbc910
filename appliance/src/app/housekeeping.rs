//! What has to be done now and then: sessions that ended are forgotten, the audit trail is signed, and the change log is kept to what an open page
//! could still ask for.

use super::state::App;
use crate::auth::{self, AuthError};
use ed25519_dalek::SigningKey;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::StoreError;
use std::sync::Arc;
use std::time::Duration;

/// How often.
const EVERY: Duration = Duration::from_mins(5);

/// How often it is written down when sessions were last used.
const TOUCHES: Duration = Duration::from_secs(3);

/// How many changes are kept for pages that were away.
const CHANGES: u64 = 200_000;

/// How many are removed in one transaction.
const STRIDE: usize = 2_000;

/// Goes round until it is dropped.
pub(super) async fn keep(app: Arc<App>, key: SigningKey) {
    let mut every = tokio::time::interval(EVERY);
    loop {
        every.tick().await;
        if let Err(error) = round(&app, &key).await {
            tracing::warn!(code = "housekeeping", %error, "a round of housekeeping failed");
        }
    }
}

/// Writes down when sessions were last used, until it is dropped.
pub(super) async fn keep_touches(app: Arc<App>) {
    let mut every = tokio::time::interval(TOUCHES);
    loop {
        every.tick().await;
        write_touches(&app).await;
    }
}

/// Writes them down once.
pub(super) async fn write_touches(app: &App) {
    let touches = app.touches();
    let written = app.store().blocking(move |store| touches.write(store));
    if let Err(error) = written.await {
        tracing::warn!(code = "session-touch", %error, "the use of sessions could not be noted");
    }
}

/// One round.
pub(super) async fn round(app: &Arc<App>, key: &SigningKey) -> Result<(), AuthError> {
    let (lifetime, now) = (app.lifetime(), app.now().as_second());
    app.update(move |tx| auth::sweep(tx, lifetime, now)).await?;
    let key = key.clone();
    app.update(move |tx| Audit::checkpoint(tx, &key)).await?;
    loop {
        let trimmed = app
            .update(|tx| -> Result<usize, StoreError> {
                let upto = tx.last_sequence()?.saturating_sub(CHANGES);
                if upto == 0 {
                    Ok(0)
                } else {
                    tx.trim_changes(upto, STRIDE)
                }
            })
            .await?;
        if trimmed < STRIDE {
            return Ok(());
        }
    }
}
