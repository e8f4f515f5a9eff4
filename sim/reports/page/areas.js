/* Areas of equal keys from the arcs between regions, as the printed maps have them: arcs between unlike keys are
   joined, rounded by cutting their corners (Chaikin 1974), and put together to rings. */

const OUTSIDE = -1;

function openArcs(rows) {
  return rows.map(([left, right, ...steps]) => {
    const points = [];
    let x = 0, y = 0;
    for (let i = 0; i < steps.length; i += 2) points.push([x += steps[i], y += steps[i + 1]]);
    const name = ([a, b]) => a + "," + b;
    return { left, right, points, from: name(points[0]), to: name(points[points.length - 1]) };
  });
}

function roundOff(points, rounds) {
  const first = points[0], last = points[points.length - 1];
  const closed = points.length > 3 && first[0] === last[0] && first[1] === last[1];
  for (; rounds > 0; rounds -= 1) {
    const cut = closed ? [] : [points[0]];
    for (let i = 0; i + 1 < points.length; i += 1) {
      const [ax, ay] = points[i], [bx, by] = points[i + 1];
      if (closed || i > 0) cut.push([.75 * ax + .25 * bx, .75 * ay + .25 * by]);
      if (closed || i + 2 < points.length) cut.push([.25 * ax + .75 * bx, .25 * ay + .75 * by]);
    }
    cut.push(closed ? cut[0] : points[points.length - 1]);
    points = cut;
  }
  return points;
}

/** Join arcs between unlike keys where only one pair of keys meets; each chain knows its keys to the left and right. */
function chainsOf(arcs, keyOf) {
  const at = new Map(), used = new Set(), chains = [];
  const key = region => region === OUTSIDE ? OUTSIDE : keyOf[region];
  const unlike = arcs.filter(arc => key(arc.left) !== key(arc.right));
  const note = (node, step) => at.has(node) ? at.get(node).push(step) : at.set(node, [step]);
  for (const arc of unlike) {
    note(arc.from, { arc, turned: false });
    note(arc.to, { arc, turned: true });
  }
  const sides = ({ arc, turned }) => turned ? [key(arc.right), key(arc.left)] : [key(arc.left), key(arc.right)];
  const next = (node, came) => {
    const met = at.get(node);
    if (met.length !== 2) return null;
    const on = met.find(step => step.arc !== came.arc);
    if (!on || used.has(on.arc)) return null;
    const [left, right] = sides(came), [l, r] = sides(on);
    return l === left && r === right ? on : null;
  };
  const through = node => {
    const met = at.get(node);
    if (met.length !== 2 || met[0].arc === met[1].arc) return false;
    const [a, b] = sides(met[0]), [c, d] = sides(met[1]);
    return a === d && b === c;
  };
  const walk = start => {
    const [left, right] = sides(start);
    const points = [];
    let step = start;
    while (step) {
      used.add(step.arc);
      const own = step.turned ? [...step.arc.points].reverse() : step.arc.points;
      points.push(...(points.length ? own.slice(1) : own));
      const end = step.turned ? step.arc.from : step.arc.to;
      step = through(end) ? next(end, step) : null;
    }
    chains.push({ left, right, raw: points });
  };
  for (const [node, met] of at) if (!through(node)) for (const step of met) if (!used.has(step.arc)) walk(step);
  for (const arc of unlike) if (!used.has(arc)) walk({ arc, turned: false });
  for (const chain of chains) {
    const outline = chain.left === OUTSIDE || chain.right === OUTSIDE;
    chain.points = outline ? chain.raw : roundOff(chain.raw, 2);
  }
  return chains;
}

const lineOf = points => {
  let d = "M" + points[0][0].toFixed(1) + " " + points[0][1].toFixed(1) + "L";
  for (let i = 1; i < points.length; i += 1) d += points[i][0].toFixed(1) + " " + points[i][1].toFixed(1) + " ";
  return d;
};

/** Return key -> path of its rings. */
function ringsOf(chains) {
  const byKey = new Map();
  const add = (key, points) => {
    if (key === OUTSIDE) return;
    if (!byKey.has(key)) byKey.set(key, []);
    byKey.get(key).push(points);
  };
  for (const { left, right, points } of chains) {
    add(left, points);
    add(right, [...points].reverse());
  }
  const name = ([x, y]) => x + "," + y;
  const paths = new Map();
  for (const [key, lines] of byKey) {
    const starts = new Map();
    for (const line of lines) {
      const node = name(line[0]);
      starts.has(node) ? starts.get(node).push(line) : starts.set(node, [line]);
    }
    let d = "";
    for (const line of lines) {
      if (line.done) continue;
      const first = name(line[0]);
      let ring = [], on = line;
      while (on) {
        on.done = true;
        ring = ring.concat(ring.length ? on.slice(1) : on);
        const node = name(ring[ring.length - 1]);
        on = node === first ? null : (starts.get(node) || []).find(each => !each.done);
      }
      d += lineOf(ring) + "Z";
    }
    for (const line of lines) delete line.done;
    paths.set(key, d);
  }
  return paths;
}
