// The desk while somebody talks. Everything works without this file; keys are in app.js.

// Ticking both facts shows the status by itself; the button is for browsers without script.
for (const button of document.querySelectorAll("[data-without-script]")) button.hidden = true;

// Today is fetched every two seconds; a row that somebody has opened must not close under their eyes.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.id === "today" && event.target.querySelector("details[open]")) event.preventDefault();
});

// Escape keeps the draft also while one is typing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !event.target.closest("#slip")) return;
  const keep = document.querySelector('[data-key="Escape"]');
  if (keep && event.target.matches("input:not([type=checkbox], [type=radio]), textarea, select")) keep.click();
});
