/* The set of orders of a month as it is being written: kept in this tab until the server has it, and sent as it grows.

   A draft belongs to a seat, a branch and a turn. It outlives a reload, a server that went away, and a month that
   closed too early: then its text is kept to be used again. */

const PARTS = ["by", "verb", "reason", "governorate", "level", "stance", "partner", "focus", "fifths", "manner", "against", "to", "of", "terms", "party", "window"];

/** A row as the server takes it. */
export const plain = row => Object.fromEntries(PARTS.filter(name => row[name] !== undefined && row[name] !== "").map(name => [name, row[name]]));
const same = (a, b) => JSON.stringify(a.map(plain)) === JSON.stringify(b.map(plain));
const nothing = () => ({ rows: [], base: 0, dirty: false, form: null, statement: null, aims: null, month: "" });

/** What was kept under a name; nothing if it is no draft. */
function read(name) {
  try { return JSON.parse(sessionStorage.getItem(name)) || {}; } catch { return {}; }
}

export class Draft {
  /** @param {{act: Function, state: any}} line @param {string} seat @param {() => void} changed */
  constructor(line, seat, changed) {
    this.line = line;
    this.seat = seat;
    this.changed = changed;
    this.key = "";
    this.kept = [];
    Object.assign(this, nothing(), { rulings: [], conflict: null, fault: "", saving: false });
  }

  /** Take what the server says: its set, unless ours is newer. @param {any} state */
  take(state) {
    const { scenario, seed, branch } = state.game;
    this.home = `draft ${this.seat} ${scenario} ${seed} `;
    const key = `${this.home}${branch} ${state.turn}`;
    if (key !== this.key) this.open(key, state);
    this.turn = state.turn;
    this.state = state;
    const told = state.orders;
    if (this.dirty && !this.saving && same(this.rows, told.orders)) this.dirty = false;
    if (!this.dirty && !this.saving && told.version >= this.base) {
      this.rows = told.orders;
      this.rulings = told.rulings;
      this.base = told.version;
    }
    if (this.dirty && !this.saving && !this.conflict) this.save();
  }

  open(key, state) {
    this.key = key;
    Object.assign(this, nothing(), { rulings: [], conflict: null, fault: "" });
    Object.assign(this, read(key));
    this.month = state.month;
    this.kept = Object.keys(sessionStorage).filter(name => name.startsWith(this.home) && name !== key).map(name => ({ name, rows: [], ...read(name) }))
      .filter(each => each.dirty || each.form?.reason || each.statement);
  }

  keep() {
    const { rows, base, dirty, form, statement, aims, month } = this;
    sessionStorage.setItem(this.key, JSON.stringify({ rows: rows.map(plain), base, dirty, form, statement, aims, month }));
  }

  /** Keep something that is half typed: the form of an order, a statement, aims. @param {Record<string, any>} parts */
  type(parts) {
    Object.assign(this, parts);
    this.keep();
  }

  /** Drop an older text. @param {string} name */
  drop(name) {
    sessionStorage.removeItem(name);
    this.kept = this.kept.filter(each => each.name !== name);
    this.changed();
  }

  /** Whether orders can be changed now. */
  get open_() { return this.state.phase === "planning" && !this.state.orders.submitted && !this.state.seat.lent; }

  /** Put another set in the place of this one. @param {any[]} rows */
  set(rows) {
    const judged = this.rows.map((row, at) => [row, this.rulings[at]]);
    this.rulings = rows.map(row => judged.find(([old, ruling]) => ruling && same([row], [old]))?.[1] || { accepted: true, reason: "" });
    this.rows = rows;
    this.dirty = true;
    this.fault = "";
    this.keep();
    this.changed();
    this.save();
  }

  /** Send what is there until the server has just that. */
  async save() {
    if (this.saving || this.conflict || this.state.phase !== "planning") return;
    this.saving = true;
    const { key } = this, sent = this.rows;
    const answer = await this.line.act("orders", { turn: this.turn, version: this.base, orders: sent.map(plain), submit: false });
    this.saving = false;
    if (key !== this.key) { this.changed(); return; }
    if (answer.status === 200) {
      this.base = answer.version;
      this.rulings = answer.rulings;
      this.fault = "";
      this.dirty = !same(this.rows, sent);
      this.keep();
      if (this.dirty) { this.save(); return; }
      if (this.line.state) this.take(this.line.state);
    } else this.refused(answer);
    this.changed();
  }

  refused(answer) {
    this.fault = answer.text || "";
    if (answer.rulings) this.rulings = answer.rulings;
    if (answer.fault === "conflict") this.conflict = answer;
  }

  /** Take the other's set. */
  loadTheirs() {
    const { orders, version } = this.conflict;
    Object.assign(this, { rows: orders, rulings: orders.map(() => ({ accepted: true, reason: "" })), base: version, dirty: false, conflict: null, fault: "" });
    this.keep();
    if (this.line.state) this.take(this.line.state);
    this.changed();
  }

  /** Put ours in the place of the other's. */
  keepMine() {
    this.base = this.conflict.version;
    Object.assign(this, { conflict: null, fault: "", dirty: true });
    this.keep();
    this.changed();
    this.save();
  }

  /** Submit the set as it stands. */
  async submit() {
    this.saving = true;
    this.changed();
    const answer = await this.line.act("orders", { turn: this.turn, version: this.base, orders: this.rows.map(plain), submit: true });
    this.saving = false;
    if (answer.status === 200) {
      Object.assign(this, { base: answer.version ?? this.base, dirty: false, fault: "", form: null });
      this.keep();
    } else this.refused(answer);
    this.changed();
  }
}
