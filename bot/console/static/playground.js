// The Playground's chat: what a Telegram app does by itself. Everything the bot sends is drawn by the server.
"use strict";

(() => {
  const chat = document.getElementById("chat");
  const composer = document.getElementById("composer");
  const text = composer.elements.namedItem("text");
  const pending = document.getElementById("pending");
  const imagined = document.getElementById("imagined");

  // Buttons and commands say their text, without losing what is being typed.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-say]");
    if (!button) return;
    const draft = text.value;
    text.value = button.dataset.say;
    composer.requestSubmit();
    text.value = draft;
    button.closest(".start")?.remove();
    if (button.closest("[data-once]")) button.closest("[data-once]").hidden = true;
  });

  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (text.value.trim()) composer.requestSubmit();
  });

  // The form has been read by now: show its text at once and make room for the next.
  composer.addEventListener("htmx:config:request", (event) => {
    const said = event.detail.ctx.request.body.get("text").trim();
    if (!said) return;
    const bubble = pending.content.firstElementChild.cloneNode(true);
    bubble.querySelector(".text").textContent = said;
    chat.append(bubble);
    event.detail.ctx.pendingBubble = bubble;
    text.value = "";
    chat.querySelector(".start")?.remove();
  });
  document.addEventListener("htmx:before:swap", (event) => {
    if (event.detail.ctx.response.status < 500) event.detail.ctx.pendingBubble?.remove();
  });

  // The console itself failed or is away: the text goes back into its field.
  const giveBack = (event) => {
    const bubble = event.detail.ctx?.pendingBubble;
    if (!bubble || event.detail.ctx.response?.status < 500) return;
    bubble.classList.add("failed");
    text.value ||= bubble.querySelector(".text").textContent;
  };
  document.addEventListener("htmx:error", giveBack);
  document.addEventListener("htmx:response:error", giveBack);

  // Each keyboard may bring its own hint for the text field.
  document.addEventListener("htmx:after:swap", () => {
    const keyboard = document.getElementById("reply-keyboard");
    text.placeholder = (!keyboard.hidden && keyboard.dataset.hint) || text.dataset.placeholder;
  });

  // "Start again" draws a new person; the old one's number stays out of the address.
  imagined.addEventListener("submit", () => {
    imagined.querySelector("[data-unsent]").disabled = true;
  });

  // The newest message stays in sight, also when a keyboard takes room.
  const toEnd = () => chat.scrollTo({ top: chat.scrollHeight });
  new MutationObserver(toEnd).observe(chat, { childList: true, subtree: true });
  new ResizeObserver(toEnd).observe(chat);
})();
