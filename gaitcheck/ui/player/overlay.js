const MISSING = -32768;
const LEAD_S = 0.12; // how long before contact the ground line appears, and a loop begins
const SIDES = ["left", "right"];

// What is drawn over a picture.
class Overlay {
  constructor(facts) {
    this.facts = facts;
    this.on = Object.fromEntries(facts.overlays.map((name) => [name, true]));
    const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    this.places = new Int16Array(bytes(facts.places).buffer);
    this.lines = bytes(facts.lines); // percent, a byte for each foot of each frame
    this.column = Object.fromEntries(facts.points.map((name, column) => [name, column]));
    this.footLength = this.#footLength();
  }

  place(index, side, point) {
    const at = 2 * (index * this.facts.points.length + this.column[`${side} ${point}`]);
    if (this.places[at] === MISSING || this.places[at] === undefined) return null;
    const unit = this.facts.unit * this.facts.scale;
    return [this.places[at] * unit, this.places[at + 1] * unit];
  }

  foot(index, side) {
    const ends = [this.place(index, side, "heel"), this.place(index, side, "toe")];
    return ends[0] && ends[1] ? ends : null;
  }

  // The steps whose foot is on the ground or about to be.
  steps(index) {
    const { times, slowMotion, steps } = this.facts;
    const now = times[index];
    return steps.filter((step) => {
      const start = times[step.contact] - LEAD_S * slowMotion;
      const end = step.toeOff === null ? times[step.contact] + 0.25 * slowMotion : times[step.toeOff];
      return start <= now && now <= end + 1e-6;
    });
  }

  draw(context, index, enlarged, canvas) {
    const width = 2.2 * enlarged;
    const steps = this.steps(index);
    context.save();
    context.lineCap = "round";
    context.lineJoin = "round";
    if (this.on.skeleton) this.#skeleton(context, index, width);
    if (this.on.ground) for (const step of steps) this.#ground(context, step, width);
    if (this.on.foot) this.#feet(context, index, width, steps, enlarged);
    if (this.on.label) {
      for (const step of steps) {
        if (step.contact <= index) this.#label(context, step, index, enlarged, canvas);
      }
    }
    context.restore();
  }

  #skeleton(context, index, width) {
    const far = { left: "right", right: "left" }[this.facts.nearSide];
    for (const side of far ? [far, this.facts.nearSide] : SIDES) {
      const at = (point) => this.place(index, side, point);
      context.globalAlpha = side === far ? 0.5 : 0.95;
      const leg = ["shoulder", "hip", "knee", "ankle"];
      // Where the clip cannot be judged, nothing may say where the foot points.
      for (const chain of "foot" in this.on ? [leg, ["heel", "ankle", "toe"]] : [leg]) {
        stroke(context, chain.map(at), width, "#ffffff");
      }
      context.fillStyle = "#ffffff";
      for (const joint of leg.map(at).filter(Boolean)) {
        context.beginPath();
        context.arc(joint[0], joint[1], 1.6 * width, 0, 7);
        context.fill();
      }
    }
    context.globalAlpha = 1;
  }

  #ground(context, step, width) {
    if (!step.ground) return;
    const [x, y, dx, dy] = step.ground;
    const { scale } = this.facts;
    const reach = 2.5 * this.footLength;
    context.setLineDash([4 * width, 3 * width]);
    const ends = [-reach, reach].map((way) => [x * scale + way * dx, y * scale + way * dy]);
    stroke(context, ends, width, "#ffffff");
    context.setLineDash([]);
  }

  #feet(context, index, width, steps, enlarged) {
    for (const side of SIDES) {
      const foot = this.foot(index, side);
      const strength = this.lines[2 * index + SIDES.indexOf(side)];
      if (!foot || !strength) continue;
      context.globalAlpha = strength / 100;
      stroke(context, foot, 1.5 * width, this.facts.footLine.fill);
      context.globalAlpha = 1;
      const step = steps.find((other) => other.side === side && other.contact === index);
      if (step?.angleText) this.#angle(context, foot, step, enlarged);
    }
  }

  // The angle stands beyond the toes, where the foot points to.
  #angle(context, [heel, toe], step, enlarged) {
    const length = Math.hypot(toe[0] - heel[0], toe[1] - heel[1]) || 1;
    const beyond = 26 * enlarged;
    const x = toe[0] + ((toe[0] - heel[0]) / length) * beyond;
    const y = toe[1] + ((toe[1] - heel[1]) / length) * beyond - 8 * enlarged;
    tag(context, step.angleText, x, y, enlarged, this.facts.footLine);
  }

  #label(context, step, index, enlarged, canvas) {
    const foot = this.foot(index, step.side);
    if (!foot) return;
    const [heel, toe] = foot;
    let x = (heel[0] + toe[0]) / 2;
    let y = Math.max(heel[1], toe[1]) + 26 * enlarged;
    if (y + 14 * enlarged > canvas.height) {
      // No room below the foot: behind the heel.
      x = heel[0] + Math.sign(heel[0] - toe[0]) * (16 + 4.4 * step.labelText.length) * enlarged;
      y = Math.min(heel[1], canvas.height - 13 * enlarged);
    }
    tag(context, step.labelText, x, y, enlarged, this.facts.colours[step.strike]);
  }

  #footLength() {
    const lengths = [];
    for (const step of this.facts.steps) {
      const foot = this.foot(step.contact, step.side);
      if (foot) lengths.push(Math.hypot(foot[1][0] - foot[0][0], foot[1][1] - foot[0][1]));
    }
    lengths.sort((a, b) => a - b);
    return lengths[lengths.length >> 1] || 40;
  }
}

// A line through the places that are known, light on a dark outline.
function stroke(context, places, width, colour) {
  for (const [style, wide] of [["rgba(0, 0, 0, 0.75)", width * 1.9], [colour, width]]) {
    context.strokeStyle = style;
    context.lineWidth = wide;
    context.beginPath();
    let begun = false;
    for (const place of places) {
      if (!place) begun = false;
      else if (begun) context.lineTo(...place);
      else context.moveTo(...place);
      begun = Boolean(place);
    }
    context.stroke();
  }
}

// The place nearest to a wished one at which something so large lies within the picture.
function within(context, x, y, width, height) {
  const { a, d, e, f } = context.getTransform();
  const near = (wish, size, low, high) => Math.max(Math.min(wish, high - size / 2), low + size / 2);
  return [
    near(x, width, -e / a, (context.canvas.width - e) / a),
    near(y, height, -f / d, (context.canvas.height - f) / d),
  ];
}

// A word on a coloured plate, centred on a place, or as near to it as the picture reaches.
function tag(context, text, wishedX, wishedY, enlarged, { fill, ink }) {
  const size = 14 * enlarged;
  context.font = `600 ${size}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  const width = context.measureText(text).width + size;
  const [x, y] = within(context, wishedX, wishedY, width, 1.7 * size);
  context.fillStyle = fill;
  context.beginPath();
  context.roundRect(x - width / 2, y - 0.85 * size, width, 1.7 * size, 0.3 * size);
  context.fill();
  context.fillStyle = ink;
  context.fillText(text, x, y + 0.05 * size);
}
