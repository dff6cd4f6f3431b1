// The auditor's pages: keeps the figures fresh, copies a link, takes a candidate list from a file.
"use strict";
(() => {
  // A double click makes one study and one invitation; coming back to the page makes it new again.
  let sent = new WeakSet();
  document.addEventListener("submit", (event) => {
    if (sent.has(event.target)) event.preventDefault();
    sent.add(event.target);
  });
  addEventListener("pageshow", () => { sent = new WeakSet(); });
  const address = document.body.dataset.live;
  if (address) {
    const refresh = async () => {
      try {
        const live = document.getElementById("live");
        // Not while somebody reads or tabs within it, and not in a hidden tab.
        if (document.visibilityState === "visible" && !live.contains(document.activeElement)) {
          const answer = await fetch(address, { credentials: "same-origin" });
          if (answer.ok) {
            const page = new DOMParser().parseFromString(await answer.text(), "text/html");
            for (const id of ["as-of", "live"]) {
              const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
              if (fresh && !fresh.isEqualNode(old)) old.replaceWith(document.adoptNode(fresh));
            }
          }
        }
      } catch {
        // The next round tries again.
      }
      setTimeout(refresh, 3000);
    };
    setTimeout(refresh, 3000);
  }
  const copy = document.getElementById("copy");
  if (copy) {
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById("link").textContent);
      copy.textContent = "Copied";
    });
  }
  const file = document.getElementById("field-file");
  if (file) {
    file.addEventListener("change", async () => {
      if (file.files[0]) document.getElementById("field-list").value = await file.files[0].text();
    });
  }
})();
