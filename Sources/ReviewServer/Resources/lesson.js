// Asks the server for the result again when a slider moves. All numbers are computed there.
"use strict";
(() => {
  const form = document.querySelector("form[data-live]");
  const result = document.getElementById("result");
  const sentence = document.getElementById("sentence");
  if (!form || !result || !sentence) return;
  form.querySelector("button").hidden = true;

  function name(input) {
    const text = JSON.parse(input.dataset.labels)[Number(input.value)];
    input.setAttribute("aria-valuetext", text);
    document.getElementById(input.id + "-value").textContent = text;
  }
  const sliders = form.querySelectorAll("input[type=range]");
  sliders.forEach(name);

  let latest = 0;
  let waiting;
  async function ask() {
    const turn = ++latest;
    const query = new URLSearchParams(new FormData(form));
    try {
      const response = await fetch(form.dataset.live + "?" + query, { credentials: "same-origin" });
      const text = await response.text();
      if (turn !== latest) return;
      if (!response.ok) throw new Error(String(response.status));
      const parts = new DOMParser().parseFromString(text, "text/html").body;
      const open = new Set([...result.querySelectorAll("figure")].filter((f) => f.querySelector("details")?.open && window.Chart).map((f) => f.id));
      sentence.textContent = parts.querySelector("[data-sentence]").textContent;
      parts.querySelector("[data-sentence]").remove();
      result.replaceChildren(...parts.childNodes);
      window.lookalikeFigures?.drawAll(result, open);
      history.replaceState(null, "", "?" + query + "#answer");
    } catch {
      if (turn === latest) sentence.textContent = "The server did not answer. Move the slider again to try once more.";
    }
  }
  form.addEventListener("input", (event) => {
    if (event.target.type === "range") name(event.target);
    clearTimeout(waiting);
    waiting = setTimeout(ask, 120);
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
})();
