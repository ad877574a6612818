// Says below a date field how the date would be read, while it is typed.
"use strict";
(() => {
  const read = async (input) => {
    const place = new URL(`${location.pathname.split("/fact/")[0]}/fact/read-date/`, location.href);
    place.search = new URLSearchParams({ text: input.value }).toString();
    const answer = await (await fetch(place, { headers: { Accept: "application/json" } })).json();
    let echo = input.parentElement.querySelector(".date-echo");
    if (!echo) {
      echo = document.createElement("p");
      echo.className = "help date-echo";
      echo.setAttribute("role", "status");
      input.insertAdjacentElement("afterend", echo);
    }
    echo.textContent = answer.error || (answer.reading ? `Read as: ${answer.reading}` : "");
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("#id_date, #id_end")) read(event.target);
  });
})();
