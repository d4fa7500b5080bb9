// The table of concepts: what each document says of each, sorted and filtered.

const NONE_CHOSEN = { text: '', stance: '', least: '0', raised: '' }
const NOTHING = { strength: -1, count: 0, stances: [] }

class Concepts {
  constructor(data, earlier) {
    this.data = data
    this.names = data.documents.map(document => document.name)
    this.sort = earlier?.sort ?? { by: '', document: 0, down: false }
    this.root = this.drawn()
    this.choose(earlier?.chosen ?? NONE_CHOSEN)
    this.root.addEventListener('input', event => {
      const name = event.target.dataset.filter
      if (name) { this.chosen[name] = event.target.value; this.fill() }
    })
    this.fill()
  }

  drawn() {
    const sorting = (by, document, name) => el('button', { type: 'button', class: 'sort', 'data-sort': by, 'data-document': document }, name, el('span', { 'aria-hidden': 'true' }))
    return el('section', { class: 'concepts', 'aria-label': 'Concepts' }, this.proposals(), this.filters(),
      el('table', {},
        el('thead', {}, el('tr', {},
          el('th', { scope: 'col' }, sorting('name', 0, 'Concept')),
          this.names.map((name, index) => el('th', { scope: 'col', style: side(index) }, el('span', { class: 'of' }, name),
            el('span', { class: 'by' }, sorting('stance', index, 'stance'), sorting('strength', index, 'firmness'), sorting('count', index, 'mentions')))))),
        el('tbody', {})),
      el('p', { class: 'none', hidden: true }, 'No concept fits. ', el('button', { type: 'button', class: 'jump', 'data-every': '' }, 'Show all')))
  }

  /** Pairs that may be one concept in other words: the reader says so, or not. */
  proposals() {
    const told = this.data.proposals
    if (!told.length) return null
    const name = ({ names, documents, concepts }, k) => [concepts[k] == null ? el('b', {}, names[k]) : el('button', { type: 'button', class: 'jump', 'data-concept': concepts[k] }, names[k]), ` (${this.names[documents[k]]})`]
    return el('details', { class: 'proposals' }, el('summary', {}, `Perhaps the same in other words: ${plural(told.length, 'pair')}`),
      el('ul', {}, told.map((pair, index) => el('li', {}, name(pair, 0), ' – ', name(pair, 1),
        el('span', { class: 'times' }, ` near in meaning ${number(pair.alike)}, in passages linked ${number(pair.link)} `),
        el('button', { type: 'button', class: 'join', 'data-join': index }, 'Merge')))))
  }

  filters() {
    const stances = [...new Set(this.data.concepts.flatMap(each => each.sides.flatMap(told => told?.stances ?? [])))].sort()
    const option = (value, name) => el('option', { value, 'data-value': value }, name)
    const select = (name, label, options) => el('label', {}, el('span', {}, label), el('select', { 'data-filter': name }, options))
    const every = this.names.length === 2 ? 'both' : 'all'
    return el('div', { class: 'filters' },
      el('label', {}, el('span', {}, 'Concept'), el('input', { type: 'search', 'data-filter': 'text', placeholder: 'Name or term', autocomplete: 'off', spellcheck: 'false' })),
      select('raised', 'Raised by', [option('', 'any text'), option('all', every), this.names.map((name, index) => option(`only-${index}`, `${name}, not by all`)),
        this.names.map((name, index) => option(`not-${index}`, `not by ${name}`)), option('none', 'none')].flat()),
      select('stance', 'Stance', [option('', 'any'), ...stances.map(label => option(label, label))]),
      select('least', 'Firmness', [option('0', 'any'), ...[1, 2, 3, 4, 5].map(step => option(String(step), step < FIRMEST ? `${step} or more` : '5'))]),
      el('p', { class: 'count', 'aria-live': 'polite' }))
  }

