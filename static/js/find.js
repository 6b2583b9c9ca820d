// Find as you type: an ARIA combobox over /find/. Without this file the box is a plain search field of its form.
//   data-find="/find/"          where the list comes from
//   data-find-does="follow"     what choosing does: follow (open its page) or send (put its name in and send the form)

const WAIT = 120;

class Finder {
  constructor(box, number) {
    this.box = box;
    this.list = document.createElement("ul");
    this.list.className = "cc-listbox cc-find";
    this.list.id = `find-list-${number}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Found so far");
    this.list.hidden = true;
    this.said = document.createElement("span");
    this.said.className = "visually-hidden";
    this.said.setAttribute("role", "status");
    this.number = number;
    box.after(this.list, this.said);
    box.setAttribute("role", "combobox");
    box.autocomplete = "off";
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", this.list.id);
    box.setAttribute("aria-expanded", "false");
    box.addEventListener("input", () => this.later());
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
  }

  get options() {
    return [...this.list.children];
  }

  get active() {
    return this.list.querySelector("[aria-selected=true]");
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    this.asked?.abort();
    const text = this.box.value.trim();
    if (!text) return this.close();
    this.asked = new AbortController();
    const address = new URL(this.box.dataset.find, window.location.href);
    address.searchParams.set("q", text);
    try {
      const answer = await fetch(address, { signal: this.asked.signal, headers: { "HX-Request": "true" } });
      if (!answer.ok || answer.redirected || text !== this.box.value.trim()) return;
      this.show(await answer.text());
    } catch {
      // typed on, or no network: the form still works
    }
  }

  show(html) {
    this.list.innerHTML = html;
    this.options.forEach((option, at) => (option.id = `find-${this.number}-${at}`));
    const found = this.options.length;
    this.said.textContent = found ? `${found} found` : "Nothing found so far";
    this.open(found > 0 && document.activeElement === this.box);
  }

  open(is) {
    this.list.hidden = !is;
    this.box.setAttribute("aria-expanded", String(is));
    this.mark(null);
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.open(false);
  }

  mark(option) {
    for (const one of this.options) one.setAttribute("aria-selected", String(one === option));
    if (option) {
      this.box.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.box.removeAttribute("aria-activedescendant");
    }
  }

  key(event) {
    if (event.isComposing) return;
    const all = this.options;
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) return all.length ? this.open(true) : this.ask();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const at = all.indexOf(this.active);
      this.mark(at < 0 ? all.at(step > 0 ? 0 : -1) : (all[at + step] ?? null));
    } else if (event.key === "Enter" && isOpen && this.active) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      this.close();
    }
  }

  choose(option) {
    if (!option) return;
    this.close();
    if (this.box.dataset.findDoes === "send") {
      this.box.value = option.dataset.name;
      this.box.form.requestSubmit();
    } else {
      window.location.assign(option.dataset.url);
    }
  }
}

document.querySelectorAll("input[data-find]").forEach((box, at) => new Finder(box, at));
