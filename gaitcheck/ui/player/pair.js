// A left and a right contact as two still pictures, cut out around the foot.
class Pair {
  constructor(film, overlay, facts, words, jump) {
    Object.assign(this, { film, overlay, facts, words });
    this.queue = film.ready();
    this.cells = SIDES.map((side) => this.#cell(side, jump));
    this.element = group("gcp-pair", words.compare);
    this.element.append(...this.cells.map((cell) => cell.figure));
    this.element.hidden = true;
  }

  #cell(side, jump) {
    const steps = this.facts.steps.filter((step) => step.side === side);
    const select = make("select", { "aria-label": this.words.choose[side] });
    for (const step of steps) {
      const textContent = this.words.option
        .replace("{}", step.number)
        .replace("{}", this.facts.times[step.contact].toFixed(2))
        .replace("{}", step.labelText);
      select.append(make("option", { value: step.number, textContent }));
    }
    const surest = steps.reduce((a, b) => (b.certainty > a.certainty ? b : a));
    select.value = surest.number;
    const canvas = make("canvas", { width: 480, height: 480, role: "img" });
    const caption = make("figcaption");
    const chosen = () => steps.find((step) => step.number === Number(select.value));
    const onclick = () => jump(chosen().contact);
    const show = make("button", { type: "button", textContent: this.words.showInPlayer, onclick });
    const figure = make("figure", {}, select, canvas, caption, show);
    const cell = { side, canvas, caption, figure, chosen };
    select.onchange = () => this.#drawCell(cell);
    return cell;
  }

  draw() {
    if (!this.element.hidden) for (const cell of this.cells) this.#drawCell(cell);
  }

  #drawCell(cell) {
    // One after the other: there is one video to take the pictures from.
    this.queue = this.queue.then(async () => {
      const step = cell.chosen();
      const picture = await this.film.go(step.contact);
      this.#cut(cell, step, picture);
      cell.caption.textContent = describe(step, picture.index, this.words);
      cell.canvas.setAttribute("aria-label", cell.caption.textContent);
      cell.canvas.dataset.frame = picture.index;
    });
  }

  #cut({ canvas, side }, step, picture) {
    const { videoWidth, videoHeight } = this.film.video;
    const foot = this.overlay.foot(step.contact, side);
    const size = foot
      ? Math.min(4.2 * this.overlay.footLength, videoWidth, videoHeight)
      : Math.min(videoWidth, videoHeight);
    const middle = foot ? [0, 1].map((axis) => (foot[0][axis] + foot[1][axis]) / 2) : [videoWidth / 2, videoHeight / 2];
    const left = Math.min(Math.max(middle[0] - size / 2, 0), videoWidth - size);
    const top = Math.min(Math.max(middle[1] - 0.6 * size, 0), videoHeight - size);
    const context = canvas.getContext("2d");
    const zoom = canvas.width / size;
    context.setTransform(zoom, 0, 0, zoom, -left * zoom, -top * zoom);
    context.clearRect(left, top, size, size);
    context.drawImage(picture.image, 0, 0, videoWidth, videoHeight);
    const enlarged = canvas.width / Math.max(canvas.clientWidth, 1) / zoom;
    const bottom = { height: top + size };
    this.overlay.draw(context, picture.index, enlarged, bottom);
    context.setTransform(1, 0, 0, 1, 0, 0);
  }
}