  fits(each) {
    const { text, stance: label, least, raised } = this.chosen
    const asked = text.trim().toLowerCase()
    const told = each.sides.filter(Boolean)
    const [sort, index] = raised.split('-')
    const by = { '': true, all: told.length === this.names.length, none: !told.length,
      only: told.length < this.names.length && each.sides[index], not: !each.sides[index] && told.length }[sort]
    // stance and firmness must be those of one and the same text
    const held = (!label && least === '0') || told.some(one => (!label || one.stances.includes(label)) && one.strength >= Number(least))
    return by && held && (!asked || [each.name, each.family, ...each.terms].some(name => name.toLowerCase().includes(asked)))
  }

  ordered() {
    const { by, document, down } = this.sort
    const all = this.data.concepts.map((each, index) => ({ each, index }))
    if (!by) return all
    const value = ({ each }) => by === 'name' ? each.name.toLowerCase()
      : by === 'stance' ? (each.sides[document]?.stances.join() ?? '￿') : (each.sides[document] ?? NOTHING)[by]
    const compared = (a, b) => typeof a === 'string' ? a.localeCompare(b) : a - b
    return all.sort((a, b) => compared(value(a), value(b)) * (down ? -1 : 1) || a.index - b.index)
  }

  fill() {
    const shown = this.ordered().filter(({ each }) => this.fits(each))
    this.root.querySelector('tbody').replaceChildren(...shown.map(({ each, index }) => this.line(each, index)))
    const { by, document, down } = this.sort
    for (const button of this.root.querySelectorAll('.sort')) {
      const here = button.dataset.sort === by && Number(button.dataset.document) === document
      button.querySelector('span').textContent = here ? (down ? ' ↓' : ' ↑') : ''
      button.setAttribute('aria-pressed', String(here))
    }
    const heads = [...this.root.querySelectorAll('th[scope=col]')]
    heads.forEach((head, index) => {
      const here = by && index === (by === 'name' ? 0 : document + 1)
      if (here) head.setAttribute('aria-sort', down ? 'descending' : 'ascending')
      else head.removeAttribute('aria-sort')
    })
    const total = this.data.concepts.length
    this.root.querySelector('.filters .count').textContent = shown.length === total ? plural(total, 'concept') : `${shown.length} of ${plural(total, 'concept')}`
    this.root.querySelector('.none').hidden = shown.length > 0
  }

  line(each, index) {
    const name = each.rows.length ? el('button', { type: 'button', class: 'concept', 'data-concept': index, title: 'Show in the texts' }, each.name) : el('span', { class: 'concept' }, each.name)
    const known = [each.family, each.origin === 'phrase' ? 'phrase of the texts' : ''].filter(Boolean).join(' · ')
    return el('tr', { 'data-line': index },
      el('th', { scope: 'row' }, name, known ? el('span', { class: 'family' }, known) : null,
        each.rank == null ? null : el('button', { type: 'button', class: 'jump ranked', 'data-card-of': each.rank }, `difference ${each.rank}`)),
      each.sides.map((told, document) => el('td', { class: told ? '' : 'quiet', style: side(document), lang: this.data.documents[document].language },
        el('span', { class: 'tag' }, this.names[document]),
        told ? [standing(told, this.data.firmness), quoted(told.quotation, { 'data-concept': index })] : this.silence(each, document))))
  }

  by(name, document) {
    const same = this.sort.by === name && this.sort.document === document
    // numbers begin with the highest, words with the first
    this.sort = { by: name, document, down: same ? !this.sort.down : name === 'strength' || name === 'count' }
    this.fill()
  }

  every() {
    this.choose(NONE_CHOSEN)
    this.fill()
  }

  /** Set the filters; a choice that there is no more falls back to any. */
  choose(chosen) {
    this.chosen = {}
    for (const field of this.root.querySelectorAll('[data-filter]')) {
      const name = field.dataset.filter
      field.value = chosen[name]
      if (field.value !== chosen[name]) field.value = NONE_CHOSEN[name]
      this.chosen[name] = field.value
    }
  }

  /** Why nothing stands here: no mention, and how sure that is where it is a difference. */
  silence(each, document) {
    const found = this.data.differences.find(one => one.rank === each.rank)
    const verdict = found?.silences.find(one => one.document === document)?.verdict
    return verdict ? `no mention: ${verdict}` : 'no mention'
  }
}
