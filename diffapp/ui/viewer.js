// The comparison, drawn once from `data`; what is selected, filtered and searched for lives here alone.
// Document text enters the page only as text nodes (`el` and `append`), never as markup.

/** The score from which on a link is likelier right than wrong. */
const EVEN = 0.5
const KEYS = [['j', 'k', 'rows'], ['n', 'p', 'differences'], ['g', '', 'go to'], ['x', '', 'nearest'], ['/', '', 'find'], ['v', '', 'ribbons'], ['?', '', 'all keys']]
const VIEWS = [['texts', 'Texts'], ['differences', 'Differences'], ['concepts', 'Concepts']]
const MODES = [['rows', 'Rows', 'Linked passages beside each other'], ['ribbons', 'Ribbons', 'Each text in its own order, links as bands']]
const SOON = 30_000 // ms in which a phrase that was handed in comes back as a concept

const NARROW = { 2: 560, 3: 780, 4: 1000 } // below so many pixels that many texts are stacked

export default function (component) {
  const root = component.parentElement.querySelector('.diff')
  root.viewer ??= new Viewer(root)
  root.viewer.tell = (what, value) => component.setTriggerValue(what, value)
  root.viewer.show(JSON.parse(new TextDecoder().decode(component.data)))
  return () => { root.viewer?.close(); delete root.viewer }
}

class Viewer {
  constructor(root) {
    this.root = root
    this.kinds = new Set()
    this.view = 'texts'
    this.mode = 'rows'
    this.find = new Find(this)
    this.address = new Address(this)
    this.layers = new Layers(this)
    this.sizes = new Sizes(this)
    this.going = new Going(this)
    this.places = {} // how far each view is scrolled
    this.marking = new Marking(root, phrase => this.handIn(phrase))
    this.onKey = event => this.key(event)
    this.onClick = event => this.click(event)
    window.addEventListener('keydown', this.onKey)
    root.addEventListener('click', this.onClick)
    this.onInput = event => { if (event.target.dataset.filter) this.address.write() }
    root.addEventListener('input', this.onInput)
    this.watch = new ResizeObserver(() => this.measure())
    this.watch.observe(root)
  }

  /** What was drawn for the last comparison watches no longer. */
  leave() {
    this.rowsView?.close()
    this.map?.close()
    this.ribbons?.close()
    this.ribbons = null
  }

  close() {
    this.leave()
    this.address.close()
    this.layers.close()
    window.removeEventListener('keydown', this.onKey)
    this.root.removeEventListener('click', this.onClick)
    this.root.removeEventListener('input', this.onInput)
    this.watch.disconnect()
    this.marking.close()
    CSS.highlights?.delete('diffapp-find')
    CSS.highlights?.delete('diffapp-found')
  }

  $(selector) { return this.root.querySelector(selector) }
  $$(selector) { return this.root.querySelectorAll(selector) }

  // ---------------------------------------------------------------- drawing

