//! The `outer` process: stands in the lower tier, takes in, disarms, decides, seals.
//!
//! ```text
//!  config ─▶ spool, ledger, directory ─▶ recovery ─▶ workers, courier ─▶ control ─▶ SMTP listeners
//! ```
//! It listens for mail only when everything behind the door is ready, and stops in the opposite order.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use miette::{Context, IntoDiagnostic};
use sekisho_platform::clock::{Clock, SystemClock};
use sekisho_platform::control;
use sekisho_platform::id::SystemIds;
use sekisho_platform::run::{self, Shutdown};
use sekisho_platform::telemetry;
use sekisho_sanitizer::{Sanitizer, Settings, Slots};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use self::config::OuterConfig;
use crate::control::Desk as ControlDesk;
use crate::delivery::bounce::{Postman, RelaySettings};
use crate::delivery::{Courier, CourierSettings};
use crate::intake::directory::Directory;
use crate::intake::reception::Reception;
use crate::intake::smtp::connection::Desk;
use crate::intake::smtp::listener;
use crate::intake::smtp::session::House;
use crate::ledger::Ledger;
use crate::queue::Queue;
use crate::queue::item::Tools;
use crate::queue::recovery::{self, Recovered};
use crate::queue::shelf::Shelf;
use crate::queue::work::Bench;
use crate::retention;
use crate::rules::Table;
use crate::spool::{Spool, SpoolSettings};
use crate::trouble::Chain;

pub mod config;
mod files;
#[cfg(test)]
mod tests;

/// Runs the process with the configuration in the file until it is told to stop.
pub fn run(config: &Path) -> miette::Result<()> {
    let settings: OuterConfig = sekisho_platform::config::load(config)?;
    let folder = config.parent().unwrap_or(Path::new("."));
    let settings = settings.anchored(folder);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .into_diagnostic()
        .wrap_err("starting the runtime")?;
    telemetry::start("outer", &settings.telemetry).into_diagnostic()?;
    runtime.block_on(Box::pin(async {
        let shutdown = Shutdown::on_signals().into_diagnostic()?;
        serve(settings, shutdown).await
    }))
}

async fn serve(settings: OuterConfig, shutdown: Shutdown) -> miette::Result<()> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let since = clock.now();
    let behind = Behind::open(&settings, Arc::clone(&clock), since)?;

    let workers = behind.bench.start(&settings.work).into_diagnostic()?;
    let listeners = files::mail_listeners(&settings.smtp.listen)?;
    let addresses = addresses(&listeners)?;
    let control_socket = control::bind(&settings.control.socket).into_diagnostic()?;
    let desk = Arc::new(ControlDesk {
        ledger: behind.bench.ledger.clone(),
        queue: Arc::clone(&behind.bench.queue),
        shelf: Arc::clone(&behind.bench.shelf),
        courier: behind.bench.courier.clone(),
        directory: behind.directory.clone(),
        audit_key: behind.bench.tools.key.verifying_key(),
        since,
        addresses,
        alarms: behind.alarms(),
    });
    let answering = tokio::spawn(control::serve_on(control_socket, move |question| {
        Arc::clone(&desk).answer(question)
    }));
    let keeping = tokio::spawn(keep(Arc::clone(&behind.bench), settings.spool.keep_days));

    run::ready(&shutdown);
    let stop = shutdown.token();
    listener::serve(listeners, Arc::new(behind.desk(&settings, clock, stop)?)).await;

    keeping.abort();
    let bench = Arc::clone(&behind.bench);
    let ended = tokio::task::spawn_blocking(move || {
        bench.queue.stop();
        bench.shelf.stop();
        for worker in workers {
            // A worker that panicked outside an item has said so; the others still end in order.
            let _ = worker.join();
        }
        bench.ledger.sign_audit(&bench.tools.key)
    });
    ended
        .await
        .into_diagnostic()?
        .into_diagnostic()
        .wrap_err("writing the ledger's last rows")?;
    answering.abort();
    tracing::info!(code = "stopped", "everything taken in is on the disk");
    Ok(())
}

/// Everything behind the door.
struct Behind {
    bench: Arc<Bench>,
    directory: Directory,
    recovered: Recovered,
}

