//! What charts of Office 2007 leave unsaid, said: that edition takes a switch that is not there as off.
//!
//! The standard has no default for these switches, and later programs take some of them as on; they tell the edition by
//! the properties of the file, which do not cross. With the switches said, every program shows the chart alike.

use sekisho_ir::vocabulary::{Element, Space};

use super::filter::Filter;
use super::frame::Mode;

/// A chart element, its children in the order of the standard (ECMA-376 Part 1, 21.2.2) as far as they follow a switch
/// or go before one, and the switches among them.
struct Order {
    holders: &'static [&'static str],
    children: &'static [&'static str],
    switches: &'static [&'static str],
}

const ORDERS: &[Order] = &[
    Order {
        holders: &["chartSpace"],
        children: &["date1904", "lang", "roundedCorners"],
        switches: &["roundedCorners"],
    },
    Order {
        holders: &["chart"],
        children: &["title", "autoTitleDeleted"],
        switches: &["autoTitleDeleted"],
    },
    Order {
        holders: &["title"],
        children: &["tx", "layout", "overlay"],
        switches: &["overlay"],
    },
    Order {
        holders: &["legend"],
        children: &["legendPos", "legendEntry", "layout", "overlay"],
        switches: &["overlay"],
    },
    Order {
        holders: &["catAx", "valAx", "dateAx", "serAx"],
        children: &["axId", "scaling", "delete"],
        switches: &["delete"],
    },
    Order {
        holders: &[
            "barChart",
            "bar3DChart",
            "lineChart",
            "line3DChart",
            "areaChart",
            "area3DChart",
            "scatterChart",
            "radarChart",
            "bubbleChart",
        ],
        children: &[
            "barDir",
            "grouping",
            "scatterStyle",
            "radarStyle",
            "varyColors",
        ],
        switches: &["varyColors"],
    },
    Order {
        holders: &["dLbls", "dLbl"],
        children: &[
            "idx",
            "dLbl",
            "layout",
            "tx",
            "numFmt",
            "spPr",
            "txPr",
            "dLblPos",
            "showLegendKey",
            "showVal",
            "showCatName",
            "showSerName",
            "showPercent",
            "showBubbleSize",
        ],
        switches: &[
            "showLegendKey",
            "showVal",
            "showCatName",
            "showSerName",
            "showPercent",
            "showBubbleSize",
        ],
    },
    // Curves are smoothed where nothing is said; only lines have this switch, and it is their last child.
    Order {
        holders: &["ser"],
        children: &["smooth"],
        switches: &["smooth"],
    },
];

impl Filter<'_, '_> {
    /// A chart element is about to begin: the switches that go before it and were not said are off.
    /// True where it was a chart element of such a file.
    pub(super) fn switches_before(&mut self, element: Element) -> bool {
        let so = self.setting.of_2007 && element.space() == Space::Chart;
        if so {
            self.switch_off(Some(element.name()));
        }
        so
    }

    /// A chart element is about to end: the switches that were not said are off.
    pub(super) fn switches_at_end(&mut self) {
        if self.setting.of_2007 {
            self.switch_off(None);
        }
    }

    /// Says the switches of the innermost element that go before a child of this name, or all that were not said.
    fn switch_off(&mut self, next: Option<&str>) {
        let mut holders = self
            .frames
            .iter_mut()
            .rev()
            .filter_map(|frame| match frame.mode {
                Mode::Kept(element) => Some((element, frame)),
                _ => None,
            });
        let Some((holder, frame)) = holders.next() else {
            return;
        };
        let of_holder = |order: &&Order| order.holders.contains(&holder.name());
        let order = ORDERS.iter().find(of_holder);
        let Some(order) = order.filter(|_| holder.space() == Space::Chart) else {
            return;
        };
        let above = holders.next().map_or("", |(element, _)| element.name());
        if holder.name() == "ser"
            && (!matches!(above, "lineChart" | "scatterChart")
                || next.is_some_and(|next| !matches!(next, "smooth" | "extLst")))
        {
            return;
        }
        // What is deleted has no other child.
        if next == Some("delete") && holder.name().starts_with("dLbl") {
            frame.switches = usize::MAX;
        }
        let place = |name: &str| order.children.iter().position(|child| *child == name);
        let until = next.and_then(place).unwrap_or(order.children.len());
        let from = frame.switches;
        frame.switches = from
            .max(until.saturating_add(usize::from(next.is_some_and(|next| place(next).is_some()))));
        let unsaid: Vec<&str> = order
            .children
            .get(from..until)
            .unwrap_or_default()
            .iter()
            .filter(|child| order.switches.contains(child))
            .copied()
            .collect();
        for name in unsaid {
            self.say_empty(Space::Chart, name, &[("val", "0")]);
        }
    }
}
