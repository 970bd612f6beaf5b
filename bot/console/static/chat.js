// A chat as it goes on: the newest message in sight, "is typing" for the person, one press sends once.
"use strict";

(() => {
  const near = 120;
  const talk = () => document.getElementById("talk");
  const toEnd = () => talk().scrollTo({ top: talk().scrollHeight });
  const isAtEnd = () => talk().scrollHeight - talk().scrollTop - talk().clientHeight < near;
  let follows = true;

  toEnd();
  document.addEventListener("scroll", (event) => { if (event.target === talk()) follows = isAtEnd(); }, true);
  // Who reads further up is left there.
  new MutationObserver(() => { if (follows) toEnd(); }).observe(document.querySelector(".desk"), { childList: true, subtree: true });

  const form = document.getElementById("message-form");
  if (!form) return;
  const text = form.elements.namedItem("text");

  let told = 0;
  text.addEventListener("input", () => {
    const now = Date.now();
    if (!text.value.trim() || now - told < 3000) return;
    told = now;
    fetch(form.dataset.typing, { method: "POST", headers: { "x-csrf-token": form.dataset.token } }).catch(() => {});
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) form.requestSubmit();
  });
})();

// A second press while the first is on its way does nothing.
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
