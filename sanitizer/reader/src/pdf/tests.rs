//! Small PDFs, read.
