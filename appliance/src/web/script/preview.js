// The settings of the display are seen as they are chosen; they are kept by the form, which works without this.

export function watchPreview() {
  const form = document.querySelector("form[data-preview]");
  form?.addEventListener("change", () => {
    const chosen = new FormData(form);
    const root = document.documentElement;
    root.dataset.theme = chosen.get("theme") ?? root.dataset.theme;
    root.dataset.text = chosen.get("text") ?? root.dataset.text;
  });
}
