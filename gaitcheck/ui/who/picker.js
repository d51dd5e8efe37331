// The picture with a button around everybody in it; a click tells the page who was meant.
export default function gaitcheckWho({ parentElement, data, setTriggerValue }) {
  const figure = make("div", { className: "gcw" }, make("img", { src: data.picture, alt: data.alt }));
  for (const person of data.people) {
    const said = { title: person.label, "aria-label": person.label, "aria-pressed": person.followed };
    const onclick = () => setTriggerValue("chosen", person.number);
    const number = make("span", { textContent: person.number });
    const button = make("button", { type: "button", ...said, onclick }, number);
    for (const edge of ["left", "top", "width", "height"]) {
      button.style[edge] = `${100 * person[edge]}%`;
    }
    figure.append(button);
  }
  parentElement.querySelector(".gcw")?.remove();
  parentElement.append(figure);
}
