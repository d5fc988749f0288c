// What a page gains where scripts run: the reader's own time beside UTC, and buttons that copy. Nothing needs it.
(() => {
  "use strict";
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const local = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" });

  /** The element's time; null where it names a day or a month alone. */
  const timeOf = (element) => (element.dateTime.includes("T") ? new Date(element.dateTime) : null);

  const tellZone = () => {
    for (const element of document.querySelectorAll("time[datetime]")) {
      const when = timeOf(element);
      if (when) element.title = `${local.format(when)}, ${zone}`;
    }
    for (const phrase of document.querySelectorAll("[data-zone]")) {
      const times = [...phrase.querySelectorAll("time")].map(timeOf).filter(Boolean);
      if (!times.some((when) => when.getTimezoneOffset())) continue;
      const told = document.createElement("span");
      told.className = "zone";
      told.textContent = ` (${local.formatRange(times[0], times.at(-1))} in ${zone.replaceAll("_", " ")})`;
      phrase.append(told);
    }
  };

  /** A button behind `element` that copies its address, where it is a link, else its text. */
  const offerCopy = (element) => {
    const button = document.createElement("button");
    const said = document.createElement("span");
    button.type = "button";
    button.className = "copy";
    button.textContent = element.dataset.copy || "Copy";
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(element.href || element.innerText.trim());
      said.textContent = " Copied";
      setTimeout(() => { said.textContent = ""; }, 2000);
    });
    element.after(" ", button, said);
  };

  tellZone();
  if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach(offerCopy);
})();
