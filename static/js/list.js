// Lists: the bulk bar shows when rows are selected. Without script it always shows.
(() => {
  "use strict";
  const boxes = (bar) => [...document.querySelectorAll(`input[name="pk"][form="${bar.id}"]`)];
  const everyone = (bar) => bar.querySelector('input[name="all"]');

  function refresh(bar) {
    const rows = boxes(bar);
    const chosen = rows.filter((box) => box.checked);
    rows.forEach((box) => box.closest("tr").classList.toggle("is-selected", box.checked));
    const say = bar.querySelector("[data-bulk-count]");
    say.textContent = chosen.length === 1 ? say.dataset.one : say.dataset.many.replace("{n}", chosen.length);
    bar.hidden = chosen.length === 0 && !everyone(bar).checked;
    const head = headOf(bar);
    if (head) {
      head.checked = rows.length > 0 && chosen.length === rows.length;
      head.indeterminate = chosen.length > 0 && chosen.length < rows.length;
    }
  }

  const headOf = (bar) => bar.parentNode.querySelector("[data-check-all]");
  const bars = () => [...document.querySelectorAll("[data-bulk]")];

  document.addEventListener("change", (event) => {
    bars().forEach((bar) => {
      if (event.target === headOf(bar)) boxes(bar).forEach((box) => { box.checked = event.target.checked; });
      refresh(bar);
    });
  });
  document.addEventListener("click", (event) => {
    const clear = event.target.closest("[data-bulk-clear]");
    if (!clear) return;
    boxes(clear.form).forEach((box) => { box.checked = false; });
    setTimeout(() => refresh(clear.form));
  });
  bars().forEach(refresh);
  document.addEventListener("htmx:afterSettle", () => bars().forEach(refresh));
})();
