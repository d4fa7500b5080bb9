// What stands around the rows: the tabs and tools above, the heads of the columns, the differences and the marks beside.

const KEYS = [['j', 'k', 'rows'], ['n', 'p', 'differences'], ['c', 'r', 'confirm, reject'], ['u', '', 'next undecided'], ['g', '', 'go to'], ['x', '', 'nearest'], ['/', '', 'find'], ['v', '', 'ribbons'], ['?', '', 'all keys']]
const VIEWS = [['texts', 'Texts'], ['differences', 'Differences'], ['concepts', 'Concepts']]
const MODES = [['rows', 'Rows', 'Linked passages beside each other'], ['ribbons', 'Ribbons', 'Each text in its own order, links as bands']]

function tabsView(viewer) {
  const counts = { texts: null, differences: viewer.data.differences.length, concepts: viewer.data.concepts.length }
  return el('div', { class: 'tabs' },
    el('nav', { 'aria-label': 'Views' }, VIEWS.map(([name, title], index) => el('button', { type: 'button', class: 'tab', 'data-open': name,
      'aria-keyshortcuts': String(index + 1) }, title, counts[name] == null ? null : el('b', {}, String(counts[name]))))),
    el('div', { class: 'tools' }, viewer.layers.draw(), viewer.sizes.draw(),
      el('div', { class: 'modes', role: 'group', 'aria-label': 'Arrangement' }, MODES.map(([mode, name, told]) => el('button', { type: 'button', 'data-mode': mode,
        'aria-pressed': String(mode === viewer.mode), 'aria-keyshortcuts': 'v', title: told }, name))),
      viewer.layers.legend(),
      el('button', { type: 'button', class: 'ask', 'data-help': '', 'aria-keyshortcuts': '?', 'aria-label': 'Keys', title: 'Keys' }, '?')))
}

function barView(viewer) {
  const chip = ({ kind, name, count, index }) => el('button', { class: 'chip', type: 'button', 'data-kind': kind,
    'aria-pressed': 'false', style: index == null ? null : side(index) }, el('i', { 'aria-hidden': 'true' }),
  el('span', {}, name), el('b', {}, String(count)))
  return el('div', { class: 'bar' },
    el('div', { class: 'chips', role: 'group', 'aria-label': 'Show only rows of a kind' },
      el('button', { class: 'chip', type: 'button', 'data-kind': '', 'aria-pressed': 'true' },
        el('span', {}, 'All rows'), el('b', {}, String(viewer.data.rows.length))),
      viewer.chips().map(chip)),
    viewer.find.draw())
}

function headsView(viewer) {
  return el('div', { class: 'heads' }, viewer.data.documents.map((document, index) => {
    const known = [document.date, document.bare ? `${plural(document.passages, 'heading')}, no passage` : plural(document.passages, 'passage')].filter(Boolean).join(' · ')
    const badge = document.status && document.status !== 'original' ? document.status : ''
    const told = [document.note, ...document.warnings].filter(Boolean)
    return el('div', { class: 'head', style: side(index) },
      el('div', { class: 'who' }, el('h2', {}, document.name),
        el('button', { type: 'button', class: badge ? 'badge' : 'badge plain', 'aria-expanded': 'false',
          'data-note': index, title: 'About this text' }, badge || 'about'),
        el('span', { class: 'known' }, known),
        el('button', { type: 'button', class: 'room', 'data-focus-on': index, 'aria-pressed': 'false', 'aria-label': `Room for ${document.name}`, title: 'Give this text the room' }, '↔')),
      index + 1 < viewer.names.length ? viewer.sizes.handle(index) : null,
      document.title && document.title !== document.name ? el('div', { class: 'title', title: document.title }, document.title) : null,
      el('div', { class: 'note', hidden: true }, el('p', {}, `${[document.title, known].filter(Boolean).join('. ')}.`), told.map(text => el('p', {}, text)),
        document.digest ? el('p', { class: 'digest' }, `SHA-256 ${document.digest.replace(/^sha256:/, '').slice(0, 16)}…`) : null))
  }))
}

function railView(viewer) {
  const found = viewer.data.differences
  return el('div', { class: 'differences' },
    el('button', { type: 'button', class: 'fold', 'aria-expanded': 'false', 'aria-controls': 'list' },
      el('h2', {}, 'Differences'), el('b', {}, String(found.length))),
    el('p', { class: 'about' }, 'What only one text raises, or puts otherwise; the weightiest first.'),
    found.length ? el('ol', { id: 'list', class: 'list' }, found.map(each => differenceView(viewer, each)))
      : el('p', { id: 'list', class: 'list nothing' }, 'No concept was found on which the texts differ.'))
}

function differenceView(viewer, each) {
  const said = each.sides.flatMap((told, index) => told && each.documents.includes(index) ? [told] : [])
  const count = said.reduce((sum, told) => sum + told.count, 0)
  const only = each.kind === 'only' ? el('span', { class: 'stances' }, said[0].stances.map(stance), firmness(said[0].strength, viewer.data.firmness)) : null
  return el('li', {}, el('button', { type: 'button', class: each.decided === 'dismiss' ? 'found dismissed' : 'found', 'data-rank': each.rank, 'aria-pressed': 'false', style: side(each.documents[0]) },
    el('span', { class: 'rank' }, String(each.rank)),
    el('span', { class: 'concept' }, each.concept, each.decided ? el('span', { class: 'settled' }, each.decided === 'dismiss' ? 'dismissed' : '✓ accepted') : null),
    el('span', { class: 'who' }, each.said, el('span', { class: 'times' }, ` · ${plural(count, 'mention')}`)), only,
    each.first ? el('span', { class: 'quote', style: side(each.first.document) }, pieces(each.first.pieces), el('span', { class: 'source' }, ` ${each.first.cite}`)) : null))
}

function legendView(viewer) {
  const line = (layer, mark, words) => el('li', { 'data-of': layer }, mark, words)
  return el('div', { class: 'legend' }, el('h2', {}, 'Marks'), el('ul', {},
    line('differences', el('span', { class: 'sample only', style: side(0) }, 'term'), 'of one of the ten weightiest differences'),
    line('differences', el('span', { class: 'sample slight', style: side(0) }, 'term'), 'of another listed difference'),
    line('wording', el('span', { class: 'sample differs', style: side(1) }, 'word'), 'differs, in texts close in wording'),
    line('wording', el('span', { class: 'sample shared' }, 'word'), 'shared, in texts far apart in wording'),
    line('concepts', el('span', { class: 'sample named' }, 'term'), 'of any concept'),
    line('stance', el('span', { class: 'sample cue', 'data-sign': '→' }, 'words'), 'show a stance:')), viewer.layers.legend(),
  el('p', { class: 'keys' }, KEYS.map(([one, two, words]) => el('span', {}, el('kbd', {}, one), two ? el('kbd', {}, two) : null, ` ${words}`))))
}
