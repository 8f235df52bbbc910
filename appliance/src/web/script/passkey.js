// Passkeys: our challenge goes to the browser's own dialog, its answer comes back as the form's own post. A form says it
// by data-passkey: "make" for a new one, "show" for one that is there. Without script such forms stay hidden, and the
// page says so.
const known = () =>
  window.PublicKeyCredential?.parseCreationOptionsFromJSON && PublicKeyCredential.parseRequestOptionsFromJSON;

// A passkey belongs to a name: a page that is open under another cannot ask for it.
const here = (party) => location.hostname === party || location.hostname.endsWith(`.${party}`);

export function watchPasskeys() {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const part = form.parentElement;
    if (!here(form.dataset.party)) part.querySelector("[data-passkey-elsewhere]").hidden = false;
    else if (!known()) part.querySelector("[data-passkey-unable]").hidden = false;
    else form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.dataset.busy) return;
      form.dataset.busy = "yes";
      ask(form)
        .catch((error) => said(form, error))
        .finally(() => delete form.dataset.busy);
    });
  }
}

async function ask(form) {
  const note = form.querySelector("[data-passkey-said]");
  note.hidden = true;
  const body = new URLSearchParams();
  const name = document.getElementById("login-name")?.value.trim();
  if (name) body.set("name", name);
  const answer = await fetch(form.dataset.begin, { method: "POST", body });
  // Somebody must prove themselves first, or has been logged out.
  if (answer.redirected) return location.assign(answer.url);
  if (!answer.ok) throw new DOMException("no challenge", answer.status === 429 ? "busy" : "failed");
  const options = await answer.json();
  const shown =
    form.dataset.passkey === "make"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  form.elements.credential.value = JSON.stringify(shown);
  form.submit();
}

function said(form, error) {
  const note = form.querySelector("[data-passkey-said]");
  const why = { NotAllowedError: "stopped", AbortError: "stopped", InvalidStateError: "twice", busy: "busy" };
  note.querySelector("p").textContent = note.dataset[why[error.name] ?? "failed"];
  note.hidden = false;
}
