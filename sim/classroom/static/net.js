/* The line to the server: one socket that brings states and comes back by itself, and acts that are sent until they
   are answered, each under one id, so that a repeated one is the same one. */

const SILENT = 25_000, SLOWEST = 3_000;

/** A uuid; `crypto.randomUUID` is not there on a page without TLS. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = bytes[6] & 15 | 64;
  bytes[8] = bytes[8] & 63 | 128;
  const hex = [...bytes].map(each => each.toString(16).padStart(2, "0")).join("");
  return [8, 12, 16, 20].reduceRight((text, at) => `${text.slice(0, at)}-${text.slice(at)}`, hex);
}

const pause = time => new Promise(done => setTimeout(done, time));

/**
 * Post JSON once.
 * @param {string} address
 * @param {object} body
 * @returns {Promise<{status: number, [key: string]: any}>} rejects only when no answer came
 */
export async function post(address, body) {
  const answer = await fetch(address, {
    method: "POST", credentials: "same-origin", signal: AbortSignal.timeout?.(8_000),
    headers: { "Content-Type": "application/json", "X-Theatre": "1" }, body: JSON.stringify(body),
  });
  const told = await answer.json().catch(() => ({}));
  return { ...told, status: answer.status };
}

/**
 * Get JSON, and ask again until it comes.
 * @param {string} address
 * @returns {Promise<any>}
 */
export async function fetched(address) {
  for (let wait = 300; ; wait = Math.min(SLOWEST, 2 * wait)) {
    try {
      const answer = await fetch(address);
      if (answer.ok) return await answer.json();
    } catch { /* the laptop is away for a moment */ }
    await pause(wait);
  }
}

class Line {
  constructor(base) {
    this.base = base;
    this.state = null;
    this.up = false;
    this.unsent = 0;
    this.hears = { state: [], line: [], unsent: [], lost: [] };
    this.best = null;
    this.tries = 0;
    this.queue = Promise.resolve();
    this.open();
    setInterval(() => this.watch(), 5_000);
    addEventListener("online", () => this.retry());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.retry(); });
  }

  /** Hear each new state. @param {(state: any) => void} f */
  onState(f) { this.hears.state.push(f); if (this.state) f(this.state); }

  /** Hear whether the line is up. @param {(up: boolean) => void} f */
  onLine(f) { this.hears.line.push(f); f(this.up); }

  /** Hear how many acts wait for an answer after a failed try. @param {(count: number) => void} f */
  onUnsent(f) { this.hears.unsent.push(f); }

  /** Hear that this browser has no seat here any more. @param {() => void} f */
  onLost(f) { this.hears.lost.push(f); }

  /** The server's clock minus ours [s]. @returns {number} */
  offset() { return this.best ? this.best.offset : 0; }

  /** The server's clock now [s]. @returns {number} */
  now() { return Date.now() / 1000 + this.offset(); }

  tell(what, value) { for (const f of this.hears[what]) f(value); }

  line(up) {
    if (up === this.up) return;
    this.up = up;
    this.tell("line", up);
  }

  take(state) {
    this.state = state;
    if (!this.best && state.clock) this.best = { took: Infinity, offset: state.clock.now - Date.now() / 1000 };
    this.tell("state", state);
  }

  async open() {
    this.opening = true;
    try {
      const answer = await fetch(`${this.base}/api/state`, { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout?.(8_000) });
      if (answer.status === 401) { this.opening = false; this.gone = true; this.line(false); this.tell("lost"); return; }
      if (!answer.ok) throw new Error(String(answer.status));
      this.take(await answer.json());
      this.listen();
    } catch {
      this.again();
    }
    this.opening = false;
  }

  listen() {
    const socket = this.socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${this.base}/live`);
    this.heard = Date.now();
    socket.onopen = () => { this.tries = 0; this.line(true); this.ask(); };
    socket.onmessage = event => {
      this.heard = Date.now();
      const said = JSON.parse(event.data);
      if (said.type === "state") this.take(said.state);
      else if (said.type === "ping") this.ask();
      else if (said.type === "pong") this.measure(said);
    };
    socket.onclose = () => { if (this.socket === socket) { this.socket = null; this.again(); } };
  }

  ask() {
    if (this.socket && this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ type: "ping", t: Date.now() / 1000 }));
  }

  /** The quickest of the answers says best what the server's clock shows. */
  measure({ t, now }) {
    const here = Date.now() / 1000, took = here - t;
    if (!this.best || took <= this.best.took * 1.5) this.best = { took: Math.max(took, .001), offset: now + took / 2 - here };
  }

  again() {
    this.line(false);
    clearTimeout(this.timer);
    const wait = Math.min(SLOWEST, 250 * 2 ** this.tries) * (.7 + .6 * Math.random());
    this.tries += 1;
    this.timer = setTimeout(() => this.open(), wait);
  }

  retry() {
    if (this.socket || this.opening || this.gone) return;
    clearTimeout(this.timer);
    this.tries = 0;
    this.open();
  }

  /** A socket can be dead without saying so. */
  watch() {
    if (this.socket && Date.now() - this.heard > SILENT) {
      const dead = this.socket;
      this.socket = null;
      dead.close();
      this.again();
    }
  }

  /**
   * Act, and try under the same id until there is an answer. Acts go one after another, in the order asked.
   * @param {string} kind
   * @param {object} [body]
   * @returns {Promise<{status: number, [key: string]: any}>}
   */
  act(kind, body = {}) {
    const answer = this.queue.then(() => this.send({ ...body, id: uuid(), kind }));
    this.queue = answer.catch(() => null);
    return answer;
  }

  async send(act) {
    for (let tries = 0; ; tries += 1) {
      try {
        const answer = await post(`${this.base}/api/act`, act);
        const broken = answer.status === 500 && tries > 3;
        if (broken || answer.status < 500 && answer.status !== 429) {
          if (tries) this.waits(-1);
          return answer;
        }
      } catch { /* no answer: the same again */ }
      if (!tries) this.waits(1);
      await pause(Math.min(SLOWEST, 300 * 2 ** tries));
    }
  }

  waits(more) {
    this.unsent += more;
    this.tell("unsent", this.unsent);
  }
}

/**
 * Open the line of a page: base is "/seat/russia", "/console" or "/projector".
 * @param {string} base
 * @returns {Line}
 */
export const connect = base => new Line(base);
