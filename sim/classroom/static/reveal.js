/* The weeks of a month, one after another: who holds what after each, and what was heard. Steps, never slides. */

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export class Reveal {
  /**
   * @param {() => void} changed called at every step
   * @param {number} pace time for a week [ms]
   * @param {boolean} [alone] whether weeks go by although less motion was asked for: where nobody can press a button
   */
  constructor(changed, pace, alone = false) {
    Object.assign(this, { changed, pace, alone, at: 0, weeks: [], key: "", told: null, playing: false });
  }

  /** @param {any} state */
  take(state) {
    const told = state.reveal, key = told ? `${state.game.scenario} ${state.game.seed} ${state.game.branch} ${state.turn} ${told.from}` : "";
    this.told = told;
    this.start = state.map ? state.map.holders : "";
    if (key === this.key) return;
    this.key = key;
    this.weeks = told ? told.weeks : [];
    this.at = told && sessionStorage.getItem("seen") === key ? this.weeks.length : 0;
    if (told && (this.alone || !still()) && !this.done) this.play();
    else this.pause();
  }

  get open() { return this.weeks.length > 0; }

  get done() { return this.at >= this.weeks.length; }

  /** The week that is shown; null before the first. */
  get week() { return this.weeks[this.at - 1] || null; }

  /** The last week that may be told of. @returns {number} */
  get last() { return this.told ? this.week ? this.week.week : this.told.from : Infinity; }

  /** Who holds what after the week that is shown. @returns {string} */
  holders() {
    const holders = [...this.start];
    for (const week of this.weeks.slice(0, this.at)) for (const [region, side] of week.changes) holders[region] = String(side);
    return holders.join("");
  }

  /** What to mark on the map. */
  marks() {
    const { week } = this;
    return week ? { changed: week.changes.map(([region]) => region), battles: week.battles.map(([region]) => region) } : {};
  }

  /** What was heard in the weeks that were shown. @returns {string[]} */
  heard() { return this.weeks.slice(0, this.at).flatMap(week => week.headlines); }

  go(at) {
    this.at = Math.max(0, Math.min(this.weeks.length, at));
    if (this.done) {
      this.pause();
      sessionStorage.setItem("seen", this.key);
    }
    this.changed();
  }

  play() {
    this.pause();
    if (this.done) this.at = 0;
    this.playing = true;
    this.timer = setInterval(() => this.go(this.at + 1), this.pace);
    this.changed();
  }

  pause() {
    clearInterval(this.timer);
    this.playing = false;
  }
}
