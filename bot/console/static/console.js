// Small comforts for every page. Each page also works without them.
"use strict";

// A list that sends its form as soon as something else is chosen.
document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-submits]")) event.target.form.requestSubmit();
});

// A field that is there to be copied.
document.addEventListener("focusin", (event) => {
  if (event.target.matches("input[data-selects]")) event.target.select();
});

// While something is ticked in a list, it is not drawn anew: the ticks would go.
document.addEventListener("htmx:config:request", (event) => {
  const list = document.querySelector(event.target.getAttribute?.("hx-target") ?? "#queue");
  if (event.target.hasAttribute?.("data-rests") && list?.querySelector("input:checked")) event.preventDefault();
});

// Sound and notices for agents, only when they asked for them in this browser.
(() => {
  const stored = "montoyer-alerts";
  const button = document.getElementById("alerts");
  const isOn = () => localStorage.getItem(stored) === "on";
  const show = () => {
    if (!button) return;
    button.hidden = false;
    button.setAttribute("aria-pressed", String(isOn()));
    button.textContent = isOn() ? button.dataset.on : button.dataset.off;
  };
  show();
  button?.addEventListener("click", async () => {
    if (!isOn() && "Notification" in window) await Notification.requestPermission();
    localStorage.setItem(stored, isOn() ? "off" : "on");
    show();
    if (isOn()) beep(1);
  });

  function beep(times) {
    const audio = new AudioContext();
    for (let number = 0; number < times; number += 1) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      const start = audio.currentTime + number * 0.3;
      tone.frequency.value = 660;
      volume.gain.setValueAtTime(0.15, start);
      volume.gain.exponentialRampToValueAtTime(0.001, start + 0.25);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 0.25);
    }
  }

  let known = null;
  const look = () => {
    const state = document.getElementById("alert-state");
    if (!state) return;
    const now = {};
    for (const name of ["waiting", "unread", "urgent", "reminded"]) now[name] = Number(state.dataset[name]);
    const rose = known && Object.keys(now).some((name) => now[name] > known[name]);
    const title = document.title.replace(/^\(\d+\) /, "");
    document.title = now.waiting + now.unread ? `(${now.waiting + now.unread}) ${title}` : title;
    const isUrgent = known && now.urgent > known.urgent;
    known = now;
    if (!rose || !isOn()) return;
    beep(isUrgent ? 3 : 1);
    // The notice says that somebody waits, never who or what about.
    if (document.hidden && "Notification" in window && Notification.permission === "granted") {
      new Notification(state.dataset.title, { body: state.dataset.text, tag: "montoyer" });
    }
  };
  const badge = document.getElementById("chat-badge");
  if (badge) new MutationObserver(look).observe(badge, { childList: true, subtree: true, attributes: true });
})();

// Trainers decide by keyboard: j and k walk, letters press what carries them, numbers tick.
(() => {
  const list = document.querySelector("[data-keys]");
  if (!list) return;
  const items = [...list.children];
  const here = () => items.findIndex((item) => item.contains(document.activeElement));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input:not([type=checkbox]), textarea, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const place = here();
    if (event.key === "j" || event.key === "k") {
      const next = place < 0 ? 0 : place + (event.key === "j" ? 1 : -1);
      items[Math.max(0, Math.min(items.length - 1, next))].focus();
    } else if (place >= 0 && /^[1-9]$/.test(event.key)) {
      items[place].querySelectorAll("input[type=checkbox]")[Number(event.key) - 1]?.click();
    } else if (place >= 0 && /^[a-z]$/.test(event.key)) {
      const control = items[place].querySelector(`[data-key="${event.key}"]`);
      if (!control) return;
      if (control.matches("select")) control.focus();
      else control.click();
    } else return;
    event.preventDefault();
  });
  items[0]?.focus({ preventScroll: true });
})();
