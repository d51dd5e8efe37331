// Looking at the steps oneself. What a person says goes to the server entry by entry, numbered, so
// that none is lost however quickly the keys follow one another; the answer comes from there.

const ADVANCE = new Set(["label", "confirm", "not_a_contact"]);

export default function gaitcheckReview({ parentElement, data, setStateValue }) {
  const send = (log) => setStateValue("log", log);
  const create = () => new Desk(parentElement, data, send);
  return mounted(parentElement, data.mode, create, (desk) => desk.update(data, send));
}

class Desk {
  constructor(parent, data, send) {
    this.mode = data.mode;
    this.rows = new Rows();
    this.log = [];
    this.number = data.applied;
    const region = { className: `gcr ${data.mode}`, "aria-label": data.words.title, tabIndex: -1 };
    this.root = make("section", { ...region, onkeydown: (event) => this.#key(event) });
    this.words = data.words;
    this.#build(data);
    parent.append(this.root);
    this.update(data, send);
    const open = this.steps.findIndex((step) => !step.seen);
    this.go(Math.max(open, 0));
    this.root.focus({ preventScroll: true });
    // The desk takes the place of a long page, somewhere down which the way to it was.
    const page = document.querySelector("[data-testid=stMain]");
    requestAnimationFrame(() => page?.scrollTo({ top: 0 }));
  }

  close() {
    this.root.remove();
  }

  update(data, send) {
    this.send = send;
    const before = this.step;
    this.data = data;
    this.steps = data.steps;
    this.log = this.log.filter((entry) => entry.n > data.applied);
    this.number = Math.max(this.number, data.applied);
    if (before) {
      const same = this.steps.findIndex((step) => step.id === before.id);
      // A step that was added and moved has another name: it is the nearest one.
      const near = this.steps.map((step) => Math.abs(step.time - before.time));
      const place = same >= 0 ? same : near.indexOf(Math.min(...near));
      const stays = this.steps[place]?.contact === before.contact;
      this.at = Math.max(place, 0);
      if (!stays) this.shown = this.#contactPlace();
    }
    if (this.follow !== undefined) {
      const added = this.steps.findIndex((step) => step.id === this.follow);
      if (added >= 0) this.go(added);
      if (added >= 0 || !this.log.length) this.follow = undefined;
    }
    this.root.setAttribute("aria-busy", String(this.log.length > 0));
    const rests = this.finished ? this.words.done : "";
    this.say(data.trouble || (this.log.length ? this.words.working : rests));
    this.message.classList.toggle("trouble", Boolean(data.trouble));
    this.render();
  }

  get step() {
    return this.steps?.[this.at];
  }

  get picture() {
    return this.step?.pictures[this.shown];
  }

  // --- the parts -------------------------------------------------------------------------------

  #build(data) {
    const { words } = data;
    this.list = group("gcr-steps", words.steps);
    this.title = make("h3");
    this.said = make("p", { className: "gcr-said" });
    const onclick = (event) => this.#click(event);
    this.canvas = make("canvas", { className: "gcr-large", role: "img", onclick });
    this.strip = group("gcr-strip", words.pictures);
    this.hint = make("p", { className: "gcr-hint" });
    this.message = make("p", { className: "gcr-message", role: "status" });
    this.picks = group("gcr-picks", words.label);
    for (const drawn of data.drawings) this.picks.append(this.#pick(drawn, data.colours));
    this.tools = make("div", { className: "gcr-tools" });
    const names =
      this.mode === "look"
        ? ["skip", "undo"]
        : ["confirm", "contact", "sole", "not_a_contact", "note", "forget", "add", "undo"];
    this.buttons = {};
    for (const name of names) this.tools.append(this.#button(name, () => this.act(name)));
    const ways = make("div", { className: "gcr-ways" });
    for (const [name, by] of [["back", -1], ["on", 1]]) {
      ways.append(this.#button(name, () => this.go(this.at + by)));
    }
    this.form = new Form(words, () => this.root.focus({ preventScroll: true }));
    const stage = make("div", { className: "gcr-stage" }, this.canvas, this.hint);
    const side = make("div", { className: "gcr-side" }, this.title, this.said, this.picks);
    side.append(this.tools, this.form.root, ways, this.message);
    const desk = make("div", { className: "gcr-desk" }, stage, side, this.strip);
    this.root.append(this.list, desk, keysHelp("gcr-help", words));
  }

  #button(name, onclick) {
    const textContent = this.words[name];
    this.buttons[name] = make("button", { type: "button", textContent, onclick });
    return this.buttons[name];
  }

  #pick({ strike, picture, caption }, colours) {
    const name = make("strong", { textContent: this.words.names[strike] });
    name.style.background = colours[strike].fill;
    name.style.color = colours[strike].ink;
    const made = make("button", { type: "button", onclick: () => this.label(strike) }, name);
    if (this.mode === "look") {
      made.append(make("img", { src: picture, alt: "" }), make("span", { textContent: caption }));
    }
    made.dataset.strike = strike;
    return made;
  }

  // --- what is shown ---------------------------------------------------------------------------

  render() {
    const { step, words } = this;
    this.#renderList();
    if (!step) return;
    this.title.textContent = fill(words.step, step);
    const mine = step.rejected
      ? words.rejected
      : [words.names[step.strike], step.angle].filter(Boolean).join(", ");
    const parts = [make("span", { textContent: step.machine })];
    if (step.seen) {
      parts.push(make("strong", { textContent: fill(words.yours, { label: mine }) }));
    }
    if (step.note) parts.push(make("em", { textContent: `${words.note}: ${step.note}` }));
    this.said.replaceChildren(...parts);
    for (const pick of this.picks.children) {
      const own = step.picked ?? (step.confirmed ? step.strike : null);
      pick.setAttribute("aria-pressed", String(own === pick.dataset.strike));
    }
    if (this.buttons.confirm) this.buttons.confirm.disabled = !step.confirmable;
    if (this.buttons.forget) this.buttons.forget.disabled = !step.seen;
    if (this.buttons.sole) this.buttons.sole.disabled = !step.pictures.length;
    if (this.buttons.contact) this.buttons.contact.disabled = !step.pictures.length;
    this.buttons.undo.disabled = !this.data.undo && !this.log.length;
    this.buttons.back.disabled = this.at === 0;
    this.buttons.on.disabled = this.at === this.steps.length - 1;
    this.#renderPictures();
  }

  #renderList() {
    const { list, steps, words } = this;
    const focused = list.contains(active(this.root));
    while (list.children.length > steps.length) list.lastChild.remove();
    while (list.children.length < steps.length) {
      const made = make("button", { type: "button" }, make("i"), make("b"));
      made.onclick = () => this.go([...list.children].indexOf(made));
      list.append(made);
    }
    steps.forEach((step, place) => {
      const button = list.children[place];
      const pending = this.log.findLast((entry) => entry.step === step.id && entry.strike);
      const strike = pending?.strike ?? step.strike;
      const { fill: colour, ink } = this.data.colours[step.rejected ? "unsure" : strike];
      const label = step.rejected ? words.not_a_contact : words.names[strike];
      const seen = step.seen || pending ? words.seen : words.open;
      const text = fill(words.stepMark, { ...step, label: `${label}, ${seen}` });
      button.title = text;
      button.setAttribute("aria-label", text);
      button.classList.toggle("seen", Boolean(step.seen || pending));
      button.classList.toggle("rejected", step.rejected);
      button.tabIndex = place === this.at ? 0 : -1;
      if (place === this.at) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
      const [foot, letter] = button.children;
      foot.textContent = words.lanes[step.side];
      letter.textContent = step.rejected ? "×" : this.#letter(strike);
      letter.style.background = colour;
      letter.style.color = ink;
    });
    if (focused) list.children[this.at]?.focus();
  }

  #letter(strike) {
    return { heel: "H", midfoot: "M", toe: "T", unsure: "?" }[strike];
  }

