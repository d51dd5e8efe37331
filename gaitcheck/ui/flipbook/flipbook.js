// The flip-book: two strides at equal phase, one slider for both. Nothing is fetched: the pictures
// come with the data.

const START_SPEED = 1 / 4;

export default function gaitcheckFlipbook({ parentElement, data }) {
  const source = JSON.stringify(data.leaves.map((leaf) => [leaf.title, leaf.order, leaf.pictures]));
  return mounted(parentElement, source, () => new Flipbook(parentElement, data));
}

class Flipbook {
  constructor(parent, data) {
    this.words = data.words;
    this.leaves = data.leaves;
    this.parts = Math.max(...this.leaves.map((leaf) => leaf.order.length - 1));
    // The slower stride sets the pace, so that nothing is shown faster than asked for.
    this.strideS = Math.max(...this.leaves.map((leaf) => leaf.strideS));
    this.phase = 0;
    this.speed = START_SPEED;
    this.playing = false;
    this.closed = false;
    const region = { className: "gcf", "aria-label": this.words.title, "aria-busy": "true" };
    this.root = make("section", { ...region, onkeydown: (event) => this.#key(event) });
    const pair = make("div", { className: "gcf-pair" }, ...this.leaves.map((leaf) => this.#leaf(leaf)));
    this.root.append(pair, this.#slider(), this.#controls());
    this.root.append(this.#lanes(), ...this.#help());
    parent.append(this.root);
    this.#load();
  }

  close() {
    this.closed = true;
    this.playing = false;
    this.root.remove();
  }

  async #load() {
    await Promise.all(
      this.leaves.map(async (leaf) => {
        leaf.images = await Promise.all(leaf.pictures.map(decoded));
      }),
    );
    if (this.closed) return;
    this.root.removeAttribute("aria-busy");
    this.show(0);
  }

  #leaf(leaf) {
    leaf.canvas = make("canvas", { width: leaf.width, height: leaf.height, role: "img" });
    leaf.mirrored = leaf.mirrors;
    leaf.facts = make("small");
    const stage = make("div", { className: "gcf-stage" }, leaf.canvas);
    const caption = make("figcaption", {}, leaf.title, leaf.facts);
    return make("figure", {}, caption, stage);
  }

  #slider() {
    const range = { type: "range", min: 0, max: 100, step: "any", value: 0 };
    const oninput = () => this.#go(Number(this.slider.value) / 100);
    this.slider = make("input", { ...range, "aria-label": this.words.slider, oninput });
    this.output = make("output");
    return make("div", { className: "gcf-slider" }, this.output, this.slider);
  }

  #controls() {
    this.playButton = iconButton(this.words.play, ICONS.play, () => this.toggle());
    this.playButton.className = "gcf-play";
    const speed = make("select", { "aria-label": this.words.speed });
    for (const value of SPEEDS) {
      const said = value === 1 ? "1" : `1/${1 / value}`;
      const text = this.words.speedValue.replace("{}", said);
      speed.append(make("option", { value, textContent: text, selected: value === START_SPEED }));
    }
    speed.onchange = () => {
      this.speed = Number(speed.value);
    };
    const row = make(
      "div",
      { className: "gcf-row" },
      iconButton(this.words.back, ICONS.frameBack, () => this.turn(-1)),
      this.playButton,
      iconButton(this.words.on, ICONS.frameOn, () => this.turn(1)),
      speed,
    );
    if (this.leaves.some((leaf) => leaf.mirrors)) row.append(this.#mirror());
    return row;
  }

  #mirror() {
    const box = make("input", { type: "checkbox", checked: true });
    box.onchange = () => {
      for (const leaf of this.leaves) leaf.mirrored = leaf.mirrors && box.checked;
      this.show(this.phase);
    };
    return make("label", {}, box, this.words.mirror);
  }

  #lanes() {
    const lanes = group("gcf-lanes", this.words.marks);
    for (const leaf of this.leaves) {
      const lane = make("div", { className: "gcf-lane" }, make("span", { textContent: leaf.title }));
      for (const mark of leaf.marks) lane.append(this.#mark(leaf, mark));
      lanes.append(lane);
    }
    return lanes;
  }

  #mark(leaf, mark) {
    const percent = Math.round(mark.phase * 100);
    const text = fill(this.words.jump, { event: mark.text, percent, title: leaf.title });
    const className = `${mark.kind}${mark.own ? "" : " other"}`;
    const said = { title: text, "aria-label": text };
    const onclick = () => this.#go(mark.phase);
    const button = make("button", { type: "button", className, ...said, onclick }, make("i"));
    button.style.left = `${mark.phase * 100}%`;
    return button;
  }

  #help() {
    return [this.words.legend, this.words.keys].map((text) =>
      make("p", { className: "gcf-help", textContent: text }),
    );
  }

  #key(event) {
    const tag = event.target.tagName;
    if (event.altKey || event.ctrlKey || event.metaKey || tag === "SELECT") return;
    const pressed = tag === "BUTTON" || event.target.type === "checkbox";
    if (event.key === " " && pressed) return; // the element's own
    const acts = {
      " ": () => this.toggle(),
      ArrowLeft: () => this.turn(-1),
      ArrowRight: () => this.turn(1),
      Home: () => this.#go(0),
      End: () => this.#go(1),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  #go(phase) {
    this.pause();
    this.show(phase);
  }

  toggle() {
    if (this.playing) {
      this.pause();
      return;
    }
    this.playing = true;
    this.#said();
    let before = null;
    const next = (now) => {
      if (!this.playing || this.closed) return;
      if (before !== null) {
        const moved = this.phase + ((now - before) / 1000 / this.strideS) * this.speed;
        this.show(moved % 1);
      }
      before = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  }

  pause() {
    this.playing = false;
    this.#said();
  }

  turn(count) {
    this.pause();
    const part = Math.round(this.phase * this.parts) + count;
    this.show(Math.min(Math.max(part, 0), this.parts) / this.parts);
  }

  show(phase) {
    this.phase = phase;
    const percent = Math.round(phase * 100);
    this.slider.value = phase * 100;
    this.output.textContent = this.words.percent.replace("{}", percent);
    this.slider.setAttribute("aria-valuetext", this.output.textContent);
    this.output.setAttribute("aria-live", this.playing ? "off" : "polite");
    for (const leaf of this.leaves) this.#draw(leaf, percent);
  }

  #draw(leaf, percent) {
    const { words } = this;
    const { canvas } = leaf;
    const part = Math.round(this.phase * (leaf.order.length - 1));
    const image = leaf.images?.[leaf.order[part]];
    const facts = [words.stride.replace("{}", leaf.strideS.toFixed(2))];
    if (leaf.mirrored) facts.push(words.mirrored);
    const said = facts.join(", ");
    if (leaf.facts.textContent !== said) leaf.facts.textContent = said;
    canvas.setAttribute("aria-label", fill(words.picture, { title: leaf.title, percent }));
    canvas.dataset.part = part;
    if (!image) return;
    const context = canvas.getContext("2d");
    context.setTransform(leaf.mirrored ? -1 : 1, 0, 0, 1, leaf.mirrored ? canvas.width : 0, 0);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
  }

  #said() {
    const name = this.playing ? "pause" : "play";
    if (this.playButton.title === this.words[name]) return;
    label(this.playButton, this.words[name], ICONS[name]);
  }
}

async function decoded(source) {
  const image = new Image();
  image.src = source;
  await image.decode();
  return image;
}
