const PAGE_S = 12; // real seconds on one page of the timeline

// The contacts of both feet over time; click to jump.
class Lanes {
  constructor(facts, words, jump) {
    this.facts = facts;
    this.words = words;
    const { times } = facts;
    this.span = PAGE_S * facts.slowMotion;
    this.end = times[times.length - 1] || 1;
    this.pages = Math.max(1, Math.ceil(this.end / this.span - 0.25));
    if (this.pages === 1) this.span = this.end;
    const range = { "aria-valuemin": 0, "aria-valuemax": facts.frames - 1 };
    const slider = { role: "slider", "aria-label": words.timeline, ...range };
    this.canvas = make("canvas", { className: "gcp-lanes", tabIndex: 0, ...slider });
    this.canvas.addEventListener("pointerdown", (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      jump(this.#pointed(event, true));
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (event.buttons && Math.abs(event.movementX) > 0) jump(this.#pointed(event, false));
    });
  }

  #left() { return 2.6 * this.rem; }
  #x(seconds) {
    const room = this.canvas.clientWidth - this.#left() - this.rem;
    return this.#left() + ((seconds - this.start) / this.span) * room;
  }

  // The frame under the pointer; near a contact, the contact itself.
  #pointed(event, catching) {
    const { times, steps } = this.facts;
    const x = event.offsetX;
    if (catching) {
      const side = SIDES[event.offsetY < this.canvas.clientHeight / 2 ? 0 : 1];
      const near = steps.filter(
        (step) => step.side === side && Math.abs(this.#x(times[step.contact]) + 6 - x) < 14,
      );
      near.sort((a, b) => Math.abs(this.#x(times[a.contact]) - x) - Math.abs(this.#x(times[b.contact]) - x));
      if (near.length) return near[0].contact;
    }
    const room = this.canvas.clientWidth - this.#left() - this.rem;
    const seconds = this.start + ((x - this.#left()) / room) * this.span;
    const later = times.findIndex((time) => time > seconds);
    return later < 0 ? times.length - 1 : Math.max(later - 1, 0);
  }

  draw(index, range) {
    const { canvas, facts } = this;
    const { times } = facts;
    const { clientWidth: width, clientHeight: height } = canvas;
    const style = getComputedStyle(canvas);
    const sharp = window.devicePixelRatio || 1;
    this.rem = parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
    canvas.width = width * sharp;
    canvas.height = height * sharp;
    const page = Math.min(Math.floor(times[index] / this.span), this.pages - 1);
    this.start = page * this.span;
    const context = canvas.getContext("2d");
    context.scale(sharp, sharp);
    context.font = `600 ${0.85 * this.rem}px ${style.fontFamily}`;
    context.textBaseline = "middle";
    if (range) {
      context.fillStyle = style.color;
      context.globalAlpha = 0.15;
      const from = this.#x(times[range[0]]);
      context.fillRect(from, 0, this.#x(times[range[1]]) - from, height);
      context.globalAlpha = 1;
    }
    SIDES.forEach((side, lane) => this.#lane(context, side, height * (0.27 + 0.46 * lane), style));
    const now = this.#x(times[index]);
    context.fillStyle = style.color;
    context.fillRect(now - 1, 0, 2, height);
    context.beginPath();
    context.moveTo(now - 6, 0);
    context.lineTo(now + 6, 0);
    context.lineTo(now, 8);
    context.fill();
    canvas.setAttribute("aria-valuenow", index);
  }

  #lane(context, side, y, style) {
    const { times, colours, steps } = this.facts;
    const half = 0.72 * this.rem;
    context.fillStyle = style.color;
    context.textAlign = "left";
    context.fillText(this.words.lanes[side], 0.5 * this.rem, y);
    context.textAlign = "center";
    for (const step of steps) {
      if (step.side !== side) continue;
      const x = this.#x(times[step.contact]);
      const end = step.toeOff === null ? x + half : this.#x(times[step.toeOff]);
      if (end < this.#left() - 1 || x > this.canvas.clientWidth) continue;
      const box = Math.max(end - x, 3);
      // Where the letter has no room on the bar it stands above a lower one.
      const narrow = box < 0.85 * this.rem;
      context.fillStyle = colours[step.strike].fill;
      context.beginPath();
      context.roundRect(x, narrow ? y + 0.1 * half : y - half, box, narrow ? half : 2 * half, 3);
      context.fill();
      context.fillStyle = narrow ? style.color : colours[step.strike].ink;
      const middle = x + (narrow ? box / 2 : Math.min(box / 2, half));
      context.fillText(step.letter, middle, narrow ? y - 0.5 * half : y);
    }
  }
}
