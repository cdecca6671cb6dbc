// Reviewing by keyboard: j and k turn pages, a and r lead to a decision; no single key decides.
(() => {
  "use strict";
  const one = (selector) => document.querySelector(selector);
  const typing = (node) => /^(TEXTAREA|SELECT|INPUT)$/.test(node.tagName);
  const keys = one("[data-keys]");
  if (keys) keys.hidden = !matchMedia("(hover: hover) and (min-width: 768px)").matches;

  function lead(name) {
    const button = one(`[data-move="${name}"] button`);
    if (!button) return;
    const word = one("[data-word]");
    if (name === "return" && word) { word.open = true; word.querySelector("textarea").focus(); } else button.focus();
    document.querySelectorAll("[data-chosen]").forEach((node) => node.removeAttribute("data-chosen"));
    button.setAttribute("data-chosen", "");
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter") {
      const chosen = one("button[data-chosen]");
      if (chosen) { event.preventDefault(); chosen.click(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const link = one(`[data-go="${CSS.escape(event.key)}"] a`);
    if (link) link.click();
    else if (event.key === "a") { event.preventDefault(); lead("approve"); }
    else if (event.key === "r") { event.preventDefault(); lead("return"); }
  });
})();
