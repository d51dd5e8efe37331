// The player: plays the clip and draws over it what the analysis saw.
//
// What is shown is always one decoded frame drawn into a canvas together with the overlay of that
// very frame, so that picture and overlay cannot disagree. No address outside is fetched.

const RATES = [0.0625, 16]; // what browsers play
const MOVES = {
  ...ICONS,
  contactBack: "M5 4h3v16H5zM19 4v16L9 12z",
  contactOn: "M16 4h3v16h-3zM5 4v16l10-8z",
  strideBack: "M12 4v16L3 12zM22 4v16l-9-8z",
  strideOn: "M12 4v16l9-8zM2 4v16l9-8z",
  loop: "M7 7h9v3l5-4-5-4v3H5v6h2zm10 10H8v-3l-5 4 5 4v-3h11v-6h-2z",
};
const KEYS = {
  " ": "toggle", k: "toggle", ArrowLeft: "frameBack", ArrowRight: "frameOn", "[": "contactBack",
  "]": "contactOn", "{": "strideBack", "}": "strideOn", PageUp: "strideBack",
  PageDown: "strideOn", Home: "first", End: "last", l: "loop",
};

export default function gaitcheckPlayer({ parentElement, data }) {
  const source = `${data.video} ${data.tracks}`;
  return mounted(parentElement, source, () => new Player(parentElement, data));
}

