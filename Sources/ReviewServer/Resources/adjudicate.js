// The adjudicator's page: active time goes with the form, and 1 to 7 press its buttons.
"use strict";
(() => {
  const clock = new ActiveTime();
  clock.restart();
  const form = document.querySelector("form .answers").closest("form");
  form.addEventListener("submit", () => {
    document.getElementById("active").value = String(clock.milliseconds);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const button = form.querySelector('[aria-keyshortcuts="' + CSS.escape(event.key) + '"]');
    if (button) { event.preventDefault(); form.requestSubmit(button); }
  });
})();