impl Behind {
    fn open(settings: &OuterConfig, clock: Arc<dyn Clock>, at: Timestamp) -> miette::Result<Self> {
        files::make_room_for(settings)?;
        let rules = Table::load(&settings.rules.file)?;
        let policy = files::policy(settings.sanitizer.policy.as_deref())?;
        let key = files::seal_key(&settings.seal.key)?;
        let directory_key = files::public_key(&settings.link.inner_key)?;
        let directory = Directory::open(&settings.link.directory).into_diagnostic()?;
        let sanitizer = Sanitizer::start(&Settings {
            reader: settings.sanitizer.reader.clone(),
            writer: settings.sanitizer.writer.clone(),
            signers: settings.sanitizer.signers.clone(),
            slots: Slots::default(),
            accept_missing_walls: settings.sanitizer.accept_missing_walls.clone(),
        })
        .into_diagnostic()
        .wrap_err("starting the sanitizer")?;
        let spool = Spool::open(SpoolSettings {
            folder: settings.spool.folder.clone(),
            segment: settings.spool.segment,
            in_memory: settings.smtp.limits.in_memory,
            reserve: settings.spool.reserve,
        })
        .into_diagnostic()?;
        let spool = Arc::new(spool);
        let ledger = Ledger::open(&settings.ledger.file)
            .into_diagnostic()
            .wrap_err("opening the ledger")?;
        let queue = Arc::new(Queue::new(Arc::clone(&clock)));
        let in_work = settings.spool.folder.join("in-work");
        let tries = settings.work.tries;
        let (recovered, slots) =
            recovery::recover(&spool, &ledger, &queue, &in_work, tries, at).into_diagnostic()?;
        tracing::info!(code = "recovered", ?recovered);
        let shelf = Arc::new(Shelf::new(
            ledger.clone(),
            directory.clone(),
            Arc::clone(&clock),
            settings.work.in_flight,
            usize::try_from(settings.work.in_flight_bytes).unwrap_or(usize::MAX),
        ));
        let courier = Courier::start(CourierSettings {
            listener: control::bind(&settings.link.socket).into_diagnostic()?,
            directory_key,
            shelf: Arc::<Shelf>::clone(&shelf),
        });
        if let Some(relay) = &settings.notices {
            let relay = RelaySettings {
                host: relay.host.clone(),
                port: relay.port,
                hostname: settings.smtp.hostname.clone(),
            };
            Postman::start(
                ledger.store().clone(),
                relay,
                Arc::clone(&clock),
                Arc::new(SystemIds),
            );
        }
        let tools = Tools {
            sanitizer,
            policy,
            key,
            crossing: settings.node.crossing.clone(),
            kept_for: retention::kept_for(settings.spool.keep_days),
            clock: Arc::clone(&clock),
        };
        let bench = Bench {
            queue,
            spool,
            ledger,
            shelf,
            courier,
            tools,
            rules,
            slots,
            clock,
            tries,
        };
        Ok(Self {
            bench: Arc::new(bench),
            directory,
            recovered,
        })
    }

    fn desk(
        &self,
        settings: &OuterConfig,
        clock: Arc<dyn Clock>,
        stop: CancellationToken,
    ) -> miette::Result<Desk> {
        let smtp = &settings.smtp;
        let tls = smtp.tls.as_ref().map(files::tls).transpose()?;
        let house = House {
            hostname: smtp.hostname.clone(),
            domains: smtp
                .domains
                .iter()
                .map(|domain| domain.to_lowercase())
                .collect(),
            postmaster: smtp.postmaster.clone(),
            tls: tls.is_some(),
            directory: self.directory.clone(),
            limits: smtp.limits.clone(),
        };
        let reception = Reception {
            spool: Arc::clone(&self.bench.spool),
            queue: Arc::clone(&self.bench.queue),
            ledger: self.bench.ledger.clone(),
            clock: Arc::clone(&clock),
            ids: Arc::new(SystemIds),
        };
        let node = settings.node.name.clone();
        Ok(Desk {
            house: Arc::new(house),
            tls,
            reception,
            clock,
            node,
            stop,
        })
    }

    /// What an operator has to look at after this start.
    fn alarms(&self) -> Vec<String> {
        let found = [
            ("spool-unreadable", self.recovered.unreadable),
            ("original-lost", self.recovered.lost),
            ("parked-at-start", self.recovered.parked),
        ];
        let found = found.into_iter().filter(|(_, count)| *count > 0);
        let walls = self.bench.tools.sanitizer.missing_walls();
        let walls = walls.iter().map(|wall| format!("wall-missing:{wall}"));
        found
            .map(|(code, count)| format!("{code}:{count}"))
            .chain(walls)
            .collect()
    }
}

/// Now and then: signs the audit trail, discards originals whose time is over.
async fn keep(bench: Arc<Bench>, days: u32) {
    loop {
        let at = bench.clock.now();
        let working = Arc::clone(&bench);
        let ran = tokio::task::spawn_blocking(move || {
            if let Err(error) = working.ledger.sign_audit(&working.tools.key) {
                tracing::error!(code = "audit", error = %Chain(&error));
            }
            retention::run(&working.ledger, &working.spool, at, days)
        });
        match ran.await {
            Ok(Ok(0)) | Err(_) => {}
            Ok(Ok(discarded)) => tracing::info!(code = "originals-discarded", discarded),
            Ok(Err(error)) => {
                tracing::error!(code = "retention", error = %Chain(&error));
            }
        }
        tokio::time::sleep(retention::EVERY).await;
    }
}

fn addresses(listeners: &[TcpListener]) -> miette::Result<Vec<SocketAddr>> {
    let addresses: Result<_, _> = listeners.iter().map(TcpListener::local_addr).collect();
    addresses
        .into_diagnostic()
        .wrap_err("asking the mail listeners for their addresses")
}
