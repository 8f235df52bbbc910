// Arranging tiles without a reload: each move by its button as without script, and the same by hand with mouse, pen or
// finger. The page the server sends after a move is what counts; here is only what the hand sees meanwhile.

export function watchArranging() {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-arrange]");
    if (!form || event.submitter?.name !== "go") return;
    event.preventDefault();
    // At the end of a list the button stays, so that the focus does, and does nothing.
    if (event.submitter.getAttribute("aria-disabled") === "true") return;
    const asked = new URLSearchParams(new FormData(form));
    asked.set("go", event.submitter.value);
    show(form, asked, event.submitter.id);
  });
  document.addEventListener("pointerdown", take);
  offer();
}

// A grip is only shown where a hand can use it.
function offer() {
  for (const grip of document.querySelectorAll("[data-grip][hidden]")) grip.hidden = false;
}

async function show(form, asked, focus) {
  const headers = { "HX-Request": "true", "HX-Request-Type": "partial" };
  const answer = await fetch(`${form.action}?${asked}`, { headers }).catch(() => undefined);
  if (!answer?.ok) return location.reload();
  const holder = document.createElement("template");
  holder.innerHTML = await answer.text();
  form.replaceWith(holder.content);
  offer();
  const tile = focus && document.getElementById(focus);
  // A tile that went away or came back has other buttons: its first one is next.
  const moved = asked.get("go")?.split(".")[1] ?? asked.get("moved");
  (tile ?? document.querySelector(`#${CSS.escape(`tile-${moved}`)} button`))?.focus({ preventScroll: true });
  document.getElementById(`tile-${moved}`)?.scrollIntoView({ block: "nearest" });
}

// How near the edge of the room a hand must be for it to scroll, and how far at once, in pixels.
const edge = 48;
const stride = 14;

function take(event) {
  const grip = event.target.closest?.("[data-grip]");
  const tile = grip?.closest("[data-key]");
  const form = grip?.closest("[data-arrange]");
  if (!form || event.button !== 0) return;
  event.preventDefault();
  // The tile stays where it is until it is let go, so that it keeps the hand; a mark shows where it would stand.
  const mark = document.createElement("li");
  mark.className = "arrange-mark";
  mark.setAttribute("aria-hidden", "true");
  tile.classList.add("is-dragged");
  grip.setPointerCapture(event.pointerId);
  const room = form.closest(".room") ?? document.scrollingElement;

  const drag = (hand) => {
    const bounds = room.getBoundingClientRect();
    if (hand.clientY < bounds.top + edge) room.scrollBy(0, -stride);
    else if (hand.clientY > bounds.bottom - edge) room.scrollBy(0, stride);
    const list = listAt(form, tile, hand.clientX, hand.clientY);
    // Beside all lists that take it, it stays where it was.
    if (!list) return mark.remove();
    const tiles = [...list.children].filter((other) => other !== mark);
    list.insertBefore(mark, tiles.find((other) => before(other, hand, list)) ?? null);
  };
  const end = () => {
    grip.removeEventListener("pointermove", drag);
    grip.removeEventListener("pointerup", drop);
    grip.removeEventListener("pointercancel", end);
    document.removeEventListener("keydown", escape, true);
    tile.classList.remove("is-dragged");
    mark.remove();
  };
  const drop = () => {
    const stood = layout(form);
    if (mark.isConnected) mark.replaceWith(tile);
    end();
    if (layout(form) === stood) return;
    const asked = new URLSearchParams(new FormData(form));
    asked.set("layout", layout(form));
    asked.set("moved", tile.dataset.key);
    show(form, asked);
  };
  const escape = (key) => {
    if (key.key !== "Escape") return;
    key.preventDefault();
    end();
  };
  grip.addEventListener("pointermove", drag);
  grip.addEventListener("pointerup", drop);
  grip.addEventListener("pointercancel", end);
  document.addEventListener("keydown", escape, true);
}

// The list under the hand, if it takes a tile of this shape.
function listAt(form, tile, x, y) {
  for (const list of form.querySelectorAll("[data-list]")) {
    if (list.dataset.shape && list.dataset.shape !== tile.dataset.shape) continue;
    const box = list.parentElement.getBoundingClientRect();
    if (x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) return list;
  }
  return undefined;
}

// Whether a tile stands behind the hand: below it, or in one line with it and further on.
function before(other, hand, list) {
  const box = other.getBoundingClientRect();
  const several = getComputedStyle(list).gridTemplateColumns.split(" ").length > 1;
  if (!several) return hand.clientY < box.top + box.height / 2;
  if (hand.clientY < box.top) return true;
  return hand.clientY <= box.bottom && hand.clientX < box.left + box.width / 2;
}

function layout(form) {
  const lists = [...form.querySelectorAll("[data-list]")];
  const keys = (list) => [...list.querySelectorAll("[data-key]")].map((tile) => tile.dataset.key).join(",");
  return lists.map((list) => `${list.dataset.list}:${keys(list)}`).join(";");
}
