//! Sizes as people read them: `84 KB`, `1.2 MB`.

/// Writes a size in the unit that keeps it short; one decimal below ten.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [(&str, u64); 3] = [("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)];
    for (unit, step) in UNITS {
        if bytes >= step {
            let tenths = bytes.saturating_mul(10) / step;
            return if tenths < 100 {
                format!("{}.{} {unit}", tenths / 10, tenths % 10)
            } else {
                format!("{} {unit}", tenths / 10)
            };
        }
    }
    format!("{bytes} B")
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_short() {
        assert_eq!(size(0), "0 B");
        assert_eq!(size(1023), "1023 B");
        assert_eq!(size(86_016), "84 KB");
        assert_eq!(size(1_258_291), "1.1 MB");
        assert_eq!(size(181 * 1024 * 1024), "181 MB");
    }
}
