// Small parts of the desk, and the form that asks for a note or for a step that is missing.

class Form {
  constructor(words, left) {
    this.words = words;
    this.left = left; // called when it is closed by whoever filled it in
    this.root = make("div", { className: "gcr-form", hidden: true });
  }

  askNote(note, act) {
    const text = make("textarea", { value: note, rows: 2 });
    const label = make("label", {}, this.words.noteLabel, text);
    this.#open([label], this.words.noteSave, () => act(text.value));
  }

  askStep({ sides, frames }, side, at, act) {
    const { words } = this;
    const foot = make("select");
    for (const value of sides) {
      foot.append(make("option", { value, textContent: words.feet[value] }));
    }
    foot.value = side;
    const frame = make("input", { type: "number", min: 0, max: frames - 1, step: 1, value: at });
    const labels = [make("label", {}, words.addFoot, foot), make("label", {}, words.addFrame, frame)];
    this.#open(labels, words.addNow, () => act({ side: foot.value, frame: Number(frame.value) }));
  }

  close() {
    this.root.hidden = true;
    this.root.replaceChildren();
  }

  key(event) {
    const { key, shiftKey, target } = event;
    if (key === "Escape") this.#leave();
    else if (key === "Enter" && !shiftKey && target.tagName !== "BUTTON") this.save();
    else return;
    event.preventDefault();
  }

  #open(parts, name, act) {
    this.save = () => {
      this.#leave();
      act();
    };
    const buttons = [[name, this.save], [this.words.cancel, () => this.#leave()]];
    const row = buttons.map(([textContent, onclick]) =>
      make("button", { type: "button", textContent, onclick }),
    );
    this.root.replaceChildren(...parts, make("div", { className: "gcr-tools" }, ...row));
    this.root.hidden = false;
    this.root.querySelector("textarea, select").focus();
  }

  #leave() {
    this.close();
    this.left();
  }
}

function active(root) {
  return root.getRootNode().activeElement;
}
