// Comfort for a page that is complete without it: sorting, names inside the memory map, and keys to walk over its buffers.
(() => {
  "use strict";

  // Sorting: cells compare by data-sort where they have it; numbers start with the largest.
  const keyOf = (row, column) => row.cells[column].dataset.sort ?? row.cells[column].textContent;
  const compare = (a, b) => (a !== "" && b !== "" && !isNaN(a) && !isNaN(b) ? a - b : a < b ? -1 : a > b ? 1 : 0);

  function sortBy(head) {
    const table = head.closest("table");
    const column = head.cellIndex;
    const first = column > 0 && head.classList.contains("num") ? "descending" : "ascending";
    const second = first === "ascending" ? "descending" : "ascending";
    const order = head.getAttribute("aria-sort") === first ? second : first;
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", order);
    const sign = order === "ascending" ? 1 : -1;
    const body = table.tBodies[0];
    body.append(...[...body.rows].sort((a, b) => sign * compare(keyOf(a, column), keyOf(b, column))));
  }

  for (const button of document.querySelectorAll("table.sortable thead button"))
    button.addEventListener("click", () => sortBy(button.closest("th")));

  // The memory map.
  const map = document.querySelector("#memory .map > svg");
  if (!map) return;
  const buffers = [...map.querySelectorAll(".buffer")];
  const facts = document.getElementById("buffer-facts");

  // A name cut in its middle, as the page does elsewhere: the end tells similar names apart.
  function shorten(name, length) {
    if (name.length <= length) return name;
    const head = Math.floor((length - 1) / 3);
    return name.slice(0, head) + "…" + name.slice(name.length - (length - 1 - head));
  }

  // Pixels of the labels' font, which map.css sets.
  const characterWidth = 6.4;
  const lineHeight = 13;
  const margin = 4;
  const fewestCharacters = 7;
  const candidates = [0.5, 0.3, 0.7, 0.15, 0.85, 0, 1];

  const overlap = (a, b) => a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;

  // Where in its buffer a label goes, and with how many lines and characters; undefined when there is no room beside those already placed.
  function findPlace(buffer, box, taken) {
    const name = buffer.dataset.name;
    const upright = box.height > 1.5 * box.width && box.width < 90;
    const [along, across] = upright ? [box.height, box.width] : [box.width, box.height];
    const characters = Math.floor((along - 2 * margin) / characterWidth);
    if (characters < Math.min(fewestCharacters, name.length)) return undefined;
    const bytes = buffer.querySelector(".label text + text").textContent;
    for (const lines of bytes.length <= characters ? [2, 1] : [1]) {
      const thick = lines * lineHeight;
      if (across < thick + 2) continue;
      const text = shorten(name, characters);
      const long = Math.max(text.length, lines === 2 ? bytes.length : 0) * characterWidth;
      const [width, height] = upright ? [thick, long] : [long, thick];
      const positions = (size, room) => candidates.map((share) => size / 2 + margin / 2 + share * (room - size - margin));
      for (const x of upright ? positions(width, box.width) : [box.width / 2]) {
        for (const y of positions(height, box.height)) {
          const place = { x0: box.x + x - width / 2, x1: box.x + x + width / 2, y0: box.y + y - height / 2, y1: box.y + y + height / 2 };
          if (!taken.some((other) => overlap(place, other))) return { ...place, x, y, text, both: lines === 2, upright };
        }
      }
    }
    return undefined;
  }

  function fitLabels() {
    const taken = [...map.querySelectorAll(".mark text")].map((mark) => {
      const box = mark.getBoundingClientRect();
      return { x0: box.left, x1: box.right, y0: box.top, y1: box.bottom };
    });
    const boxes = buffers.map((buffer) => buffer.querySelector("rect").getBoundingClientRect());
    buffers.forEach((buffer, index) => {
      const place = findPlace(buffer, boxes[index], taken);
      const label = buffer.querySelector(".label");
      label.classList.toggle("fits", place !== undefined);
      if (!place) return;
      taken.push(place);
      label.classList.toggle("both", place.both);
      const spot = label.firstElementChild; // in percent, so that paper, which is narrower than the screen, moves it along
      spot.setAttribute("x", `${(100 * place.x) / boxes[index].width}%`);
      spot.setAttribute("y", `${(100 * place.y) / boxes[index].height}%`);
      spot.firstElementChild.setAttribute("transform", place.upright ? "rotate(-90)" : "");
      const [name] = label.querySelectorAll("text");
      name.textContent = place.text;
      name.setAttribute("y", place.both ? "-0.25em" : "0.35em");
    });
  }

  new ResizeObserver(fitLabels).observe(map);

  // Before it prints, a browser still measures the screen: give the map the size that it has on paper.
  function setPaper(isPaper) {
    map.classList.toggle("paper", isPaper);
    fitLabels();
  }

  addEventListener("beforeprint", () => setPaper(true));
  addEventListener("afterprint", () => setPaper(false));

  // One buffer at a time is in the tab order; the arrow keys pass that on, in order of time and then of address.
  const walk = [...buffers].sort((a, b) => a.dataset.order - b.dataset.order);
  let current = walk[0];

  function show(buffer) {
    facts.textContent = buffer.querySelector("title").textContent.split("\n").join(" · ");
  }

  function makeCurrent(buffer) {
    current.setAttribute("tabindex", "-1");
    current = buffer;
    current.setAttribute("tabindex", "0");
  }

  for (const buffer of walk) {
    buffer.setAttribute("tabindex", buffer === current ? "0" : "-1");
    buffer.addEventListener("pointerenter", () => show(buffer));
    buffer.addEventListener("focus", () => {
      makeCurrent(buffer);
      show(buffer);
    });
  }

  map.addEventListener("keydown", (event) => {
    const index = walk.indexOf(current);
    const target = {
      ArrowRight: index + 1,
      ArrowUp: index + 1,
      ArrowLeft: index - 1,
      ArrowDown: index - 1,
      Home: 0,
      End: walk.length - 1,
    }[event.key];
    if (target === undefined || !walk[target]) return;
    event.preventDefault();
    walk[target].focus();
  });
})();
