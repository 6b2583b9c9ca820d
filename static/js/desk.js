// The desk while somebody talks. Everything works without this file; keys are in app.js, keeping drafts in drafts.js.

const COVER_AFTER = 60000; // ms without a touch

// Ticking both facts shows the status by itself; the button is for browsers without script.
for (const button of document.querySelectorAll("[data-without-script]")) button.hidden = true;

// Today is fetched every two seconds; a row that somebody has opened must not close under their eyes.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.id === "today" && event.target.querySelector("details[open]")) event.preventDefault();
});

// New times come while one reads them: what was opened stays open.
let opened = [];
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id === "offers") {
    opened = [...event.detail.target.querySelectorAll("details[open]")].map((one) => one.id);
  }
});
document.addEventListener("htmx:afterSwap", () => {
  for (const id of opened.splice(0)) document.getElementById(id)?.setAttribute("open", "");
});

// The arrows go from the search through those it found, and back.
document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const stops = [...document.querySelectorAll("#slip [name=q], #found [name=pick]")];
  const at = stops.indexOf(event.target);
  if (!step || at < 0 || event.isComposing) return;
  event.preventDefault();
  stops[at + step]?.focus();
});

// Escape keeps the draft also while one is typing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !event.target.closest("#slip")) return;
  const keep = document.querySelector('[data-key="Escape"]');
  if (keep && event.target.matches("input:not([type=checkbox], [type=radio]), textarea, select")) keep.click();
});

// The key of urgency stands on the choice after the one that is made, so that it goes round.
function turnUrgency() {
  const choices = [...document.querySelectorAll("#slip [name=urgency]")];
  for (const one of choices) one.removeAttribute("data-key");
  choices[(choices.findIndex((one) => one.checked) + 1) % choices.length]?.setAttribute("data-key", "u");
}
turnUrgency();
document.addEventListener("change", (event) => {
  turnUrgency();
  if (event.target.name !== "urgency" || event.target.value !== "hour") return;
  const reasons = [...document.querySelectorAll("#slip [name=urgent_because]")]; // urgent asks why
  (reasons.find((one) => one.checked) ?? reasons[0])?.focus();
});

// How long callers have been on hold, to the second.
const since = performance.now();
function tick() {
  for (const clock of document.querySelectorAll("[data-seconds]")) {
    const seconds = Number(clock.dataset.seconds) + Math.floor((performance.now() - since) / 1000);
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    clock.closest(".cc-parked-b").classList.toggle("is-soon", seconds >= 120);
  }
}
window.setInterval(tick, 1000);

// Who passes by the desk sees nothing: at once by a key, or after a minute in which nobody touched anything.
const cover = document.getElementById("cover");
let touched = performance.now();
function hide(is) {
  for (const one of document.querySelectorAll(".cc-skip, .cc-spine, #messages, .cc-jump, .cc-desk")) one.inert = is;
  cover.hidden = !is;
  if (is) cover.querySelector("button").focus();
  else touched = performance.now();
}
for (const name of ["keydown", "pointerdown", "pointermove", "input"]) {
  document.addEventListener(name, () => { touched = performance.now(); }, { passive: true });
}
window.setInterval(() => {
  if (cover.hidden && performance.now() - touched > COVER_AFTER) hide(true);
}, 1000);
for (const button of document.querySelectorAll("[data-cover]")) {
  button.hidden = false;
  button.addEventListener("click", () => hide(true));
}
cover.querySelector("button").addEventListener("click", () => hide(false));
