// Why a row is linked, or stands alone: its evidence as bars that add up to the score, and the nearest candidate.

function reasonsView(row) {
  const near = row.nearest
  return el('div', { class: 'why', role: 'region', 'aria-label': 'Reasons' },
    row.links.map(link => linkView(link)),
    near ? el('p', { class: 'near' }, el('strong', {}, 'Nearest, not taken: '), nearby(near), `: ${near.reason}`) : null,
    !row.links.length && !near ? el('p', { class: 'near' }, 'No passage of the other text comes near this one.') : null)
}

function linkView(link) {
  const most = Math.max(...link.evidence.map(([, , weight]) => Math.abs(weight)), 0.001)
  return el('section', {},
    el('h3', {}, link.pair.join(' – '), el('span', { class: 'score' }, number(link.score)),
      link.origin === 'analyst' ? el('span', {}, ' set by the analyst') : null),
    el('table', {}, el('tbody', {}, link.evidence.map(([kind, what, weight]) => el('tr', {},
      el('th', { scope: 'row', title: kind }, what),
      el('td', { class: 'meter' }, el('i', { class: weight < 0 ? 'against' : '', style: `inline-size:${Math.abs(weight) / most * 100}%` })),
      el('td', { class: 'weight' }, signed(weight)))))))
}
