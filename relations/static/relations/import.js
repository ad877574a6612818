// Shows how far an import is; when its state changes the page is loaded anew.
"use strict";
(() => {
  const place = document.querySelector("[data-import]");
  if (!place) return;
  const bar = place.querySelector("progress");
  const stage = place.querySelector("[data-stage]");
  const look = async () => {
    try {
      const answer = await fetch(place.dataset.import, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const told = await answer.json();
        if (told.state !== place.dataset.state) {
          location.reload();
          return;
        }
        stage.textContent = told.stage;
        if (told.percent === null) bar.removeAttribute("value");
        else bar.value = told.percent;
      }
    } catch {
      // the server is away for a moment; the next look is soon
    }
    window.setTimeout(look, 1000);
  };
  look();
})();
