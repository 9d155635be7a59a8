// Drags cards of a board from column to column, by mouse, pen or finger. It knows only three attributes
// (`data-board`, `data-column`, `data-card`) and says what happened by a `card-drop` event on the board; the app
// decides. Every drag has a twin in the card's menu and on the keyboard.

const SLACK = 5; // pixels a pointer may tremble before it drags
const HOLD = 320; // milliseconds a finger rests before it drags instead of scrolling
const EDGE = 56; // pixels from an edge within which the board scrolls by itself
const SPEED = 14; // pixels a frame

let drag = null;

document.addEventListener("pointerdown", (event) => {
  const card = event.target.closest("[data-card]");
  if (!card || drag || event.button !== 0 || event.target.closest("button, input, [popover]")) return;
  const board = card.closest("[data-board]");
  drag = { card, board, id: event.pointerId, x: event.clientX, y: event.clientY, live: false, touch: event.pointerType === "touch" };
  if (drag.touch) drag.hold = setTimeout(begin, HOLD);
});

document.addEventListener("pointermove", (event) => {
  if (!drag || event.pointerId !== drag.id) return;
  const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > SLACK;
  if (!drag.live) {
    if (far && drag.touch) return stop();
    if (!far) return;
    begin();
  }
  drag.at = { x: event.clientX, y: event.clientY };
  follow();
});

document.addEventListener("pointerup", (event) => {
  if (!drag || event.pointerId !== drag.id) return;
  const { live, card, board, over } = drag;
  const from = card.closest("[data-column]");
  stop();
  if (!live) return;
  swallowClick();
  if (over && over !== from) {
    const detail = { card: card.dataset.card, column: over.dataset.column };
    board.dispatchEvent(new CustomEvent("card-drop", { detail }));
  }
});

document.addEventListener("pointercancel", stop);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drag?.live) {
    event.preventDefault();
    event.stopPropagation();
    stop();
  }
}, true);

// Links inside cards would start the browser's own drag; a finger that drags would scroll.
document.addEventListener("dragstart", (event) => {
  if (event.target.closest?.("[data-card]")) event.preventDefault();
});
document.addEventListener("touchmove", (event) => {
  if (drag?.live) event.preventDefault();
}, { passive: false });
document.addEventListener("contextmenu", (event) => {
  if (drag?.touch && drag.live) event.preventDefault();
});

function begin() {
  const { card } = drag;
  const box = card.getBoundingClientRect();
  const ghost = card.cloneNode(true);
  ghost.removeAttribute("data-card");
  ghost.setAttribute("aria-hidden", "true");
  ghost.inert = true;
  ghost.classList.add("board-ghost");
  ghost.style.width = `${box.width}px`;
  document.body.append(ghost);
  card.classList.add("board-card-lifted");
  getSelection()?.removeAllRanges();
  Object.assign(drag, { live: true, ghost, dx: drag.x - box.left, dy: drag.y - box.top, at: { x: drag.x, y: drag.y } });
  follow();
  roll();
}

function follow() {
  const { ghost, at, dx, dy, board } = drag;
  ghost.style.transform = `translate(${at.x - dx}px, ${at.y - dy}px)`;
  const below = document.elementFromPoint(at.x, at.y);
  const over = below?.closest("[data-column]");
  const column = over && board.contains(over) ? over : null;
  if (column === drag.over) return;
  drag.over?.classList.remove("board-over");
  column?.classList.add("board-over");
  drag.over = column;
}

// Scrolls the board sideways and the column up and down while the pointer rests near an edge.
function roll() {
  if (!drag?.live) return;
  const { at, board, over } = drag;
  const scrolled = nudge(board, "left", at.x, "scrollLeft") | nudge(over?.querySelector(".board-scroll"), "top", at.y, "scrollTop");
  if (scrolled) follow();
  requestAnimationFrame(roll);
}

function nudge(element, start, at, property) {
  if (!element) return false;
  const box = element.getBoundingClientRect();
  const end = start === "left" ? "right" : "bottom";
  const by = at < box[start] + EDGE ? -SPEED : at > box[end] - EDGE ? SPEED : 0;
  const before = element[property];
  element[property] += by;
  return element[property] !== before;
}

function stop() {
  if (!drag) return;
  clearTimeout(drag.hold);
  drag.ghost?.remove();
  drag.card.classList.remove("board-card-lifted");
  drag.over?.classList.remove("board-over");
  drag = null;
}

// Letting go over a link would follow it.
function swallowClick() {
  const swallow = (event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
}
