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
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) session.end();
    else fail();
  });
  document.addEventListener("htmx:sendError", fail);
  document.addEventListener("htmx:timeout", fail);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && failure) failure.hidden = true;
  });

  // Says one minute ahead that the session ends. The server decides; this only counts along, and hears
  // from every answer, also those to other windows, how long it still lasts.
  const session = (() => {
    const { sessionLeft, sessionGoOn } = document.body.dataset;
    const parts = ["soon", "last", "over"].map((name) => [
      name,
      document.querySelector(`[data-session-${name}]`),
    ]);
    const others = "BroadcastChannel" in window ? new BroadcastChannel("session") : null;
    let idle = Infinity;
    let most = Infinity;
    let over = false;

    const show = (wanted) => {
      for (const [name, part] of parts) if (part) part.hidden = name !== wanted;
    };
    const look = () => {
      const now = Date.now();
      if (over || now >= idle) show("over");
      else if (now >= most - 60000) show("last");
      else show(now >= idle - 60000 ? "soon" : null);
    };
    const take = (until) => {
      [idle, most] = until;
      over = false;
      look();
    };
    const hear = (header) => {
      const left = (header || "").split(" ").map(Number);
      if (left.length !== 2 || left.some(Number.isNaN)) return;
      take(left.map((seconds) => Date.now() + seconds * 1000));
      others?.postMessage([idle, most]);
    };
    const end = () => {
      over = true;
      look();
    };
    const goOn = async () => {
      const headers = { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers")) };
      try {
        const answer = await fetch(sessionGoOn, { method: "POST", headers });
        if (answer.ok) hear(answer.headers.get("Session-Left"));
        else end();
      } catch {
        fail();
      }
    };

    if (sessionLeft) {
      hear(sessionLeft);
      others?.addEventListener("message", (event) => take(event.data));
      window.setInterval(look, 1000);
      document.querySelector("[data-session-continue]").addEventListener("click", goOn);
    }
    return { hear, end };
  })();

  window.sluitend.session = session;
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.xhr) session.hear(event.detail.xhr.getResponseHeader("Session-Left"));
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
