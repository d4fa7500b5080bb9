// Find and filter rows. Without it the page is whole: the controls are shown only when it runs.
(() => {
  "use strict";
  const tools = document.querySelector(".tools");
  const rows = [...document.querySelectorAll(".rows tbody tr")];
  const [find, kind] = [document.getElementById("find"), document.getElementById("kind")];
  const told = document.getElementById("count");
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const show = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, k) => {
      const fits = !kind.value || row.dataset.kind === kind.value;
      row.hidden = !(fits && words.every((word) => texts[k].includes(word)));
      shown += row.hidden ? 0 : 1;
    });
    told.textContent = `${shown} of ${rows.length} rows`;
  };
  find.addEventListener("input", show);
  kind.addEventListener("change", show);
  tools.hidden = false;
  show();
})();
