// What happens when a swapped answer is not what was asked for: the log-in page, an error, or no answer at all.
import { say, words } from "./say.js";

export function watchRequests() {
  document.addEventListener("htmx:after:request", (event) => {
    const { request, response } = event.detail.ctx;
    const arrived = new URL(response.raw.url, location.href);
    if (arrived.pathname === "/login") {
      event.preventDefault();
      location.reload();
    } else if (response.status >= 400) {
      event.preventDefault();
      if (request.method === "GET") location.assign(request.action);
      else say(words().notDone, { danger: true });
    }
  });
  document.addEventListener("htmx:error", () => say(words().unreachable, { danger: true }));
}
