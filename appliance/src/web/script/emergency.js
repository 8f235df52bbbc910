// 緊急のお知らせ on top of an open page: put up and taken down while one looks, gone when their time is over.
let timer;

export function watchEmergencies() {
  expire();
}

// The whole strip anew, as the stream sends it; the place itself stays, so that a screen reader hears what is put there.
export function showEmergencies({ html }) {
  const place = document.getElementById("emergencies");
  if (!place) return;
  place.innerHTML = html;
  expire();
}

// How long each still stands was counted by the server: the clock of a desk may be wrong.
function expire() {
  clearTimeout(timer);
  const place = document.getElementById("emergencies");
  const now = performance.now();
  const ends = [];
  for (const one of place?.querySelectorAll("[data-left]") ?? []) {
    one.ends ??= now + Number(one.dataset.left);
    if (one.ends <= now) one.remove();
    else ends.push(one.ends);
  }
  if (ends.length > 0) timer = setTimeout(expire, Math.min(...ends, now + 86400000) - now + 50);
  else place?.replaceChildren();
}
