/* Who held what and what happened in each region, week by week, out of the numbers of the page. */

const bytes = text => Uint8Array.from(atob(text), sign => sign.charCodeAt(0));

/** Holders of one run: any week's state from the start and the changes. */
class OneWar {
  constructor(war, size) {
    this.start = bytes(war.start);
    this.changes = { holders: war.holders, rivals: war.rivals, hidden: war.hidden };
    this.size = size;
    this.many = false;
  }

  at(week) {
    const holder = Array.from(this.start), rival = Array(this.size).fill(-1), dark = Array(this.size).fill(0);
    const into = { holders: holder, rivals: rival, hidden: dark };
    for (const [name, rows] of Object.entries(this.changes)) {
      for (let i = 0; i < rows.length && rows[i] <= week; i += 3) into[name][rows[i + 1]] = rows[i + 2];
    }
    return { holder, rival, hidden: dark.flatMap((on, region) => on ? [region] : []) };
  }

  story(region) {
    const rows = this.changes.holders, found = [[0, this.start[region]]];
    for (let i = 0; i < rows.length; i += 3) if (rows[i + 1] === region) found.push([rows[i], rows[i + 2]]);
    return found;
  }
}

/** What happened in each region, week by week, in whole steps. */
class Fields {
  constructor(rows, size) {
    this.size = size;
    this.rows = new Map(Object.entries(rows).map(([name, { step, values }]) => {
      const raw = bytes(values);
      const counts = Array.from(new Uint16Array(raw.buffer, 0, raw.length / 2), each => (each & 8191) * 4 ** (each >> 13));
      return [name, { step, values: counts }];
    }));
  }

  get kept() { return this.rows.size > 0; }

  at(name, week, region) {
    const { step, values } = this.rows.get(name);
    return step * values[week * this.size + region];
  }

  most(name) {
    const { step, values } = this.rows.get(name);
    return step * values.reduce((a, b) => Math.max(a, b), 0);
  }
}

/** Shares of runs of many wars. */
class ManyWars {
  constructor(war, size, looks, stops) {
    this.place = new Map(stops.map((week, place) => [week, place]));
    this.shares = bytes(war.shares);
    this.step = war.step;
    this.sides = war.sides.map(side => looks.findIndex(look => look.side === side));
    this.size = size;
    this.many = true;
  }

  share(week, side, region) {
    return this.shares[(this.place.get(week) * this.sides.length + side) * this.size + region] / this.step;
  }

  at(week) {
    const holder = [], odds = [], runner = [];
    for (let region = 0; region < this.size; region += 1) {
      let best = 0, second = 0, first = -1, other = -1;
      this.sides.forEach((side, row) => {
        const share = this.share(week, row, region);
        if (share > best) { second = best; other = first; best = share; first = side; }
        else if (share > second) { second = share; other = side; }
      });
      holder.push(first);
      odds.push(best);
      runner.push(other < 0 ? first : other);
    }
    return { holder, odds, runner };
  }
}
