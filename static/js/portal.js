// Small helps on every page. Every page works without them.
(() => {
  "use strict";
  const OFF = "portal-keys-off";
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const typing = (node) => /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName) || node.isContentEditable;
  const openMenus = () => all("details.popover-anchor[open]");

  function closeMenus(except) {
    openMenus().filter((menu) => !except || !menu.contains(except)).forEach((menu) => { menu.open = false; });
  }

  function showFaults() {
    const faults = one("[data-focus]");
    if (faults) faults.focus();
  }

  function countCharacters(field) {
    const say = document.getElementById(field.dataset.counter);
    if (!say) return;
    const used = [...field.value].length;
    say.textContent = `${used} / ${say.dataset.limit}`;
    say.classList.toggle("is-over", used > Number(say.dataset.limit));
  }

  // --- keys: / searches, ? shows the keys, g h and g t go places; all can be switched off ---
  const dialog = one("#keys");
  let before = "";

  function go(key) {
    const target = one(".dialog__foot", dialog).dataset[{ h: "home", t: "todo" }[key]];
    if (target) location.assign(target);
  }

  const KEYS = {
    "/": () => { const field = one("[data-slash]") || one("input[type=search]"); if (field) { field.focus(); field.select(); return true; } return false; },
    "?": () => { if (dialog && dialog.showModal && !dialog.open) dialog.showModal(); return true; },
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = openMenus().pop();
      if (menu) { menu.open = false; one("summary", menu).focus(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (localStorage.getItem(OFF)) return;
    if (before === "g" && dialog && "ht".includes(event.key)) { before = ""; go(event.key); return; }
    before = event.key;
    if (KEYS[event.key] && KEYS[event.key]()) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    closeMenus(event.target);
    const link = event.target.closest(".faults a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (field) { event.preventDefault(); (typing(field) ? field : one("input", field) || field).focus(); }
  });

  const off = one("[data-keys-off]");
  if (off) {
    off.checked = Boolean(localStorage.getItem(OFF));
    off.addEventListener("change", () => (off.checked ? localStorage.setItem(OFF, "1") : localStorage.removeItem(OFF)));
  }

  // --- forms: count characters, warn before unsaved changes are lost, send only once ---
  let unsaved = false;
  document.addEventListener("input", (event) => {
    if (event.target.dataset.counter) countCharacters(event.target);
    if (event.target.closest("form[data-guard]")) unsaved = true;
  });
  document.addEventListener("submit", (event) => {
    unsaved = false;
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 5000);
  });
  addEventListener("beforeunload", (event) => { if (unsaved) { event.preventDefault(); event.returnValue = ""; } });
  addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => { delete form.dataset.sent; }));

  function begin(within) {
    all("[data-counter]", within).forEach(countCharacters);
    showFaults();
  }
  begin(document);
  document.addEventListener("htmx:afterSettle", (event) => begin(event.target));
})();