  async #renderPictures() {
    const { step, words } = this;
    const { sidePx } = this.data;
    const pictures = step.pictures;
    while (this.strip.children.length > pictures.length) this.strip.lastChild.remove();
    while (this.strip.children.length < pictures.length) {
      const place = this.strip.children.length;
      const onclick = () => this.show(place);
      this.strip.append(make("button", { type: "button", onclick }, make("canvas"), make("span")));
    }
    const contact = this.#contactPlace();
    pictures.forEach((picture, place) => {
      const button = this.strip.children[place];
      const after = this.#after(picture, place === contact);
      button.setAttribute("aria-label", fill(words.picture, { ...picture, after }));
      button.setAttribute("aria-pressed", String(place === this.shown));
      button.classList.toggle("contact", place === contact);
      button.tabIndex = place === this.shown ? 0 : -1;
      const ms = picture.afterMs;
      const short = ms === null ? "" : `${ms < 0 ? "\u2212" : "+"}${Math.abs(ms)} ms`;
      button.lastChild.textContent = place === contact ? words.atContact : short;
    });
    this.hint.textContent = pictures.length ? this.#hint() : words.noPicture;
    this.canvas.hidden = pictures.length === 0;
    let row;
    try {
      row = await this.rows.get(step.row);
    } catch {
      this.say(words.failed);
      return;
    }
    if (step !== this.step) return;
    pictures.forEach((_, place) => {
      drawPicture(this.strip.children[place].firstChild, row, place, sidePx, SMALL_PX);
    });
    this.#renderLarge(row);
    // Only sideways: the page itself shall stay where it is.
    const shown = this.strip.children[this.shown];
    if (shown) this.strip.scrollLeft = shown.offsetLeft - this.strip.clientWidth / 2;
    const next = this.steps[this.at + 1];
    if (next?.row) this.rows.get(next.row).catch(() => {});
  }

  #renderLarge(row) {
    const { picture, step, words, canvas } = this;
    drawPicture(canvas, row, this.shown, this.data.sidePx, LARGE_PX);
    canvas.classList.toggle("setting", Boolean(this.setter));
    if (!picture) return;
    const scale = LARGE_PX / this.data.sidePx;
    const toCanvas = ([x, y]) => [(x - picture.left) * scale, (y - picture.top) * scale];
    const inCrop = ([x, y]) => [x * scale, y * scale];
    let line = "lineNone";
    if (this.setter) {
      const { set, cross } = this.setter;
      const begun = set.length ? [inCrop(set[0]), inCrop(cross)] : null;
      drawLine(canvas, begun, "#fff", { cross: inCrop(cross) });
    } else if (step.sole && Math.round(step.sole.frame) === picture.frame) {
      drawLine(canvas, [toCanvas(step.sole.heel), toCanvas(step.sole.toe)], "#fff");
      line = "lineSaid";
    } else if (picture.line) {
      drawLine(canvas, picture.line.map(toCanvas), this.data.line, { dashed: true });
      line = "lineMachine";
    }
    const after = this.#after(picture, this.shown === this.#contactPlace());
    const said = { ...step, ...picture, after, line: words[line] };
    canvas.setAttribute("aria-label", fill(words.large, said));
    canvas.dataset.drawn = `${step.id} ${picture.frame}`;
  }

  #hint() {
    if (this.setter) return this.words[this.setter.end];
    const { step, picture } = this;
    if (step.sole && Math.round(step.sole.frame) === picture?.frame) return this.words.lineSaid;
    return picture?.line ? this.words.lineMachine : this.words.lineNone;
  }

  #after(picture, isContact) {
    const { words } = this;
    if (isContact || picture.afterMs === null) return words.atContact;
    const ms = Math.abs(picture.afterMs);
    return fill(picture.afterMs < 0 ? words.before : words.later, { ms });
  }

  #contactPlace() {
    const { step } = this;
    if (!step?.pictures.length) return 0;
    const apart = step.pictures.map((picture) => Math.abs(picture.frame - step.contact));
    return apart.indexOf(Math.min(...apart));
  }

  say(text) {
    if (this.message.textContent !== text) this.message.textContent = text;
  }

  // --- moving about ----------------------------------------------------------------------------

  go(place) {
    if (!this.steps.length) return;
    this.at = Math.min(Math.max(place, 0), this.steps.length - 1);
    this.setter = null;
    this.finished = false;
    this.form.close();
    this.shown = this.#contactPlace();
    this.render();
    const own = this.list.children[this.at];
    this.list.scrollLeft = own.offsetLeft - this.list.clientWidth / 2;
  }

  show(place) {
    const last = this.step.pictures.length - 1;
    this.shown = Math.min(Math.max(place, 0), Math.max(last, 0));
    this.setter = null;
    const focused = this.strip.contains(active(this.root));
    this.render();
    if (focused) this.strip.children[this.shown]?.focus();
  }

  #advance() {
    if (this.at < this.steps.length - 1) {
      this.go(this.at + 1);
      return;
    }
    this.finished = true;
    this.render();
    if (!this.log.length) this.say(this.words.done);
  }

  // --- what is said ----------------------------------------------------------------------------

  act(name) {
    const { step, picture } = this;
    const forms = { note: () => this.#askNote(), add: () => this.#askStep() };
    if (forms[name]) forms[name]();
    else if (name === "skip") this.#advance();
    else if (name === "undo") this.#enter({ do: "undo" });
    else if (name === "sole") this.#setSole();
    else if (name === "contact") {
      if (picture) this.#enter({ do: "contact", step: step.id, frame: picture.frame });
    } else if (name !== "confirm" || step.confirmable) this.#enter({ do: name, step: step.id });
  }

  label(strike) {
    this.#enter({ do: "label", step: this.step.id, strike });
  }

  #enter(entry) {
    if (!entry.do) return;
    this.number += 1;
    this.log.push({ n: this.number, ...entry });
    this.root.setAttribute("aria-busy", "true");
    this.say(this.words.working);
    this.send([...this.log]);
    if (ADVANCE.has(entry.do)) this.#advance();
    else this.render();
  }

  nudge(by) {
    const place = this.#contactPlace() + by;
    const picture = this.step.pictures[place];
    if (!picture) return;
    this.show(place);
    this.#enter({ do: "contact", step: this.step.id, frame: picture.frame });
  }

  #setSole() {
    const { picture, data } = this;
    if (!picture) return;
    const line = picture.line?.map(([x, y]) => [x - picture.left, y - picture.top]);
    this.setter = new SoleSetter(line, data.sidePx);
    this.render();
    this.say(this.words.soleHeel);
  }

  #click(event) {
    if (!this.setter) return;
    const box = this.canvas.getBoundingClientRect();
    const scale = this.data.sidePx / box.width;
    this.fixSole([(event.clientX - box.left) * scale, (event.clientY - box.top) * scale]);
  }

  fixSole(point) {
    const ends = this.setter.fix(point);
    if (!ends) {
      this.render();
      this.say(this.words.soleToe);
      return;
    }
    const { picture } = this;
    const [heel, toe] = ends.map(([x, y]) => [x + picture.left, y + picture.top]);
    this.setter = null;
    this.#enter({ do: "sole", step: this.step.id, frame: picture.frame, heel, toe });
  }

  #askNote() {
    const { id, note } = this.step;
    this.form.askNote(note, (text) => this.#enter({ do: "note", step: id, note: text }));
  }

  #askStep() {
    const { data, step, picture } = this;
    const side = data.sides.find((other) => other !== step?.side) ?? data.sides[0];
    this.form.askStep(data, side, picture?.frame ?? 0, (entry) => {
      this.follow = `${entry.side}-at-${entry.frame}`;
      this.#enter({ do: "missed_contact", ...entry });
    });
  }

  // --- keys ------------------------------------------------------------------------------------

  #key(event) {
    const { target } = event;
    if (event.altKey || event.metaKey) return;
    if (this.form.root.contains(target)) {
      this.form.key(event);
      return;
    }
    const act = this.setter ? soleKey(this, event) : plainKey(this, event);
    if (!act) return;
    event.preventDefault();
    act();
  }
}
