// Composing: keys, spoken verdict, answers that are no success; and sums that follow the typing.
(() => {
  "use strict";
  const one = (selector) => document.querySelector(selector);

  // A refused change (conflict, bad value) comes back as the whole page with its reason.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([409, 422].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  // The verdict is read out once the choosing has paused.
  let pause;
  document.addEventListener("htmx:afterSettle", () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      const verdict = one("[data-verdict]"), said = one("#compose-said");
      if (verdict && said && said.textContent !== verdict.textContent) said.textContent = verdict.textContent;
    }, 800);
    begin();
  });

  const typing = (node) => /^(TEXTAREA|SELECT)$/.test(node.tagName) || (node.tagName === "INPUT" && node.type !== "radio");
  document.addEventListener("keydown", (event) => {
    if (typing(event.target) || !one("#compose")) return;
    if (event.key === "Escape" && one("[data-close]")) { one("[data-close]").click(); return; }
    const wanted = event.key === "Delete" ? !event.altKey : event.altKey && event.key.startsWith("Arrow");
    const button = wanted && one(`.editor [data-key="${event.key}"]`);
    if (button) { event.preventDefault(); button.click(); }
  });

  function add(output) {
    const fields = document.querySelectorAll(`[data-sum="${output.dataset.sumOf}"]`);
    const sum = [...fields].reduce((total, field) => total + (Number.parseInt(field.value, 10) || 0), 0);
    output.textContent = sum.toLocaleString(document.documentElement.lang);
    const over = output.parentNode.querySelector("[data-sum-over]");
    if (over) over.hidden = sum <= Number(output.dataset.limit);
  }

  const addAll = () => document.querySelectorAll("[data-sum-of]").forEach(add);
  document.addEventListener("input", (event) => { if (event.target.dataset.sum) addAll(); });

  // An offer to undo stays as long as it takes to read it, and longer while it is looked at.
  function fade() {
    const toast = one("[data-toast]");
    if (toast && !toast.matches(":hover, :focus-within")) toast.remove();
    else if (toast) setTimeout(fade, 2000);
  }

  function begin() {
    const keys = one("[data-keys]");
    if (keys) keys.hidden = !matchMedia("(hover: hover) and (min-width: 768px)").matches;
    if (one("[data-toast]")) setTimeout(fade, 10000);
    addAll();
  }
  begin();
})();
