/* The page: numbers from its own data block, one week that map, curves and cards share, and the facts of a region. */

const data = JSON.parse(document.getElementById("data").textContent);
const $ = id => document.getElementById(id);
const number = value => Math.round(value).toLocaleString("en-GB");
const near = value => value < 100 ? number(value) : number(Number(value.toPrecision(2)));
const counted = (value, word) => `${near(value)} ${word}${near(value) === "1" ? "" : "s"}`;
const percent = share => share > 0 && share < .005 ? "under 1 %" : share >= .995 && share < 1 - 1e-9 ? "over 99 %" : `${Math.round(100 * share)} %`;

function element(tag, attributes, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
  made.append(...inside);
  return made;
}

class Page {
  constructor() {
    this.palette = data.palette;
    this.looks = data.looks;
    this.ground = data.ground;
    this.weeks = data.weeks;
    this.events = data.events;
    this.stops = data.stops || Array.from({ length: data.weeks + 1 }, (_, week) => week);
    this.start = Date.parse(data.start + "T00:00:00Z");
    const size = this.ground.ids.length;
    this.thin = new Set(this.ground.thin);
    this.war = this.openWar(size);
    this.scales = this.commonScales();
    this.week = this.weeks;
    this.map = new TheatreMap($("drawn"), data);
    this.fields = new Fields(data.fields, size);
    this.layers = this.openLayers();
    this.charts = this.openCharts();
    this.controls();
    this.go(this.weeks);
    document.fonts.ready.then(() => this.map.fit());
  }

  openWar(size) {
    if (data.arms) {
      const arm = name => new ManyWars({ ...data.arms, shares: data.arms[name] }, size, this.looks, this.stops);
      this.arms = { a: arm("a"), b: arm("b"), change: bytes(data.arms.change) };
      return this.arms.b;
    }
    return data.war.shares ? new ManyWars(data.war, size, this.looks, this.stops) : new OneWar(data.war, size);
  }

  openLayers() {
    if (this.arms) return this.armLayers();
    if (this.war.many) return this.oddsLayers(this.war);
    return [["Who holds what", week => this.held(week)], ...this.fieldLayers()];
  }

  isoOf(week) { return new Date(this.start + 7 * week * DAY).toISOString().slice(0, 10); }

