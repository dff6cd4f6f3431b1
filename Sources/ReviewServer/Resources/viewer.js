// Hands a file to the server and shows what it draws of it.
"use strict";
(() => {
  const file = document.getElementById("field-file");
  const status = document.getElementById("viewer-status");
  const place = document.getElementById("report");
  if (!file) return;
  document.getElementById("with-script").hidden = false;
  const most = Number(document.body.dataset.most);
  file.addEventListener("change", async () => {
    const chosen = file.files[0];
    if (!chosen) return;
    place.replaceChildren();
    if (chosen.size > most) {
      status.textContent = "This file is larger than the " + Math.floor(most / 1048576) + " MB that the viewer takes.";
      return;
    }
    status.textContent = "Reading " + chosen.name + " …";
    try {
      const response = await fetch("/viewer", {
        method: "POST", body: await chosen.text(), credentials: "same-origin",
        headers: { "Content-Type": "application/json", Accept: "text/html", "X-CSRF-Token": document.body.dataset.csrf ?? "" },
      });
      const parts = new DOMParser().parseFromString(await response.text(), "text/html");
      if (!response.ok) {
        status.textContent = parts.querySelector(".summary")?.textContent ?? "The server refused the file.";
        return;
      }
      place.replaceChildren(...parts.body.childNodes);
      status.textContent = chosen.name + " is shown below.";
      window.lookalikeFigures?.drawAll(place);
      place.focus();
    } catch {
      status.textContent = "The server did not answer.";
    }
  });
})();
