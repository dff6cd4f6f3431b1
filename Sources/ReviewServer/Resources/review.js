// The review page: shows one pair after the other, takes answers, and never loses one.
"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const clock = new ActiveTime();
  const outbox = new Outbox(document.body.dataset.reviewer, tell);
  let work = null;    // the server's last word: study, state
  let items = [];     // pairs to do, the current one first
  let taken = [];     // answers given on this page, the last one last: {item, value}
  let undone = [];    // answers taken back, the last one last
  let sinceBreak = 0;
  let loading = false;
  let looking;        // the timer that looks for more pairs at the end
  let stale = true;   // the list must be asked for again, once nothing waits
  const view = { zoom: 100, contrast: 100, x: 0, y: 0 };

  function tell(kind, count) {
    const many = count === 1 ? "1 answer" : count + " answers";
    find("sync").textContent = {
      saved: work && work.state.done + taken.length > 0 ? "All answers are saved." : "",
      saving: "Saving…",
      waiting: "No connection: " + many + " kept in this browser, sent as soon as it is back.",
      session: "Your session is over: " + many
        + " kept in this browser. Open your invitation link again in this browser to send them.",
      refused: "An answer was not taken, because it was given before. The list is up to date again.",
    }[kind];
    find("sync").dataset.kind = kind;
    if (kind === "refused" || (kind === "saved" && stale)) load();
  }

  const speak = (text) => { find("spoken").textContent = text; };

  async function load() {
    stale = true;
    if (loading) return;
    loading = true;
    try {
      if (!await outbox.settled()) { render(); return; }
      const answer = await fetch("/api/review/work", { credentials: "same-origin" });
      if (answer.status === 401 || answer.status === 403) { tell("session", 0); return; }
      if (!answer.ok) throw new Error(String(answer.status));
      work = await answer.json();
      stale = false;
      items = work.items;
      taken = [];
      undone = [];
      render();
    } catch {
      find("sync").textContent = "No connection. Trying again…";
      setTimeout(load, 3000);
    } finally {
      loading = false;
    }
  }

  const address = (item, part) => "/api/review/pictures/" + item.assignment + "/" + part;

  function show(section) {
    for (const id of ["bench", "pause", "end"]) find(id).hidden = id !== section;
  }

  function render() {
    if (!work) return;
    const done = work.state.done + taken.length;
    find("progress").max = Math.max(1, work.state.total);
    find("progress").value = done;
    find("undo").disabled = find("end-undo").disabled = taken.length === 0 && !work.state.undo;
    find("redo").disabled = undone.length === 0 && !work.state.redo;
    if (items.length === 0) {
      if (done < work.state.total && !work.study.isClosed) {
        find("place").textContent = "Getting more pairs…";
        if (!loading) load();
        return;
      }
      clock.stop();
      find("place").textContent = done + " of " + work.state.total + " answered";
      const wasAtEnd = !find("end").hidden;
      find("end-text").textContent = work.study.isClosed ? "The study is closed."
        : "You answered all " + done + " pairs that there are for you. Thank you."
          + (work.study.mayGrow ? " More may come while others answer; this page looks for them." : "");
      find("end-undo").hidden = find("more").hidden = work.study.isClosed;
      show("end");
      if (!wasAtEnd) {
        find("end-title").focus();
        speak("That was all.");
      }
      clearTimeout(looking);
      if (work.study.mayGrow) looking = setTimeout(load, 30000);
      return;
    }
    clearTimeout(looking);
    const item = items[0];
    find("place").textContent = "Pair " + (done + 1) + " of " + work.state.total
      + (work.study.mayGrow ? " so far" : "");
    for (const part of ["probe", "candidate"]) {
      find(part).src = address(item, part);
    }
    const facts = [item.camera, item.address, item.time && item.time.replace("T", ", ")];
    find("facts").textContent = facts.filter(Boolean).join(" · ") || "Place and time unknown";
    find("shown").textContent = item.shown || "";
    find("show-frame").disabled = !item.hasFrame;
    if (!item.hasFrame) showFrame(false);
    if (!find("frame-box").hidden) showFrame(true);
    if (items[1]) {
      for (const part of ["probe", "candidate"]) new Image().src = address(items[1], part);
    }
    show("bench");
    speak("Pair " + (done + 1) + " of " + work.state.total + ". " + find("facts").textContent + ". "
      + find("shown").textContent);
    clock.restart();
  }

  function answer(value) {
    if (!work || find("bench").hidden || items.length === 0) return;
    const item = items.shift();
    taken.push({ item, value });
    undone = [];
    work.state.redo = null;
    outbox.add({
      action: "answer", assignment: item.assignment, value, activeMilliseconds: clock.stop(),
    });
    sinceBreak += 1;
    if (work.study.breakEvery > 0 && sinceBreak >= work.study.breakEvery && items.length > 0) {
      takeBreak();
    } else {
      render();
    }
  }

  async function undo() {
    if (!work || find("undo").disabled) return;
    const last = taken.pop();
    if (last) {
      outbox.add({ action: "undo", assignment: last.item.assignment });
      items.unshift(last.item);
      undone.push(last);
      render();
    } else {
      outbox.add({ action: "undo", assignment: work.state.undo });
      work.state.undo = null;
      await load();
    }
    speak("Taken back. " + find("place").textContent);
  }

  async function redo() {
    if (!work || find("redo").disabled) return;
    const last = undone.pop();
    if (last) {
      outbox.add({ action: "redo", assignment: last.item.assignment });
      items = items.filter((item) => item.assignment !== last.item.assignment);
      taken.push(last);
      render();
    } else {
      outbox.add({ action: "redo", assignment: work.state.redo });
      work.state.redo = null;
      await load();
    }
    speak("Answered again. " + find("place").textContent);
  }

  function takeBreak() {
    clock.stop();
    show("pause");
    find("pause-title").focus();
  }

  function goOn() {
    sinceBreak = 0;
    render();
  }

  function showFrame(on) {
    find("frame-box").hidden = !on;
    find("show-frame").setAttribute("aria-pressed", String(on));
    if (!on || !items[0]) return;
    find("frame").src = address(items[0], "frame");
    const box = items[0].box;
    find("frame-mark").hidden = !box;
    for (const side of ["left", "top", "width", "height"]) {
      if (box) find("frame-mark").style[side] = box[side] / 10 + "%";
    }
  }

  // Both pictures always have the same zoom, place and contrast.
  function draw() {
    const most = 50 * (1 - 100 / view.zoom);
    view.x = Math.max(-most, Math.min(most, view.x));
    view.y = Math.max(-most, Math.min(most, view.y));
    find("zoom").value = view.zoom;
    find("contrast").value = view.contrast;
    for (const id of ["probe", "candidate"]) {
      const style = find(id).style;
      style.transform = "scale(" + view.zoom / 100 + ") translate(" + view.x + "%, " + view.y + "%)";
      style.filter = "contrast(" + view.contrast + "%)";
    }
  }

  function change(name, by, least, most) {
    view[name] = Math.max(least, Math.min(most, view[name] + by));
    draw();
  }

  function move(x, y) {
    view.x += x;
    view.y += y;
    draw();
  }

  const reset = () => { Object.assign(view, { zoom: 100, contrast: 100, x: 0, y: 0 }); draw(); };

  const keys = {
    u: undo, r: redo, f: () => showFrame(find("frame-box").hidden && !find("show-frame").disabled),
    0: reset, p: () => (find("pause").hidden ? !find("bench").hidden && takeBreak() : goOn()),
    "+": () => change("zoom", 50, 100, 600), "=": () => change("zoom", 50, 100, 600),
    "-": () => change("zoom", -50, 100, 600),
    "[": () => change("contrast", -25, 50, 300), "]": () => change("contrast", 25, 50, 300),
  };
  for (const value of [-3, -2, -1, 0, 1, 2, 3]) keys[String(value + 4)] = () => answer(value);
  const arrows = { ArrowLeft: [5, 0], ArrowRight: [-5, 0], ArrowUp: [0, 5], ArrowDown: [0, -5] };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.classList.contains("view") && arrows[event.key]) {
      event.preventDefault();
      move(...arrows[event.key]);
      return;
    }
    if (!find("single-keys").checked || ["text", "password"].includes(event.target.type)) return;
    const act = keys[event.key.toLowerCase()];
    if (act) { event.preventDefault(); act(); }
  });

  for (const button of document.querySelectorAll(".answer")) {
    button.addEventListener("click", (event) => {
      // The second click of a double click is not an answer to the next pair.
      if (event.detail > 1) return;
      answer(Number(button.dataset.value));
    });
  }
  find("undo").addEventListener("click", undo);
  find("end-undo").addEventListener("click", undo);
  find("more").addEventListener("click", async () => {
    await load();
    if (!find("end").hidden) speak("There are no more pairs for you now.");
  });
  find("redo").addEventListener("click", redo);
  find("reset").addEventListener("click", reset);
  find("take-break").addEventListener("click", takeBreak);
  find("go-on").addEventListener("click", goOn);
  find("show-frame").addEventListener("click", () => showFrame(find("frame-box").hidden));
  for (const name of ["zoom", "contrast"]) {
    find(name).addEventListener("input", (event) => {
      view[name] = Number(event.target.value);
      draw();
    });
  }
  for (const box of document.querySelectorAll(".view")) {
    let from = null;
    box.addEventListener("pointerdown", (event) => {
      from = [event.clientX, event.clientY];
      box.setPointerCapture(event.pointerId);
    });
    box.addEventListener("pointermove", (event) => {
      if (!from) return;
      const scale = 100 / box.clientWidth / (view.zoom / 100);
      move((event.clientX - from[0]) * scale, (event.clientY - from[1]) * scale);
      from = [event.clientX, event.clientY];
    });
    for (const kind of ["pointerup", "pointercancel"]) {
      box.addEventListener(kind, () => { from = null; });
    }
  }
  const stored = "lookalike-single-keys";
  find("single-keys").checked = localStorage.getItem(stored) !== "off";
  find("single-keys").addEventListener("change", (event) => {
    localStorage.setItem(stored, event.target.checked ? "on" : "off");
  });
  draw();
  load();
})();
