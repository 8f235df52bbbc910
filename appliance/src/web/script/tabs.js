// Of pages beside each other for which a phone has no room, the one that is here is in sight. A browser that knows
// `scroll-initial-target` has done so from the style sheet, without script.
export function watchTabs() {
  if (CSS.supports("scroll-initial-target", "nearest")) return;
  for (const here of document.querySelectorAll(".tabs [aria-current]")) {
    const line = here.closest(".tabs");
    line.scrollLeft = here.offsetLeft - line.offsetLeft - (line.clientWidth - here.offsetWidth) / 2;
  }
}
