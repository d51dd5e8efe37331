// The pictures of a step: all around contact in one row of one file, the shown one large with the
// line of the sole. Nothing outside is fetched.

const LARGE_PX = 560;
const SMALL_PX = 96;

class Rows {
  #found = new Map();

  // Returns the row of a step, loaded once; null where there is none.
  get(address) {
    if (!address) return Promise.resolve(null);
    if (!this.#found.has(address)) {
      const image = new Image();
      image.src = address;
      this.#found.set(address, image.decode().then(() => image));
      this.#found.get(address).catch(() => this.#found.delete(address));
    }
    return this.#found.get(address);
  }
}

function drawPicture(canvas, row, place, sidePx, px) {
  canvas.width = px;
  canvas.height = px;
  const context = canvas.getContext("2d");
  if (!row) return;
  context.imageSmoothingQuality = "high";
  context.drawImage(row, place * sidePx, 0, sidePx, sidePx, 0, 0, px, px);
}

function drawLine(canvas, ends, colour, { dashed = false, cross = null } = {}) {
  const context = canvas.getContext("2d");
  context.lineCap = "round";
  const stroke = (width, style, path) => {
    context.lineWidth = width;
    context.strokeStyle = style;
    context.beginPath();
    path();
    context.stroke();
  };
  if (ends) {
    const path = () => {
      context.moveTo(...ends[0]);
      context.lineTo(...ends[1]);
    };
    context.setLineDash(dashed ? [2, 9] : []);
    stroke(7, "#000", path);
    stroke(3.5, colour, path);
    context.setLineDash([]);
  }
  if (!cross) return;
  const [x, y] = cross;
  const path = () => {
    for (const [dx, dy] of [[16, 0], [0, 16]]) {
      context.moveTo(x - dx, y - dy);
      context.lineTo(x + dx, y + dy);
    }
  };
  stroke(5, "#000", path);
  stroke(2, "#fff", path);
}

// Setting the line of the sole: the heel's end first, then that of the toes.
class SoleSetter {
  constructor(line, sidePx) {
    const middle = sidePx / 2;
    this.guess = line ?? [[middle, middle], [middle, middle]];
    this.sidePx = sidePx;
    this.set = [];
    this.cross = [...this.guess[0]];
  }

  get end() {
    return this.set.length === 0 ? "soleHeel" : "soleToe";
  }

  move(dx, dy) {
    const within = (value) => Math.min(Math.max(value, 0), this.sidePx);
    this.cross = [within(this.cross[0] + dx), within(this.cross[1] + dy)];
  }

  // Returns both ends, the heel's first, once they are set.
  fix(point = this.cross) {
    this.set.push([...point]);
    this.cross = [...this.guess[1]];
    if (this.set.length < 2) return null;
    const along = ([[x0, y0], [x1, y1]]) => [x1 - x0, y1 - y0];
    const [ax, ay] = along(this.guess);
    const [bx, by] = along(this.set);
    // Whoever began with the toes means the same line.
    return ax * bx + ay * by < 0 ? [this.set[1], this.set[0]] : this.set;
  }
}
