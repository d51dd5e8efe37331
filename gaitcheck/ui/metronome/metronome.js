// A metronome of Web Audio: every beat is made here, no file is fetched. It stops when the page is
// left.

const AHEAD_S = 1.3; // beats are set so far ahead, for hidden pages look at the clock once a second
const LOOK_MS = 300;
const BEAT_S = 0.05;
const PITCHES = [880, 740]; // left and right in turn, Hz

export default function gaitcheckMetronome({ parentElement, data }) {
  const source = JSON.stringify(data.beats);
  return mounted(parentElement, source, () => new Metronome(parentElement, data));
}

class Metronome {
  constructor(parent, data) {
    this.words = data.words;
    this.rate = data.beats[0].rate;
    this.beats = 0;
    const choice = make("fieldset", {}, make("legend", { textContent: this.words.choose }));
    data.beats.forEach((beat, place) => {
      const onchange = () => this.choose(beat.rate);
      const radio = make("input", { type: "radio", name: "beat", checked: place === 0, onchange });
      choice.append(make("label", {}, radio, make("b", { textContent: beat.name }), beat.text));
    });
    const onclick = () => (this.playing ? this.stop() : this.start());
    this.button = make("button", { type: "button", textContent: this.words.start, onclick });
    this.volume = make("input", { type: "range", min: 0, max: 100, step: 5, value: 60 });
    this.volume.oninput = () => this.#setVolume();
    const volume = make("label", { className: "gcm-volume" }, this.words.volume, this.volume);
    this.said = make("p", { textContent: this.words.still, role: "status" });
    const help = make("p", { className: "gcm-help", textContent: this.words.help });
    const row = make("div", { className: "gcm-row" }, this.button, volume);
    const region = { className: "gcm", "aria-label": this.words.title };
    this.root = make("section", region, choice, row, this.said, help);
    this.leave = () => this.stop();
    window.addEventListener("pagehide", this.leave);
    parent.append(this.root);
  }

  close() {
    this.stop();
    this.audio?.close();
    window.removeEventListener("pagehide", this.leave);
    this.root.remove();
  }

  get playing() {
    return this.timer !== undefined;
  }

  async start() {
    try {
      this.audio ??= new AudioContext();
      await this.audio.resume();
    } catch (error) {
      console.warn(error);
      this.said.textContent = this.words.failed;
      return;
    }
    this.gain = new GainNode(this.audio);
    this.gain.connect(this.audio.destination);
    this.#setVolume();
    this.beats = 0;
    this.next = this.audio.currentTime + 0.1;
    this.timer = setInterval(() => this.#schedule(), LOOK_MS);
    this.#schedule();
    this.#tell();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = undefined;
    // What was set ahead is silenced with the node that it goes through.
    this.gain?.disconnect();
    this.gain = undefined;
    this.#tell();
  }

  choose(rate) {
    this.rate = rate;
    if (!this.playing) return;
    this.stop();
    this.start();
  }

  #setVolume() {
    // Loudness goes about with the square of the amplitude.
    if (this.gain) this.gain.gain.value = (this.volume.value / 100) ** 2;
  }

  #schedule() {
    while (this.next < this.audio.currentTime + AHEAD_S) {
      this.#beat(this.next, PITCHES[this.beats % 2]);
      this.beats += 1;
      this.next += 60 / this.rate;
    }
    this.root.dataset.beats = this.beats;
  }

  #beat(at, pitch) {
    const envelope = new GainNode(this.audio, { gain: 0 });
    envelope.gain.setValueAtTime(0, at);
    envelope.gain.linearRampToValueAtTime(1, at + 0.003);
    envelope.gain.exponentialRampToValueAtTime(0.001, at + BEAT_S);
    const tone = new OscillatorNode(this.audio, { frequency: pitch });
    tone.connect(envelope).connect(this.gain);
    tone.start(at);
    tone.stop(at + BEAT_S);
  }

  #tell() {
    const { words, playing } = this;
    this.button.textContent = playing ? words.stop : words.start;
    this.said.textContent = playing ? words.running.replace("{rate}", this.rate) : words.still;
  }
}
