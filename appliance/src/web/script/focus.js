// Where the focus goes when the part it stood in is replaced: back to the same field, else to the heading of what came.
// Nobody is thrown to the top of the page.

export function watchFocus() {
  let lost = null;
  document.addEventListener("htmx:before:swap", () => {
    const at = document.activeElement;
    lost = at && at !== document.body ? { id: at.id, name: at.getAttribute("name"), at } : null;
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (!lost || lost.at.isConnected || document.activeElement !== document.body) return;
    const target = event.detail.ctx.target;
    const fresh = target?.isConnected ? target : target?.id && document.getElementById(target.id);
    if (!fresh) return;
    const same = lost.name && fresh.querySelector(`[name="${CSS.escape(lost.name)}"]:not([type=hidden])`);
    if (same) {
      same.focus({ preventScroll: true });
      return;
    }
    const heading = fresh.querySelector("[tabindex='-1'], h1, h2") ?? fresh;
    if (!heading.hasAttribute("tabindex")) heading.setAttribute("tabindex", "-1");
    heading.focus({ preventScroll: true });
  });
}
