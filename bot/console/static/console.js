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
