// SPDX-License-Identifier: EUPL-1.2
// What a page gains with JavaScript: leave at once, copy a code, print. Every page works without it.
(() => {
  "use strict";

  // Leaving replaces this page in the history, so that "back" does not return to it.
  const leave = (link) => {
    document.documentElement.hidden = true;
    document.title = "";
    // What was opened with a code closes too: whoever takes over this device finds it shut.
    for (const form of document.querySelectorAll("form[data-closes]")) {
      const options = { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true };
      fetch(form.action, { ...options, redirect: "manual" }).catch(() => {});
    }
    // And the browser forgets the files of this site, which tell of a visit.
    fetch("/sporen-wissen/", { keepalive: true }).catch(() => {});
    try {
      sessionStorage.clear();
    } catch {
      // Storage can be switched off; there is nothing to clear then.
    }
    window.location.replace(link.href);
  };

  const announce = (text) => {
    const region = document.querySelector("[data-live]");
    if (!region) return;
    region.textContent = "";
    window.setTimeout(() => {
      region.textContent = text;
    }, 50);
  };

  const copy = async (button) => {
    const source = document.getElementById(button.dataset.copy);
    if (!source) return;
    const label = button.querySelector("[data-copy-label]") || button;
    const before = label.textContent;
    try {
      await navigator.clipboard.writeText(source.dataset.code || source.textContent.trim());
      label.textContent = button.dataset.copied;
      announce(button.dataset.copied);
    } catch {
      // No permission: select the code, so that one key or a long press copies it.
      window.getSelection().selectAllChildren(source);
      label.textContent = button.dataset.selected;
      announce(button.dataset.selected);
    }
    window.setTimeout(() => {
      label.textContent = before;
    }, 4000);
  };

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const exit = event.target.closest("[data-exit]");
    if (exit) {
      event.preventDefault();
      leave(exit);
      return;
    }
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
    if (event.target.closest("[data-print]")) window.print();
  });

  // A second press on "send" while the first is under way would be a second request.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.dataset.again !== undefined) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;
  const first = document.querySelector("[data-error-summary], [data-focus]");
  if (first) first.focus();
  window.sluitend = { announce };
})();
