const PATIENCE_MS = 250;

// A video of which every single frame can be had.
class Film {
  constructor(url, times) {
    this.times = times;
    const hidden = { "aria-hidden": "true", tabIndex: -1 };
    this.video = make("video", { muted: true, playsInline: true, preload: "auto", src: url, ...hidden });
    this.wanted = 0;
    this.going = null;
    this.held = null;
    this.closed = false;
  }

  close() {
    this.closed = true;
    this.#release();
    this.video.removeAttribute("src");
  }

  // A picture that is not released would stall the decoder sooner or later.
  #release() {
    this.held?.close();
    this.held = null;
  }

  ready() {
    return new Promise((resolve, reject) => {
      this.video.addEventListener("loadeddata", resolve, { once: true });
      this.video.addEventListener("error", () => reject(this.video.error), { once: true });
      this.video.load();
    });
  }

  // The frame whose time is nearest: for times that belong to a frame.
  nearest(seconds) {
    const at = this.showing(seconds);
    const next = Math.min(at + 1, this.times.length - 1);
    return this.times[next] - seconds < seconds - this.times[at] ? next : at;
  }

  // The frame that is on at a moment.
  showing(seconds) {
    let low = 0;
    let high = this.times.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.times[middle] <= seconds) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  // A moment well inside the time of a frame, where rounding cannot reach a neighbour.
  middle(index) {
    const { times } = this;
    if (index + 1 < times.length) return (times[index] + times[index + 1]) / 2;
    return times[index] + (index ? (times[index] - times[index - 1]) / 4 : 0);
  }

  // The decoded picture that is up now, and which frame it is by its own time stamp. It is good
  // until the next one is taken: draw it at once.
  picture(seen) {
    this.#release();
    if ("VideoFrame" in window && !this.closed) {
      try {
        this.held = new VideoFrame(this.video);
        return { image: this.held, index: this.nearest(this.held.timestamp / 1e6) };
      } catch {
        // No picture yet, or not here: the video itself is drawn.
      }
    }
    const index = seen ? this.nearest(seen.mediaTime) : this.showing(this.video.currentTime);
    return { image: this.video, index };
  }

  // Bring a frame up; of several wishes only the last one is met. Resolves to its picture.
  go(index) {
    this.wanted = Math.min(Math.max(index, 0), this.times.length - 1);
    this.going ??= this.#seek().finally(() => {
      this.going = null;
    });
    return this.going;
  }

  async #seek() {
    for (;;) {
      const index = this.wanted;
      const presented = this.#presented();
      const sought = new Promise((resolve) => {
        this.video.addEventListener("seeked", resolve, { once: true });
      });
      this.video.currentTime = this.middle(index);
      await sought;
      let seen = await presented;
      let picture = this.picture(seen);
      for (let wait = 0; picture.index !== index && wait < 4 && !this.closed; wait += 1) {
        seen = (await this.#presented()) ?? seen;
        picture = this.picture(seen);
      }
      if (this.wanted === index || this.closed) return picture;
    }
  }

  // The next picture put up, or null where none comes in time (the same one stays up).
  #presented() {
    return new Promise((resolve) => {
      setTimeout(resolve, PATIENCE_MS, null);
      this.video.requestVideoFrameCallback?.((_, seen) => resolve(seen));
    });
  }

  onNext(then) {
    if (this.video.requestVideoFrameCallback) {
      this.video.requestVideoFrameCallback((_, seen) => then(seen));
    } else {
      requestAnimationFrame(() => then(null));
    }
  }
}
