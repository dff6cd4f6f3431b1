// Counts the time that somebody spends on a pair: the page is visible, and something was done on it
// within the last 30 seconds.
"use strict";
class ActiveTime {
  constructor(idleMilliseconds = 30000) {
    this.idle = idleMilliseconds;
    this.total = 0;
    this.running = false;
    this.last = performance.now();
    this.touched = this.last;
    for (const kind of ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"]) {
      addEventListener(kind, () => this.touch(), { passive: true, capture: true });
    }
    document.addEventListener("visibilitychange", () => this.tick());
    setInterval(() => this.tick(), 500);
  }

  // What passed since the last tick counts up to the moment at which idling began.
  tick() {
    const now = performance.now();
    if (this.running && !this.wasHidden) {
      this.total += Math.max(0, Math.min(now, this.touched + this.idle) - this.last);
    }
    this.last = now;
    this.wasHidden = document.visibilityState !== "visible";
  }

  touch() {
    this.tick();
    this.touched = performance.now();
  }

  restart() {
    this.tick();
    this.total = 0;
    this.touched = performance.now();
    this.running = true;
  }

  stop() {
    this.tick();
    this.running = false;
    return this.milliseconds;
  }

  get milliseconds() {
    this.tick();
    return Math.min(3600000, Math.round(this.total));
  }
}
