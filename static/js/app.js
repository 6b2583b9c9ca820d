// What pages cannot do without script: the CSRF header for htmx, and single keys. Everything works without this file.

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;

// --- htmx: the CSRF cookie is HttpOnly, so the token travels in a meta element
document.addEventListener("htmx:configRequest", (event) => {
  const token = meta("csrf-token");
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token;
});
// Signed out meanwhile: show the sign-in page as a page, not inside a fragment
document.addEventListener("htmx:beforeSwap", (event) => {
  const answered = event.detail.xhr.responseURL;
  if (answered && new URL(answered).pathname === meta("sign-in")) {
    event.detail.shouldSwap = false;
    window.location.reload();
  }
});

// --- Single keys: an element says which key it answers to.
//   data-key="c"  presses, ticks or focuses it (also "Shift+1", and "Ctrl+Enter", which works inside fields too)
//   data-go="m"   follows it after g
const FIELDS = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), select, textarea, [contenteditable]";
const STORE = "single-keys";
const LONG_AGO = -Infinity; // not 0: keys come within a second of a page too
let going = LONG_AGO;

function keysAreOff() {
  try {
    return window.localStorage.getItem(STORE) === "off";
  } catch {
    return false; // storage is closed to us: keys stay on
  }
}

function act(element) {
  if (element.matches(FIELDS)) {
    element.focus();
    element.select?.();
  } else {
    element.focus();
    element.click();
  }
}

function find(attribute, value) {
  const all = [...document.querySelectorAll(`[${attribute}="${CSS.escape(value)}"]`)].filter(
    (element) =>
      !element.disabled &&
      !element.closest("[hidden], [inert]") &&
      (element.matches("summary") || !element.closest("details:not([open])")),
  );
  return all.find((element) => element.closest("main")) ?? all[0]; // the page's own before the frame's
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.metaKey) return;
  if (event.ctrlKey) {
    const main = event.key === "Enter" && find("data-key", "Ctrl+Enter");
    if (main) {
      event.preventDefault();
      act(main);
    }
    return;
  }
  if (event.target.closest(FIELDS) || keysAreOff()) return;
  const afterG = event.timeStamp - going < 1500;
  going = LONG_AGO;
  const digit = event.shiftKey && /^Digit(\d)$/.exec(event.code);
  const key = digit ? `Shift+${digit[1]}` : event.key;
  const target = (afterG && find("data-go", key)) || find("data-key", key);
  if (target) {
    event.preventDefault();
    act(target);
  } else if (key === "?") {
    document.getElementById("keys")?.togglePopover();
  } else if (key === "g") {
    going = event.timeStamp;
  }
});

// --- Keys can be switched off, on this computer (WCAG 2.1.4)
const keySwitch = document.getElementById("keys-on");
if (keySwitch) {
  keySwitch.closest("[hidden]").hidden = false;
  keySwitch.checked = !keysAreOff();
  keySwitch.addEventListener("change", () => {
    try {
      window.localStorage.setItem(STORE, keySwitch.checked ? "on" : "off");
    } catch {
      keySwitch.checked = true; // nowhere to keep it: say so by not moving
    }
  });
}

// --- A button that prints the page
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// --- After an answer with errors the summary is read first
document.querySelector("[data-focus]")?.focus();
