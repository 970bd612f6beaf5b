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
