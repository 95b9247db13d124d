// SPDX-License-Identifier: EUPL-1.2
// Staff pages swap parts of a page with htmx: keep the focus, say what changed, show what failed.
(() => {
  "use strict";

  const failure = document.querySelector("[data-failure]");
  let focused = null;

  const remember = () => {
    const active = document.activeElement;
    focused = active && active.id ? active.id : null;
  };

  // A swap can remove the element that had the focus; give it back to the one with the same id.
  // Who went on to another field meanwhile stays there, or their next letters land in the wrong one.
  const restore = (target) => {
    const lost = !document.activeElement || document.activeElement === document.body;
    const wanted =
      target.querySelector("[data-focus]") || (lost && focused && document.getElementById(focused));
    if (wanted && wanted !== document.activeElement) wanted.focus({ preventScroll: true });
    const message = target.matches("[data-announce]") ? target : target.querySelector("[data-announce]");
    if (message) window.sluitend.announce(message.dataset.announce || message.textContent.trim());
  };

  const fail = () => {
    if (!failure) return;
    failure.hidden = false;
    failure.focus();
  };

  document.addEventListener("htmx:beforeSwap", remember);
  document.addEventListener("htmx:afterSettle", (event) => restore(event.detail.target || event.target));
  document.addEventListener("htmx:responseError", fail);
  document.addEventListener("htmx:sendError", fail);
  document.addEventListener("htmx:timeout", fail);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && failure) failure.hidden = true;
  });

  // The menu of the person and the primary menu close with Escape and give the focus back.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !(event.target instanceof Element)) return;
    const open = event.target.closest("details[data-menu][open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
})();
