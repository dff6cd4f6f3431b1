// Keeps answers in the browser until the server has said that they are durable, and sends them in
// order. Each has a key of its own: however often it is sent, it is carried out once.
"use strict";
class Outbox {
  constructor(owner, tell) {
    this.name = "lookalike-outbox-" + owner;
    this.tell = tell;
    this.wait = 500;
    this.memory = null;   // what the browser refuses to store
    addEventListener("beforeunload", (event) => { if (this.memory) event.preventDefault(); });
    addEventListener("online", () => this.flush());
    addEventListener("storage", (event) => { if (event.key === this.name) this.flush(); });
  }

  get waiting() {
    if (this.memory) return this.memory;
    try {
      return JSON.parse(localStorage.getItem(this.name)) || [];
    } catch {
      return [];
    }
  }

  // A full or forbidden storage must not lose an answer: then it is kept as long as the page is open.
  set waiting(list) {
    this.memory = null;
    try {
      localStorage.setItem(this.name, JSON.stringify(list));
    } catch {
      if (list.length > 0) this.memory = list;
    }
  }

  static key() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  add(request) {
    this.waiting = [...this.waiting, { ...request, key: Outbox.key() }];
    this.tell("saving", this.waiting.length);   // at once: "saved" would still speak of earlier answers
    this.flush();
  }

  // Sends what waits; who asks while that goes on gets the same promise, and one more round follows.
  async flush() {
    if (this.running) {
      this.again = true;
      return this.running;
    }
    clearTimeout(this.timer);
    this.again = false;
    this.running = this.round();
    await this.running;
    this.running = null;
    return this.again ? this.flush() : undefined;
  }

  // One tab sends at a time, so that order holds.
  async round() {
    if (navigator.locks) {
      await navigator.locks.request(this.name, () => this.sendAll());
    } else {
      await this.sendAll();
    }
    if (this.waiting.length === 0) this.tell("saved", 0);
  }

  async sendAll() {
    while (this.waiting.length > 0) {
      this.tell("saving", this.waiting.length);
      const request = this.waiting[0];
      const outcome = await this.send(request);
      if (outcome === "later") {
        this.tell("waiting", this.waiting.length);
        this.timer = setTimeout(() => this.flush(), this.wait);
        this.wait = Math.min(15000, this.wait * 2);
        return;
      }
      if (outcome === "session") {
        this.tell("session", this.waiting.length);
        return;
      }
      this.wait = 500;
      this.waiting = this.waiting.filter((other) => other.key !== request.key);
      if (outcome === "refused") this.tell("refused", this.waiting.length);
    }
  }

  async send(request) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 20000);
    try {
      const answer = await fetch("/api/review/answers", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRF-Token": document.body.dataset.csrf },
        body: JSON.stringify(request),
        credentials: "same-origin",
        signal: stop.signal,
      });
      if (answer.ok) return "done";
      if (answer.status === 401 || answer.status === 403) return "session";
      if (answer.status >= 500 || answer.status === 408 || answer.status === 429) return "later";
      return "refused";
    } catch {
      return "later";
    } finally {
      clearTimeout(timer);
    }
  }

  // Resolves once nothing waits any more; false where that can't be now.
  async settled() {
    await this.flush();
    return this.waiting.length === 0;
  }
}