  show(data) {
    this.data = data
    this.names = data.documents.map(document => document.name)
    this.selected = -1
    this.framed = null
    this.from = null
    this.turn = -1
    this.find.empty()
    this.going.places = this.going.from = null
    this.leave()
    this.earlier = this.full ?? {} // what was filtered and sorted stays so
    this.full = {}
    this.kinds = new Set([...this.kinds].filter(kind => this.chips().some(chip => chip.kind === kind && chip.count)))
    this.root.dataset.n = this.names.length
    this.rowsView = new Rows(this)
    this.rows = this.rowsView.articles
    this.map = new Minimap(this)
    this.root.replaceChildren(...[
      el('h1', { class: 'unseen' }, `Comparison of ${this.names.join(' and ')}`),
      this.tabs(),
      el('div', { class: 'view', 'data-view': 'texts' }, leadView(data.lead), el('div', { class: 'layout' },
        el('aside', { class: 'rail', 'aria-label': 'Differences' }, this.rail(), this.legend()),
        el('section', { class: 'main', 'aria-label': 'Passages side by side' },
          el('div', { class: 'top' }, this.bar(), this.heads()),
          this.rowsView.root,
          el('p', { class: 'narrow', hidden: true }, 'Ribbons need a wider window; here are the rows.'),
          el('p', { class: 'none', hidden: true }),
          el('p', { class: 'end' }, 'End of the comparison'),
          el('div', { class: 'now', hidden: true })), this.map.root)),
      VIEWS.slice(1).map(([name]) => el('div', { class: 'view', 'data-view': name, hidden: true })),
      this.marking.draw(),
      ...this.going.draw(),
      el('p', { class: 'hint', hidden: true }),
      el('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' })].flat())
    this.filter()
    this.open(this.view) // before anything is measured: what is in view stays where it is
    this.measure()
    this.address.arrive()
    this.handedIn()
  }

  tabs() {
    const counts = { texts: null, differences: this.data.differences.length, concepts: this.data.concepts.length }
    return el('div', { class: 'tabs' },
      el('nav', { 'aria-label': 'Views' }, VIEWS.map(([name, title], index) => el('button', { type: 'button', class: 'tab', 'data-open': name,
        'aria-keyshortcuts': String(index + 1) }, title, counts[name] == null ? null : el('b', {}, String(counts[name]))))),
      el('div', { class: 'tools' }, this.layers.draw(), this.sizes.draw(),
        el('div', { class: 'modes', role: 'group', 'aria-label': 'Arrangement' }, MODES.map(([mode, name, told]) => el('button', { type: 'button', 'data-mode': mode,
          'aria-pressed': String(mode === this.mode), 'aria-keyshortcuts': 'v', title: told }, name))),
        this.layers.legend(),
        el('button', { type: 'button', class: 'ask', 'data-help': '', 'aria-keyshortcuts': '?', 'aria-label': 'Keys', title: 'Keys' }, '?')))
  }

  /** Show a view where it was left; the two long ones are drawn when they are first asked for. */
  open(name) {
    const main = document.querySelector('.stMain')
    if (main && this.view !== name) this.places[this.view] = main.scrollTop
    const moved = this.view !== name
    this.view = name
    this.root.dataset.view = name
    for (const view of this.$$('.view')) view.hidden = view.dataset.view !== name
    for (const tab of this.$$('.tab')) tab.setAttribute('aria-current', tab.dataset.open === name ? 'page' : 'false')
    if (name !== 'texts' && !this.full[name]) {
      this.full[name] = name === 'concepts' ? new Concepts(this.data, this.earlier[name]) : new Differences(this.data, this.earlier[name])
      this.$(`.view[data-view=${name}]`).replaceChildren(this.full[name].root)
    }
    if (main && moved) main.scrollTop = this.places[name] ?? 0
    const filters = this.$(`.view[data-view=${name}] .filters`)
    if (filters) this.root.style.setProperty('--filters', `${filters.offsetHeight}px`)
    if (moved) this.measure()
  }

  /** Open a view at the reader's wish: a place to come back to. */
  turnTo(name) {
    this.open(name)
    this.address.write(true)
  }

  /** Go from another view into the texts, and remember the way back. */
  enter() {
    this.from = this.view === 'texts' ? null : this.view
    this.open('texts')
  }

  handIn(phrase) {
    this.handed = { phrase: phrase.toLowerCase(), at: Date.now() }
    this.tell('marked', phrase)
  }

  /** A phrase that has become a concept is shown where it stands. */
  handedIn() {
    if (!this.handed || Date.now() - this.handed.at > SOON) return
    const words = name => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
    const index = this.data.concepts.findIndex(each => words(each.name) === words(this.handed.phrase))
    if (index < 0) return
    this.handed = null
    this.find.ask('')
    this.visit(this.concept(index))
  }

  chips() {
    const rows = this.data.rows
    const count = kind => rows.filter(row => this.kindOf(row) === kind).length
    const told = [{ kind: 'shared', name: 'Shared' }, { kind: 'moved', name: 'Moved' },
      ...this.data.documents.map((document, index) => ({ kind: `only-${index}`, name: `Only ${document.name}`, index }))]
    return told.map(chip => ({ ...chip, count: count(chip.kind) }))
  }

  kindOf(row) { return row.kind === 'only' ? `only-${row.cells.findIndex(cell => cell.length)}` : row.kind }

  bar() {
    const chip = ({ kind, name, count, index }) => el('button', { class: 'chip', type: 'button', 'data-kind': kind,
      'aria-pressed': 'false', style: index == null ? null : side(index) }, el('i', { 'aria-hidden': 'true' }),
    el('span', {}, name), el('b', {}, String(count)))
    return el('div', { class: 'bar' },
      el('div', { class: 'chips', role: 'group', 'aria-label': 'Show only rows of a kind' },
        el('button', { class: 'chip', type: 'button', 'data-kind': '', 'aria-pressed': 'true' },
          el('span', {}, 'All rows'), el('b', {}, String(this.data.rows.length))),
        this.chips().map(chip)),
      this.find.draw())
  }

  heads() {
    return el('div', { class: 'heads' }, this.data.documents.map((document, index) => {
      const known = [document.date, plural(document.passages, 'passage')].filter(Boolean).join(' · ')
      const badge = document.status && document.status !== 'original' ? document.status : ''
      const told = [document.note, ...document.warnings].filter(Boolean)
      return el('div', { class: 'head', style: side(index) },
        el('div', { class: 'who' }, el('h2', {}, document.name),
          el('button', { type: 'button', class: badge ? 'badge' : 'badge plain', 'aria-expanded': 'false',
            'data-note': index, title: 'About this text' }, badge || 'about'),
          el('span', { class: 'known' }, known),
          el('button', { type: 'button', class: 'room', 'data-focus-on': index, 'aria-pressed': 'false', 'aria-label': `Room for ${document.name}`, title: 'Give this text the room' }, '↔')),
        index + 1 < this.names.length ? this.sizes.handle(index) : null,
        document.title && document.title !== document.name ? el('div', { class: 'title', title: document.title }, document.title) : null,
        el('div', { class: 'note', hidden: true }, el('p', {}, `${[document.title, known].filter(Boolean).join('. ')}.`), told.map(text => el('p', {}, text)),
          document.digest ? el('p', { class: 'digest' }, `SHA-256 ${document.digest.replace(/^sha256:/, '').slice(0, 16)}…`) : null))
    }))
  }

  rail() {
    const found = this.data.differences
    return el('div', { class: 'differences' },
      el('button', { type: 'button', class: 'fold', 'aria-expanded': 'false', 'aria-controls': 'list' },
        el('h2', {}, 'Differences'), el('b', {}, String(found.length))),
      el('p', { class: 'about' }, 'What only one text raises, or puts otherwise; the weightiest first.'),
      found.length ? el('ol', { id: 'list', class: 'list' }, found.map(each => this.difference(each)))
        : el('p', { id: 'list', class: 'list nothing' }, 'No concept was found on which the texts differ.'))
  }

  difference(each) {
    const said = each.sides.flatMap((told, index) => told && each.documents.includes(index) ? [told] : [])
    const count = said.reduce((sum, told) => sum + told.count, 0)
    const only = each.kind === 'only' ? el('span', { class: 'stances' }, said[0].stances.map(stance), firmness(said[0].strength, this.data.firmness)) : null
    return el('li', {}, el('button', { type: 'button', class: 'found', 'data-rank': each.rank, 'aria-pressed': 'false', style: side(each.documents[0]) },
      el('span', { class: 'rank' }, String(each.rank)),
      el('span', { class: 'concept' }, each.concept),
      el('span', { class: 'who' }, each.said, el('span', { class: 'times' }, ` · ${plural(count, 'mention')}`)), only,
      each.first ? el('span', { class: 'quote', style: side(each.first.document) }, pieces(each.first.pieces), el('span', { class: 'source' }, ` ${each.first.cite}`)) : null))
  }

  legend() {
    const line = (layer, mark, words) => el('li', { 'data-of': layer }, mark, words)
    return el('div', { class: 'legend' }, el('h2', {}, 'Marks'), el('ul', {},
      line('differences', el('span', { class: 'sample only', style: side(0) }, 'term'), 'of one of the ten weightiest differences'),
      line('differences', el('span', { class: 'sample slight', style: side(0) }, 'term'), 'of another listed difference'),
      line('wording', el('span', { class: 'sample differs', style: side(1) }, 'word'), 'differs, in texts close in wording'),
      line('wording', el('span', { class: 'sample shared' }, 'word'), 'shared, in texts far apart in wording'),
      line('concepts', el('span', { class: 'sample named' }, 'term'), 'of any concept'),
      line('stance', el('span', { class: 'sample cue', 'data-sign': '→' }, 'words'), 'show a stance:')), this.layers.legend(),
    el('p', { class: 'keys' }, KEYS.map(([one, two, words]) => el('span', {}, el('kbd', {}, one), two ? el('kbd', {}, two) : null, ` ${words}`))))
  }

  // ---------------------------------------------------------------- reasons

  why(index, open) {
    const article = this.rows[index]
    this.rowsView.fill(index)
    const button = article.querySelector('.sum')
    const wanted = open ?? button.getAttribute('aria-expanded') !== 'true'
    button.setAttribute('aria-expanded', String(wanted))
    article.querySelector('.why')?.remove()
    if (!wanted) return
    const reasons = this.reasons(this.data.rows[index])
    article.append(reasons)
    // what was asked for must not open below the edge, or behind the bar of a difference
    const bar = this.$('.now')?.offsetHeight ?? 0
    const below = reasons.getBoundingClientRect().bottom + bar - innerHeight
    if (below > 0) reasons.scrollIntoView({ block: bar ? 'center' : 'nearest' })
  }

  reasons(row) {
    const near = row.nearest
    return el('div', { class: 'why', role: 'region', 'aria-label': 'Reasons' },
      row.links.map(link => this.link(link)),
      near ? el('p', { class: 'near' }, el('strong', {}, 'Nearest, not taken: '), nearby(near), `: ${near.reason}`) : null,
      !row.links.length && !near ? el('p', { class: 'near' }, 'No passage of the other text comes near this one.') : null,
      row.note ? el('p', {}, `Note: ${row.note}`) : null)
  }

  link(link) {
    const most = Math.max(...link.evidence.map(([, , weight]) => Math.abs(weight)), 0.001)
    return el('section', {},
      el('h3', {}, link.pair.join(' – '), el('span', { class: 'score' }, number(link.score)),
        link.origin === 'analyst' ? el('span', {}, ' set by the analyst') : null),
      el('table', {}, el('tbody', {}, link.evidence.map(([kind, what, weight]) => el('tr', {},
        el('th', { scope: 'row', title: kind }, what),
        el('td', { class: 'meter' }, el('i', { class: weight < 0 ? 'against' : '', style: `inline-size:${Math.abs(weight) / most * 100}%` })),
        el('td', { class: 'weight' }, signed(weight)))))))
  }

  // ---------------------------------------------------------------- rows or ribbons

  get ribboned() { return this.mode === 'ribbons' && this.wide && Boolean(this.ribbons) }

  shows(index) { return !this.kinds.size || this.kinds.has(this.kindOf(this.data.rows[index])) }

  /** Rows that have been filled just now get what is marked at present. */
  drawn(article) {
    const { framed } = this
    if (framed) for (const mark of article.querySelectorAll(`.${framed.mark}`)) mark.classList.add('on')
    if (this.find.hits.length) this.marks ??= requestAnimationFrame(() => { this.marks = null; this.find.mark() })
  }

  arrange(mode) {
    this.mode = mode
    this.open('texts')
    for (const button of this.$$('[data-mode]')) button.setAttribute('aria-pressed', String(button.dataset.mode === mode))
    this.lay()
    const main = document.querySelector('.stMain')
    if (main && this.ribboned) main.scrollTop = 0
    if (this.selected >= 0) this.select(this.selected, { focus: false })
    this.find.mark()
    this.say(`${mode === 'rows' ? 'Rows' : 'Ribbons'} shown`)
    this.address.write(true)
  }

  /** Ribbons where they are asked for and there is room; else rows, and a line that says so. */
  lay() {
    const count = this.names.length
    const room = this.$('.main').clientWidth
    this.wide = room >= count * LEAST_WIDTH + (count - 1) * BETWEEN
    const ribboned = this.mode === 'ribbons' && this.wide
    this.root.classList.toggle('ribboned', ribboned)
    this.$('.narrow').hidden = this.mode !== 'ribbons' || this.wide
    this.map.draw()
    if (!ribboned || this.view !== 'texts') return
    if (!this.ribbons) {
      this.ribbons = new Ribbons(this)
      this.rowsView.root.after(this.ribbons.root)
    }
    this.ribbons.fit()
    this.ribbons.measure()
    this.ribbons.frame()
    this.map.draw()
  }

  /** A click on a passage or band of the ribbons. */
  pick(index) {
    const again = this.selected === index
    this.select(index, { scroll: !again })
    this.ribbons.reasons(index, again ? undefined : true)
  }

  /** Where a passage or heading is drawn at present. */
  element(entry) {
    if (this.ribboned) return this.ribbons.element(entry)
    const passage = this.rows[entry.row].querySelector(`[data-document="${entry.document}"] [data-at="${entry.at}"]`)
    if (entry.part === 'p') return passage?.querySelector('p')
    return passage?.previousElementSibling?.matches('.heading') ? passage.previousElementSibling : null
  }

  /** Bring a place into view. */
  bring(entry) {
    if (this.ribboned) {
      this.ribbons.source = entry.document
      return this.ribbons.show(entry.row, { focus: false, at: entry.at })
    }
    this.rowsView.fill(entry.row)
    this.reveal(this.element(entry))
  }

  // ---------------------------------------------------------------- moving about

  /** A sentence for everybody, which goes by itself. */
  hint(words) {
    const hint = this.$('.hint')
    hint.textContent = words
    hint.hidden = false
    clearTimeout(this.gone)
    this.gone = setTimeout(() => { hint.hidden = true }, 9000)
    this.say(words)
  }

  say(words) { this.$('[role=status]').textContent = words }

  measure() {
    const top = this.$('.top')
    if (!top) return
    this.root.classList.toggle('stacked', this.root.clientWidth < NARROW[this.names.length])
    this.top = top.offsetHeight
    this.root.style.setProperty('--top', `${this.top}px`)
    const wide = getComputedStyle(this.$('.fold')).pointerEvents === 'none'
    this.lay()
    const open = wide || this.root.dataset.rail === 'open'
    this.$('.fold').setAttribute('aria-expanded', String(open))
  }

  select(index, { focus = true, scroll = true } = {}) {
    if (!this.rows[index]) return
    if (this.rows[index].hidden) this.choose('')
    const before = this.selected
    this.rows[before]?.classList.remove('selected')
    this.selected = index
    const article = this.rows[index]
    article.classList.add('selected')
    this.rowsView.fill(index)
    this.address.write()
    this.ribbons?.repaint([before, index])
    if (this.ribboned) {
      if (!this.ribbons.tray.hidden) this.ribbons.reasons(index, true)
      return this.ribbons.show(index, { focus, scroll })
    }
    if (focus) article.focus({ preventScroll: true })
    if (scroll) this.reveal(article)
  }

  /** To a row that stands elsewhere; back leads to where one was. */
  go(index) {
    this.address.write(true)
    if (this.view !== 'texts') this.enter()
    this.address.still = true
    this.select(index)
    this.address.still = false
    this.address.write(true)
  }

  leaveRow() {
    this.rows[this.selected]?.classList.remove('selected')
    this.selected = -1
    this.ribbons?.repaint()
  }

  reveal(target) {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
    target.scrollIntoView({ block: target.offsetHeight > innerHeight * 0.6 ? 'start' : 'center', behavior: calm ? 'instant' : 'auto' })
  }

  step(by) {
    let index = this.selected < 0 && by < 0 ? this.rows.length : this.selected
    do index += by; while (this.rows[index]?.hidden)
    this.select(index)
  }

  /** A difference, or a concept, as something to walk through: its rows, its marks, what is told of it. */
  found(rank) {
    const each = this.data.differences.find(one => one.rank === rank)
    return each && { mark: `d${rank}`, rank, rows: each.rows, plain: each.concept, name: `${rank} · ${each.concept}`, said: each.said, color: each.documents[0], silences: each.silences }
  }

  concept(index) {
    const each = this.data.concepts[index]
    const said = each.documents.length ? `in ${each.documents.map(number => this.names[number]).join(', ')}` : 'no mention'
    return { mark: `c${index}`, rank: null, rows: each.rows, plain: each.name, name: each.name, said, color: each.documents[0] ?? 0, silences: [] }
  }

  /** Frame the rows of a target and go to the first, to the one that is asked for, or on to the next. */
  visit(target, { by = 1, row = null } = {}) {
    if (!target) return
    const entered = this.view !== 'texts'
    if (entered) this.enter()
    const { still } = this.address
    this.address.still = true // one place, not one for each thing that changes
    const fresh = this.framed?.mark !== target.mark
    if (fresh) this.frame(target)
    const total = target.rows.length
    if (row != null) this.turn = Math.max(target.rows.indexOf(row), 0)
    else this.turn = fresh || !total ? 0 : (this.turn + by + total) % total
    if (total) this.select(target.rows[this.turn], { focus: entered })
    this.announce(target)
    this.address.still = still
    this.address.write(fresh)
  }

  frame(target) {
    this.unframe()
    this.framed = target
    for (const index of target.rows) this.rows[index].classList.add('framed')
    for (const mark of this.$$(`.rows .${target.mark}`)) mark.classList.add('on')
    this.ribbons?.repaint()
    this.map.draw()
    if (target.rank == null) return
    const button = this.$(`.found[data-rank="${target.rank}"]`)
    button.setAttribute('aria-pressed', 'true')
    const list = button.closest('.list')
    const at = button.offsetTop - list.offsetTop
    if (at < list.scrollTop || at + button.offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = at - 40
  }

  unframe() {
    this.framed = null
    this.turn = -1
    for (const one of this.$$('.framed')) one.classList.remove('framed')
    for (const one of this.$$('.on')) one.classList.remove('on')
    this.$('.found[aria-pressed=true]')?.setAttribute('aria-pressed', 'false')
    this.$('.now').hidden = true
    if (this.ribboned) this.ribbons.fit()
    this.ribbons?.repaint()
    this.map.draw()
  }

  announce(target) {
    const near = target.silences.filter(one => one.nearest).map(({ nearest: one }) => el('span', { class: 'near' }, `${this.names[one.document]} comes nearest in `, nearby(one), `: ${one.reason}`))
    const searched = [...new Set(target.silences.flatMap(one => one.searched))].join(', ')
    const looked = searched ? el('span', { class: 'looked', title: searched }, `Searched for: ${searched}`) : null
    const total = target.rows.length
    const place = total > 1 ? `row ${this.turn + 1} of ${total}` : ''
    const back = this.from ? el('button', { type: 'button', class: 'jump back', 'data-open': this.from }, `Back to ${this.from}`) : null
    const now = this.$('.now')
    now.replaceChildren(
      el('div', { class: 'line' },
        el('span', { class: 'what' }, el('b', {}, target.name), ` ${target.said}`), back,
        el('span', { class: 'place' }, place),
        el('button', { type: 'button', 'data-turn': '-1', 'aria-label': 'Previous row with it', disabled: total < 2 }, '↑'),
        el('button', { type: 'button', 'data-turn': '1', 'aria-label': 'Next row with it', disabled: total < 2 }, '↓'),
        el('button', { type: 'button', 'data-stop': '', 'aria-label': 'Close' }, '✕')),
      el('div', { class: 'silent' }, near, looked))
    now.style.cssText = side(target.color)
    now.hidden = false
    if (this.ribboned) this.ribbons.fit()
    this.say(`${target.rank == null ? 'Concept' : 'Difference'} ${target.name}, ${target.said}. ${place}`)
  }

  another(by) {
    const ranks = this.data.differences.map(each => each.rank)
    const at = ranks.indexOf(this.framed?.rank)
    const next = at < 0 ? (by > 0 ? 0 : ranks.length - 1) : at + by
    if (ranks[next] != null) this.visit(this.found(ranks[next]))
  }

  // ---------------------------------------------------------------- filter

  choose(kind) {
    if (!kind) this.kinds.clear()
    else if (!this.kinds.delete(kind)) this.kinds.add(kind)
    this.filter()
    this.address.write(true)
  }

  filter() {
    let shown = 0
    for (const article of this.rows) {
      article.hidden = this.kinds.size > 0 && !this.kinds.has(article.dataset.kind)
      shown += !article.hidden
    }
    this.rowsView.size()
    this.map.forget()
    for (const chip of this.$$('.chip')) {
      const pressed = chip.dataset.kind ? this.kinds.has(chip.dataset.kind) : !this.kinds.size
      chip.setAttribute('aria-pressed', String(pressed))
    }
    const none = this.$('.none')
    none.hidden = shown > 0
    none.replaceChildren(this.rows.length ? 'No row is of this kind. ' : 'There is no passage to show.',
      this.rows.length ? el('button', { type: 'button', class: 'jump', 'data-all': '' }, 'Show all rows') : '')
    this.$('.end').hidden = shown === 0
    this.say(`${plural(shown, 'row')} shown`)
    this.find.ask(this.find.query)
    this.ribbons?.repaint()
  }

  // ---------------------------------------------------------------- hands

  click(event) {
    const at = selector => event.target.closest(selector)
    const given = (selector, name) => at(selector)?.dataset[name]
    if (at('.chip')) return this.choose(given('.chip', 'kind'))
    if (at('[data-all]')) return this.choose('')
    if (at('[data-find]')) return this.find.seek(Number(given('[data-find]', 'find')))
    if (at('.found')) return this.visit(this.found(Number(given('.found', 'rank'))))
    if (at('[data-turn]')) return this.visit(this.framed, { by: Number(given('[data-turn]', 'turn')) })
    if (at('[data-stop]')) { this.unframe(); return this.address.write(true) }
    if (at('[data-open]')) return this.turnTo(given('[data-open]', 'open'))
    if (at('[data-visit], [data-concept]')) return this.follow(at('[data-visit], [data-concept]').dataset)
    if (at('[data-go]')) { return this.go(Number(given('[data-go]', 'go'))) }
    if (at('[data-layer]')) return this.layers.toggle(given('[data-layer]', 'layer'))
    if (at('[data-size]')) return this.sizes.choose(given('[data-size]', 'size'))
    if (at('[data-help]')) return this.going.help.showModal()
    if (at('[data-mark]')) return this.marking.add()
    if (at('[data-make]')) return this.handIn(this.find.query.trim())
    if (this.view !== 'texts') { this.report(at); return this.address.write() }
    if (at('[data-focus-on]')) return this.sizes.focus(Number(given('[data-focus-on]', 'focusOn')))
    if (at('.handle')) return
    if (at('[data-note]')) return this.note(at('[data-note]'))
    if (at('.fold')) { this.root.dataset.rail = this.root.dataset.rail === 'open' ? '' : 'open'; return this.measure() }
    if (at('[data-mode]')) return this.arrange(given('[data-mode]', 'mode'))
    if (at('[data-tray]')) return this.ribbons.reasons(null, false)
    if (at('.why') || String(getSelection())) return
    if (at('[data-leaf]')) return this.pick(Number(given('[data-leaf]', 'leaf')))
    const article = at('.row')
    if (!article) return
    const index = Number(article.dataset.row)
    this.select(index, { scroll: false, focus: !at('.sum') })
    this.why(index)
  }

  /** Go to the rows of a difference or a concept, to a certain one if a quotation was clicked. */
  follow({ visit, concept, rowOf }) {
    const row = rowOf == null ? null : Number(rowOf)
    this.visit(visit != null ? this.found(Number(visit)) : this.concept(Number(concept)), { row })
  }

  /** Clicks in the two long views. */
  report(at) {
    const full = this.full[this.view]
    if (at('.pick')) return this.say(full.choose(at('.pick').dataset.group, at('.pick').dataset.value))
    if (at('.sort')) return full.by(at('.sort').dataset.sort, Number(at('.sort').dataset.document))
    if (at('[data-every]')) return full.every()
    if (at('[data-join]')) return this.tell('joined', this.data.proposals[Number(at('[data-join]').dataset.join)].names)
    if (at('[data-card-of]')) this.card(at('[data-card-of]').dataset.cardOf)
  }

  card(rank) {
    this.open('differences')
    this.full.differences.every()
    const card = this.$(`[data-card="${rank}"]`)
    card.scrollIntoView({ block: 'start' })
    card.querySelector('button').focus({ preventScroll: true })
  }

  note(button) {
    const open = button.getAttribute('aria-expanded') !== 'true'
    button.setAttribute('aria-expanded', String(open))
    button.closest('.head').querySelector('.note').hidden = !open
    this.measure()
  }

  key(event) {
    if (this.going.busy) return
    const target = event.composedPath()[0]
    const inFind = this.root.contains(target) && target.matches?.('.find input')
    if (inFind && event.key === 'Enter') { event.preventDefault(); return this.find.seek(event.shiftKey ? -1 : 1) }
    if (event.key === 'Escape') return this.escape(target, inFind)
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (target.closest?.('input, textarea, select, [contenteditable], [role=listbox], [role=combobox], [role=slider], [role=dialog]')) return
    if (event.key === 'Enter' && target.matches?.('.leaf')) { event.preventDefault(); return this.pick(Number(target.dataset.leaf)) }
    if (event.key === 'Enter' && target.matches?.('.row')) { event.preventDefault(); return this.why(Number(target.dataset.row)) }
    if (event.key === '?') { event.preventDefault(); return this.going.help.showModal() }
    const view = VIEWS[Number(event.key) - 1]
    if (view) { event.preventDefault(); return this.turnTo(view[0]) }
    if (this.view !== 'texts') return
    const action = { a: () => this.marking.add(), j: () => this.step(1), k: () => this.step(-1), n: () => this.another(1), p: () => this.another(-1),
      g: () => this.going.ask(), x: () => this.going.nearest(),
      v: () => this.arrange(this.mode === 'rows' ? 'ribbons' : 'rows'),
      '/': () => this.find.box.focus() }[event.key]
    if (action) { event.preventDefault(); action() }
  }

  escape(target, inFind) {
    if (inFind) {
      if (this.find.query) this.find.ask('')
      else target.blur()
    } else if (this.view !== 'texts') return
    else if (!this.$('.hint').hidden) this.$('.hint').hidden = true
    else if (!this.$('.now').hidden) { this.unframe(); this.address.write(true) }
    else if (this.ribbons && !this.ribbons.tray.hidden) this.ribbons.reasons(null, false)
    else this.$$('.sum[aria-expanded=true]').forEach(button => this.why(Number(button.closest('.row').dataset.row), false))
  }
}
