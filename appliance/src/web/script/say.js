// Says one line at the edge of the page: to eyes, or only to a screen reader.
const stay = 7000;

export function say(text, { seen = true, danger = false } = {}) {
  const live = document.getElementById("live");
  if (!live || !text) return;
  const line = document.createElement("p");
  line.className = seen ? "live-line" : "aside-voice";
  line.classList.toggle("is-danger", danger);
  line.textContent = text;
  live.append(line);
  setTimeout(() => line.remove(), stay);
}

export function words() {
  return document.getElementById("live")?.dataset ?? {};
}
