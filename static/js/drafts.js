// A meeting or an enquiry while one types. Everything works without this file; the draft itself is htmx's.

const form = document.getElementById("keeper")?.closest("form");
let unkept = false;

function say(words) {
  const line = document.getElementById("draft");
  if (line) line.textContent = words;
}

// Without a connection the words stay on the page: say so, and try again until they are kept.
function tryAgain(event) {
  if (event.target.id !== "keeper") return;
  say("No connection. Keep this page open: what you typed is still here and is kept as soon as we are back.");
  window.setTimeout(() => form.dispatchEvent(new Event("change", { bubbles: true })), 5000);
}
document.addEventListener("htmx:sendError", tryAgain);
document.addEventListener("htmx:timeout", tryAgain);

form?.addEventListener("input", () => { unkept = true; });
form?.addEventListener("submit", () => { unkept = false; });
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "draft") unkept = false;
});
window.addEventListener("beforeunload", (event) => {
  if (unkept) event.preventDefault();
});
