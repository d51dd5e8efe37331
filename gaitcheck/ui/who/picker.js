// The picture with a button around everybody in it; a click tells the page who was meant.
export default function gaitcheckWho({ parentElement, data, setTriggerValue }) {
  const figure = document.createElement("div");
  figure.className = "gcw";
  const picture = document.createElement("img");
  picture.src = data.picture;
  picture.alt = data.alt;
  figure.append(picture);
  for (const person of data.people) {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", person.label);
    button.setAttribute("aria-pressed", String(person.followed));
    button.title = person.label;
    for (const edge of ["left", "top", "width", "height"]) {
      button.style[edge] = `${100 * person[edge]}%`;
    }
    const number = document.createElement("span");
    number.textContent = person.number;
    button.append(number);
    button.addEventListener("click", () => setTriggerValue("chosen", person.number));
    figure.append(button);
  }
  parentElement.querySelector(".gcw")?.remove();
  parentElement.append(figure);
}
