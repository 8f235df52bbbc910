//! The walls that both halves of the sanitizer run behind, and the warm parent that raises them.
//!
//! ```text
//!  host (many threads)                 warm parent (one thread)            child (one item)
//!  ┌──────────┐  packet + 3 fds   ┌──────────┐  fork (0.1 ms)   ┌─────────────────────────────┐
//!  │  client  │ ────────────────▶ │  parent  │ ───────────────▶ │ walls: limits, calls        │
//!  │  gate    │                   │          │                  │ work(item) → output         │
//!  └──────────┘ ◀──────────────── └──────────┘ ◀─────────────── └─────────────────────────────┘
//!       ▲         one answer on       │ ▲          pidfd, or the deadline and SIGKILL
//!       │         the item's pipe     │ └─ no network, no capabilities, no new privileges, no paths:
//!       │                             │    once, inherited
//!       └────── sealed memfd with the output
//! ```
//!
//! What holds: a child has its input in its memory and may write to descriptor 1, and has no
//! other way out. It cannot open, connect, execute, fork or trace; it is killed if it tries. It has
//! a limit of memory, of processor time, of wall-clock time and of output. Nothing of one item is
//! left when the next begins, because the process that read it is gone.
//!
//! What is deliberately absent: any namespace but an empty network (the service's unit brings those),
//! a second thread in the warm parent (it forks), any word about formats or mail.

#![deny(unsafe_code)]

mod answer;
mod client;
mod deadline;
mod fork;
mod gate;
mod memory;
mod packet;
mod parent;
mod view;
mod walls;

pub use answer::Ending;
pub use client::{Jail, StartError, Task};
pub use gate::Slots;
pub use memory::{Input, Kept, Piece};
pub use packet::Limits;
pub use parent::{Item, Refused, serve};
pub use walls::{AcceptedWalls, NotAcceptable, Wall};