class Player {
  constructor(parent, data) {
    this.words = data.words;
    this.index = 0;
    this.playing = false;
    this.closer = new AbortController();
    this.message = make("p", { textContent: this.words.loading, role: "status" });
    const region = { className: "gcp", "aria-label": this.words.title, "aria-busy": "true" };
    this.root = make("section", region, this.message);
    parent.append(this.root);
    this.#load(data).catch((error) => {
      if (this.closer.signal.aborted) return;
      console.warn(error);
      this.message.hidden = false;
      this.message.textContent = this.words.failed;
    });
  }

  close() {
    this.closer.abort();
    this.playing = false;
    for (const film of [this.film, this.still]) film?.close();
    this.watcher?.disconnect();
    if (this.address) URL.revokeObjectURL(this.address);
    this.root.remove();
  }

  async #load({ video, tracks }) {
    const { signal } = this.closer;
    const get = async (address) => {
      const answer = await fetch(address, { signal });
      if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
      return answer;
    };
    // As a whole, so that no jump waits for the network.
    const [facts, blob] = await Promise.all([
      get(tracks).then((answer) => answer.json()),
      get(video).then((answer) => answer.blob()),
    ]);
    this.facts = facts;
    this.overlay = new Overlay(facts);
    this.steps = facts.steps;
    this.address = URL.createObjectURL(blob);
    this.film = new Film(this.address, facts.times);
    this.still = new Film(this.address, facts.times);
    this.#build();
    this.root.append(this.film.video, this.still.video);
    await this.film.ready();
    if (signal.aborted) return;
    this.message.hidden = true;
    this.body.hidden = false;
    this.root.removeAttribute("aria-busy");
    this.watcher = new ResizeObserver(() => this.#redraw());
    this.watcher.observe(this.root);
    await this.#show(this.steps[0].contact);
  }

  #build() {
    this.body = make("div", { className: "gcp", hidden: true });
    this.canvas = make("canvas", { tabIndex: 0, role: "img", onclick: () => this.toggle() });
    const stage = make("div", { className: "gcp-stage" }, this.canvas);
    this.where = make("span");
    this.what = make("span");
    this.info = make("p", { className: "gcp-info" }, this.where, this.what);
    this.body.append(stage, this.info, ...this.#timeline(), this.#controls(), this.#switches());
    if (SIDES.every((side) => this.steps.some((step) => step.side === side))) {
      this.body.append(...this.#pair());
    }
    this.body.append(keysHelp("gcp-help", this.words));
    this.root.append(this.body);
    this.root.addEventListener("keydown", (event) => this.#key(event));
  }

  #timeline() {
    this.lanes = new Lanes(this.facts, this.words, (index) => this.jump(index));
    const key = make("ul", { className: "gcp-key" });
    for (const strike of Object.keys(this.facts.colours)) {
      const step = this.steps.find((other) => other.strike === strike);
      if (!step) continue;
      const letter = make("b", { textContent: step.letter });
      letter.style.background = this.facts.colours[strike].fill;
      letter.style.color = this.facts.colours[strike].ink;
      key.append(make("li", {}, letter, this.words.strikes[strike]));
    }
    const parts = [this.lanes.canvas];
    if (this.lanes.pages > 1) {
      const range = { type: "range", min: 0, max: this.facts.frames - 1 };
      const oninput = () => this.jump(Number(this.scrub.value));
      const name = { className: "gcp-wide", "aria-label": this.words.whole };
      this.scrub = make("input", { ...range, ...name, oninput });
      parts.push(this.scrub);
    }
    return [...parts, key];
  }

  #controls() {
    const { words } = this;
    const button = (name) => iconButton(words[name], MOVES[name], () => this[name]());
    this.playButton = iconButton(words.play, ICONS.play, () => this.toggle());
    this.playButton.className = "gcp-play";
    this.loopButton = button("loop");
    this.loopButton.setAttribute("aria-pressed", "false");
    this.number = make("input", { type: "number", min: 0, max: this.facts.frames - 1 });
    this.number.onchange = () => this.jump(Number(this.number.value) || 0);
    this.speed = make("select", { "aria-label": words.speed, onchange: () => this.#setRate() });
    SPEEDS.forEach((speed, at) => {
      const rate = speed * this.facts.slowMotion;
      const option = make("option", { value: rate, textContent: words.speeds[at] });
      option.disabled = rate < RATES[0] || rate > RATES[1];
      this.speed.append(option);
    });
    this.speed.selectedIndex = Math.max(1, [...this.speed.options].findIndex((o) => !o.disabled));
    const moves = ["strideBack", "contactBack", "frameBack"].map(button);
    moves.push(this.playButton, ...["frameOn", "contactOn", "strideOn"].map(button));
    return make(
      "div",
      { className: "gcp" },
      make("div", { className: "gcp-row gcp-controls" }, ...moves, this.loopButton),
      make(
        "div",
        { className: "gcp-row gcp-controls" },
        make("label", {}, words.speed, this.speed),
        make("label", {}, words.frame, this.number),
      ),
    );
  }

  #switches() {
    const set = make("fieldset", {}, make("legend", { textContent: this.words.draw }));
    for (const name of this.facts.overlays) {
      const box = make("input", { type: "checkbox", checked: true });
      box.onchange = () => {
        this.overlay.on[name] = box.checked;
        this.#redraw();
        this.pair?.draw();
      };
      set.append(make("label", {}, box, this.words.overlays[name]));
    }
    return set;
  }

  #pair() {
    this.pair = new Pair(this.still, this.overlay, this.facts, this.words, (i) => this.jump(i));
    const words = { textContent: this.words.compare, "aria-expanded": "false" };
    const open = make("button", { type: "button", ...words });
    open.onclick = () => {
      const shown = this.pair.element.hidden;
      this.pair.element.hidden = !shown;
      open.setAttribute("aria-expanded", String(shown));
      if (shown) this.pair.draw();
    };
    return [make("div", { className: "gcp-row" }, open), this.pair.element];
  }

  #key(event) {
    const from = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || from.tagName === "SELECT") return;
    if (from.tagName === "INPUT" && from.type !== "checkbox") return;
    if (event.key === " " && /^(BUTTON|SUMMARY|INPUT)$/.test(from.tagName)) return;
    let action = KEYS[event.key];
    if (event.shiftKey && action?.startsWith("frame")) action = action.replace("frame", "contact");
    if (!action) return;
    event.preventDefault();
    event.stopPropagation(); // the page has keys of its own
    this[action]();
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  async play() {
    const { video } = this.film;
    const last = this.facts.frames - 1;
    this.playing = true;
    this.#mark();
    if (this.index >= (this.range?.[1] ?? last)) await this.#show(this.range?.[0] ?? 0);
    await this.film.going;
    if (!this.playing) return;
    this.#setRate();
    video.onended = () => (this.range ? this.#rewind() : this.pause());
    try {
      await video.play();
    } catch {
      this.playing = false;
      this.#mark();
      return;
    }
    this.#follow();
  }

  pause() {
    this.playing = false;
    this.film.video.pause();
    this.#mark();
    return this.#show(this.index);
  }

  jump(index) {
    if (this.playing) {
      this.playing = false;
      this.film.video.pause();
      this.#mark();
    }
    return this.#show(index);
  }

  // Steps count from where one is going to, so that keys pressed fast are not lost.
  get aim() {
    return this.film.going ? this.film.wanted : this.index;
  }

  frameBack() { this.jump(this.aim - 1); }
  frameOn() { this.jump(this.aim + 1); }
  first() { this.jump(0); }
  last() { this.jump(this.facts.frames - 1); }
  contactBack() { this.#toContact(-1); }
  contactOn() { this.#toContact(1); }
  strideBack() { this.#toContact(-1, true); }
  strideOn() { this.#toContact(1, true); }

  loop() {
    const step = this.range ? null : this.#step(this.index);
    this.range = step && [this.#shifted(step.contact, -LEAD_S), this.#end(step)];
    this.loopButton.setAttribute("aria-pressed", String(Boolean(this.range)));
    this.#redraw();
    if (this.range && !this.playing) this.play();
  }

  #end(step) {
    return this.#shifted(step.toeOff ?? this.#shifted(step.contact, 0.25), LEAD_S / 3);
  }

  #shifted(index, real_s) {
    return this.film.showing(this.facts.times[index] + real_s * this.facts.slowMotion + 1e-6);
  }

  // The step that is on, the later one where two are, or else the nearest one.
  #step(index) {
    let best = null;
    for (const step of this.steps) {
      const end = step.toeOff ?? step.contact;
      const apart = Math.max(step.contact - index, index - end, 0);
      if (!best || apart <= best.apart) best = { step, apart };
    }
    return best.step;
  }

  #toContact(way, sameFoot = false) {
    const from = this.aim;
    const side = sameFoot ? this.#step(from).side : null;
    const ahead = this.steps.filter(
      (step) => (step.contact - from) * way > 0 && (!side || step.side === side),
    );
    const step = way > 0 ? ahead[0] : ahead[ahead.length - 1];
    if (step) this.jump(step.contact);
  }

  #setRate() {
    const rate = Number(this.speed.value);
    this.film.video.playbackRate = Math.min(Math.max(rate, RATES[0]), RATES[1]);
  }

  #follow() {
    this.film.onNext((seen) => {
      if (!this.playing) return;
      this.#paint(this.film.picture(seen));
      if (this.range && this.index >= this.range[1]) this.#rewind();
      else this.#follow();
    });
  }

  async #rewind() {
    this.film.video.pause();
    await this.#show(this.range[0]);
    if (this.playing) this.play();
  }

  async #show(index) {
    const picture = await this.film.go(index);
    if (!this.closer.signal.aborted && picture !== this.painted) this.#paint(picture);
  }

  #paint(picture) {
    this.painted = picture; // several who waited for one jump get the same picture
    this.index = picture.index;
    const { videoWidth, videoHeight } = this.film.video;
    this.plain ??= make("canvas", { width: videoWidth, height: videoHeight });
    this.plain.getContext("2d").drawImage(picture.image, 0, 0, videoWidth, videoHeight);
    this.#redraw();
  }

  // Draw the picture that is held, its overlay, and all that says where one is.
  #redraw() {
    if (!this.plain) return;
    const { canvas, plain, index, words, facts } = this;
    if (canvas.width !== plain.width || canvas.height !== plain.height) {
      canvas.width = plain.width;
      canvas.height = plain.height;
      canvas.style.setProperty("--shape", plain.width / plain.height);
    }
    const context = canvas.getContext("2d");
    context.drawImage(plain, 0, 0);
    const enlarged = canvas.width / Math.max(canvas.clientWidth, 1);
    this.overlay.draw(context, index, enlarged, canvas);
    this.lanes.draw(index, this.range);
    this.#say(index, words, facts);
    canvas.dataset.frame = index;
  }

  #say(index, words, facts) {
    const seconds = facts.times[index];
    let time = words.time.replace("{}", seconds.toFixed(3));
    if (facts.slowMotion !== 1) {
      time += ` (${words.realTime.replace("{}", (seconds / facts.slowMotion).toFixed(3))})`;
    }
    const where = words.where.replace("{}", index).replace("{}", facts.frames - 1);
    const on = this.overlay.steps(index).find((step) => step.contact <= index);
    this.where.textContent = `${where}, ${time}`;
    this.what.textContent = on ? describe(on, index, words) : "";
    this.info.setAttribute("aria-live", this.playing ? "off" : "polite");
    this.canvas.setAttribute("aria-label", `${this.where.textContent}. ${this.what.textContent}`);
    this.lanes.canvas.setAttribute("aria-valuetext", this.where.textContent);
    if (this.root.getRootNode().activeElement !== this.number) this.number.value = index;
    if (this.scrub) this.scrub.value = index;
  }

  #mark() {
    const name = this.playing ? "pause" : "play";
    label(this.playButton, this.words[name], ICONS[name]);
  }
}

function describe(step, index, words) {
  const said = words.step
    .replace("{}", words.feet[step.side])
    .replace("{}", step.number)
    .replace("{}", step.labelText);
  const angle = step.angleText ? `, ${step.angleText}` : "";
  return `${said}${angle}${index === step.contact ? `, ${words.contact}` : ""}`;
}
