// 職員を選ぶ欄: a field that offers people while one types (ARIA APG, "Editable Combobox With List Autocomplete"). The
// focus never leaves the field; arrows go through the list, Enter takes one, Escape closes the list and then empties the
// field. What was chosen stands in the field as a log-in name, so the form sends what it sends without script.

// How long a pause ends a word, in milliseconds.
const pause = 120;

let number = 0;

export function watchPickers() {
  document.addEventListener("htmx:after:swap", wire);
  wire();
}

function wire() {
  for (const input of document.querySelectorAll("[data-picker] input")) input.picker ??= new Picker(input);
}

class Picker {
  constructor(input) {
    this.input = input;
    this.root = input.closest("[data-picker]");
    this.told = this.root.querySelector(".picker-told");
    this.at = -1;
    this.id = `picker-${(number += 1)}`;
    this.pop = document.createElement("span");
    this.pop.className = "picker-pop";
    this.pop.hidden = true;
    this.root.append(this.pop);
    this.root.dataset.picker = "on";
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-haspopup", "listbox"], ["aria-expanded", "false"], ["aria-controls", this.id]]) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    // A press must not take the focus from the field before it is a click.
    this.pop.addEventListener("pointerdown", (event) => event.preventDefault());
    this.pop.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")));
  }

  options() {
    return [...this.pop.querySelectorAll("[role=option]")];
  }

  typed() {
    this.told.textContent = "";
    clearTimeout(this.waits);
    this.asked?.abort();
    if (this.input.value.trim()) this.waits = setTimeout(() => this.ask(), pause);
    else this.close();
  }

  async ask(then) {
    clearTimeout(this.waits);
    const words = this.input.value.trim();
    if (!words) return;
    this.asked?.abort();
    const asked = new AbortController();
    this.asked = asked;
    try {
      const headers = { "HX-Request": "true", "HX-Request-Type": "partial" };
      const answer = await fetch(`/directory/suggest?q=${encodeURIComponent(words)}`, { headers, signal: asked.signal });
      const part = answer.ok ? await answer.text() : "";
      if (asked.signal.aborted || document.activeElement !== this.input) return;
      this.show(part);
      then?.();
    } catch {
      // Another question followed, or the line is cut: the field takes a log-in name all the same.
      if (!asked.signal.aborted) this.close();
    }
  }

  show(part) {
    this.pop.innerHTML = part;
    this.at = -1;
    this.input.removeAttribute("aria-activedescendant");
    const list = this.pop.querySelector("[role=listbox]");
    if (list) list.id = this.id;
    this.options().forEach((option, place) => {
      option.id = `${this.id}-${place}`;
    });
    this.pop.hidden = !this.pop.firstElementChild;
    this.input.setAttribute("aria-expanded", String(Boolean(list)));
    this.told.textContent = this.pop.querySelector(".picker-said")?.textContent ?? "";
  }

  close() {
    clearTimeout(this.waits);
    this.asked?.abort();
    this.pop.hidden = true;
    this.at = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    // While kana are turned into kanji, the keys are the input method's.
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const open = !this.pop.hidden && this.options().length > 0;
    const last = this.options().length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const down = event.key === "ArrowDown";
      event.preventDefault();
      if (!open) this.ask(() => !event.altKey && this.mark(down ? 0 : this.options().length - 1));
      else if (event.altKey) this.close();
      else if (this.at < 0) this.mark(down ? 0 : last);
      else this.mark(down ? (this.at + 1) % (last + 1) : (this.at + last) % (last + 1));
    } else if (event.key === "Enter" && open && this.at >= 0) {
      event.preventDefault();
      this.take(this.options()[this.at]);
    } else if (event.key === "Escape") {
      if (!this.pop.hidden) {
        event.preventDefault();
        this.close();
      } else if (this.input.value) {
        this.input.value = "";
        this.told.textContent = "";
      }
    }
  }

  mark(place) {
    const options = this.options();
    this.at = place;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    const one = options[place];
    if (!one) return;
    this.input.setAttribute("aria-activedescendant", one.id);
    one.scrollIntoView({ block: "nearest" });
  }

  take(option) {
    if (!option) return;
    this.input.value = option.dataset.value;
    const parts = [".picker-name bdi", ".picker-post"].map((part) => option.querySelector(part)?.textContent.trim());
    this.close();
    this.told.textContent = parts.filter(Boolean).join("　");
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    if ("pickerSubmits" in this.root.dataset) this.input.form?.requestSubmit();
  }
}