  dateOf(week) {
    const day = new Date(this.start + 7 * week * DAY);
    return `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
  }

  /** Small charts of one row share their scale. */
  commonScales() {
    const scales = new Map();
    for (const { scale, lines } of data.charts) {
      if (!scale) continue;
      const high = Math.max(...lines.flatMap(line => line.rows[line.rows.length - 1]).filter(Number.isFinite));
      scales.set(scale, Math.max(high, scales.get(scale) || 0, 1));
    }
    return scales;
  }

  openCharts() {
    const room = $("charts");
    let row = null;
    return data.charts.map(spec => {
      if (spec.row && spec.row !== row) room.append(element("h3", { class: "row" }, spec.row));
      row = spec.row;
      const caption = element("figcaption", {}, element("b", {}, spec.title), " ", element("span", { class: "unit" }, spec.unit + (spec.unit && spec.note ? "." : "")));
      if (spec.note) caption.append(" ", element("span", { class: "note-line" }, spec.note));
      caption.append(element("span", { class: "now" }));
      const figure = element("figure", { class: spec.wide ? "wide" : spec.small ? "small" : "" }, caption);
      room.append(figure);
      return new Chart(figure, spec, this);
    });
  }

  /* ---- layers of the map ---- */

  held(week) {
    const { holder, rival, hidden } = this.war.at(week);
    const keys = holder.map((side, region) => rival[region] >= 0 ? 1000 + 20 * side + rival[region] : 2 * side + (this.thin.has(region) ? 1 : 0));
    const look = key => {
      const side = key >= 1000 ? Math.floor((key - 1000) / 20) : key >> 1, own = this.looks[side];
      if (key >= 1000) return { holder: side, fill: patterns => patterns.contested(own, this.looks[(key - 1000) % 20]) };
      return key & 1 ? { holder: side, vague: true, fill: () => own.thin } : { holder: side, fill: patterns => patterns.held(own) };
    };
    const key = this.present(holder).map(side => [this.looks[side].name, patterns => patterns.held(this.looks[side]), this.looks[side].code]);
    key.push(["empty country, thinly held", () => this.looks[holder.find((side, region) => this.thin.has(region)) ?? 0].thin]);
    key.push(["contested", patterns => patterns.contested(this.looks[0], this.looks[2])]);
    if (hidden.length) key.push(["\u00d7 IS rules by night", () => "none"]);
    return { keys, look, hidden, ribbons: true, key };
  }

  present(holder) {
    const area = new Map();
    holder.forEach(side => area.set(side, 1));
    return this.looks.map((look, side) => side).filter(side => area.has(side));
  }

  fieldLayers() {
    if (!this.fields.kept) return [];
    const civil = this.palette.ink, fighters = "#A79C8B", fled = "#8A6F3C";
    return [
      ["People killed here so far", week => this.circled(week, [
        ["civilians", "deaths.civilians", () => civil, ["deaths.civilians"]],
        ["with fighters", "deaths.civilians", () => fighters, ["deaths.civilians", "deaths.fighters"]],
      ])],
      ["People who fled from here so far", week => this.circled(week, [["people", "fled", () => fled, ["fled"]]])],
      ["Local men of the holder", week => this.circled(week, [["men", "strength", side => this.looks[side].line, ["strength"]]])],
      ["How well supplied", week => this.supplied(week)],
    ];
  }

  /** Pale holders under circles by area: numbers of people belong to a place, not to its square kilometres. */
  circled(week, rows) {
    const { holder } = this.war.at(week), all = rows[rows.length - 1][3];
    const sum = (names, region) => names.reduce((total, name) => total + this.fields.at(name, week, region), 0);
    const most = all.reduce((total, name) => total + this.fields.most(name), 0) || 1;
    const radius = value => 26 * Math.sqrt(value / most);
    const circles = [...rows].reverse().flatMap(([, , fill, names]) => this.ground.ids
      .map((_, region) => ({ region, radius: radius(sum(names, region)), fill: fill(holder[region]) }))
      .filter(circle => circle.radius > .7).sort((a, b) => b.radius - a.radius));
    const key = this.present(holder).map(side => [this.looks[side].name, () => this.looks[side].thin, this.looks[side].code]);
    const step = 10 ** Math.floor(Math.log10(most / 2 || 1));
    for (const [words, , fill] of rows) if (words !== "men") key.push([words, () => fill(0)]);
    key.push([`a circle of this size: ${number(step)}`, null, null, radius(step)]);
    return { keys: holder, look: side => ({ holder: side, fill: () => this.looks[side].thin }), circles, key };
  }

  supplied(week) {
    const limits = [.5, .65, .8, .95];
    const keys = this.ground.ids.map((_, region) => limits.filter(limit => this.fields.at("supply", week, region) >= limit).length);
    const words = ["under 50 %", "50 to 65 %", "65 to 80 %", "80 to 95 %", "95 % and more"];
    return { keys, look: key => ({ fill: () => data.steps[key] }), key: words.map((each, key) => [`${each} of its need`, () => data.steps[key]]) };
  }

  oddsLayers(war) {
    const sides = war.sides.map((side, row) => [`How likely ${this.looks[side].name} holds it`, week => this.likely(war, week, row)]);
    return [["Who most likely holds it", week => this.likeliest(war, week)], ...sides];
  }

  armLayers() {
    const { a, b } = this.arms, moved = this.looks.findIndex(look => look.side === data.arms.most);
    const rows = b.sides.map((side, row) => [side, row]).sort((one, other) => (other[0] === moved) - (one[0] === moved));
    return [
      ...rows.map(([side, row]) => [`Change with B: ${this.looks[side].name}`, week => this.moved(week, row)]),
      ["A: who most likely holds it", week => this.likeliest(a, week)],
      ["B: who most likely holds it", week => this.likeliest(b, week)],
    ];
  }

  /** Where one holder is more or less likely with B; paper where that is small or cannot be told from none. */
  moved(week, row) {
    const { b, change } = this.arms, size = this.ground.ids.length;
    const from = (b.place.get(week) * b.sides.length + row) * size;
    const keys = Array.from(change.subarray(from, from + size));
    const fill = key => patterns => key > 3 ? patterns.dotted(data.difference[key]) : data.difference[key];
    const [small, middle, large] = data.arms.limits.map(limit => Math.round(100 * limit));
    const words = [
      `less likely with B by ${large} points or more`, `${middle} to ${large} less`, `${small} to ${middle} less`,
      `under ${small}, or not to be told from none`, `${small} to ${middle} more`, `${middle} to ${large} more`,
      `more likely with B by ${large} or more`,
    ];
    const key = words.map((each, place) => [each, fill(place)]);
    if (keys.every(each => each === 3)) key.push([`On this date no region clearly differs by ${small} points or more.`, null]);
    return { keys, look: each => ({ fill: fill(each) }), key };
  }

  likeliest(war, week) {
    const { holder, odds, runner } = war.at(week);
    const keys = holder.map((side, region) => odds[region] >= .7 ? 2 * side + (odds[region] >= .9 ? 0 : 1) : 1000 + 20 * side + runner[region]);
    const pale = (side, share) => mix(this.looks[side].fill, "#ffffff", share);
    const look = key => {
      if (key < 1000) return { holder: key >> 1, fill: () => pale(key >> 1, key & 1 ? .32 : 0) };
      const side = Math.floor((key - 1000) / 20);
      return { holder: side, vague: true, fill: patterns => patterns.doubt(pale(side, .62), this.looks[(key - 1000) % 20]) };
    };
    const key = this.present(holder).map(side => [this.looks[side].name, () => this.looks[side].fill, this.looks[side].code]);
    key.push(["in 70 to 90 % of runs", () => pale(holder[0], .32)]);
    key.push(["in fewer than 70 %: hatched in the colour of the next", patterns => patterns.doubt(pale(0, .62), this.looks[4])]);
    return { keys, look, key };
  }

  likely(war, week, row) {
    const own = this.looks[war.sides[row]], steps = [.05, .25, .5, .75, .95];
    const keys = this.ground.ids.map((_, region) => steps.filter(step => war.share(week, row, region) >= step).length);
    const fill = key => key < 3 ? mix("#ffffff", own.fill, key / 3) : mix(own.fill, own.line, (key - 3) / 2);
    const words = ["under 5 % of runs", "5 to 25 %", "25 to 50 %", "50 to 75 %", "75 to 95 %", "95 % and more"];
    return { keys, look: key => ({ fill: () => fill(key) }), key: words.map((each, key) => [each, () => fill(key)]) };
  }

  /* ---- one week for all ---- */

  /** Go to the stop nearest to a week. */
  go(week) {
    const far = this.stops.map(stop => Math.abs(stop - week));
    this.step(far.indexOf(Math.min(...far)));
  }

  step(place) {
    this.place = Math.max(0, Math.min(this.stops.length - 1, place));
    this.week = this.stops[this.place];
    $("week").value = this.place;
    $("week").setAttribute("aria-valuetext", this.dateOf(this.week));
    $("date").textContent = this.dateOf(this.week);
    this.frame();
    for (const chart of this.charts) chart.read(this.week);
  }

  frame() {
    const frame = this.layers[$("layer").selectedIndex < 0 ? 0 : $("layer").selectedIndex][1](this.week);
    this.map.show(frame);
    this.legend(frame.key);
    this.shares();
    this.facts(this.map.picked);
  }

  legend(rows) {
    const room = $("legend");
    room.replaceChildren();
    for (const [words, fill, code, radius] of rows) {
      const row = element("li");
      const paint = fill ? fill(this.map.patterns) : "none";
      if (radius) {
        const svg = draw("svg", { viewBox: `${-radius - 1} ${-radius - 1} ${2 * radius + 2} ${2 * radius + 2}`, style: `width:${2 * radius + 2}px;height:${2 * radius + 2}px;vertical-align:middle`, "aria-hidden": "true" }, row);
        draw("circle", { r: radius, fill: "none", stroke: "#1E2329" }, svg);
      }
      if (paint !== "none") {
        const svg = draw("svg", { viewBox: `0 0 ${30 * this.map.scale} ${17 * this.map.scale}`, "aria-hidden": "true" }, row);
        draw("rect", { width: "100%", height: "100%", fill: paint, stroke: "#0005" }, svg);
        if (code) draw("text", { x: "50%", y: "74%", "text-anchor": "middle", "font-size": 12 * this.map.scale, "font-weight": 600, "paint-order": "stroke", stroke: "#fff", "stroke-width": 3 * this.map.scale }, svg).textContent = code;
      }
      row.append(words);
      room.append(row);
    }
  }

  /** Bars of land and people by holder; over many runs, the mean; of two arms, each. */
  shares() {
    const { ground } = this, room = $("shares");
    room.replaceChildren();
    const rows = [["Land", ground.km2], ["People, by their homes of 2015", ground.people]];
    const wars = this.arms ? [[" in A", this.arms.a], [" in B", this.arms.b]] : [["", this.war]];
    for (const [what, weight] of rows) for (const [where, war] of wars) {
      room.append(element("p", { class: "small quiet", style: "margin-bottom:2px" }, what + where), this.bar(war, weight));
    }
  }

  bar(war, weight) {
    const order = [0, 6, 2, 3, 7, 5, 4, 9, 1, 8], sums = this.looks.map(() => 0);
    const total = weight.reduce((a, b) => a + b, 0), bar = element("div", { class: "stack", role: "img" }), said = [];
    if (war.many) war.sides.forEach((side, row) => weight.forEach((each, region) => { sums[side] += each * war.share(this.week, row, region); }));
    else war.at(this.week).holder.forEach((side, region) => { sums[side] += weight[region]; });
    for (const side of order) {
      const share = sums[side] / total, look = this.looks[side];
      if (share < .002) continue;
      said.push(`${look.short} ${percent(share)}`);
      bar.append(element("span", { style: `flex:${share};background:${look.fill};color:${look.ink}`, title: `${look.name} ${percent(share)}` }, this.label(share, look)));
    }
    bar.setAttribute("aria-label", said.join(", "));
    return bar;
  }

  /** What fits into a part of a bar: name and share, the letter, or nothing. */
  label(share, look) {
    const words = `${look.short} ${percent(share)}`;
    return 36 * share > words.length ? words : share > .05 ? look.code : "";
  }

  facts(region) {
    const room = $("facts"), { ground, war, week } = this;
    if (region === null) return;
    room.replaceChildren(element("h3", {}, ground.names[region]), element("p", { class: "small quiet" }, `${ground.kinds[region].replaceAll("_", " ")} in ${ground.governorates[ground.governorate[region]]}`));
    const list = element("dl");
    const say = (head, ...words) => list.append(element("dt", {}, head), element("dd", {}, ...words));
    const swatch = side => element("span", { class: "swatch", style: `background:${this.looks[side].fill}` });
    if (this.arms) {
      const { a, b } = this.arms, rows = b.sides.map((side, row) => [side, a.share(week, row, region), b.share(week, row, region)]);
      for (const [side, inA, inB] of rows) if (inA + inB > 0) say(this.looks[side].name, swatch(side), `A ${percent(inA)}, B ${percent(inB)} of runs`);
    } else if (war.many) {
      const rows = war.sides.map((side, row) => [side, war.share(week, row, region)]).filter(([, share]) => share > 0).sort((a, b) => b[1] - a[1]);
      for (const [side, share] of rows) say(this.looks[side].name, swatch(side), `${percent(share)} of runs`);
    } else {
      const now = war.at(week);
      say("Held by", swatch(now.holder[region]), this.looks[now.holder[region]].name);
      if (now.rival[region] >= 0) say("Attacked that week by", swatch(now.rival[region]), this.looks[now.rival[region]].name);
      if (now.hidden.includes(region)) say("By night", "IS");
    }
    if (ground.people[region]) say("People in 2015", near(ground.people[region]));
    if (this.fields.kept) {
      const at = name => this.fields.at(name, week, region);
      say("People here now", near(at("people")));
      say("Killed here so far", `${counted(at("deaths.civilians"), "civilian")}, ${counted(at("deaths.fighters"), "fighter")}`);
      say("Fled so far", near(at("fled")));
      say("Local men", near(at("strength")));
      say("Supply", percent(at("supply")));
    }
    say("Area", `${number(ground.km2[region])} km\u00b2`);
    room.append(list);
    if (war.many) return;
    const story = war.story(region);
    const steps = element("ol");
    for (const [when, side] of story) steps.append(element("li", {}, swatch(side), `${when ? "by " + this.dateOf(when) : "at the start"}: ${this.looks[side].name}`));
    room.append(steps);
  }

  /* ---- controls ---- */

  controls() {
    for (const name of Object.keys(this.ground.views)) $("view").append(element("option", {}, name));
    for (const [name] of this.layers) $("layer").append(element("option", {}, name));
    $("layer").closest("label").hidden = this.layers.length < 2;
    for (const id of ["week", "back", "on", "play"]) $(id).hidden = this.stops.length < 2;
    $("view").addEventListener("change", () => this.map.setView($("view").value));
    $("layer").addEventListener("change", () => this.frame());
    $("week").addEventListener("input", () => this.step(+$("week").value));
    $("back").addEventListener("click", () => this.step(this.place - 1));
    $("on").addEventListener("click", () => this.step(this.place + 1));
    $("play").addEventListener("click", () => this.play());
    $("drawn").addEventListener("pick", event => this.facts(event.detail));
    $("save").addEventListener("click", () => this.save());
    this.finder();
    window.addEventListener("beforeprint", () => {
      this.map.fit(440, 900);
      for (const each of document.querySelectorAll("details:not(.long)")) each.open = true;
      for (const chart of this.charts) chart.forPaper();
    });
    window.addEventListener("afterprint", () => {
      this.map.fit();
      for (const chart of this.charts) chart.draw();
    });
    document.addEventListener("click", event => {
      const to = event.target.closest("[data-week]");
      if (to) this.jump(+to.dataset.week, to.dataset.region);
    });
    if ($("sift")) $("sift").addEventListener("input", () => this.sift($("sift").value.trim().toLowerCase()));
  }

  /** Find a place by its name, or by how it begins; where several begin so, a city before a town, large before small. */
  finder() {
    const plain = text => text.toLowerCase().normalize("NFD").replace(/[^a-z0-9]+/g, " ").trim();
    const { names, kinds, people } = this.ground, known = [];
    names.forEach((name, region) => {
      if (kinds[region] === "empty country") return;
      known.push([plain(name), region]);
      $("all-places").append(element("option", { value: name }));
    });
    known.sort((a, b) => people[b[1]] - people[a[1]]);
    $("find").addEventListener("input", () => {
      const wanted = plain($("find").value);
      if (wanted.length < 2) return;
      const bare = name => name.replace(/^(al|as|ar|at|az|an|ash|ad) /, "");
      const found = known.find(([name]) => name === wanted) || known.find(([name]) => name.startsWith(wanted) || bare(name).startsWith(wanted))
        || known.find(([name]) => name.includes(wanted));
      if (found) this.find(found[1]);
      else this.nowhere($("find").value);
    });
  }

  nowhere(name) {
    this.map.pick(null);
    $("facts").replaceChildren(element("p", { class: "quiet" }, `No place on this map begins with \u201c${name}\u201d. The list in the field has all names.`));
  }

  find(region) {
    if (!this.map.shows(region)) { $("view").selectedIndex = 0; this.map.setView($("view").value); }
    this.map.pick(region);
  }

  jump(week, region) {
    this.go(week);
    const row = this.ground.ids.indexOf(region);
    if (row >= 0) this.find(row);
    $("h-map").scrollIntoView();
    $("drawn").focus({ preventScroll: true });
  }

  play() {
    if (this.timer) return this.stop();
    const last = this.stops.length - 1;
    if (this.place >= last) this.step(0);
    $("play").textContent = "❚❚";
    $("play").setAttribute("aria-label", "Stop");
    this.hush("off");
    this.timer = setInterval(() => this.place < last ? this.step(this.place + 1) : this.stop(), this.arms ? 900 : 180);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    $("play").textContent = "▶";
    $("play").setAttribute("aria-label", "Play");
    this.hush("polite");
  }

  /** While weeks run by, a reader would never get to the end of a sentence. */
  hush(how) {
    for (const name of ["facts", "date"]) $(name).setAttribute("aria-live", how);
  }

  sift(words) {
    for (const row of $("sifted").tBodies[0].rows) row.hidden = !row.textContent.toLowerCase().includes(words);
  }

  save() {
    const shares = ["5 %", "25 %", "median", "75 %", "95 %"], many = data.runs > 1, quote = text => `"${String(text).replaceAll('"', '""')}"`;
    const told = spec => [spec.unit, spec.calm || spec.note].filter(Boolean).join("; ").replace(/\.$/, "").toLowerCase();
    const columns = data.charts.flatMap(spec => spec.lines.flatMap(line => line.rows.map((row, i) => [
      `${[spec.row, spec.title].filter(Boolean).join(": ")}, ${line.name} [${told(spec)}]${many ? " " + shares[line.rows.length === 5 ? i : 2] : ""}`, row])));
    const lines = [["week", "begins", ...columns.map(([name]) => quote(name))].join(",")];
    for (let week = 0; week < this.weeks; week += 1) lines.push([week, this.isoOf(week), ...columns.map(([, row]) => row[week] ?? "")].join(","));
    const link = element("a", { href: URL.createObjectURL(new Blob([lines.join("\n") + "\n"], { type: "text/csv" })), download: "curves.csv" });
    link.click();
    URL.revokeObjectURL(link.href);
  }
}

if ($("drawn")) new Page();
