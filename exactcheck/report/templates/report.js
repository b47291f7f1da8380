"use strict";
(() => {
  const form = document.getElementById("filters");
  const rows = [...document.querySelectorAll("#verdict-table tr[data-verdict]")];
  const heads = [...document.querySelectorAll("#verdict-table tr.place-row")];
  const count = document.getElementById("count");
  const apply = () => {
    const wanted = new Set([...form.querySelectorAll("input[name=verdict]:checked")].map((box) => box.value));
    const place = form.elements.place.value;
    const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = row.dataset.search;
      row.hidden = !(wanted.has(row.dataset.verdict) && (!place || row.dataset.place === place) && words.every((word) => text.includes(word)));
      shown += row.hidden ? 0 : 1;
    }
    for (const head of heads) {
      head.hidden = !rows.some((row) => !row.hidden && row.dataset.place === head.dataset.place);
    }
    count.textContent = `${shown} of ${rows.length} claims shown`;
  };
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("show-all").addEventListener("click", () => {
    form.reset();
    apply();
  });
  for (const link of document.querySelectorAll("a[data-only]")) {
    link.addEventListener("click", () => {
      form.elements.place.value = "";
      form.elements.text.value = "";
      for (const box of form.querySelectorAll("input[name=verdict]")) box.checked = box.value === link.dataset.only;
      apply();
    });
  }
  apply();

  const open = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = target && target.closest("details");
    if (folded) folded.open = true;
  };
  addEventListener("hashchange", open);
  open();

  const nodes = [...document.querySelectorAll(".graph a[data-id]")];
  const edges = [...document.querySelectorAll(".graph .edge")];
  const reach = (start, from, to) => {
    const found = new Set([start]);
    for (const name of found) for (const edge of edges) if (edge.dataset[from] === name) found.add(edge.dataset[to]);
    return found;
  };
  const light = (name) => {
    const near = name && new Set([...reach(name, "source", "target"), ...reach(name, "target", "source")]);
    for (const node of nodes) node.classList.toggle("dim", Boolean(near) && !near.has(node.dataset.id));
    for (const edge of edges) edge.classList.toggle("near", Boolean(near) && near.has(edge.dataset.source) && near.has(edge.dataset.target));
  };
  for (const node of nodes) {
    node.addEventListener("mouseenter", () => light(node.dataset.id));
    node.addEventListener("focus", () => light(node.dataset.id));
    node.addEventListener("mouseleave", () => light(""));
    node.addEventListener("blur", () => light(""));
  }
})();
