/* The time that is left: the deadline is a moment of the server's clock, so a wrong clock here does no harm. */

import { t } from "/static/words.js";

export class Clock {
  /**
   * @param {HTMLElement} room where the time stands
   * @param {{now: () => number}} line
   * @param {(words: string) => void} [warn] told once when a minute is left
   */
  constructor(room, line, warn) {
    this.room = room;
    this.line = line;
    this.warn = warn;
    this.clock = null;
    setInterval(() => this.tick(), 250);
  }

  /** @param {{deadline: number | null, paused: boolean, left: number | null, time_up: boolean}} clock */
  set(clock) {
    if (!this.clock || clock.deadline !== this.clock.deadline) this.warned = false;
    this.clock = clock;
    this.tick();
  }

  /** Seconds that are left; null where no clock runs. @returns {number | null} */
  left() {
    const { clock } = this;
    if (!clock) return null;
    if (clock.paused || clock.deadline === null) return clock.left ?? null;
    return Math.max(0, clock.deadline - this.line.now());
  }

  tick() {
    const left = this.left(), { clock, room } = this;
    if (!clock) return;
    const whole = left === null ? 0 : Math.ceil(left - .05), up = left !== null && whole <= 0;
    const shown = left === null ? "" : up ? t("common.time") : `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
    if (room.textContent !== shown) room.textContent = shown;
    room.classList.toggle("short", left !== null && whole <= 60);
    if (left !== null && !clock.paused && whole <= 60 && whole > 50 && !this.warned) {
      this.warned = true;
      if (this.warn) this.warn(t("common.minute_left"));
    }
  }
}
