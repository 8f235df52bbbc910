//! Metafiles made here, record by record: what each family of records paints, and what hostile ones cannot do.

mod emf;
mod hostile;
mod made;
mod plus;
mod wmf;
