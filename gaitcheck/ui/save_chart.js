// Two buttons for each chart of a plot: its picture as a file, made in the browser from the SVG that
// Vega has drawn. Vega's own menu answers to the mouse alone; these are buttons for every hand.

const SCALE = 3; // pixels of the PNG for each pixel of the page: sharp in print
const MARGIN = 12; // around the picture: elsewhere the page's font may be a wider one

const standalone = (drawn, words) => {
  const box = drawn.viewBox.baseVal?.width ? drawn.viewBox.baseVal : drawn.getBoundingClientRect();
  const width = box.width + 2 * MARGIN;
  const height = box.height + 2 * MARGIN;
  const svg = drawn.cloneNode(true);
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  svg.setAttribute("width", width);
  svg.setAttribute("height", height);
  svg.setAttribute("viewBox", `${-MARGIN} ${-MARGIN} ${width} ${height}`);
  const whole = { x: -MARGIN, y: -MARGIN, width: "100%", height: "100%" };
  svg.prepend(makeSvg("title", {}, words.alt), makeSvg("rect", { ...whole, fill: words.ground }));
  const text = new XMLSerializer().serializeToString(svg);
  return { blob: new Blob([text], { type: "image/svg+xml;charset=utf-8" }), width, height };
};

const toPng = async ({ blob, width, height }) => {
  const address = URL.createObjectURL(blob);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const size = { width: Math.round(width * SCALE), height: Math.round(height * SCALE) };
    const canvas = make("canvas", size);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, fail) =>
      canvas.toBlob((png) => (png ? done(png) : fail(new Error("no picture"))), "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
};

const hand = (blob, name) => {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};

export default function ({ parentElement, data }) {
  const row = parentElement.querySelector(".row");
  const message = parentElement.querySelector("[role=status]");
  row.replaceChildren();
  message.textContent = "";
  for (const chart of data.charts) {
    for (const form of ["svg", "png"]) {
      const textContent = chart.words[form];
      const onclick = async () => {
        message.textContent = "";
        try {
          const drawn = document.querySelector(`.st-key-${chart.key} svg.marks`);
          const picture = standalone(drawn, { ground: data.ground, alt: chart.alt });
          hand(form === "svg" ? picture.blob : await toPng(picture), `${chart.name}.${form}`);
        } catch (error) {
          message.textContent = data.failed;
        }
      };
      const said = { textContent, "aria-label": `${textContent}: ${data.title}` };
      row.append(make("button", { type: "button", ...said, onclick }));
    }
  }
}
